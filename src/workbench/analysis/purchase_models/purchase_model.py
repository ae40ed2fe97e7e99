"""The one interface of all models of purchases without contract, in scikit-learn's grammar.

    model = BetaGeometric().fit(rows[["frequency", "recency", "age"]], sample_weight=rows.customers)
    model.predict(rows, horizon=52, rate=0.0027)     expected purchases, discounted
    model.predict_alive(rows)                        the chance that the customer has not left

A model says how customers buy while they are with us, how they leave without telling, and how both differ
between customers. It is fitted by maximum likelihood on distinct rows with counts (`histories`, `maximum`).
A fit that did not succeed is never used: `withheld_` says why, and predicting from it raises that sentence.

Predictions factor into what is known of the past and what lies ahead of somebody alive:

    E[purchases ahead | x, t_x, T] = P(alive | x, t_x, T) * integral of e^(-d u) E[rate at u | alive, x, T] du

A newcomer is the row (0, 0, 0): the one purchase just made, no time since.

For doubt and for resampling, `influence` gives the effect of one more customer of a row on the log
parameters, `refitted` fits other counts of the same rows from where the fit stands, and `resampled` does
so for hundreds of resamples at once by one step of Newton's method.
"""

import math
from collections.abc import Mapping
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError

from workbench.analysis.purchase_models import ahead
from workbench.analysis.purchase_models.histories import Floats, Histories
from workbench.analysis.purchase_models.maximum import Likelihood, Maximum, covariance_of, maximise, settle
from workbench.analysis.results import Withheld
from workbench.errors import BadParameter
from workbench.phrase import N_, say

FEWEST_REPEATERS = 20
NOBODY = N_("nobody has bought, so there is nothing to learn about buying again")
ONE_DAY = N_("all {n} customers bought first on the last day, so nobody could have bought again yet")
ONCE = N_("each of the {n} customers bought once, so nothing is known of buying again")
FEW = N_("{repeaters} of {n} customers bought again; a model of buying needs {fewest} who did")


class PurchaseModel(BaseEstimator):  # type: ignore[misc]
    """What the models share; a model adds its likelihood and what lies ahead.

    Fitted attributes: ``params_`` (a dict, times in the unit of the rows), ``log_likelihood_``,
    ``standard_errors_`` (a dict), ``maximum_`` (how the fit ended), ``histories_`` (the rows), and
    ``withheld_``: None, or why there is no fit, and then there is nothing else.
    """

    title: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]]
    times: ClassVar[tuple[str, ...]]  # the parameters that are times

    @classmethod
    def of(cls, params: Mapping[str, float]) -> Self:
        """A model with known parameters: those kept from a closed month, or published.

        BadParameter unless exactly the model's parameters are given, each above zero.
        """
        known = [float(params.get(name, math.nan)) for name in cls.parameters]
        if set(params) != set(cls.parameters) or not all(0 < value < math.inf for value in known):
            do = f"give {', '.join(cls.parameters)}, each above zero"
            raise BadParameter(f"these are not the parameters of the {cls.title}", value=dict(params), do=do)
        model = cls()
        model.params_, model.withheld_ = dict(zip(cls.parameters, known, strict=True)), None
        return model

    def fit(self, X: ArrayLike, y: None = None, sample_weight: ArrayLike | None = None) -> Self:
        """Fit to rows of frequency, recency and age.

        Args:
            X: a frame with these columns or an array ``(n, 3)``, see `histories`.
            y: not used; scikit-learn's place for it.
            sample_weight: customers of each row, shape ``(n,)``.
        """
        histories = Histories.read(X, sample_weight)
        self.withheld_ = _too_little(histories)
        if self.withheld_ is None:
            scaled = histories.in_units_of(histories.mean_age)
            return self._keep(histories, maximise(self._likelihood, scaled, self._starts(scaled)))
        return self

    def refitted(self, sample_weight: ArrayLike) -> Self:
        """A model fitted to other counts of the same rows, from where this one stands.

        Args:
            sample_weight: customers of each row in the order they were given, shape ``(n,)``.
        """
        params, histories = self._point, self.histories_.weighted(sample_weight)
        model = type(self)()
        model.withheld_ = _too_little(histories)
        if model.withheld_ is not None:
            return model
        unit = self.histories_.mean_age
        scaled = histories.in_units_of(unit)
        return model._keep(histories, settle(self._likelihood, scaled, params - self._log_units(unit)), unit)

    def resampled(self, sample_weights: ArrayLike) -> Floats:
        """Log parameters of many resamples by one step of Newton's method, shape ``(resamples, k)``.

        Args:
            sample_weights: counts of each resample, shape ``(resamples, n)``.
        """
        extra = np.asarray(sample_weights, dtype=float) - self.histories_.counts
        return np.asarray(self._point + extra @ self.influence())

    def influence(self) -> Floats:
        """The effect of one more customer of each row on the log parameters, shape ``(n, k)``."""
        return np.asarray(self.scores().T @ self.maximum_.covariance)

    def scores(self) -> Floats:
        """Derivatives of each row's log-likelihood by the log parameters, shape ``(k, n)``."""
        return self._rows(np.exp(self._point), self.histories_)[1]

    def at(self, point: ArrayLike) -> Self:
        """The model with these log parameters, for slopes and resamples; shape ``(k,)``."""
        return type(self).of(dict(zip(self.parameters, np.exp(np.asarray(point, dtype=float)), strict=True)))

    def score(self, X: ArrayLike, y: None = None, sample_weight: ArrayLike | None = None) -> float:
        """The mean log-likelihood of a customer."""
        histories = Histories.read(X, sample_weight)
        return self._likelihood.mean(self._point, histories)[0]

    def predict(self, X: ArrayLike, *, horizon: float = math.inf, rate: float = 0.0) -> Floats:
        """Expected purchases after the last day observed, for each row.

        Args:
            X: rows of frequency, recency and age.
            horizon: how far ahead, in the unit of the rows; infinite for all that is to come.
            rate: the continuous discount rate a unit of time; 0 counts every purchase alike.
        """
        histories = Histories.read(X)
        pairs, places = np.unique(
            histories.frequencies.codes * len(histories.ages.values) + histories.ages.codes, return_inverse=True
        )
        frequency = histories.frequencies.values[pairs // len(histories.ages.values)]
        age = histories.ages.values[pairs % len(histories.ages.values)]
        params = np.exp(self._point)
        sums = ahead.total(
            lambda part, u: self._rate_ahead(params, frequency[part, None], age[part, None], u),
            self._scale(params, age),
            horizon=horizon,
            rate=rate,
        )
        return np.asarray(self._alive(params, histories) * sums[places])

    def predict_alive(self, X: ArrayLike) -> Floats:
        """The chance that each customer has not left."""
        return np.asarray(self._alive(np.exp(self._point), Histories.read(X)))

    def predict_newcomer(self, horizons: ArrayLike) -> Floats:
        """Expected repeat purchases of somebody just won, over each horizon."""
        newcomer = np.zeros((1, 3))
        return np.array([self.predict(newcomer, horizon=float(end))[0] for end in np.atleast_1d(horizons)])

    def chance_of(self, purchases: ArrayLike, horizon: float) -> Floats:
        """The chance that somebody just won makes so many repeat purchases within a horizon."""
        return self._chance_of(np.exp(self._point), np.asarray(purchases, dtype=float), horizon)

    @property
    def _point(self) -> Floats:
        """The log parameters; NotFittedError with the sentence where the fit is withheld."""
        withheld = getattr(self, "withheld_", Withheld(N_("the model is not fitted")))
        if withheld is not None:
            raise NotFittedError(withheld.why)
        return np.asarray(np.log(np.array([self.params_[name] for name in self.parameters])))

    @property
    def _likelihood(self) -> Likelihood:
        return Likelihood(self.title, self.parameters, self._rows)

    def _log_units(self, unit: float) -> Floats:
        return np.array([math.log(unit) if name in self.times else 0.0 for name in self.parameters])

    def _keep(self, histories: Histories, end: Maximum | Withheld, unit: float | None = None) -> Self:
        if isinstance(end, Withheld):
            self.withheld_ = end
            return self
        point = end.point + self._log_units(unit or histories.mean_age)
        errors = np.sqrt(np.diag(covariance_of(end.information, point)))
        self.histories_, self.maximum_ = histories, end
        self.params_ = dict(zip(self.parameters, np.exp(point).tolist(), strict=True))
        self.standard_errors_ = dict(zip(self.parameters, errors.tolist(), strict=True))
        self.log_likelihood_ = self._likelihood.mean(point, histories)[0] * histories.customers
        return self

    def _starts(self, histories: Histories) -> list[Floats]:
        """Log parameters to start from, for rows whose mean age is 1."""
        raise NotImplementedError

    def _rows(self, params: Floats, histories: Histories) -> tuple[Floats, Floats]:
        """Log-likelihood of each row, ``(n,)``, and its derivatives by the log parameters, ``(k, n)``."""
        raise NotImplementedError

    def _alive(self, params: Floats, histories: Histories) -> Floats:
        raise NotImplementedError

    def _rate_ahead(self, params: Floats, frequency: Floats, age: Floats, ahead: Floats) -> Floats:
        """Expected purchases a unit of time at a time ahead, of somebody alive now; shapes broadcast."""
        raise NotImplementedError

    def _scale(self, params: Floats, age: Floats) -> Floats:
        """The time over which the rate ahead falls."""
        raise NotImplementedError

    def _chance_of(self, params: Floats, purchases: Floats, horizon: float) -> Floats:
        raise NotImplementedError


def _too_little(histories: Histories) -> Withheld | None:
    n = round(histories.customers)
    if histories.customers <= 0:
        return Withheld(NOBODY)
    if not histories.counts @ histories.age > 0:
        return Withheld(say(ONE_DAY, n=n), n)
    if histories.repeaters <= 0:
        return Withheld(say(ONCE, n=n), n)
    if histories.repeaters < FEWEST_REPEATERS:
        return Withheld(say(FEW, repeaters=round(histories.repeaters), n=n, fewest=FEWEST_REPEATERS), n)
    return None
