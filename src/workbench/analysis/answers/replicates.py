"""The moments of everyone but a group, or of customers drawn again, without starting afresh.

What customers add to the sums of completed answers is summed once by group. Leaving a group out, or
drawing groups, then weighs those sums differently; where answers are missing, one Newton step from
everyone's solution follows (see `information`):

    phi_g = phi + (I - J)^-1 (EM_g(phi) - phi)

Where nothing is missing J is 0 and this is exact. Elsewhere what it neglects is of the second order
in the change, a thousandth of it for one group of fifty.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from workbench.analysis.answers.information import Amplifier, Pairs
from workbench.analysis.answers.patterns import Normal, Rows, completed
from workbench.analysis.moments import Floats

MOST_DRAWN = 5_000  # groups that are drawn one by one; more customers are dealt into so many at random
ROWS_AT_ONCE = 4096
ROUNDING = 1e-12  # variance, in squared standard deviations of everyone, below which there is none


def sums(rows: Rows, at: Normal, of: NDArray[np.int64], groups: int) -> Floats:
    """What each group adds: its weight, completed answers around ``at.mean``, and their products.

    Args:
        of: the group of each row.

    Returns shape (groups, 1 + p + pairs).
    """
    p = len(at.mean)
    pairs = Pairs.of(p)
    found = np.zeros((groups, 1 + p + len(pairs.a)))
    for block in completed(rows, at):
        own = of[block.rows]
        for start in range(0, len(own), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            x = block.x[part]
            added = np.column_stack([np.ones(len(x)), x, x[:, pairs.a] * x[:, pairs.b]])
            found += _by_group(block.w[part], own[part], np.arange(len(x)), (groups, len(x))) @ added
        weights = _by_group(block.w, own, block.pattern, (groups, len(block.doubts)))
        found[:, 1 + p :] += weights @ block.doubts[:, pairs.a, pairs.b]
    return found


def _by_group(
    w: Floats, of: NDArray[np.int64], column: NDArray[np.int64], shape: tuple[int, int]
) -> "sparse.csr_array":
    return sparse.csr_array((w, (of, column)), shape=shape)


def left_out(by_group: Floats) -> Floats:
    """The sums of everyone, then without each group."""
    total = by_group.sum(axis=0, keepdims=True)
    held = by_group[:, :1] > 0
    return np.concatenate([total, np.where(held, total - by_group, total)])


def drawn(by_group: Floats, resamples: int, random_state: int) -> Floats:
    """The sums of everyone, then of as many groups drawn with replacement, again and again."""
    groups = len(by_group)
    counts = np.random.default_rng(random_state).multinomial(groups, np.full(groups, 1 / groups), size=resamples)
    return np.concatenate([by_group.sum(axis=0, keepdims=True), counts @ by_group])


def dealt(customers: int, random_state: int) -> NDArray[np.int64]:
    """Groups for drawing customers: each its own, or, of very many, as many as are drawn, of like size."""
    if customers <= MOST_DRAWN:
        return np.arange(customers)
    return np.random.default_rng(random_state).permutation(customers) % MOST_DRAWN


def solved(rows: Rows, at: Normal, totals: Floats) -> tuple[Floats, Floats]:
    """The moments of each row of sums: means (rows, p) and covariances (rows, p, p); NaN without weight."""
    p = len(at.mean)
    pairs = Pairs.of(p)
    held = totals[:, 0] > 0
    phi = np.concatenate([np.zeros(p), at.covariance[pairs.a, pairs.b]])
    step = totals[:, 1:] / np.where(held, totals[:, 0], np.nan)[:, None] - phi
    if not rows.answered.all():
        step[held] = Amplifier.at(rows, at)(step[held])
    raw = phi + step
    means = raw[:, :p]
    covariances = raw[:, p:][:, pairs.place] - means[:, :, None] * means[:, None, :]
    return means + at.mean, _without_rounding(covariances)


def _without_rounding(covariances: Floats) -> Floats:
    varies = np.diagonal(covariances, axis1=1, axis2=2) > ROUNDING
    finite = np.isfinite(covariances)
    return np.where(varies[:, :, None] & varies[:, None, :] | ~finite, covariances, 0.0)
