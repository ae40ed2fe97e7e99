"""Cells drawn towards the whole in proportion to their noise, so that a small one is neither hidden nor believed.

A segment with twelve answers is mostly noise; the company's average is no answer about it either.
In between lies the best guess. Each cell's value y_i has a known squared error v_i around its truth,
and the truths of the cells lie around a common mean m with a standard deviation t of their own:

    y_i ~ normal(truth_i, v_i)        truth_i ~ normal(m, t^2)

    pooled_i(t) = (1 - B_i) y_i + B_i m(t)      B_i = v_i / (v_i + t^2)
    m(t) = sum w_i y_i / sum w_i                w_i = 1 / (v_i + t^2)

With few cells t is hardly known, and an interval that takes its best guess for granted is too
narrow. So nothing is guessed: everything is averaged over the restricted likelihood of t, with all
t from 0 upwards alike before the data,

    p(t | y) ~ (sum w_i)^(-1/2) * product (v_i + t^2)^(-1/2) * exp(-1/2 sum w_i (y_i - m(t))^2)

which needs three cells. The pooled value is the mean of ``pooled_i(t)``; its interval rests on the
variance within each t, (1 - B_i) v_i + B_i^2 / sum w_i, plus that of ``pooled_i(t)`` between them.

The errors e_i of small cells are themselves badly known, so they are drawn together first: the spread
of single customers in a cell, n_i e_i^2, counts as much as its customers, and that of all cells s^2 as
much as twenty more (Smyth 2004):

    v_i = (20 s^2 + n_i (n_i e_i^2)) / (20 + n_i) / n_i        s^2 = sum n_i (n_i e_i^2) / sum n_i

The unpooled value keeps its own error. The pooled interval is a t interval on n_i + 19 degrees of freedom.

Cells below a minimum n are not shown and take no part, with the next smallest if need be
(see `small_cells`).

References: Morris 1983, JASA 78:47-65. Rubin 1981, J. Educational Statistics 6:377-401. Gelman
2006, Bayesian Analysis 1:515-533, on the standard deviation between few cells. Smyth 2004,
Statistical Applications in Genetics 3(1), article 3, on errors drawn together.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from workbench.analysis.moments import Floats
from workbench.analysis.small_cells import hide_small
from workbench.phrase import N_, Phrase, say

FEWEST_CELLS = 3
COMMON = 20  # customers the spread common to all cells counts as much as
STEPS = 400  # points at which the likelihood of the spread between cells is taken
COLUMNS = ["segment", "value", "low", "high", "n", "pooled", "pooled_low", "pooled_high", "why"]

TOO_SMALL = N_("fewer than {fewest} customers")
NOT_RECOVERABLE = N_("left out so that the customers of smaller segments cannot be told by subtraction")
NO_VALUE = N_("it cannot be computed from so few answers")
TOO_FEW_CELLS = N_("{cells} segments are too few to learn how much segments differ, so nothing is pooled")


def pool(
    segments: Sequence[str],
    values: ArrayLike,
    errors: ArrayLike,
    n: ArrayLike,
    *,
    fewest: int,
    level: float = 0.95,
    low: float = -math.inf,
    high: float = math.inf,
) -> pd.DataFrame:
    """Values of segments, alone and partially pooled.

    Args:
        segments: names, one a segment; each customer belongs to one of them.
        values: a value per segment, shape (k,); not-a-number where there is none.
        errors: standard errors in the unit of the values, shape (k,), such as the root of
            `intervals.jackknife_variance`.
        n: customers per segment, effective ones where they are weighted, shape (k,).
        fewest: customers below which a segment is not shown.
        level: coverage of the intervals.
        low, high: the ends of what a value can be (0 and 100 for an index); intervals stop there.

    Returns a row per segment in the order given: segment, value, low, high, n, pooled,
    pooled_low, pooled_high, why. A segment that is not shown has no numbers, and ``why`` says so;
    with fewer than three segments the pooled columns are empty. ValueError when the arguments
    differ in length.

    >>> found = pool(["N", "S", "E", "W"], [70, 74, 71, 82], [1, 1, 1, 6], [400, 400, 400, 12], fewest=10)
    >>> found["pooled"].round(1).tolist()
    [70.3, 73.8, 71.1, 76.2]
    """
    y, e, counts = (np.asarray(each, dtype=float) for each in (values, errors, n))
    if not len(segments) == len(y) == len(e) == len(counts):
        raise ValueError(f"{len(segments)} segments, {len(y)} values, {len(e)} errors, {len(counts)} counts")
    hidden = hide_small(counts, minimum=fewest) | (counts == 0)
    usable = ~hidden & np.isfinite(y) & np.isfinite(e) & (e > 0)
    half = stats.t.ppf((1 + level) / 2, np.maximum(counts - 1, 1)) * e
    alone = np.where(usable, np.stack([y, np.clip(y - half, low, high), np.clip(y + half, low, high)]), np.nan)
    together = np.full_like(alone, np.nan)
    if usable.sum() >= FEWEST_CELLS:
        centre, spread = shrunk(y[usable], _steadied(e[usable], counts[usable]))
        reach = stats.t.ppf((1 + level) / 2, counts[usable] + COMMON - 1) * spread
        together[:, usable] = centre, np.clip(centre - reach, low, high), np.clip(centre + reach, low, high)
    shown = np.where(hidden, np.nan, counts)
    whys = [_why(*each, int(usable.sum()), fewest) for each in zip(counts, hidden, usable, strict=True)]
    table = pd.DataFrame(np.vstack([alone, shown, together]).T, columns=COLUMNS[1:-1])
    # As objects, since pandas' own texts would forget how a sentence was made.
    return table.assign(segment=list(segments), why=pd.Series(whys, dtype=object))[COLUMNS]


def shrunk(values: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """Pooled values and the standard deviations of their truths around them, each of shape (k,).

    Args:
        values, errors: of at least three cells, shape (k,); errors above 0.

    >>> centre, spread = shrunk(np.array([70.0, 70.0, 70.0, 76.0]), np.array([3.0, 3.0, 3.0, 3.0]))
    >>> centre.round(1).tolist()
    [70.8, 70.8, 70.8, 73.7]
    """
    variance = np.square(errors)
    place = (np.arange(STEPS) + 0.5) / STEPS
    scale = math.sqrt(float(variance.mean() + values.var()))
    between = (scale * place / (1 - place))[:, None]  # from 0 to infinity, densest around the scale
    weight = 1 / (variance + between**2)
    total = weight.sum(axis=1, keepdims=True)
    mean = (weight * values).sum(axis=1, keepdims=True) / total
    fit = np.log(weight).sum(axis=1) - np.log(total[:, 0]) - (weight * np.square(values - mean)).sum(axis=1)
    # The last term is the width of each step on the scale of the spread.
    log_chance = fit / 2 - 2 * np.log(1 - place)
    chance = np.exp(log_chance - log_chance.max())[:, None]
    chance /= chance.sum()
    drawn = variance * weight
    guess = (1 - drawn) * values + drawn * mean
    centre = (chance * guess).sum(axis=0)
    within = (1 - drawn) * variance + np.square(drawn) / total
    return centre, np.sqrt((chance * (within + np.square(guess - centre))).sum(axis=0))


def _steadied(errors: Floats, n: Floats) -> Floats:
    """The errors, those of small cells drawn towards what is usual for their size."""
    own = n * np.square(errors)
    common = np.average(own, weights=n)
    return np.asarray(np.sqrt((COMMON * common + n * own) / (COMMON + n) / n))


def _why(n: float, hidden: bool, usable: bool, cells: int, fewest: int) -> Phrase | str:
    if hidden:
        return say(TOO_SMALL, fewest=fewest) if n < fewest else say(NOT_RECOVERABLE)
    if not usable:
        return say(NO_VALUE)
    return "" if cells >= FEWEST_CELLS else say(TOO_FEW_CELLS, cells=cells)
