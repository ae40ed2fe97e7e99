"""The mean of one number per customer, with its delete-a-group interval.

    mean = sum w_i y_i / sum w_i

over the customers who have the number. The interval leaves one bucket of customers out at a time
(see `intervals`), so an integer weight equals that many copies of a customer, in the mean and in the
interval, as copies fall into one bucket.
"""

import math

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.intervals import effective_n, jackknife
from workbench.analysis.moments import Floats
from workbench.analysis.results import Result, Withheld
from workbench.phrase import say

FEWEST = 10


def customer_mean(
    values: Floats,
    weights: Floats,
    groups: NDArray[np.int64],
    *,
    level: float = 0.95,
    low: float = -math.inf,
    high: float = math.inf,
    fewest: int = FEWEST,
) -> Result:
    """The weighted mean over the customers who have a value.

    Args:
        values: shape (n,), NaN for who has none.
        weights: at least 0, shape (n,).
        groups: the bucket of each customer, shape (n,).
        level: coverage of the interval.
        low, high: the ends of what a value can be; the interval stops there.
        fewest: effective customers (Kish) below which the mean is withheld.

    Withheld with fewer customers, when they fall into fewer than ten buckets, or when all values are alike.

    >>> found = customer_mean(np.arange(40.0), np.ones(40), np.arange(40) % 20)
    >>> found.value, round(found.low, 1), round(found.high, 1)
    (19.5, 16.7, 22.3)
    """
    counted = np.isfinite(values) & (weights > 0)
    y, w, of = values[counted], weights[counted], np.unique(groups[counted], return_inverse=True)[1]
    n = len(y)
    if effective_n(float(w.sum()), float(w @ w)) < fewest:
        return Withheld(say("{n} answers; at least {fewest} are needed", n=n, fewest=fewest), n)
    if np.ptp(y) == 0:
        return Withheld(say("all {n} answers are the same, so their spread cannot be estimated", n=n), n)
    sums, total = np.bincount(of, w * y), np.bincount(of, w)
    # With one bucket, leaving it out leaves nobody; the interval is withheld for too few buckets.
    rest = np.maximum(total.sum() - total, np.finfo(float).tiny)
    without = (sums.sum() - sums) / rest
    return jackknife(float(sums.sum() / total.sum()), without, n=n, level=level, low=low, high=high)
