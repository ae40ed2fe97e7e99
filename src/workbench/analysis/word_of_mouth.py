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
from workbench.analysis.kinked_logistic import Kinks, best_kinks, candidates, lines
from workbench.analysis.moments import Floats
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.small_cells import blank_small
from workbench.phrase import N_, say

Side = Literal["below", "above"]
FEWEST = 200  # customers
FEWEST_SPOKE = 20  # who spoke, and who did not
SIMULATED = 400
SURE = 0.05


@dataclass(frozen=True, eq=False)
class Threshold:
    """Where people start to talk.

    Args:
        at: satisfaction, 0-100, beyond which the share rises.
        silent_share: share who speak on the flat side, 0..1.
        per_ten: how many times the odds to speak are for each ten points beyond.
        chance: the probability of so clear a kink where there is none.
        fitted: a row per score: satisfaction, share (the fitted one).
    """

    at: Estimate
    silent_share: float
    per_ten: float
    chance: float
    fitted: pd.DataFrame


@dataclass(frozen=True)
class WordOfMouth:
    """Where complaint and praise set in, each a threshold or the sentence that there is none to be seen."""

    complaint: Threshold | Withheld
    praise: Threshold | Withheld


def of(talk: pd.DataFrame, *, random_state: int = 0, level: float = 0.95) -> WordOfMouth:
    """Both thresholds from the engine's counts.

    Args:
        talk: query `talk_after_answers`: satisfaction (0-100), n (customers), complained, praised (of them).
        random_state, level: as for ``threshold``.
    """
    sides: dict[str, Side] = {"complained": "below", "praised": "above"}
    complaint, praise = (
        threshold(talk.rename(columns={spoke: "spoke"}), side, random_state=random_state, level=level)
        for spoke, side in sides.items()
    )
    return WordOfMouth(complaint, praise)


def shares(talk: pd.DataFrame, *, fewest: int = 10) -> pd.DataFrame:
    """The share of customers who complained, and who praised, at each score of satisfaction.

    Args:
        talk: as for ``of``.
        fewest: customers below which a score is not shown, with the next smallest if need be.

    Returns satisfaction, n, complained, complained_low, complained_high, praised, praised_low,
    praised_high: fractions with Wilson's intervals, empty where a score is not shown.

    >>> talk = pd.DataFrame({"satisfaction": [50.0, 60.0], "n": [40, 60], "complained": [10, 6], "praised": [0, 6]})
    >>> shares(talk)["complained"].tolist()
    [0.25, 0.1]
    """
    table = talk[["satisfaction", "n"]].astype(float)
    for name in ("complained", "praised"):
        found = [wilson(float(spoke), float(n)) for spoke, n in zip(talk[name], talk["n"], strict=True)]
        ends = [(one.value, one.low, one.high) if isinstance(one, Estimate) else (np.nan,) * 3 for one in found]
        table[[name, f"{name}_low", f"{name}_high"]] = np.array(ends).reshape(-1, 3)
    return blank_small(table, "satisfaction", "n", minimum=fewest)


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
    sign = 1.0 if side == "above" else -1.0
    places = candidates(sign * s, n)
    kink = best_kinks(sign * s, n, spoke[None], places)
    if kink.slope[0] <= 0:
        return Withheld(say(_NOT_RISING[side]), int(n.sum()))
    draw = np.random.default_rng(random_state)
    chance = _chance(sign * s, n, spoke, kink, places, draw)
    if chance > SURE:
        return Withheld(say(STEADY, times=round(100 * chance)), int(n.sum()))
    again = draw.binomial(n.astype(int), kink.share[0], size=(SIMULATED, len(n))).astype(float)
    ends = sign * np.quantile(best_kinks(sign * s, n, again, places).at, [(1 - level) / 2, (1 + level) / 2])
    at = float(sign * kink.at[0])
    found = Estimate(at, min(at, *ends), max(at, *ends), int(n.sum()), level, "parametric bootstrap")
    silent = float(1 / (1 + np.exp(-kink.base[0])))
    fitted = pd.DataFrame({"satisfaction": s, "share": kink.share[0]})
    return Threshold(found, silent, float(np.exp(10 * kink.slope[0])), chance, fitted)


def _chance(
    distance: Floats, n: Floats, spoke: Floats, kink: Kinks, places: Floats, draw: np.random.Generator
) -> float:
    """The probability of so clear a kink in surveys drawn from the straight line."""
    line = lines(distance[None], n, spoke[None])
    drawn = draw.binomial(n.astype(int), line.share[0, 0], size=(SIMULATED, len(n))).astype(float)
    by_chance = best_kinks(distance, n, drawn, places).fit - lines(distance[None], n, drawn).fit[:, 0]
    return float((1 + (by_chance >= kink.fit[0] - line.fit[0, 0]).sum()) / (1 + SIMULATED))


STEADY = N_("no threshold found: a straight line tells it as well; so clear a kink is chance in {times} of 100 surveys")
_NOT_RISING = {
    "below": N_("no threshold found: complaint does not rise as satisfaction falls"),
    "above": N_("no threshold found: praise does not rise with satisfaction"),
}


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
