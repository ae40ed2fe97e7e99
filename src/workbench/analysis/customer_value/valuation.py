"""The present value of each customer: what flows in while the life lasts, for as long as it is expected to last.

    value = P [ (lambda z + c - k) L(d) + m (L(d) - L(d + u)) ]

    P         chance of being a customer still        (1 while a contract runs)
    L(d)      discounted years somebody who is a customer stays one
    lambda z  purchases a year x what a purchase brings (credibility mean)
    c, m, u   contracts: running, and to come         (the last term only without one)
    k         what a customer-year costs to serve

Customers not yet won are in none of it. Money in the store's currency, time in years of 365.25 days.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from workbench.analysis.customer_value import life_model
from workbench.analysis.customer_value.flows import Flows, rates
from workbench.analysis.customer_value.lives import DAYS_A_YEAR, Lives
from workbench.analysis.purchase_models import EmpiricalBayesMean, ahead, continuous_rate
from workbench.analysis.purchase_models.counted import Floats, Places
from workbench.analysis.results import Withheld

MOST_GROUPS, GROUP_SIZE, GROUP_REPEATERS = 5, 1000, 200


class Worth(NamedTuple):
    """What customers are worth, a row each; the value is the sum of the four sources."""

    alive: Floats
    purchases: Floats
    contracts: Floats
    to_sign: Floats
    serving: Floats

    @property
    def value(self) -> Floats:
        """Present value of expected contribution."""
        return np.asarray(self.purchases + self.contracts + self.to_sign - self.serving)


class Spend(Protocol):
    """What tells how much a purchase brings: rows of purchases, total and squares to money a purchase."""

    def predict(self, X: ArrayLike) -> Floats:
        """The expected contribution of a further purchase, for each row."""


@dataclass(frozen=True, eq=False)
class Standing:
    """What a valuation sees in the customers of a date, whatever the discount rate and the horizon.

    Args:
        lives: the customers.
        group: the spend group of each.
        alive: the chance that each is still a customer.
        purchases: expected a year, of who still is one.
        margin: what a further purchase is expected to bring.
    """

    lives: Lives = field(repr=False)
    group: Places = field(repr=False)
    alive: Floats = field(repr=False)
    purchases: Floats = field(repr=False)
    margin: Floats = field(repr=False)


@dataclass(frozen=True, eq=False)
class Valuation:
    """A fitted valuation.

    Args:
        life: how often customers buy and how long they stay.
        spend: what a purchase brings.
        cuts: bounds between spend groups, in money a purchase.
        flows: contracts to come and serving, by group.
        rate: the continuous discount rate a year.
        horizon: years ahead that are counted; infinite for all.
        n: customers behind it.
        year: a year in the unit of the lives and of the life model.

    >>> from workbench.analysis.purchase_models import GammaGamma
    >>> life = life_model.LifeModel(0.553, 0.606, np.array([10.578]), np.array([11.669]))
    >>> spend = GammaGamma.of({"p": 6.25, "q": 3.74, "gamma": 15.44})
    >>> weekly = Valuation(life, spend, np.empty(0), Flows.none(), np.log(1.15), np.inf, 2, year=52.0)
    >>> two = Lives.bought(frequency=[2, 0], recency=[30.43, 0], age=[38.86, 38.86], purchases=[2, 0], total=[44.7, 0])
    >>> weekly.worth(two).value.round(2).tolist()
    [160.36, 16.85]
    """

    life: life_model.LifeModel
    spend: Spend
    cuts: Floats
    flows: Flows = field(repr=False)
    rate: float
    horizon: float
    n: int
    year: float = DAYS_A_YEAR

    def group(self, lives: Lives) -> Places:
        """The spend group of each customer."""
        return np.searchsorted(self.cuts, self.margin(lives), side="right")

    def margin(self, lives: Lives) -> Floats:
        """What a further purchase of each is expected to bring."""
        return np.asarray(self.spend.predict(lives.spent))

    def alive(self, lives: Lives, group: Places) -> Floats:
        """The chance that each is still a customer."""
        return chance(self.life, lives, group)

    def purchases(self, lives: Lives, group: Places) -> Floats:
        """Expected purchases a year of each, given that they are a customer."""
        return np.asarray(self.life.purchases(lives.histories, group) * self.year)

    def standing(self, lives: Lives, group: Places | None = None) -> Standing:
        """What is seen in the customers of a date.

        Args:
            lives: the customers.
            group: their spend groups, where these are held; else by what they spend.
        """
        margin = self.margin(lives)
        of = np.searchsorted(self.cuts, margin, side="right") if group is None else group
        return Standing(lives, of, self.alive(lives, of), self.purchases(lives, of), margin)

    def worth(self, lives: Lives, group: Places | None = None) -> Worth:
        """What each customer is worth, by source; arguments as of `standing`."""
        return self.worth_of(self.standing(lives, group))

    def worth_of(self, seen: Standing) -> Worth:
        """What customers are worth, by source, from what is seen in them."""
        lives, group, stays = seen.lives, seen.group, self.years(seen.lives, seen.group)
        signed = np.where(lives.held, 0.0, self.flows.margin[group])
        return Worth(
            seen.alive,
            seen.alive * stays * seen.purchases * seen.margin,
            seen.alive * stays * lives.contract,
            seen.alive * signed * (stays - self.years(lives, group, signing=True)),
            seen.alive * stays * self.flows.serving[group],
        )

    def years(self, lives: Lives, group: Places, *, signing: bool = False) -> Floats:
        """Discounted years that each stays, given that they are a customer; L(d + u) with ``signing``."""
        found = np.empty(len(lives))
        for place in range(len(self.life.alpha)):
            of = np.flatnonzero(group == place)
            rate = (self.rate + (self.flows.signing[place] if signing else 0.0)) / self.year
            stays = self.life.days(lives.age[of], group[of], rate=rate, horizon=self.horizon * self.year)
            found[of] = stays / self.year
        return found

    def looking(self, *, rate: float | None = None, horizon: float | None = None) -> "Valuation":
        """The same with another continuous rate a year or another horizon in years."""
        return replace(
            self, rate=self.rate if rate is None else rate, horizon=self.horizon if horizon is None else horizon
        )


def fit(lives: Lives, *, rate: float, horizon: float = np.inf, year: float = DAYS_A_YEAR) -> Valuation | Withheld:
    """A valuation from the customers of a date.

    Args:
        lives: the customers.
        rate: the yearly discount rate, as a fraction.
        horizon: years ahead that are counted.
        year: a year in the unit of the lives.

    Withheld when purchases do not carry a model of buying or of spend.
    BadParameter when the rate is below zero, or zero without a horizon.
    """
    continuous = continuous_rate(rate, 1.0)
    ahead.require_an_end(horizon, continuous)
    spend = EmpiricalBayesMean().fit(lives.spent)
    if spend.withheld_ is not None:
        return Withheld(spend.withheld_.why, spend.withheld_.n)
    margin = spend.predict(lives.spent)
    cuts = _cuts(lives, margin)
    group = np.searchsorted(cuts, margin, side="right")
    life = life_model.fit(lives.histories, group, len(cuts) + 1)
    if isinstance(life, Withheld):
        return life
    known = rates(lives, chance(life, lives, group), group, len(cuts) + 1, year)
    return Valuation(life, spend, cuts, known, continuous, horizon, len(lives), year)


def chance(life: life_model.LifeModel, lives: Lives, group: Places) -> Floats:
    """The chance that each is still a customer: for sure with a contract, not after saying goodbye."""
    bought = life.alive(lives.histories, group)
    return np.asarray(np.where(lives.held, 1.0, np.where(lives.left, 0.0, bought)))


def _cuts(lives: Lives, margin: Floats) -> Floats:
    """Bounds of groups alike in size, as many as the customers carry."""
    repeaters = int((lives.frequency > 0).sum())
    groups = min(MOST_GROUPS, len(lives) // GROUP_SIZE, repeaters // GROUP_REPEATERS)
    if groups < 2:
        return np.empty(0)
    return np.unique(np.quantile(margin, np.arange(1, groups) / groups))
