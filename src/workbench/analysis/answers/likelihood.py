"""The moments that make the answers given most likely.

EM first, which never gets worse but may creep where much is missing; then, once near, Newton's
steps to where EM would end (see `information`). One Jacobian serves as long as each step comes
nearer by half. A step to answers less likely is not taken; if its Jacobian was that of the very
place, EM goes on for some rounds.
"""

import numpy as np

from workbench.analysis.answers.information import Amplifier, Pairs
from workbench.analysis.answers.patterns import Normal, Rows, expected
from workbench.analysis.moments import Floats

CLOSE = 1e-8  # largest change of a moment, in standard deviations, at which EM is at rest
NEAR = 0.05  # the same, below which Newton's step is tried
ROUNDS_BETWEEN = 5  # of EM, after a step of Newton's that was not taken
MOST_ROUNDS = 300
SMALLEST = 1e-9  # eigenvalue of a covariance, in squared standard deviations, that counts as spread


def most_likely(rows: Rows) -> Normal | None:
    """The moments of largest likelihood of answers in standard units; None if EM does not come to rest."""
    p = rows.x.shape[1]
    at = Normal(np.zeros(p), np.eye(p))
    reached, likelihood = expected(rows, at)
    if rows.answered.all():
        return reached
    grow, wait = None, 0
    for _ in range(MOST_ROUNDS):
        moved = distance(at, reached)
        if moved < CLOSE:
            return at
        if moved >= NEAR or wait:
            at, wait = spread(reached), max(0, wait - 1)
            reached, likelihood = expected(rows, at)
            continue
        fresh, grow = grow is None, grow or Amplifier.at(rows, at)
        tried = newton(at, reached, grow)
        beyond, likelihood_there = expected(rows, tried)
        left = distance(tried, beyond) / moved
        if left < 1 or likelihood_there > likelihood:
            at, reached, likelihood = tried, beyond, likelihood_there
        elif fresh:
            wait = ROUNDS_BETWEEN
        grow = grow if left < 0.5 else None
    return None


def newton(at: Normal, reached: Normal, grow: Amplifier) -> Normal:
    """Where EM would end if it went on as between ``at`` and ``reached``."""
    pairs = Pairs.of(len(at.mean))
    shift = reached.mean - at.mean
    second = reached.covariance + np.outer(shift, shift) - at.covariance
    step = grow(np.concatenate([shift, second[pairs.a, pairs.b]]))
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
