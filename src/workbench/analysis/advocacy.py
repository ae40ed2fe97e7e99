"""Three short measures of what customers say of us: NPS, CSAT, CES.

From weighted counts of each score, so that a month of answers is a handful of numbers:

    NPS    100 (p - d): promoters (9, 10 of 10) less detractors (0 to 6 of 10), -100..100
           variance p + d - (p - d)^2, error 100 sqrt(variance / n)
    CSAT   the share with one of the two best answers, Wilson's interval
    CES    the mean effort on 0-100, t interval

Whom to ask for what: NPS from the question of construct 'recommendation' on 0 to 10, CSAT from the
first question of 'satisfaction', CES from those of 'effort', turned so that 100 is no effort at all.

n is Kish's effective number. NPS throws most of an answer away: at the same n its interval is
some three times as wide as that of a mean, so a month's movement is rarely more than chance.

Reference: Reichheld 2003, Harvard Business Review 81(12). Rocks 2016, The American Statistician
70:365-372, on intervals.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.analysis import intervals
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.surveys import Survey
from workbench.phrase import N_, say

PROMOTER, DETRACTOR = 0.9, 0.6  # of the scale from its lowest to its highest answer
FEWEST = 30
NOT_ASKED = N_("nobody was asked about '{construct}'")
FEWEST_STEPS = 3  # of a scale whose two best answers are a choice
SHORT_SCALE = N_("its question has only {answers} answers; the two best say something of {fewest} and more")
OTHER_SCALE = N_("promoters and detractors are told on a scale of 0 to 10, and the question has another")
_ROUNDED = 1e-6  # scores come rounded


@dataclass(frozen=True)
class Advocacy:
    """The three measures of one survey.

    Args:
        nps: -100..100.
        csat: a fraction, 0..1.
        ces: 0..100, 100 is no effort at all.
    """

    nps: Result
    csat: Result
    ces: Result


def of(survey: Survey, *, level: float = 0.95, fewest: int = FEWEST) -> Advocacy:
    """The three measures, each withheld with a sentence where its question was not asked.

    Args:
        survey: of one window.
        level: coverage of the intervals.
        fewest: effective answers below which a measure is withheld.
    """
    return Advocacy(_nps(survey, level, fewest), _csat(survey, level, fewest), _ces(survey, level, fewest))


def _nps(survey: Survey, level: float, fewest: int) -> Result:
    asked = survey.columns(construct="recommendation")
    of_ten = [at for at in asked if _scale(survey, at) == (0, 10)]
    if not of_ten:
        return Withheld(OTHER_SCALE if asked else say(NOT_ASKED, construct="recommendation"))
    return nps(_counts(survey, of_ten[:1]), level=level, fewest=fewest)


def _csat(survey: Survey, level: float, fewest: int) -> Result:
    asked = survey.columns(construct="satisfaction")
    if not asked:
        return Withheld(say(NOT_ASKED, construct="satisfaction"))
    low, high = _scale(survey, asked[0])
    if high - low < FEWEST_STEPS:
        return Withheld(say(SHORT_SCALE, answers=int(high - low) + 1, fewest=FEWEST_STEPS + 1))
    return csat(_counts(survey, asked[:1]), 1 - 1 / (high - low), level=level, fewest=fewest)


def _ces(survey: Survey, level: float, fewest: int) -> Result:
    asked = survey.columns(construct="effort")
    if not asked:
        return Withheld(say(NOT_ASKED, construct="effort"))
    return ces(_counts(survey, asked), level=level, fewest=fewest)


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
        for which in (counts["score"] >= PROMOTER - _ROUNDED, counts["score"] <= DETRACTOR + _ROUNDED)
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
    share = float(counts.loc[counts["score"] >= best - _ROUNDED, "w"].sum() / w)
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


def _scale(survey: Survey, place: int) -> tuple[float, float]:
    item = survey.items.iloc[place]
    return float(item["scale_min"]), float(item["scale_max"])


def _counts(survey: Survey, places: list[int]) -> pd.DataFrame:
    """Answers, their weights and squared weights for each score of 0 to 1."""
    scores, w = survey.mean(places), survey.weights
    rows = pd.DataFrame({"score": scores / 100, "n": 1, "w": w, "ww": w**2})[np.isfinite(scores) & (w > 0)]
    return rows.groupby("score", as_index=False).sum()


def _size(counts: pd.DataFrame) -> tuple[int, float, float]:
    """Answers, their weight, and their effective number."""
    w, ww = float(counts["w"].sum()), float(counts["ww"].sum())
    return int(counts["n"].sum()), w, intervals.effective_n(w, ww)


def _few(n: int, answers: float, fewest: int) -> Withheld | None:
    if answers >= fewest:
        return None
    return Withheld(say("{n} answers; at least {fewest} are needed", n=n, fewest=fewest), n)
