"""Intervals for proportions, for means from sums, and for anything by the delete-a-group jackknife.

The three ways an interval is made here, each from what the engine hands over (sums, not rows):

- a proportion: Wilson's score interval, which stays inside 0..1 and keeps its coverage near the
  ends (Wilson 1927; Brown, Cai and DasGupta 2001);
- a mean of weighted answers: a t interval on Kish's effective number of answers,
  ``n_eff = (sum w)^2 / sum w^2`` (Kish 1965), because unequal weights carry less information;
- any other statistic: the delete-a-group jackknife. Customers fall into G fixed groups by a hash
  of their key; the statistic is computed once with everyone and G times with one group left out,

      variance = (G - 1) / G * sum_g (without_g - full)^2

  and the interval is a t interval on G - 1 degrees of freedom (Kott 2001; Wolter 2007, 4.2). Whole
  customers are left out, so answers or months of one customer may depend on each other as they like.

- or the bootstrap: the statistic of many resamples of customers, and the interval between their
  percentiles (Efron and Tibshirani 1993, 13.3). It follows a lopsided statistic, at the price of many
  resamples; those in which the statistic does not exist are dropped, counted and said.

References: Wilson 1927, JASA 22:209-212. Brown, Cai and DasGupta 2001, Statistical Science
16:101-133. Kish 1965, Survey Sampling. Kott 2001, Journal of Official Statistics 17:521-526.
Efron and Tibshirani 1993, An Introduction to the Bootstrap. Wolter 2007, Introduction to Variance
Estimation, 2nd ed.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import N_, say

FEWEST_RESAMPLES = 200  # below this the ends of the interval are a matter of chance
MOST_DROPPED = 0.10
FEW_GROUPS = N_("customers fall into {groups} groups; an interval needs {fewest}")
FEWEST_GROUPS = 10  # below this the t quantile is wide and the variance itself is hardly known


def wilson(successes: float, n: float, *, level: float = 0.95) -> Result:
    """A proportion with Wilson's score interval, as fractions.

    Args:
        successes: how many of ``n`` have the property; may be a weighted number.
        n: the number of independent cases; an effective number for weighted data.
        level: coverage of the interval.

    Withheld when there are no cases. ValueError when ``successes`` lies outside 0..n.

    >>> share = wilson(8, 10)
    >>> round(share.value, 3), round(share.low, 3), round(share.high, 3)
    (0.8, 0.49, 0.943)
    """
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n: {successes} of {n}")
    if n == 0:
        return Withheld(N_("there are no cases to take a share of"))
    z = _normal_quantile(level)
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # At 0 and n the bound is the share itself; rounding must not push it a hair beyond.
    low, high = min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))
    return Estimate(share, low, high, round(n), level, "Wilson score")


def effective_n(w: float, ww: float) -> float:
    """Kish's effective number of answers from the sum of weights and of squared weights.

    >>> effective_n(w=10, ww=10)
    10.0
    """
    return w**2 / ww if ww > 0 else 0.0


def mean(
    *,
    n: int,
    w: float,
    wy: float,
    wyy: float,
    ww: float,
    level: float = 0.95,
    low: float = -math.inf,
    high: float = math.inf,
    fewest: int = 2,
) -> Result:
    """A weighted mean with its interval, from sums over independent answers.

    Args:
        n: answers behind the sums.
        w, ww: sum of the weights and of their squares.
        wy, wyy: weighted sum of the values and of their squares, in the unit of the values.
        level: coverage of the interval.
        low, high: the ends of the scale (0 and 100 for an index); the interval stops there.
        fewest: answers below which the mean is withheld.

    Withheld when there are too few answers, no weight, or no spread to make an interval from.

    >>> index = mean(n=4, w=4, wy=300, wyy=23000, ww=4, low=0, high=100)
    >>> round(index.value, 2), round(index.low, 2), round(index.high, 2)
    (75.0, 54.46, 95.54)
    """
    if n < max(fewest, 2):
        return Withheld(say("{n} answers; at least {fewest} are needed", n=n, fewest=max(fewest, 2)), n)
    answers = effective_n(w, ww)
    if w <= 0 or answers <= 1:
        return Withheld(say("the weights of the {n} answers leave fewer than two effective answers", n=n), n)
    value = wy / w
    variance = wyy / w - value**2
    if variance <= 1e-12 * abs(wyy / w):
        return Withheld(say("all {n} answers are the same, so their spread cannot be estimated", n=n), n)
    error = math.sqrt(variance / (answers - 1))
    half = float(stats.t.ppf((1 + level) / 2, answers - 1)) * error
    return Estimate(value, max(low, value - half), min(high, value + half), n, level, "t on the effective n")


def jackknife_variance(full: ArrayLike, without: ArrayLike) -> NDArray[np.float64]:
    """The delete-a-group variance of each statistic.

    Args:
        full: the statistics from everyone, shape ``(...)``.
        without: the same with one group left out, shape ``(groups, ...)``.

    Returns the variances, shape ``(...)``, in the squared unit of the statistics.

    >>> jackknife_variance(2.0, [1.5, 2.0, 2.5]).round(3)
    np.float64(0.333)
    """
    left_out = np.asarray(without, dtype=float)
    deviations = left_out - np.asarray(full, dtype=float)
    groups = len(left_out)
    return np.asarray((groups - 1) / groups * np.square(deviations).sum(axis=0))[()]


def jackknife(
    full: float,
    without: ArrayLike,
    *,
    n: int,
    level: float = 0.95,
    low: float = -math.inf,
    high: float = math.inf,
    groups: int | None = None,
) -> Result:
    """A statistic with its delete-a-group interval.

    Args:
        full: the statistic from everyone.
        without: the statistic with each group left out in turn; without an empty one it is ``full``.
        n: the customers (or answers) behind ``full``.
        level: coverage of the interval.
        low, high: the ends of what the statistic can be; the interval stops there.
        groups: how many of them hold somebody, because an empty group says nothing about the
            variance; None: all.

    Withheld when there are fewer than ten groups, or when the statistic does not exist for
    everyone or for some groups.

    >>> values = np.arange(20.0)
    >>> without = (values.sum() - values) / 19
    >>> average = jackknife(values.mean(), without, n=20)
    >>> round(average.low, 2), round(average.high, 2)
    (6.73, 12.27)
    """
    left_out = np.asarray(without, dtype=float)
    held = len(left_out) if groups is None else groups
    if held < FEWEST_GROUPS:
        return Withheld(say(FEW_GROUPS, groups=held, fewest=FEWEST_GROUPS), n)
    if not (math.isfinite(full) and np.isfinite(left_out).all()):
        return Withheld(N_("it cannot be computed for everyone and for every group left out"), n)
    value = float(full)
    quantile = float(stats.t.ppf((1 + level) / 2, held - 1))
    variance = (held - 1) / held * float(np.square(left_out - value).sum())
    half = quantile * math.sqrt(variance)
    bounds = (min(value, max(low, value - half)), max(value, min(high, value + half)))
    return Estimate(value, *bounds, n, level, f"delete-a-group jackknife, {held} groups")


def bootstrap(
    full: float, resamples: ArrayLike, *, n: int, level: float = 0.95, low: float = -math.inf, high: float = math.inf
) -> Result:
    """A statistic with the percentiles of its resamples as interval.

    Args:
        full: the statistic from everyone.
        resamples: the statistic of each resample, shape ``(resamples,)``; NaN where it does not exist.
        n, level, low, high: as for ``jackknife``.

    Withheld when it does not exist for everyone, when more than a tenth of the resamples have
    none, or when fewer than 200 are left.

    >>> middle = bootstrap(0.5, np.linspace(0, 1, 1001), n=40)
    >>> round(middle.low, 3), round(middle.high, 3)
    (0.025, 0.975)
    """
    drawn = np.asarray(resamples, dtype=float)
    kept = drawn[np.isfinite(drawn)]
    dropped = len(drawn) - len(kept)
    if not math.isfinite(full) or dropped > MOST_DROPPED * len(drawn):
        why = N_("it cannot be computed in {dropped} of {all} resamples of the customers")
        return Withheld(say(why, dropped=dropped, all=len(drawn)), n)
    if len(kept) < FEWEST_RESAMPLES:
        return Withheld(say("{n} resamples; an interval needs {fewest}", n=len(kept), fewest=FEWEST_RESAMPLES), n)
    ends = np.quantile(kept, [(1 - level) / 2, (1 + level) / 2])
    bounds = (min(full, max(low, float(ends[0]))), max(full, min(high, float(ends[1]))))
    method = f"bootstrap, {len(kept):,} resamples" + (f", {dropped:,} dropped" if dropped else "")
    return Estimate(full, *bounds, n, level, method)


def _normal_quantile(level: float) -> float:
    return float(stats.norm.ppf((1 + level) / 2))
