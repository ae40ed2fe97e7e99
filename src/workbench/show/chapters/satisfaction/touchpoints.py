"""What changed at the touchpoints, and whether they are rated alike: asked of all of them together."""

from collections.abc import Hashable, Mapping
from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Finding, Silent
from workbench.show.chapters.satisfaction.shared import CUSTOMERS, points, reasons
from workbench.show.chapters.words import opened
from workbench.show.charts.common import About

SOURCE = "item_history"

ONE_ROSE = N_("{name} is rated {size} points better than the month before")
ONE_FELL = N_("{name} is rated {size} points worse than the month before")
NONE_MOVED = N_("No touchpoint changed beyond chance since the month before")
NOT_COMPARED = N_("No touchpoint has answers enough in this month and in the month before to be compared.")
CHANGE_TEST = N_("its chance without a change stands up among all touchpoints looked at; of such alarms, 5% are false")
LOOK = N_("Find out what happened at {name}, and tell the customers it happened to.")
RATED_APART = N_(
    "Touchpoints are not rated alike: {lowest} stands lowest, at {low}, and {highest} highest, at {high}. Were they "
    "alike, chance would set them so far apart in {chance} of surveys ({n} customers, {period})."
)
RATED_ALIKE = N_(
    "Which touchpoint is rated lowest cannot be told from chance: were they alike, chance would set them so far apart "
    "in {chance} of surveys ({n} customers, {period})."
)
NOT_TESTED = N_("Whether touchpoints are rated alike cannot be tested: {why}.")
LESS = N_("less than {share}")
SMALLEST = 0.001  # chance below which it is not told more closely
KEEP = N_("Find out what went well at {name}, and keep it.")

_COLUMNS = {
    "name": Field("Touchpoint"),
    "change": Field("Change in points", "points"),
    "change_low": Field("Low", "points"),
    "change_high": Field("High", "points"),
    "index": Field("This month", "points"),
    "told": Field("Told from chance"),
    "detectable": Field("Smallest change that would be seen", "points"),
    **CUSTOMERS,
}


class Differs(Protocol):
    """Whether touchpoints differ (``analysis.interaction.Interaction`` is one)."""

    @property
    def told(self) -> bool: ...
    @property
    def chance(self) -> float: ...
    @property
    def each(self) -> pd.DataFrame: ...
    @property
    def n(self) -> int: ...


def touchpoint_levels(differ: Differs | Silent, *, period: str) -> Block:
    """Whether touchpoints are rated alike, before one is called the lowest.

    Args:
        differ: whether they differ, and by how much.
        period: the months pooled.
    """
    if isinstance(differ, Silent):
        return blocks.note("touchpoint_levels", say(NOT_TESTED, why=differ.why))
    row = differ.each.iloc[0]
    tiny = differ.chance < SMALLEST
    words: dict[str, Any] = {name: row[name] for name in ("lowest", "highest")}
    words |= {side: format.value(row[f"{side}_value"], "points") for side in ("low", "high")}
    share = format.value(max(differ.chance, SMALLEST), "percent")
    words |= {"chance": say(LESS, share=share) if tiny else share}
    about: dict[str, Any] = {"n": format.value(differ.n, "count"), "period": period}
    return blocks.note("touchpoint_levels", say(RATED_APART if differ.told else RATED_ALIKE, **words, **about))


def touchpoint_changes(found: pd.DataFrame, *, period: str) -> Block:
    """What moved at the touchpoints since the month before.

    Args:
        found: name, index, change, change_low, change_high, told, detectable, n, why.
        period: the month.
    """
    compared = found.dropna(subset=["change"])
    if compared.empty:
        return blocks.note("touchpoint_changes", NOT_COMPARED, level="missing")
    moved = _moved(found)
    title = _sentence(moved[0]) if moved else NONE_MOVED
    about = About(n=int(compared["n"].min()), period=period, source=SOURCE)
    return charts.intervals(
        "touchpoint_changes",
        title,
        found,
        _COLUMNS | reasons(found),
        label="name",
        value="change",
        low="change_low",
        high="change_high",
        reference=0.0,
        reference_label=N_("no change"),
        **about,
    )


def change_findings(found: pd.DataFrame, *, period: str) -> list[Block]:
    """A finding for the touchpoint that moved most, if any moved beyond chance."""
    return [
        Finding(
            "touchpoint_change",
            _sentence(row),
            period,
            SOURCE,
            unit="points",
            value=float(row["change"]),
            low=float(row["change_low"]),
            high=float(row["change_high"]),
            n=int(row["n"]),
            test=CHANGE_TEST,
            do=say(LOOK if row["change"] < 0 else KEEP, name=row["name"]),
            tells="change",
        )
        for row in _moved(found)[:1]
    ]


def _moved(found: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The touchpoints whose change is believed, largest movement first."""
    believed = found[found["told"].astype(bool)]
    return believed.sort_values("change", key=lambda change: -change.abs(), kind="stable").to_dict("records")


def _sentence(row: Mapping[Hashable, Any]) -> Phrase:
    sentence = ONE_FELL if row["change"] < 0 else ONE_ROSE
    return say(sentence, name=opened(str(row["name"])), size=points(row["change"]))
