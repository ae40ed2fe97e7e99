"""Probabilities made right on average for a later time: shift and stretch of the log odds.

    log odds -> intercept + slope x log odds                                   (Cox 1958)

fitted on later customers than the model was. A slope below 1 says that the model was too bold, an
intercept that the rate has moved. The order of customers stays as it is.

References: Cox 1958, Biometrika 45:562-565. Van Calster et al. 2019, BMC Medicine 17:230.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from workbench.analysis import logistic
from workbench.analysis.results import Withheld
from workbench.phrase import N_

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Recalibration:
    """The shift and stretch, the covariance of (intercept, slope), and the customers they rest on."""

    intercept: float
    slope: float
    covariance: Floats = field(repr=False)
    n: int

    def apply(self, log_odds: ArrayLike) -> Floats:
        """Calibrated probabilities of the same shape as ``log_odds``."""
        return np.asarray(expit(self.intercept + self.slope * np.asarray(log_odds, dtype=float)))


def recalibrate(happened: ArrayLike, log_odds: ArrayLike) -> Recalibration | Withheld:
    """Fit intercept and slope of the log odds on customers who were not used to fit the model.

    Withheld for the reasons of `logistic.fit`, and when scores run against what happened (slope
    not above 0): such a model ranks customers the wrong way round and no shift can mend it.

    >>> rng = np.random.default_rng(1)
    >>> odds = rng.normal(size=20_000)
    >>> fitted = recalibrate(rng.random(20_000) < expit(0.5 * odds - 1), odds)
    >>> round(fitted.intercept, 1), round(fitted.slope, 1)
    (-1.0, 0.5)
    """
    model = logistic.fit(pd.DataFrame({"score": np.asarray(log_odds, dtype=float)}), happened)
    if isinstance(model, Withheld):
        return model
    if model.coefficients.empty or float(model.coefficients.coefficient.iloc[0]) <= 0:
        why = N_("at the next date higher scores did not go with more of it: the ranking did not hold")
        return Withheld(why, model.n)
    line = model.pipeline[-1]
    centre, scale = float(model.pipeline[1].mean_[0]), float(model.pipeline[1].scale_[0])
    slope = float(line.coef_[0, 0]) / scale
    intercept = float(line.intercept_[0]) - slope * centre
    return Recalibration(intercept, slope, _information(np.asarray(log_odds, dtype=float), intercept, slope), model.n)


def _information(log_odds: Floats, intercept: float, slope: float) -> Floats:
    """The covariance of (intercept, slope) at the maximum."""
    design = np.column_stack([np.ones(len(log_odds)), log_odds])
    chance = expit(intercept + slope * log_odds)
    return np.asarray(np.linalg.inv((design * (chance * (1 - chance))[:, None]).T @ design))
