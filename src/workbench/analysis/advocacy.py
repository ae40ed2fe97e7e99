"""Three short measures of what customers say of us: NPS, CSAT, CES.

From weighted counts of each score, so that a month of answers is a handful of numbers:

    NPS    100 (p - d): promoters (9, 10 of 10) less detractors (0 to 6 of 10), -100..100
           variance p + d - (p - d)^2, error 100 sqrt(variance / n)
    CSAT   the share with one of the two best answers, Wilson's interval
    CES    the mean effort on 0-100, t interval

n is Kish's effective number. NPS throws most of an answer away: at the same n its interval is
some three times as wide as that of a mean, so a month's movement is rarely more than chance.

Reference: Reichheld 2003, Harvard Business Review 81(12). Rocks 2016, The American Statistician
70:365-372, on intervals.
"""

import math

import pandas as pd
from scipy import stats

from workbench.analysis import intervals
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import say

PROMOTER, DETRACTOR = 0.9, 0.6  # of the scale from its lowest to its highest answer
FEWEST = 30


def nps(counts: pd.DataFrame, *, level: float = 0.95, fewest: int = FEWEST) -> Result:
    """The net promoter score, -100..100.

    Args:
        counts: a row per score: score (0..1 of its scale), n, w, ww (answers, sums of weights and
            of squared weights).
        level: coverage of the interval.
        fewest: effective answers below which it is withheld.

    >>> asked = pd.DataFrame({"score": [1.0, 0.8, 0.5], "n": [300, 200, 100]})
    >>> asked = asked.assign(w=asked["n"], ww=asked["n"])
    >>> found = nps(asked)
    >>> round(found.value, 4), round(found.high - found.value, 2)
    (33.3333, 5.96)
    """
    n, w, answers = _size(counts)
    few = _few(n, answers, fewest)
    if few:
        return few
    promoters, detractors = (
        float(counts.loc[which, "w"].sum() / w)
        for which in (counts["score"] >= PROMOTER - 1e-9, counts["score"] <= DETRACTOR + 1e-9)
    )
    net = promoters - detractors
    variance = promoters + detractors - net**2
    if variance <= 0:
        return Withheld(say("all {n} answers are the same, so their spread cannot be estimated", n=n), n)
    half = float(stats.norm.ppf((1 + level) / 2)) * math.sqrt(variance / answers)
    low, high = max(-1.0, net - half), min(1.0, net + half)
    return Estimate(100 * net, 100 * low, 100 * high, n, level, "normal, on the effective n")


def csat(counts: pd.DataFrame, best: float, *, level: float = 0.95, fewest: int = FEWEST) -> Result:
    """The share of answers at or above ``best`` (0..1 of the scale), as a fraction; counts as for ``nps``."""
    n, w, answers = _size(counts)
    few = _few(n, answers, fewest)
    if few:
        return few
    share = float(counts.loc[counts["score"] >= best - 1e-9, "w"].sum() / w)
    found = intervals.wilson(share * answers, answers, level=level)
    return (
        found if isinstance(found, Withheld) else Estimate(found.value, found.low, found.high, n, level, found.method)
    )


def ces(counts: pd.DataFrame, *, level: float = 0.95, fewest: int = FEWEST) -> Result:
    """The mean score on 0-100; counts as for ``nps``."""
    score = 100 * counts["score"]
    n, w, _ = _size(counts)
    sums = {"wy": float((counts["w"] * score).sum()), "wyy": float((counts["w"] * score**2).sum())}
    more = {"ww": float(counts["ww"].sum()), "level": level, "low": 0.0, "high": 100.0}
    return intervals.mean(n=n, w=w, **sums, **more, fewest=fewest)


def _size(counts: pd.DataFrame) -> tuple[int, float, float]:
    """Answers, their weight, and their effective number."""
    w, ww = float(counts["w"].sum()), float(counts["ww"].sum())
    return int(counts["n"].sum()), w, intervals.effective_n(w, ww)


def _few(n: int, answers: float, fewest: int) -> Withheld | None:
    if answers >= fewest:
        return None
    return Withheld(say("{n} answers; at least {fewest} are needed", n=n, fewest=fewest), n)
