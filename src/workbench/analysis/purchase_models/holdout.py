"""Was the model right about time it had not seen? The gate every model of purchases goes through.

The model is fitted to histories that end at an earlier day and asked for the purchases from then on. With
expected e_i and realised y_i of customer i,

    bias = sum e_i / sum y_i - 1

A positive bias promises too much. Its interval is on the scale of the realised sum, with the variance
sum (y_i - e_i)^2 of customers and that of the expectation through the fitted parameters,
g' C g with g the slope of sum e_i by the log parameters and C their covariance. A model is shut out when the
whole interval lies beyond `MOST_BIAS`.
"""

import math
from dataclasses import dataclass

import pandas as pd
from scipy.stats import norm

from workbench.analysis.purchase_models.purchase_model import PurchaseModel
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import N_, say

MOST_BIAS = 0.25
NOTHING_SINCE = N_("the {n} customers have bought nothing since, so a forecast cannot be judged")
WRONG = N_(
    "the {model} expected {expected} purchases of customers who then made {realised}: surely more than {most}% off"
)


@dataclass(frozen=True)
class Holdout:
    """Expected against realised purchases.

    Args:
        model: what the model is called.
        expected, realised: purchases of all customers in the time tested.
        bias: expected over realised less 1, as a fraction.
    """

    model: str
    expected: float
    realised: float
    bias: Result

    @property
    def shut_out(self) -> Withheld | None:
        """Why the model must not be used, if so."""
        if isinstance(self.bias, Withheld):
            return self.bias
        if self.bias.low <= MOST_BIAS and self.bias.high >= -MOST_BIAS:
            return None
        told = {"model": self.model, "expected": round(self.expected), "realised": round(self.realised)}
        return Withheld(say(WRONG, **told, most=round(100 * MOST_BIAS)), self.bias.n)


def holdout(model: PurchaseModel, rows: pd.DataFrame, *, horizon: float, level: float = 0.95) -> Holdout | Withheld:
    """Fit a model to the histories before the time tested and compare.

    Args:
        model: which model; a fresh one of its kind is fitted.
        rows: the frame of `purchase_holdout`: frequency, recency, age, customers, later, squares.
        horizon: length of the time tested, in the unit of the rows.
        level: coverage of the interval.

    Withheld when the model cannot be fitted.
    """
    fitted = type(model)().fit(rows, sample_weight=rows.customers)
    if fitted.withheld_ is not None:
        return Withheld(fitted.withheld_.why, fitted.withheld_.n)
    customers, later = (rows[name].to_numpy(dtype=float) for name in ("customers", "later"))
    each = fitted.predict(rows, horizon=horizon)
    expected, realised, n = float(customers @ each), float(later.sum()), round(float(customers.sum()))
    if realised == 0:
        return Holdout(fitted.title, expected, realised, Withheld(say(NOTHING_SINCE, n=n), n))
    by_chance = float((rows.squares.to_numpy(dtype=float) - 2 * each * later + customers * each**2).sum())
    slope = fitted.slopes(lambda model: customers @ model.predict(rows, horizon=horizon))
    error = math.sqrt(by_chance + float(slope @ fitted.maximum_.covariance @ slope)) / realised
    half, bias = float(norm.ppf((1 + level) / 2)) * error, expected / realised - 1
    told = Estimate(bias, bias - half, bias + half, n, level, "normal, customers and parameters")
    return Holdout(fitted.title, expected, realised, told)
