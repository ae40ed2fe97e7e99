"""Who answered and who did not, how that is made up for, and how many answers it takes to see a change."""

from collections.abc import Hashable
from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, format
from workbench.show.blocks import Block, Field, Kpi, Measured, Silent
from workbench.show.chapters.satisfaction.shared import CUSTOMERS, points, reasons, withheld
from workbench.show.chapters.words import column

OF_ASKED = N_("Answered, of those asked")
OF_ALL = N_("Answered, of all customers")
NEEDED = N_("Answers a month to see a change of one point")
WITHIN = N_("Weighted or not, the {statistic} stays within its interval: it moves by at most {size} points")
BEYOND = N_("Who answered matters: weighted, the {statistic} leaves its interval and moves by up to {size} points")
NOT_BESIDE = N_("What weighting changes cannot be said: {why}")
AS_ANSWERED = N_(
    "The weights asked for cannot be made: {why}. Drivers, gaps and groups are shown as answered, without weights."
)

OTHERWISE = N_(
    "Those who did not answer behave otherwise, most in {trait}: {silent}, against {answered} of those who did"
)
LIKE = N_("Those who did not answer behave like those who did, as far as chance lets us tell")
FULL = N_("{sentence}.")
NOT_COMPARED = N_("How those behave who did not answer cannot be said")

_TRAITS = {
    "trait": Field("Trait"),
    "answered": Field("Those who answered"),
    "silent": Field("Those who did not"),
    "difference": Field("Difference"),
    "told": Field("Told from chance"),
    **CUSTOMERS,
}
_BESIDE = {
    "statistic": Field("Number"),
    "weighting": Field("Weights"),
    "value": Field("How much", "number"),
    "low": Field("Low", "number"),
    "high": Field("High", "number"),
    **CUSTOMERS,
    "effective_n": Field("Worth as many equal answers", "count"),
    "design_effect": Field("Times the variance", "ratio"),
}


class Answered(Protocol):
    """How many answered, of whom (``analysis.response.Response`` is one)."""

    @property
    def share(self) -> Measured | Silent: ...
    @property
    def of_asked(self) -> bool: ...


def response_kpis(response: Answered, needed: Measured | Silent, *, period: str, month: str) -> list[Kpi]:
    """Which part of the customers answered, and how many must for a change of one point to be seen.

    Args:
        response: over the window.
        needed: customers who must answer in a month.
        period: the window.
        month: the month whose answers say how many are needed.
    """
    title, share = OF_ASKED if response.of_asked else OF_ALL, response.share
    return [
        blocks.kpi("response", title, share, unit="percent", period=period, source="response_counts"),
        blocks.kpi("answers_needed", NEEDED, needed, unit="count", period=month, source="detectable.answers_needed"),
    ]


def respondents(found: pd.DataFrame | Silent) -> Block:
    """Whether those who did not answer behave otherwise, and in what most."""
    if not isinstance(found, pd.DataFrame):
        return withheld("respondents", NOT_COMPARED, found)
    return blocks.note("respondents", say(FULL, sentence=_otherwise(_shown(found))))


def respondent_traits(found: pd.DataFrame | Silent, *, period: str) -> list[Block]:
    """How those behave who did not answer, beside those who did, for the analyst; nothing where it is not known.

    Args:
        found: trait, unit, answered, silent, difference, low, high, n, chance, told.
        period: the months pooled.
    """
    if not isinstance(found, pd.DataFrame):
        return []
    frame = _shown(found)
    about: dict[str, Any] = {"n": int(found["n"].max()), "period": period, "source": "respondents.compare"}
    return [blocks.table("respondent_traits", _otherwise(frame), frame, _TRAITS, **about)]


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    """The traits with their numbers in words, since each has a unit of its own."""
    rows = found.to_dict("records")
    sides = {name: [format.value(row[name], row["unit"]) for row in rows] for name in ("answered", "silent")}
    sides["difference"] = [_difference(row) for row in rows]
    return found.assign(**{name: column(texts, found) for name, texts in sides.items()})


def _otherwise(frame: pd.DataFrame) -> Phrase | str:
    told = frame[frame["told"].astype(bool)].sort_values("chance", kind="stable")
    words = {name: told[name].iloc[0] for name in ("trait", "answered", "silent")} if len(told) else {}
    return say(OTHERWISE, **words) if words else LIKE


def weights_refused(applied: object) -> list[Block]:
    """The warning that the weights asked for cannot be made; nothing where they can."""
    if not isinstance(applied, Silent):
        return []
    return [blocks.note("weights_refused", say(AS_ANSWERED, why=applied.why), level="warning")]


def weightings(found: pd.DataFrame, *, period: str) -> list[Block]:
    """Numbers with and without weights beside each other; nothing where there are none.

    Args:
        found: weighting, statistic, value, low, high, n, effective_n, design_effect, why; the first
            statistic is the index, its first row as answered.
        period: the months pooled.
    """
    if found.empty or found["value"].isna().all():
        return []
    columns = _BESIDE | reasons(found)
    about: dict[str, Any] = {"n": int(found["n"].max()), "period": period, "source": "weighting.beside"}
    return [blocks.table("weightings", _moved(found), found, columns, **about)]


def _difference(row: dict[Hashable, Any]) -> Phrase:
    """A difference with its interval; shares differ by percentage points."""
    times, unit = (100, "points") if row["unit"] == "percent" else (1, row["unit"])
    return format.with_interval(times * row["difference"], times * row["low"], times * row["high"], unit)


def _moved(found: pd.DataFrame) -> Phrase:
    """How far weights move the first statistic, and whether out of its interval."""
    rows = found[found["statistic"] == found["statistic"].iloc[0]]
    plain, *weighted = rows.to_dict("records")
    known = [row["value"] for row in weighted if pd.notna(row["value"])]
    if pd.isna(plain["value"]) or not known:
        return say(NOT_BESIDE, why=next(row["why"] for row in rows.to_dict("records") if row["why"]))
    size = max(abs(value - plain["value"]) for value in known)
    inside = all(plain["low"] <= value <= plain["high"] for value in known)
    return say(WITHIN if inside else BEYOND, statistic=plain["statistic"], size=points(size))
