"""What a feature is to customers, from paired questions (Kano 1984).

Each customer says how they feel if it is there, and if it is not; the pair gives a class, and the most
frequent one is named only if it leads the next by more than chance. Ordinary ratings are another way
to the same classes (see `penalty_reward`).

References: Kano, Seraku, Takahashi and Tsuji 1984, Hinshitsu 14:147-156. Lee and Newcomb 1997, Center
for Quality of Management Journal 2:44-57.
"""

from collections.abc import Mapping
from typing import Literal

import pandas as pd
from scipy import stats

from workbench.analysis.results import Withheld
from workbench.phrase import N_, say

Kind = Literal["basic", "one for one", "delight", "indifferent", "reverse", "contradictory"]
SURE = 0.05

# Rows: how one feels if it is there; columns: if it is not. Both from like to dislike.
_FEELINGS = ("like", "expect", "neutral", "live with", "dislike")
_TABLE: tuple[tuple[Kind, ...], ...] = (
    ("contradictory", "delight", "delight", "delight", "one for one"),
    ("reverse", "indifferent", "indifferent", "indifferent", "basic"),
    ("reverse", "indifferent", "indifferent", "indifferent", "basic"),
    ("reverse", "indifferent", "indifferent", "indifferent", "basic"),
    ("reverse", "reverse", "reverse", "reverse", "contradictory"),
)


def paired(answers: pd.DataFrame, *, fewest: int = 30) -> Kind | Withheld:
    """The class of a feature from Kano's paired questions.

    Args:
        answers: a row per customer: present, absent (how one feels if it is there, if it is not:
            like, expect, neutral, live with or dislike).
        fewest: customers below which it is withheld.

    Withheld where the most frequent class does not lead the next by more than chance (Lee
    and Newcomb 1997). ValueError for a feeling that is not one of the five.

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
