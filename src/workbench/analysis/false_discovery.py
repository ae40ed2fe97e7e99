"""Many tests looked at together: how likely each is by chance, and which to believe (Benjamini-Hochberg).

Whoever tests twenty drivers at 5 % is told of one change a month though there is none. With the
chances p_(1) <= ... <= p_(m) of m tests, Benjamini and Hochberg believe the first k, where k is the
largest with

    p_(k) <= rate k / m

Of what is told so, the share ``rate`` is false on average; where nothing changed at all, anything is
told in at most that share of months. It holds for independent tests and for those that go up and
down together, as ratings of one customer do.

References: Benjamini and Hochberg 1995, JRSS B 57:289-300. Benjamini and Yekutieli 2001, Annals of
Statistics 29:1165-1188.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from workbench.analysis.intervals import jackknife_variance

RATE = 0.05


def chance(statistic: ArrayLike) -> float:
    """How likely a statistic so far from 0 is if its truth is 0.

    Args:
        statistic: for everyone, then with each group of customers left out, shape ``(1 + G,)``.

    From a t distribution on G - 1 degrees of freedom, as the interval (see `intervals.jackknife`);
    not a number where the statistic does not exist or does not vary.

    >>> round(chance(np.r_[2.0, np.linspace(1.5, 2.5, 21)]), 4)
    0.1552
    """
    values = np.asarray(statistic, dtype=float)
    error = math.sqrt(float(jackknife_variance(values[0], values[1:])))
    if not (error > 0 and math.isfinite(error)):
        return math.nan
    return float(2 * stats.t.sf(abs(values[0]) / error, len(values) - 2))


def told(chances: ArrayLike, *, rate: float = RATE) -> NDArray[np.bool_]:
    """Which of several tests to believe.

    Args:
        chances: of each test, 0..1; not a number for one that could not be made.
        rate: the share of what is told that may be false.

    >>> told([0.001, 0.04, 0.03, float("nan")]).tolist()
    [True, True, True, False]
    >>> told([0.001, 0.04, 0.5, 0.6]).tolist()
    [True, False, False, False]
    """
    given = np.asarray(chances, dtype=float)
    made = np.isfinite(given)
    believed = np.zeros(given.shape, dtype=bool)
    believed[made] = stats.false_discovery_control(given[made]) <= rate
    return believed
