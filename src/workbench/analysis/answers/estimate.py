"""The moments of answers, for everyone and for every replicate that intervals need."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.answers import replicates
from workbench.analysis.answers.likelihood import most_likely
from workbench.analysis.answers.patterns import arranged
from workbench.analysis.moments import Floats, Moments
from workbench.analysis.results import Withheld
from workbench.phrase import N_, Phrase, say

ALL_ZERO = N_("all answers have weight zero")
IMPOSSIBLE_WEIGHT = N_("{n} weights are negative or no number; a weight says for how many customers one stands")
FEWER_THAN_ITEMS = N_("{n} customers answered some of {items} questions; how these go together takes more of them")
UNSETTLED = N_("so many answers are missing that what was given does not settle how the questions go together")


def moments(
    names: Sequence[str],
    answers: Floats,
    weights: Floats | None = None,
    groups: NDArray[np.int64] | None = None,
    *,
    group_count: int | None = None,
    resamples: int = 0,
    random_state: int = 0,
) -> Moments | Withheld:
    """Moments of answers, with replicates for intervals.

    Args:
        names: the items, length p.
        answers: a row per customer, shape (n, p), on one scale (0-100); NaN where unanswered.
        weights: of each customer, at least 0; None: all alike.
        groups: customers of one group are left out, or drawn, together; None: each is its own.
        group_count: how many groups there are, numbered from 0, where some may hold nobody; leaving such a
            group out gives everyone's moments. None: only groups that hold somebody count.
        resamples: bootstrap resamples; 0: leave one group out at a time.
        random_state: seed of the resamples.

    Withheld when a weight is negative or no number, when there is no answer with a weight, when
    answers are missing and customers are no more than items, and when too little was answered for
    any moments to be the likeliest.

    >>> seen = moments(["web"], np.array([[60.0], [80.0], [np.nan]]))
    >>> float(seen.mean[0]), float(seen.covariance[0, 0]), seen.n
    (70.0, 100.0, 2)
    """
    w = np.ones(len(answers)) if weights is None else np.asarray(weights, dtype=float)
    if not np.isfinite(answers).any():
        return Withheld(say("there are no answers"))
    refused = refused_weights(w)
    counted = (w > 0) & np.isfinite(answers).any(axis=1)
    if refused or not counted.any():
        return Withheld(refused or say(ALL_ZERO), len(answers))
    x, w = answers[counted], w[counted]
    if np.isnan(x).any() and len(x) <= len(names):
        return Withheld(say(FEWER_THAN_ITEMS, n=len(x), items=len(names)), len(x))
    if groups is not None:
        own = np.asarray(groups)[counted]
    else:
        own = replicates.dealt(len(x), random_state) if resamples else np.arange(len(x))
    if group_count is None:
        own = np.unique(own, return_inverse=True)[1]
    count = group_count or int(own.max()) + 1
    found = _replicated(x, w, own, count, resamples, random_state)
    if found is None:
        return Withheld(say(UNSETTLED), len(x))
    held = len(np.unique(own))
    return Moments(tuple(names), *_counts(x, w), *found, resampled=resamples > 0, groups=held)


def refused_weights(weights: Floats) -> Phrase | None:
    """Why weights cannot be used, as a sentence; None if they can."""
    wrong = int((~np.isfinite(weights) | (weights < 0)).sum())
    if wrong:
        return say(IMPOSSIBLE_WEIGHT, n=wrong)
    return None if weights.any() else say(ALL_ZERO)


def _replicated(
    x: Floats, w: Floats, of: NDArray[np.int64], groups: int, resamples: int, random_state: int
) -> tuple[Floats, Floats] | None:
    """Means (rows, p) and covariances (rows, p, p): everyone's, then each replicate's.

    Items that do not vary say nothing of the others and are told as they are.
    """
    centre, scale = _standard(x)
    replicated = 1 + (resamples or groups)
    means = np.tile(centre, (replicated, 1))
    covariances = np.zeros((replicated, len(centre), len(centre)))
    varies = np.flatnonzero(scale > 0)
    if not len(varies):
        return means, covariances
    centre, scale = centre[varies], scale[varies]
    rows, order = arranged((x[:, varies] - centre) / scale, w)
    at = most_likely(rows)
    if at is None:
        return None
    by_group = replicates.sums(rows, at, of[order], groups)
    totals = replicates.drawn(by_group, resamples, random_state) if resamples else replicates.left_out(by_group)
    found = replicates.solved(rows, at, totals)
    means[:, varies] = centre + found[0] * scale
    covariances[:, varies[:, None], varies] = found[1] * np.outer(scale, scale)
    return means, covariances


def _standard(x: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each item's answers; NaN and 0 where nobody answered, 0 where all alike."""
    answered = np.isfinite(x)
    n = answered.sum(axis=0)
    centre = np.where(answered, x, 0).sum(axis=0) / np.where(n > 0, n, np.nan)
    scale = np.sqrt(np.where(answered, (x - centre) ** 2, 0).sum(axis=0) / np.maximum(n, 1))
    return centre, np.where(scale > 1e-12 * np.abs(centre), scale, 0.0)


def _counts(x: Floats, w: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Customers who answered both of a pair, and their effective number (Kish)."""
    given = np.isfinite(x).astype(float)
    squares = (given * (w**2)[:, None]).T @ given
    sums = (given * w[:, None]).T @ given
    effective = np.divide(sums**2, squares, out=np.zeros_like(squares), where=squares > 0)
    return (given.T @ given).astype(np.int64), effective
