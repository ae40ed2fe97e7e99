"""The moments that make the answers given most likely.

EM first, which never gets worse but may creep where much is missing; then, once near, Newton's
step to where EM would end (see `information`), which doubles the digits each time. A step of
Newton's that does not come nearer is not taken, and EM goes on.
"""

import numpy as np

from workbench.analysis.answers.information import Pairs, amplifier
from workbench.analysis.answers.patterns import Normal, Rows, expected
from workbench.analysis.moments import Floats

CLOSE = 1e-10  # largest change of a moment, in standard deviations, at which EM is at rest
NEAR = 0.05  # the same, below which Newton's step is tried
MOST_ROUNDS = 300
SMALLEST = 1e-9  # eigenvalue of a covariance, in squared standard deviations, that counts as spread


def most_likely(rows: Rows) -> Normal | None:
    """The moments of largest likelihood of answers in standard units; None if EM does not come to rest."""
    p = rows.x.shape[1]
    at = Normal(np.zeros(p), np.eye(p))
    reached = expected(rows, at)
    if rows.answered.all():
        return reached
    for _ in range(MOST_ROUNDS):
        moved = distance(at, reached)
        if moved < CLOSE:
            return at
        if moved < NEAR:
            tried = newton(rows, at, reached)
            beyond = expected(rows, tried)
            if distance(tried, beyond) < moved / 2:
                at, reached = tried, beyond
                continue
        at = spread(reached)
        reached = expected(rows, at)
    return None


def newton(rows: Rows, at: Normal, reached: Normal) -> Normal:
    """Where EM would end if it went on as between ``at`` and ``reached``."""
    pairs = Pairs.of(len(at.mean))
    shift = reached.mean - at.mean
    second = reached.covariance + np.outer(shift, shift) - at.covariance
    step = amplifier(rows, at) @ np.concatenate([shift, second[pairs.a, pairs.b]])
    first, products = step[: len(shift)], step[len(shift) :][pairs.place]
    return spread(Normal(at.mean + first, at.covariance + products - np.outer(first, first)))


def spread(found: Normal) -> Normal:
    """The same with a covariance that has some spread in every direction, so that it can be inverted."""
    sizes, directions = np.linalg.eigh(found.covariance)
    if sizes[0] >= SMALLEST:
        return found
    return Normal(found.mean, np.asarray((directions * np.maximum(sizes, SMALLEST)) @ directions.T))


def distance(one: Normal, other: Normal) -> float:
    """The largest difference of a mean or a covariance."""
    parts: list[Floats] = [one.mean - other.mean, (one.covariance - other.covariance).ravel()]
    return float(np.abs(np.concatenate(parts)).max())
