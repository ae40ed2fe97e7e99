"""Are several estimates the same but for chance? One test for all of them together.

The doubt of each estimate comes from leaving out groups of customers (see `intervals`).

**From different customers** (segments): Welch's test. Estimates y_1 .. y_k with jackknife variances v_s
on d_s degrees of freedom, weights w_s = 1 / v_s, W their sum and m the weighted mean:

    Q = sum w_s (y_s - m)^2        L = sum (1 - w_s / W)^2 / d_s
    Q / (k - 1) / (1 + 2 (k - 2) L / (k^2 - 1))  ~  F(k - 1, (k^2 - 1) / (3 L))

**Sharing customers** (touchpoints): Hotelling's test. The r = k - 1 differences d to the first one
have a jackknife covariance S of their own, from g groups:

    Q = d' S^-1 d          Q (g - r) / (r (g - 1))  ~  F(r, g - r)

**Several numbers at once** (the effects of p drivers): the chance that any of them differs is Simes's,
the smallest of p chance_(i) / i over the ordered chances, so that something differs exactly if a
single number is told by Benjamini and Hochberg. A joint Wald test of all numbers (Johansen 1980)
needs their whole covariances, which 50 groups do not carry: with 5 segments and 15 drivers it
rejected 10 % of true equalities, this one 6 %.

References: Welch 1951, Biometrika 38:330-336. Hotelling 1931, Annals of Mathematical Statistics
2:360-378. Simes 1986, Biometrika 73:751-754. Johansen 1980, Biometrika 67:85-92.
"""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from workbench.analysis.moments import Floats


def of_separate(replicates: Sequence[Floats]) -> Floats:
    """The chances that numbers of different customers lie so far apart if they are the same.

    Args:
        replicates: for each of k segments its p numbers, from everyone in it (row 0) and with each
            group left out, shape (1 + G, p).

    Returns a chance for each of the p numbers, 0..1.

    >>> groups = np.random.default_rng(0).normal(0, 0.2, (50, 1))
    >>> of_separate([np.vstack([[[60.0]], 60.0 + groups]), np.vstack([[[64.0]], 64.0 + groups])]).round(3).tolist()
    [0.03]
    """
    values = np.stack([each[0] for each in replicates])
    weights = np.stack([1 / np.diag(covariance(each)) for each in replicates])
    degrees = np.array([held(each) - 1.0 for each in replicates])[:, None]
    k, total = len(values), weights.sum(axis=0)
    q = (weights * np.square(values - (weights * values).sum(axis=0) / total)).sum(axis=0)
    unknown = (np.square(1 - weights / total) / degrees).sum(axis=0)
    scale = (k - 1) * (1 + 2 * (k - 2) * unknown / (k**2 - 1))
    return np.asarray(stats.f.sf(q / scale, k - 1, (k**2 - 1) / (3 * unknown)))


def of_shared(replicates: Floats) -> float:
    """The chance that numbers of the same customers lie so far apart if they are the same.

    Args:
        replicates: k numbers, from everyone (row 0) and with each group left out of all of them,
            shape (1 + G, k); more groups that hold somebody than numbers.

    >>> groups = np.random.default_rng(0).normal(0, 0.2, (50, 3))
    >>> of_shared(np.vstack([[60.0, 61.0, 69.0], [60.0, 61.0, 69.0] + groups])) < 0.001
    True
    """
    apart = replicates[:, 1:] - replicates[:, :1]
    groups, r = held(replicates), apart.shape[1]
    q = float(apart[0] @ np.linalg.solve(covariance(apart), apart[0]))
    return float(stats.f.sf(q * (groups - r) / (r * (groups - 1)), r, groups - r))


def of_any(chances: Floats) -> float:
    """The chance of such chances, or smaller ones, if nothing differs in any of p numbers.

    >>> round(of_any(np.array([0.01, 0.4, 0.5])), 3)
    0.03
    """
    return float(stats.false_discovery_control(chances).min())


def covariance(replicates: Floats) -> Floats:
    """The delete-a-group covariance of p numbers, shape (p, p), from replicates as for ``of_separate``."""
    apart = replicates[1:] - replicates[0]
    groups = held(replicates)
    return np.asarray((groups - 1) / max(groups, 1) * apart.T @ apart)


def held(replicates: Floats) -> int:
    """Groups that hold somebody: leaving out an empty one changes nothing."""
    moved = np.abs(replicates[1:] - replicates[0]) > 1e-12 * np.abs(replicates[0])
    return int(moved.any(axis=1).sum())
