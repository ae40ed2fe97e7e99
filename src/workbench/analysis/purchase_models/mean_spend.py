"""What a purchase brings, whatever its sign: an empirical-Bayes mean.

Purchases vary by sigma^2 within a customer, and the means of customers by tau^2 around m. From n purchases of
mean z the best linear estimate of a customer's mean is

    (n z + k m) / (n + k),   k = sigma^2 / tau^2

so who bought little is drawn to the mean of all, and who bought much is believed. Only means and variances
are used: margins may be negative, zero, or anything. The variances are those of an analysis of variance over
customers of unequal numbers of purchases:

    sigma^2 = within sum of squares / (N - customers)
    tau^2   = (between sum of squares - (customers - 1) sigma^2) / (N - sum n^2 / N)

If customers do not differ by more than chance (tau^2 <= 0), all have the mean of all.

Reference: Buehlmann and Straub 1970, Mitteilungen VSVM 70:111-133. Buehlmann and Gisler 2005, A Course in
Credibility Theory, 4.8.
"""

import math
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError

from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.likelihood_model import NOT_FITTED
from workbench.analysis.purchase_models.spending import Spending
from workbench.analysis.results import Withheld
from workbench.phrase import N_, say

FEWEST_BUYERS = 20
FEW = N_("{buyers} customers have a purchase to learn spend from; {fewest} are needed")
ONCE = N_("none of the {n} customers has two purchases, so a customer cannot be told from chance")


class EmpiricalBayesMean(BaseEstimator):  # type: ignore[misc]
    """Contribution of a purchase, by customer; admits negative margins.

    Fitted attributes: ``params_`` (mean, within and between: standard deviations in money), ``borrowed_`` (k,
    the purchases' worth of the mean of all that each customer borrows; infinite if customers do not differ)
    and ``withheld_``.

    >>> rows = np.array([[4, 40.0, 402.0], [4, -8.0, 18.0]] * 20)
    >>> EmpiricalBayesMean().fit(rows).predict([[4, 40.0], [0, 0]]).round(2).tolist()
    [9.97, 4.0]
    """

    title = "empirical-Bayes mean"

    def fit(self, X: ArrayLike, y: None = None, sample_weight: ArrayLike | None = None) -> Self:
        """Fit to rows of purchases, total and squares, see `spending`."""
        rows = Spending.read(X, sample_weight).buyers
        self.withheld_ = _too_little(rows)
        if self.withheld_ is None:
            within, between = _variances(rows)
            self.borrowed_ = within / between if between > 0 else math.inf
            trust = rows.purchases if math.isinf(self.borrowed_) else rows.purchases / (rows.purchases + self.borrowed_)
            mean = float((rows.counts * trust) @ rows.mean / (rows.counts @ trust))
            self.params_ = {"mean": mean, "within": math.sqrt(within), "between": math.sqrt(between)}
        return self

    def predict(self, X: ArrayLike) -> Floats:
        """The expected contribution of a further purchase, for each row."""
        withheld = getattr(self, "withheld_", NOT_FITTED)
        if withheld is not None:
            raise NotFittedError(withheld.why)
        rows, mean = Spending.read(X), self.params_["mean"]
        if math.isinf(self.borrowed_):
            return np.full(len(rows.total), mean)
        known = rows.purchases + self.borrowed_
        share = np.divide(rows.purchases, known, out=np.zeros(len(known)), where=known > 0)
        return np.asarray(mean + share * (rows.mean - mean))


def _variances(rows: Spending) -> tuple[float, float]:
    """Of purchases within customers, and of the means between customers; neither below zero."""
    counts, n = rows.counts, rows.purchases
    customers, purchases = rows.customers, float(counts @ n)
    within = float(counts @ (rows.squares - rows.total * rows.mean)) / (purchases - customers)
    mean = float(counts @ rows.total) / purchases
    spread = float(counts @ (n * (rows.mean - mean) ** 2)) - (customers - 1) * within
    return max(within, 0.0), max(spread / (purchases - float(counts @ n**2) / purchases), 0.0)


def _too_little(rows: Spending) -> Withheld | None:
    n = round(rows.customers)
    if n < FEWEST_BUYERS:
        return Withheld(say(FEW, buyers=n, fewest=FEWEST_BUYERS), n)
    if not (rows.purchases > 1).any():
        return Withheld(say(ONCE, n=n), n)
    return None
