"""Do segments differ? Asked of all of them together before a single difference is told.

A small segment is shown drawn towards the others as far as it is noise; one below the minimum has no
number, and its reason.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Silent
from workbench.show.chapters.satisfaction.shared import CUSTOMERS, plain, points, reasons
from workbench.show.chapters.words import opened
from workbench.show.charts.common import About

SOURCE = "indices.segments.by_segment"

DIFFER = N_("{outcome} differs between groups: {lowest} stand lowest, {highest} {size} points higher")
ALIKE = N_("No difference in {outcome} between these groups is told from chance")
NOT_TESTED = N_("{outcome} by group; whether groups differ cannot be tested: {why}")
NO_SEGMENTS = N_("No group of customers has answers enough to be shown by itself.")
WEIGH_ALIKE = N_("No driver works otherwise in one group than in another, as far as chance lets us tell.")
WEIGH_APART = N_(
    "Drivers do not work alike in all groups: a point more for {driver} goes with {high} points of {outcome} among "
    "{highest}, and with {low} among {lowest}."
)
WEIGH_SOMEHOW = N_("Drivers do not work alike in all groups, but no single driver can be named for it.")
NOT_WEIGHED = N_("Whether drivers work alike in all groups cannot be tested: {why}.")
EACH = N_("What a point more for each driver goes with, in the group where it is least and where it is most")

_DRIVERS = {
    "number": Field("Driver"),
    "lowest": Field("Least among"),
    "low_value": Field("Points for a point, least", "number"),
    "highest": Field("Most among"),
    "high_value": Field("Points for a point, most", "number"),
    "chance": Field("Chance of such a difference where there is none", "percent"),
    "told": Field("Told from chance"),
}


class Differs(Protocol):
    """Whether segments differ (``analysis.interaction.Interaction`` is one)."""

    @property
    def told(self) -> bool: ...
    @property
    def each(self) -> pd.DataFrame: ...
    @property
    def n(self) -> int: ...
    @property
    def left_out(self) -> Mapping[str, str]: ...


def segment_index(found: pd.DataFrame, differ: Differs | Silent, outcome: str, *, period: str) -> Block:
    """The index of each group of customers, pooled where there are groups enough to learn from.

    Args:
        found: segment, index, low, high, n, pooled, pooled_low, pooled_high, why.
        differ: whether the groups differ in the index.
    """
    drawn = _drawn(found)
    if drawn["shown"].notna().sum() == 0:
        return blocks.note("segment_index", NO_SEGMENTS)
    columns = {"segment": Field("Group"), "shown": Field(opened(outcome), "points")}
    columns |= {"shown_low": Field("Low", "points"), "shown_high": Field("High", "points"), **CUSTOMERS}
    columns |= {"index": Field("By itself", "points"), **reasons(found)}
    about = About(n=int(found["n"].sum()), period=period, source=SOURCE)
    axes: dict[str, Any] = {"label": "segment", "value": "shown", "low": "shown_low", "high": "shown_high"}
    return charts.intervals("segment_index", _title(differ, outcome), drawn, columns, **axes, **about)


def segment_drivers(differ: Differs | Silent, outcome: str) -> Block:
    """Whether drivers work alike in all groups, in a sentence."""
    return blocks.note("segment_drivers", _weighing(differ, outcome))


def segment_driver_table(differ: Differs | Silent, *, period: str) -> list[Block]:
    """Each driver in the groups where it works least and most, for the analyst."""
    if isinstance(differ, Silent):
        return []
    frame = differ.each.assign(number=differ.each["number"].map(plain))
    about: dict[str, Any] = {"n": differ.n, "period": period, "source": "interaction.of_drivers"}
    return [blocks.table("segment_driver_table", EACH, frame, _DRIVERS, **about)]


def _drawn(found: pd.DataFrame) -> pd.DataFrame:
    """What is drawn of each group: its pooled index, or its own where nothing is pooled."""
    pairs = (("shown", "pooled", "index"), ("shown_low", "pooled_low", "low"), ("shown_high", "pooled_high", "high"))
    return found.assign(**{name: found[pooled].fillna(found[own]) for name, pooled, own in pairs})


def _title(differ: Differs | Silent, outcome: str) -> Phrase:
    if isinstance(differ, Silent):
        return say(NOT_TESTED, outcome=opened(outcome), why=differ.why)
    if not differ.told:
        return say(ALIKE, outcome=outcome)
    row = differ.each.iloc[0]
    words = {"lowest": row["lowest"], "highest": row["highest"], "size": points(row["gap"])}
    return say(DIFFER, outcome=opened(outcome), **words)


def _weighing(differ: Differs | Silent, outcome: str) -> Phrase | str:
    if isinstance(differ, Silent):
        return say(NOT_WEIGHED, why=differ.why)
    if not differ.told:
        return WEIGH_ALIKE
    named = differ.each[differ.each["told"].astype(bool)]
    if named.empty:
        return WEIGH_SOMEHOW
    row = named.sort_values("gap", ascending=False, kind="stable").iloc[0]
    words = {"driver": plain(row["number"]), "highest": row["highest"], "lowest": row["lowest"], "outcome": outcome}
    sizes = {"high": format.value(row["high_value"], "ratio"), "low": format.value(row["low_value"], "ratio")}
    return say(WEIGH_APART, **words, **sizes)
