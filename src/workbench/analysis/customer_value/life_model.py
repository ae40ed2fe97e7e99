"""How often customers buy and how long they stay, where who spends more may stay longer.

The Pareto/NBD (see `purchase_models.pareto`) takes spend to be independent of staying. It rarely is, and
the value of a base lies in those who spend much and stay long. So customers fall into groups by what a
purchase of theirs brings, and rates differ between groups in scale, with common shapes (time-invariant
covariates; Fader and Hardie 2007):

    lambda ~ Gamma(r, alpha_g)      mu ~ Gamma(s, beta_g)

How far customers differ in how soon they leave (s) is what decides value far ahead, and what a few years
tell least. If nothing else tells it, the likelihood lets s grow without end, that is no difference at all,
which undervalues a base. So s is held by a weak prior, log s ~ N(0, 1.5^2): 95 % of it lies between 0.05
and 19, around what has been published for many bases. Groups are held together likewise, since few years
of few customers can look as if a group never left: log alpha_g and log beta_g ~ N(their mean, 1), the mean
~ N(0, 3^2) in units of the mean age. The fit is then one of largest posterior density.

References: Schmittlein, Morrison and Colombo 1987, Management Science 33:1-24. Fader and Hardie 2007,
Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD models.
"""

from dataclasses import dataclass, field

import numpy as np

from workbench.analysis.customer_value.grouped import Grouped, distinct
from workbench.analysis.customer_value.posterior import most_likely, rows
from workbench.analysis.purchase_models import Histories, ParetoNBD, ahead
from workbench.analysis.purchase_models.counted import Floats, Places
from workbench.analysis.purchase_models.maximum import Maximum
from workbench.analysis.results import Withheld


@dataclass(frozen=True, eq=False)
class LifeModel:
    """A fitted model.

    Args:
        r, s: the shapes of buying and of leaving.
        alpha, beta: the scales of each group, in days, shape ``(groups,)``.
        maximum: how the fit ended; None for known parameters.
        unit: days in the unit of the fit.
        rows: what it was fitted to, in that unit; None for known parameters.
    """

    r: float
    s: float
    alpha: Floats
    beta: Floats
    maximum: Maximum | None = field(default=None, repr=False)
    unit: float = field(default=1.0, repr=False)
    rows: Grouped | None = field(default=None, repr=False)

    def alive(self, histories: Histories, group: Places) -> Floats:
        """The chance that each customer is still one, shape ``(n,)``."""
        first, back = distinct(histories, group, len(self.alpha))
        rows, groups = np.column_stack([histories.frequency, histories.recency, histories.age])[first], group[first]
        chances = np.empty(len(first))
        for place in np.unique(groups):
            chances[groups == place] = self._of_group(int(place)).predict_alive(rows[groups == place])
        return np.asarray(chances[back])

    def purchases(self, histories: Histories, group: Places) -> Floats:
        """Expected purchases a day of each customer who is still one, shape ``(n,)``."""
        return np.asarray((self.r + histories.frequency) / (self.alpha[group] + histories.age))

    def days(self, age: Floats, group: Places, *, rate: float, horizon: float = np.inf) -> Floats:
        """Discounted days that somebody who is a customer now stays one, shape ``(n,)``.

        Args:
            age: days known.
            group: of each.
            rate: the continuous discount rate a day.
            horizon: days ahead that are counted.
        """
        scale, back = np.unique(self.beta[group] + age, return_inverse=True)
        stays = ahead.total(
            lambda part, u: (1 + u / scale[part, None]) ** -self.s, scale / self.s, horizon=horizon, rate=rate
        )
        return np.asarray(stays[back.ravel()])

    def stays(self, age: Floats, group: Places, days: float) -> Floats:
        """The chance that somebody who is a customer now still is one so many days on."""
        return np.asarray((1 + days / (self.beta[group] + age)) ** -self.s)

    @property
    def point(self) -> Floats:
        """The log parameters: r, s, alphas, betas."""
        return np.asarray(np.log(np.concatenate([[self.r, self.s], self.alpha, self.beta])))

    def at(self, point: Floats) -> "LifeModel":
        """The model with these log parameters."""
        values, groups = np.exp(point), len(self.alpha)
        return LifeModel(float(values[0]), float(values[1]), values[2 : 2 + groups], values[2 + groups :])

    def influence(self) -> Floats:
        """The effect of one more of each customer it was fitted to on the log parameters, shape ``(n, k)``.

        ValueError for a model with known parameters: nothing moves them.
        """
        if self.rows is None or self.maximum is None:
            raise ValueError("a model with known parameters was fitted to nobody, so nobody has influence on it")
        point = self.maximum.point
        of_rows = rows(np.exp(point), self.rows)[1].T @ self.maximum.covariance
        return np.asarray(of_rows[self.rows.rows_of])

    def _of_group(self, place: int) -> ParetoNBD:
        told = {"r": self.r, "alpha": float(self.alpha[place]), "s": self.s, "beta": float(self.beta[place])}
        return ParetoNBD.of(told)


def fit(histories: Histories, group: Places, groups: int) -> LifeModel | Withheld:
    """The model of largest posterior density.

    Args:
        histories: rows with counts, in days.
        group: the group of each row, 0 to ``groups`` - 1, each with customers.
        groups: how many.
    """
    refused = ParetoNBD()._too_little(histories)
    if refused:
        return refused
    data = Grouped.read(histories, group, groups)
    unit = data.mean_age
    scaled = data.in_units_of(unit)
    found = most_likely(scaled)
    if isinstance(found, Withheld):
        return found
    values = np.exp(found.point)
    alpha, beta = values[2 : 2 + groups] * unit, values[2 + groups :] * unit
    return LifeModel(float(values[0]), float(values[1]), alpha, beta, found, unit, scaled)
