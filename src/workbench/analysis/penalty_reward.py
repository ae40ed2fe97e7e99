"""What a touchpoint is to customers: taken for granted, wished for, or a delight (Kano).

From ordinary ratings (Brandt 1987; Mikulic and Prebezac 2011): each touchpoint becomes two
yes-or-no variables, rated low and rated high, and satisfaction is regressed on all of them:

    penalty   what satisfaction loses where the touchpoint is rated low, others alike
    reward    what it gains where it is rated high

A touchpoint whose penalty is the larger by more than chance is *basic*: a failure is noticed,
excellence is not. Where the reward is the larger it is a *delight*; where both are there and
neither is larger it is *one for one*; where neither is there it is *indifferent*.

From paired questions (Kano 1984; how do you feel if it is there, if it is not) a class is counted
for each customer, and the most frequent one is named only if it leads the next by more than chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.analysis.answers import moments
from workbench.analysis.moments import Floats
from workbench.analysis.regression import check
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import N_, say

Kind = Literal["basic", "one for one", "delight", "indifferent", "reverse", "contradictory"]
LOW, HIGH = 40.0, 80.0  # ratings up to here are low, from here on high; 0-100
SURE = 0.05
FEWEST_EACH = 20  # customers who rated low, and who rated high

# Rows: how one feels if it is there; columns: if it is not. Both from like to dislike.
_FEELINGS = ("like", "expect", "neutral", "live with", "dislike")
_TABLE: tuple[tuple[Kind, ...], ...] = (
    ("contradictory", "delight", "delight", "delight", "one for one"),
    ("reverse", "indifferent", "indifferent", "indifferent", "basic"),
    ("reverse", "indifferent", "indifferent", "indifferent", "basic"),
    ("reverse", "indifferent", "indifferent", "indifferent", "basic"),
    ("reverse", "reverse", "reverse", "reverse", "contradictory"),
)


@dataclass(frozen=True)
class Contrast:
    """What a touchpoint does to satisfaction.

    Args:
        name: the touchpoint.
        penalty: points of satisfaction where it is rated low, against rated between; mostly below 0.
        reward: likewise where it is rated high; mostly above 0.
        kind: its class.
    """

    name: str
    penalty: Result
    reward: Result
    kind: Kind | Withheld


def contrasts(
    names: Sequence[str],
    ratings: Floats,
    satisfaction: Floats,
    groups: NDArray[np.int64] | None = None,
    *,
    level: float = 0.95,
) -> tuple[Contrast, ...] | Withheld:
    """Penalties and rewards of all touchpoints at once.

    Args:
        names: the touchpoints, length p.
        ratings: a row per customer, shape (n, p), 0-100; NaN where not rated.
        satisfaction: shape (n,), 0-100.
        groups: customers of one group are left out together; None: each is its own.
        level: coverage of the intervals.

    A touchpoint hardly anybody rated low (or high) has no penalty (or reward), and no class.
    Withheld for the same reasons as a regression on all of them.
    """
    rated = np.isfinite(ratings)
    low = np.where(rated, (ratings <= LOW) * 1.0, np.nan)
    high = np.where(rated, (ratings >= HIGH) * 1.0, np.nan)
    enough = np.array([np.nansum(low, axis=0), np.nansum(high, axis=0)]) >= FEWEST_EACH
    columns = [(side, place) for side in (0, 1) for place in range(len(names)) if enough[side, place]]
    terms = [f"{names[place]} {('low', 'high')[side]}" for side, place in columns]
    x = np.column_stack([satisfaction, *((low, high)[side][:, place] for side, place in columns)])
    chosen = check(moments(("satisfaction", *terms), x, groups=groups), "satisfaction", terms)
    if isinstance(chosen, Withheld):
        return chosen
    found = np.asarray(np.linalg.solve(chosen.covariances[:, 1:, 1:], chosen.covariances[:, 1:, :1])[:, :, 0])
    few = Withheld(say("fewer than {fewest} customers rated it so", fewest=FEWEST_EACH), chosen.n)
    at: dict[tuple[int, int], Floats] = {column: found[:, term] for term, column in enumerate(columns)}

    def interval(statistic: Floats | None) -> Result:
        return few if statistic is None else chosen.interval(statistic, level=level)

    def contrast(place: int) -> Contrast:
        penalty, reward = at.get((0, place)), at.get((1, place))
        if penalty is None or reward is None:
            return Contrast(names[place], interval(penalty), interval(reward), few)
        both = interval(penalty), interval(reward), interval(np.asarray(penalty + reward))
        return Contrast(names[place], both[0], both[1], _kind(*both))

    return tuple(contrast(place) for place in range(len(names)))


def _kind(penalty: Result, reward: Result, sum_of_both: Result) -> Kind | Withheld:
    for each in (penalty, reward, sum_of_both):
        if isinstance(each, Withheld):
            return each
    if not (_told(penalty) or _told(reward)):
        return "indifferent"
    if _told(sum_of_both):
        return "basic" if getattr(sum_of_both, "value", 0) < 0 else "delight"
    return "one for one"


def _told(result: Result) -> bool:
    return isinstance(result, Estimate) and (result.low > 0 or result.high < 0)


def paired(answers: pd.DataFrame, *, fewest: int = 30) -> Kind | Withheld:
    """The class of a feature from Kano's paired questions.

    Args:
        answers: a row per customer: present, absent (how one feels if it is there, if it is not:
            like, expect, neutral, live with or dislike).
        fewest: customers below which it is withheld.

    Withheld where the most frequent class does not lead the next by more than chance
    (Lee and Newcomb 1997). ValueError for a feeling that is not one of the five.

    >>> paired(pd.DataFrame({"present": ["expect"] * 40, "absent": ["dislike"] * 40}))
    'basic'
    """
    strange = sorted({*answers["present"], *answers["absent"]} - set(_FEELINGS))
    if strange:
        raise ValueError(f"a feeling is one of {', '.join(_FEELINGS)}: {strange[0]!r}")
    if len(answers) < fewest:
        return Withheld(say("{n} answers; at least {fewest} are needed", n=len(answers), fewest=fewest), len(answers))
    counts = _classes(answers)
    first, second = counts.iloc[0], counts.iloc[1] if len(counts) > 1 else 0
    if stats.binomtest(int(first), int(first + second)).pvalue > SURE:
        why = N_("as many find it {first} as find it {second}")
        return Withheld(say(why, first=counts.index[0], second=counts.index[1]), len(answers))
    kinds: Mapping[str, Kind] = {kind: kind for row in _TABLE for kind in row}
    return kinds[str(counts.index[0])]


def _classes(answers: pd.DataFrame) -> pd.Series:
    place = {feeling: at for at, feeling in enumerate(_FEELINGS)}
    found = [
        _TABLE[place[there]][place[gone]] for there, gone in zip(answers["present"], answers["absent"], strict=True)
    ]
    return pd.Series(found).value_counts()
