"""Moments from a row of answers per customer, with answers missing, weights and resamples.

Where answers are missing, means and covariances are those of largest likelihood under a
multivariate normal, found by the EM algorithm from every answer that was given (full
information). It is right where what is missing depends on answers that were given (missing at
random), which available pairs are not; filling in means pulls every relation towards zero, and
keeping complete rows throws most answers away. Multiple imputation would estimate the same
moments with noise added, so it is not used.

Customers who answered the same items form a pattern. With current mean m and covariance S, and
o, u the items answered and unanswered in a pattern,

    E step   x_u given x_o:  m_u + S_uo S_oo^-1 (x_o - m_o),  residual S_uu - S_uo S_oo^-1 S_ou
    M step   m and S are the weighted moments of the rows so completed, residuals added

The sums of a pattern are all that is needed, so cost grows with patterns, not with customers.

References: Dempster, Laird and Rubin 1977, JRSS B 39:1-38. Little and Rubin 2019, Statistical
Analysis with Missing Data, 3rd ed., 11.2. Kish 1965.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.moments import Floats, Moments
from workbench.analysis.results import Withheld
from workbench.phrase import N_, Phrase, say

ALL_ZERO = N_("all answers have weight zero")
IMPOSSIBLE_WEIGHT = N_("{n} weights are negative or no number; a weight says for how many customers one stands")
CLOSE = 1e-7  # largest change of a covariance, in standard deviations, at which EM stops
MOST_ROUNDS = 500
SINGULAR = 1e-10  # smallest eigenvalue of a correlation matrix from which a regression is made


class _Sums(NamedTuple):
    """Weighted sums of each pattern (second axis) and row of moments (first axis).

    Args:
        answered: which items, shape (patterns, p).
        w: sum of weights, shape (rows, patterns).
        x: weighted sums, 0 where unanswered, shape (rows, patterns, p).
        xx: weighted sums of products, shape (rows, patterns, p, p).
    """

    answered: NDArray[np.bool_]
    w: Floats
    x: Floats
    xx: Floats


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

    Withheld when a weight is negative or no number, and when there is no answer with a weight.

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
    of = np.arange(len(x)) if groups is None else np.unique(np.asarray(groups)[counted], return_inverse=True)[1]
    shares = _shares(int(of.max()) + 1, resamples, random_state)
    centre, scale = _standard(x)
    means, covariances = _estimate(_collect((x - centre) / scale, w, of, shares))
    counts = _counts(np.isfinite(x).astype(float), w)
    means, covariances = means * scale + centre, covariances * np.outer(scale, scale)
    if group_count is not None and not resamples and groups is not None:
        place = np.zeros(1 + group_count, dtype=np.int64)
        place[1 + np.unique(np.asarray(groups)[counted])] = np.arange(1, len(means))
        means, covariances = means[place], covariances[place]
    return Moments(tuple(names), *counts, means, covariances, resampled=resamples > 0)


def refused_weights(weights: Floats) -> Phrase | None:
    """Why weights cannot be used, as a sentence; None if they can."""
    wrong = int((~np.isfinite(weights) | (weights < 0)).sum())
    if wrong:
        return say(IMPOSSIBLE_WEIGHT, n=wrong)
    return None if weights.any() else say(ALL_ZERO)


def _standard(x: Floats) -> tuple[Floats, Floats]:
    """Where each item lies and how far it spreads; 0 and 1 for one that nobody answered or all answered alike."""
    answered = np.isfinite(x)
    n = np.maximum(answered.sum(axis=0), 1)
    centre = np.where(answered, x, 0).sum(axis=0) / n
    scale = np.sqrt(np.where(answered, (x - centre) ** 2, 0).sum(axis=0) / n)
    return centre, np.where(scale > 0, scale, 1.0)


def _counts(given: Floats, w: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Customers who answered both of a pair, and their effective number (Kish)."""
    squares = (given * (w**2)[:, None]).T @ given
    sums = (given * w[:, None]).T @ given
    effective = np.divide(sums**2, squares, out=np.zeros_like(squares), where=squares > 0)
    return (given.T @ given).astype(np.int64), effective


def _shares(groups: int, resamples: int, random_state: int) -> Floats:
    """How often each group counts in each row of the moments; everyone in the first."""
    everyone = np.ones((1, groups))
    if not resamples:
        return np.concatenate([everyone, 1 - np.eye(groups)])
    drawn = np.random.default_rng(random_state).multinomial(groups, np.full(groups, 1 / groups), size=resamples)
    return np.concatenate([everyone, drawn.astype(float)])


def _collect(x: Floats, w: Floats, of: NDArray[np.int64], shares: Floats) -> _Sums:
    """The sums of every pattern and row of moments."""
    answered, pattern = np.unique(np.isfinite(x), axis=0, return_inverse=True)
    filled = np.nan_to_num(x)
    rows, p = len(shares), x.shape[1]
    sums = _Sums(
        answered,
        np.zeros((rows, len(answered))),
        np.zeros((rows, len(answered), p)),
        np.zeros((rows, len(answered), p, p)),
    )
    for place in range(len(answered)):
        members = np.flatnonzero(pattern == place)
        counts = shares[:, of[members]] * w[members]
        own = filled[members]
        sums.w[:, place], sums.x[:, place] = counts.sum(axis=1), counts @ own
        products = (own[:, :, None] * own[:, None, :]).reshape(len(own), -1)
        sums.xx[:, place] = (counts @ products).reshape(rows, p, p)
    return sums


def _estimate(sums: _Sums) -> tuple[Floats, Floats]:
    """Means (rows, p) and covariances (rows, p, p) of largest likelihood; divisors are sums of weights.

    Everyone is solved first: with a few customers more or less the answer is close by. An item
    that does not vary says nothing of the others, so its own moments are those of its answers.
    """
    means, covariances = _first_guess(sums)
    if sums.answered.all():
        return means, covariances
    varies = np.flatnonzero(np.diagonal(covariances[0]) > 0)
    part = _Sums(sums.answered[:, varies], sums.w, sums.x[:, :, varies], sums.xx[:, :, varies][..., varies])
    start = means[:1, varies], covariances[:1, varies][..., varies]
    everyone = _iterate(_rows(part, slice(0, 1)), start)
    near = [np.repeat(values, len(sums.w) - 1, axis=0) for values in everyone]
    others = _iterate(_rows(part, slice(1, None)), (near[0], near[1]))
    means[:, varies] = np.concatenate([everyone[0], others[0]])
    covariances[:, varies[:, None], varies] = np.concatenate([everyone[1], others[1]])
    return means, covariances


def _iterate(sums: _Sums, start: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """EM until nothing moves; a row that has no answers, or does not come to rest, is NaN."""
    means, covariances = start[0].copy(), start[1].copy()
    moving = np.ones(len(means), dtype=bool)
    for _ in range(MOST_ROUNDS):
        moving &= _solvable(sums, covariances)
        if not moving.any():
            break
        found = _step(_rows(sums, moving), means[moving], covariances[moving])
        change = np.abs(found[1] - covariances[moving]).max(axis=(1, 2))
        means[moving], covariances[moving] = found
        moving[moving] = change > CLOSE
    covariances[moving | ~_solvable(sums, covariances)] = np.nan
    return means, covariances


def _solvable(sums: _Sums, covariances: Floats) -> NDArray[np.bool_]:
    """Rows in which somebody answered and every item can be told from the others."""
    finite = np.isfinite(covariances).all(axis=(1, 2)) & (sums.w.sum(axis=1) > 0)
    smallest = np.linalg.eigvalsh(np.where(finite[:, None, None], covariances, 0.0))[:, 0]
    return np.asarray(finite & (smallest > SINGULAR))


def _rows(sums: _Sums, rows: slice | NDArray[np.bool_]) -> _Sums:
    return _Sums(sums.answered, sums.w[rows], sums.x[rows], sums.xx[rows])


def _first_guess(sums: _Sums) -> tuple[Floats, Floats]:
    """Moments of the answers as given; unanswered items vary alone. Exact where nothing is missing."""
    w = np.einsum("rk,kp->rp", sums.w, sums.answered)
    weight = np.where(w > 0, w, np.nan)
    means = sums.x.sum(axis=1) / weight
    both = np.einsum("rk,kp,kq->rpq", sums.w, sums.answered, sums.answered, optimize=True)
    products = sums.xx.sum(axis=1) / np.where(both > 0, both, np.nan)
    covariances = products - means[:, :, None] * means[:, None, :]
    each = np.arange(covariances.shape[1])
    variances, squares = covariances[:, each, each], products[:, each, each]
    if not sums.answered.all():
        covariances = np.zeros_like(covariances)
    # Below rounding of the sums a variance is nothing but rounding.
    covariances[:, each, each] = np.where(variances > 1e-12 * squares, variances, 0.0)
    return means, covariances


def _step(sums: _Sums, means: Floats, covariances: Floats) -> tuple[Floats, Floats]:
    """One round of EM for every row.

    With K = S^-1, the regression of u on o is -K_uu^-1 K_uo and its residual covariance K_uu^-1,
    so a pattern costs only as much as it has items unanswered.
    """
    total = sums.w.sum(axis=1)
    first, second = sums.x.sum(axis=1), sums.xx.sum(axis=1)
    precision = np.asarray(np.linalg.inv(covariances))
    for place, answered in enumerate(sums.answered):
        if not answered.all():
            _complete(first, second, _Pattern.of(sums, place), means, precision)
    centre = first / total[:, None]
    return centre, second / total[:, None, None] - centre[:, :, None] * centre[:, None, :]


class _Pattern(NamedTuple):
    """Customers who answered the items ``o`` and not the items ``u``: their sums in every row."""

    o: NDArray[np.int64]
    u: NDArray[np.int64]
    w: Floats
    x: Floats
    xx: Floats

    @classmethod
    def of(cls, sums: _Sums, place: int) -> "_Pattern":
        o, u = np.flatnonzero(sums.answered[place]), np.flatnonzero(~sums.answered[place])
        return cls(o, u, sums.w[:, place], sums.x[:, place][:, o], sums.xx[:, place][:, o][:, :, o])


def _complete(first: Floats, second: Floats, seen: _Pattern, means: Floats, precision: Floats) -> None:
    """Add to the sums what a pattern's unanswered items are expected to be."""
    o, u = seen.o, seen.u
    residual = np.linalg.inv(precision[:, u][:, :, u])
    slope = -residual @ precision[:, u][:, :, o]
    offset = means[:, u] - (slope @ means[:, o, None])[:, :, 0]
    x = (slope @ seen.x[:, :, None])[:, :, 0] + seen.w[:, None] * offset
    across = slope @ seen.xx + offset[:, :, None] * seen.x[:, None, :]
    among = across @ slope.swapaxes(1, 2) + x[:, :, None] * offset[:, None, :]
    first[:, u] += x
    second[:, u[:, None], o] += across
    second[:, o[:, None], u] += across.swapaxes(1, 2)
    second[:, u[:, None], u] += among + seen.w[:, None, None] * residual
