"""How sure an order is: the probability that each of several numbers is among the largest.

Numbers estimated from the same answers lean on each other, so their doubt is taken together: from
resamples directly, from groups left out by draws from a normal distribution with the jackknife's
covariance

    S = (G - 1) / G  sum over groups g of (x_g - x)(x_g - x)'
"""

import numpy as np

from workbench.analysis.moments import Floats

DRAWS = 10_000


def among_first(values: Floats, k: int, *, resampled: bool) -> Floats:
    """The probability that each number is among the k largest, shape (p,).

    Args:
        values: of everyone, then of each replicate, shape (1 + G, p); replicates that hold
            not-a-number are left out.
        k: how many count as the first.
        resampled: whether replicates are resamples, which are draws themselves; else each leaves a
            group of customers out.

    >>> among_first(np.array([[3.0, 1.0], [3.1, 0.9], [2.9, 1.1]]), 1, resampled=True).tolist()
    [1.0, 0.0]
    """
    drawn = values[1:][np.isfinite(values[1:]).all(axis=1)]
    if not resampled:
        apart = drawn - values[0]
        spread = (len(apart) - 1) / max(len(apart), 1) * apart.T @ apart
        drawn = np.random.default_rng(0).multivariate_normal(values[0], spread, size=DRAWS)
    ranks = (-drawn).argsort(axis=1).argsort(axis=1)
    return np.asarray((ranks < k).mean(axis=0))
