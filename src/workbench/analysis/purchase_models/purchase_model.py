"""The one interface of all models of purchases without contract, in scikit-learn's grammar.

    model = BetaGeometric().fit(rows[["frequency", "recency", "age"]], sample_weight=rows.customers)
    model.predict(rows, horizon=52, rate=0.0027)     expected purchases, discounted
    model.predict_alive(rows)                        the chance that the customer has not left

A model says how customers buy while they are with us, how they leave without telling, and how both differ
between customers. Predictions factor into what is known of the past and what lies ahead of somebody alive:

    E[purchases ahead | x, t_x, T] = P(alive | x, t_x, T) * integral of e^(-d u) E[rate at u | alive, x, T] du

A newcomer is the row (0, 0, 0): the one purchase just made, no time since.
"""

import math
from abc import abstractmethod

import numpy as np
from numpy.typing import ArrayLike

from workbench.analysis.purchase_models import ahead
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.histories import Histories
from workbench.analysis.purchase_models.likelihood_model import LikelihoodModel
from workbench.analysis.results import Withheld
from workbench.phrase import N_, say

FEWEST_REPEATERS = 20
NOBODY = N_("nobody has bought, so there is nothing to learn about buying again")
ONE_DAY = N_("all {n} customers bought first on the last day, so nobody could have bought again yet")
ONCE = N_("each of the {n} customers bought once, so nothing is known of buying again")
FEW = N_("{repeaters} of {n} customers bought again; a model of buying needs {fewest} who did")


class PurchaseModel(LikelihoodModel[Histories]):
    """Expected purchases and the chance of being alive; a model adds its likelihood and what lies ahead."""

    def predict(self, X: ArrayLike, *, horizon: float = math.inf, rate: float = 0.0) -> Floats:
        """Expected purchases after the last day observed, for each row.

        Args:
            X: rows of frequency, recency and age.
            horizon: how far ahead, in the unit of the rows; infinite for all that is to come.
            rate: the continuous discount rate a unit of time; 0 counts every purchase alike.
        """
        params, histories = np.exp(self.point), Histories.read(X)
        ages = len(histories.ages.values)
        pairs, places = np.unique(histories.frequencies.codes * ages + histories.ages.codes, return_inverse=True)
        frequency, age = histories.frequencies.values[pairs // ages], histories.ages.values[pairs % ages]
        sums = ahead.total(
            lambda part, u: self._rate_ahead(params, frequency[part, None], age[part, None], u),
            self._scale(params, age),
            horizon=horizon,
            rate=rate,
        )
        return np.asarray(self._alive(params, histories) * sums[places])

    def predict_alive(self, X: ArrayLike) -> Floats:
        """The chance that each customer has not left."""
        return np.asarray(self._alive(np.exp(self.point), Histories.read(X)))

    def predict_newcomer(self, horizons: ArrayLike) -> Floats:
        """Expected repeat purchases of somebody just won, over each horizon."""
        newcomer = np.zeros((1, 3))
        return np.array([self.predict(newcomer, horizon=float(end))[0] for end in np.atleast_1d(horizons)])

    def chance_of(self, purchases: ArrayLike, horizon: float) -> Floats:
        """The chance that somebody just won makes so many repeat purchases within a horizon."""
        return self._chance_of(np.exp(self.point), np.asarray(purchases, dtype=float), horizon)

    def _read(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> Histories:
        return Histories.read(X, sample_weight)

    def _unit(self, rows: Histories) -> float:
        return rows.mean_age

    def _too_little(self, rows: Histories) -> Withheld | None:
        n, repeaters = round(rows.customers), round(rows.repeaters)
        if rows.customers <= 0:
            return Withheld(NOBODY)
        if not rows.counts @ rows.age > 0:
            return Withheld(say(ONE_DAY, n=n), n)
        if rows.repeaters <= 0:
            return Withheld(say(ONCE, n=n), n)
        if rows.repeaters < FEWEST_REPEATERS:
            return Withheld(say(FEW, repeaters=repeaters, n=n, fewest=FEWEST_REPEATERS), n)
        return None

    @abstractmethod
    def _alive(self, params: Floats, histories: Histories) -> Floats:
        """The chance that each customer is still one."""

    @abstractmethod
    def _rate_ahead(self, params: Floats, frequency: Floats, age: Floats, ahead: Floats) -> Floats:
        """Expected purchases a unit of time at a time ahead, of somebody alive now; shapes broadcast."""

    @abstractmethod
    def _scale(self, params: Floats, age: Floats) -> Floats:
        """The time over which the rate ahead falls."""

    @abstractmethod
    def _chance_of(self, params: Floats, purchases: Floats, horizon: float) -> Floats:
        """The chance of so many purchases within the horizon, for a new customer."""
