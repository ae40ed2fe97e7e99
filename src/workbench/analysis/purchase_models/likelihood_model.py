"""What all models fitted by maximum likelihood share, in scikit-learn's grammar.

A fit that did not succeed is never used: `withheld_` says why, and whoever predicts from it meets that
sentence as an error. Models with known parameters, such as those kept from a closed month, come from `of`.

For doubt: with s_i the derivatives of a row's log-likelihood by the log parameters and I the information,

    influence of one more customer of row i on the log parameters = I^-1 s_i

so that a resample with counts w moves them by the sum of (w_i - counts_i) I^-1 s_i, to first order (one step
of Newton's method); `refitted` goes to the end, from where the fit stands. With `slopes` of what is predicted,
hundreds of resamples of a total are matrix products. Reference: Efron and Tibshirani
1993, An Introduction to the Bootstrap, 22 (infinitesimal jackknife).
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar, Generic, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError

from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.maximum import Likelihood, Maximum, Rows, covariance_of, maximise, settle
from workbench.analysis.results import Withheld
from workbench.errors import BadParameter
from workbench.phrase import N_

STEP = 1e-4
NOT_FITTED = Withheld(N_("the model is not fitted"))


class LikelihoodModel(BaseEstimator, ABC, Generic[Rows]):  # type: ignore[misc]
    """Fit, doubt and resampling; a model adds its rows, its likelihood and its predictions.

    Fitted attributes: ``params_`` (a dict), ``log_likelihood_``, ``standard_errors_`` (a dict),
    ``maximum_`` (how the fit ended), ``rows_`` (what it was fitted to), and ``withheld_``: None, or why
    there is no fit, and then there is nothing else.
    """

    title: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]]
    with_unit: ClassVar[tuple[str, ...]] = ()  # parameters in the unit of the rows: times, or money

    @classmethod
    def of(cls, params: Mapping[str, float]) -> Self:
        """A model with known parameters, such as those kept from a closed month.

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
        """Fit to rows with counts.

        Args:
            X: the columns of the model, as a frame or an array of shape ``(n, columns)``.
            y: not used; scikit-learn's place for it.
            sample_weight: customers of each row, shape ``(n,)``; one where not given.
        """
        rows = self._read(X, sample_weight)
        self.withheld_ = self._too_little(rows)
        if self.withheld_ is None:
            unit = self._unit(rows)
            scaled = rows.in_units_of(unit)
            self._keep(rows, unit, maximise(self._likelihood, scaled, self._starts(scaled)))
        return self

    def refitted(self, sample_weight: ArrayLike) -> Self:
        """A model fitted to other counts of the same rows, from where this one stands.

        Args:
            sample_weight: customers of each row, in the order of ``rows_``, shape ``(n,)``.
        """
        point, rows, unit = self.point, self.rows_.weighted(sample_weight), self._unit(self.rows_)
        model = type(self)()
        model.withheld_ = model._too_little(rows)
        if model.withheld_ is None:
            near = point - self._log_units(unit)
            model._keep(rows, unit, settle(self._likelihood, rows.in_units_of(unit), near))
        return model

    def resampled(self, sample_weights: ArrayLike) -> Floats:
        """Log parameters of many resamples by one step of Newton's method, shape ``(resamples, k)``.

        Args:
            sample_weights: counts of each resample, shape ``(resamples, n)``.
        """
        extra = np.asarray(sample_weights, dtype=float) - self.rows_.counts
        return np.asarray(self.point + extra @ self.influence())

    def influence(self) -> Floats:
        """The effect of one more customer of each row on the log parameters, shape ``(n, k)``."""
        return np.asarray(self.scores().T @ self.maximum_.covariance)

    def scores(self) -> Floats:
        """Derivatives of each row's log-likelihood by the log parameters, shape ``(k, n)``."""
        return self._rows(np.exp(self.point), self.rows_)[1]

    def at(self, point: ArrayLike) -> Self:
        """The model with these log parameters, for slopes and resamples; shape ``(k,)``."""
        return type(self).of(dict(zip(self.parameters, np.exp(np.asarray(point, dtype=float)).tolist(), strict=True)))

    def slopes(self, of: Callable[[Self], ArrayLike]) -> Floats:
        """Slopes by the log parameters of anything a model of this kind gives, by central differences.

        Args:
            of: a model to an array of shape ``(...)``, such as its predictions for some rows, or their sum.

        Returns shape ``(..., k)``.
        """
        ends = [
            [np.asarray(of(self.at(self.point + end))) for end in (step, -step)]
            for step in STEP * np.eye(len(self.point))
        ]
        return np.stack([(ahead - back) / (2 * STEP) for ahead, back in ends], axis=-1)

    def score(self, X: ArrayLike, y: None = None, sample_weight: ArrayLike | None = None) -> float:
        """The mean log-likelihood of a customer."""
        return self._likelihood.mean(self.point, self._read(X, sample_weight))[0]

    @property
    def point(self) -> Floats:
        """The log parameters, shape ``(k,)``; NotFittedError with the sentence where the fit is withheld."""
        withheld = getattr(self, "withheld_", NOT_FITTED)
        if withheld is not None:
            raise NotFittedError(withheld.why)
        return np.asarray(np.log(np.array([self.params_[name] for name in self.parameters])))

    @property
    def _likelihood(self) -> Likelihood[Rows]:
        return Likelihood(self.title, self.parameters, self._rows)

    def _log_units(self, unit: float) -> Floats:
        return np.array([math.log(unit) if name in self.with_unit else 0.0 for name in self.parameters])

    def _keep(self, rows: Rows, unit: float, end: Maximum | Withheld) -> None:
        if isinstance(end, Withheld):
            self.withheld_ = end
            return
        point = end.point + self._log_units(unit)
        errors = np.sqrt(np.diag(covariance_of(end.information, point)))
        self.rows_, self.maximum_ = rows, end
        self.params_ = dict(zip(self.parameters, np.exp(point).tolist(), strict=True))
        self.standard_errors_ = dict(zip(self.parameters, errors.tolist(), strict=True))
        self.log_likelihood_ = self._likelihood.mean(point, rows)[0] * rows.customers

    @abstractmethod
    def _read(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> Rows:
        """The checked rows."""

    @abstractmethod
    def _too_little(self, rows: Rows) -> Withheld | None:
        """Why nothing can be learned from the rows, if so."""

    def _unit(self, rows: Rows) -> float:
        """The unit in which the rows are about 1."""
        return 1.0

    @abstractmethod
    def _starts(self, rows: Rows) -> list[Floats]:
        """Log parameters to start from, for rows in that unit."""

    @abstractmethod
    def _rows(self, params: Floats, rows: Rows) -> tuple[Floats, Floats]:
        """Log-likelihood of each row, ``(n,)``, and its derivatives by the log parameters, ``(k, n)``."""
