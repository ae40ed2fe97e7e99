"""Beyond which satisfaction people start to talk: complaint below a threshold, praise above one.

Between two thresholds customers are content and silent; beyond them talk spreads faster than
satisfaction changes (Anderson 1998, Journal of Service Research 1:5-17). Of customers with
satisfaction s the share who complained is taken to be flat down to a threshold t and to rise below:

    log odds(s) = b0 + b1 * max(0, t - s)          for praise: max(0, s - t)

t is the one of largest likelihood among those tried. Is there a threshold at all? The rival is a
straight line in the log odds, that is no kink. The likelihood ratio of the two has no known
distribution (t means nothing on a straight line), so it is found by simulation: many surveys are
drawn from the fitted line, and the kink must do better than in 95 of 100 of them. The interval of
t comes from surveys drawn from the fitted kink.

Customers enter as counts per satisfaction score, so cost does not grow with their number.

References: Davies 1987, Biometrika 74:33-43, on the test. Efron and Tibshirani 1993, on both
simulations.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from workbench.analysis.intervals import wilson
from workbench.analysis.moments import Floats
from workbench.analysis.results import Estimate, Withheld
from workbench.phrase import N_, say

Side = Literal["below", "above"]
FEWEST = 200  # customers
FEWEST_SPOKE = 20  # who spoke, and who did not
SIMULATED = 400
SURE = 0.05
_STEPS = 25  # of Newton's method; a fit that has not come to rest has no interior maximum
_STEEPEST = 30.0  # log odds beyond which a share is 0 or 1


@dataclass(frozen=True, eq=False)
class Threshold:
    """Where people start to talk.

    Args:
        at: satisfaction, 0-100, beyond which the share rises.
        silent_share: share who speak on the flat side, 0..1.
        per_ten: how many times the odds to speak are for each ten points beyond.
        chance: the probability of so clear a kink where there is none.
        curve: a row per score: satisfaction, n, share, low, high (Wilson), fitted.
    """

    at: Estimate
    silent_share: float
    per_ten: float
    chance: float
    curve: pd.DataFrame


def threshold(talk: pd.DataFrame, side: Side, *, random_state: int = 0, level: float = 0.95) -> Threshold | Withheld:
    """The satisfaction beyond which the share of those who speak rises.

    Args:
        talk: a row per satisfaction score: satisfaction (0-100), n (customers), spoke (of them).
        side: "below" for complaint, "above" for praise.
        random_state: seed of the simulations.
        level: coverage of the interval.

    Withheld with too few customers, too few who spoke or did not, too few different scores, where
    talk does not rise on that side, or where a straight line tells it as well: no threshold found.
    """
    given = talk[talk["n"] > 0].groupby("satisfaction", as_index=False)[["n", "spoke"]].sum()
    s, n, spoke = (given[column].to_numpy(dtype=float) for column in ("satisfaction", "n", "spoke"))
    refused = _refused(s, n, spoke)
    if refused:
        return refused
    distance = s if side == "above" else -s
    tried = _tried(distance, n)
    kink = _best(distance, n, spoke[None], tried)
    line = _fit(distance[None], n, spoke[None])
    if kink.slope[0] <= 0:
        return Withheld(say(_NOT_RISING[side]), int(n.sum()))
    draw = np.random.default_rng(random_state)
    gain = kink.fit[0] - line.fit[0, 0]
    drawn = draw.binomial(n.astype(int), line.share[0, 0], size=(SIMULATED, len(n))).astype(float)
    by_chance = _best(distance, n, drawn, tried).fit - _fit(distance[None], n, drawn).fit[:, 0]
    chance = float((1 + (by_chance >= gain).sum()) / (1 + SIMULATED))
    if chance > SURE:
        why = N_(
            "no threshold found: a steady rise tells it as well; so clear a kink is chance in {times} of 100 surveys"
        )
        return Withheld(say(why, times=round(100 * chance)), int(n.sum()))
    again = draw.binomial(n.astype(int), kink.share[0], size=(SIMULATED, len(n))).astype(float)
    ends = np.quantile(_best(distance, n, again, tried).at, [(1 - level) / 2, (1 + level) / 2])
    sign = 1.0 if side == "above" else -1.0
    at, bounds = float(sign * kink.at[0]), sorted(float(sign * end) for end in ends)
    found = Estimate(at, min(at, bounds[0]), max(at, bounds[1]), int(n.sum()), level, "parametric bootstrap")
    base = float(1 / (1 + np.exp(-kink.base[0])))
    return Threshold(found, base, float(np.exp(10 * kink.slope[0])), chance, _curve(given, kink.share[0]))


_NOT_RISING = {
    "below": N_("no threshold found: complaint does not rise as satisfaction falls"),
    "above": N_("no threshold found: praise does not rise with satisfaction"),
}


@dataclass(frozen=True, eq=False)
class _Kinks:
    """The best kink of each survey: log likelihood, threshold, coefficients, fitted shares."""

    fit: Floats
    at: Floats
    base: Floats
    slope: Floats
    share: Floats


@dataclass(frozen=True, eq=False)
class _Fits:
    """A logistic line per survey and regressor: log likelihood and coefficients (surveys, tried), shares."""

    fit: Floats
    base: Floats
    slope: Floats
    share: Floats


def _refused(s: Floats, n: Floats, spoke: Floats) -> Withheld | None:
    total, talked = int(n.sum()), int(spoke.sum())
    if total < FEWEST:
        return Withheld(say("{n} customers; at least {fewest} are needed", n=total, fewest=FEWEST), total)
    if min(talked, total - talked) < FEWEST_SPOKE:
        why = N_("{talked} of {n} customers spoke; at least {fewest} must have spoken, and as many not")
        return Withheld(say(why, talked=talked, n=total, fewest=FEWEST_SPOKE), total)
    if len(s) < 5:
        return Withheld(say("{n} different scores of satisfaction; a kink needs 5", n=len(s)), total)
    return None


def _tried(distance: Floats, n: Floats) -> Floats:
    """Thresholds between the scores, with at least a twentieth of the customers on either side."""
    below = np.cumsum(n) if distance[0] < distance[-1] else np.cumsum(n[::-1])
    places = np.sort(distance)
    share = below / n.sum()
    middle = np.unique(np.concatenate([places, (places[1:] + places[:-1]) / 2]))
    inside = (middle >= places[np.searchsorted(share, 0.05)]) & (middle <= places[np.searchsorted(share, 0.95)])
    return np.asarray(middle[inside])


def _best(distance: Floats, n: Floats, spoke: Floats, tried: Floats) -> _Kinks:
    """The kink of largest likelihood of each survey, shape (surveys,)."""
    fits = _fit(np.maximum(0.0, distance[None] - tried[:, None]), n, spoke)
    best = fits.fit.argmax(axis=1)
    rows = np.arange(len(spoke))
    return _Kinks(
        fits.fit[rows, best], tried[best], fits.base[rows, best], fits.slope[rows, best], fits.share[rows, best]
    )


def _fit(x: Floats, n: Floats, spoke: Floats) -> _Fits:
    """Logistic regressions of every survey (surveys, scores) on every regressor (tried, scores), by Newton's method."""
    base = np.repeat(np.log((spoke.sum(axis=1) + 0.5) / (n.sum() - spoke.sum(axis=1) + 0.5))[:, None], len(x), axis=1)
    slope = np.zeros_like(base)
    unit = np.maximum(x.max(axis=1) - x.min(axis=1), 1e-9)
    z = x / unit[:, None]
    for _ in range(_STEPS):
        share = _share(base, slope, z)
        left, spread = spoke[:, None] - n * share, n * share * (1 - share)
        g0, g1 = left.sum(axis=2), (left * z).sum(axis=2)
        h00, h01, h11 = spread.sum(axis=2), (spread * z).sum(axis=2), (spread * z**2).sum(axis=2)
        size = np.maximum(h00 * h11 - h01**2, 1e-9 * np.maximum(h00 * h11, 1e-12))
        base = base + np.clip((h11 * g0 - h01 * g1) / size, -3, 3)
        slope = slope + np.clip((h00 * g1 - h01 * g0) / size, -3, 3)
    share = _share(base, slope, z)
    kept = np.clip(share, 1e-12, 1 - 1e-12)
    fit = (spoke[:, None] * np.log(kept) + (n - spoke[:, None]) * np.log(1 - kept)).sum(axis=2)
    return _Fits(fit, base, slope / unit, share)


def _share(base: Floats, slope: Floats, z: Floats) -> Floats:
    odds = np.clip(base[:, :, None] + slope[:, :, None] * z, -_STEEPEST, _STEEPEST)
    return np.asarray(1 / (1 + np.exp(-odds)))


def _curve(given: pd.DataFrame, fitted: Floats) -> pd.DataFrame:
    shares = [wilson(float(spoke), float(n)) for spoke, n in zip(given["spoke"], given["n"], strict=True)]
    bounds = [(each.value, each.low, each.high) for each in shares if isinstance(each, Estimate)]
    shown = pd.DataFrame(bounds, columns=["share", "low", "high"])
    return pd.concat([given[["satisfaction", "n"]], shown], axis=1).assign(fitted=fitted)
