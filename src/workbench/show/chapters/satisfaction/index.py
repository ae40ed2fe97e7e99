"""How satisfied customers are, and whether that changed: the index, its months, and the finding.

A change is claimed only where its interval excludes zero.
"""

from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Finding, Kpi, Measured, Silent
from workbench.show.chapters.changes import Historic, Told, finding, is_told, told
from workbench.show.chapters.satisfaction.shared import BOUNDS, CUSTOMERS, GROUPED_BY, points, reasons
from workbench.show.chapters.words import opened, whole
from workbench.show.charts.common import About

SOURCE = "item_history"

INDEX = N_("{outcome}, 0 to 100")
CHANGE = N_("Change since the month before")
STANDS = N_("{outcome} stands at {index} of 100")
HELD = N_("{outcome} stands at {index} of 100, no change beyond chance since the month before")
ROSE = N_("{outcome} rose by {size} points since the month before, to {index} of 100")
FELL = N_("{outcome} fell by {size} points since the month before, to {index} of 100")
INDEX_CHANGED = Told(
    rose=N_("{outcome} rose by {size} points against last month, more than chance explains"),
    fell=N_("{outcome} fell by {size} points against last month, more than chance explains"),
    do_rose=N_("Find out what went well, and keep it."),
    do_fell=N_("No touchpoint stands out: look at what reached all customers, such as prices or news."),
)
INDEX_PLACED = Told(
    rose=N_(
        "{outcome} rose by {size} points against last month, more than chance explains; {share} of it "
        "among customers who rated {touchpoint}"
    ),
    fell=N_(
        "{outcome} fell by {size} points against last month, more than chance explains; {share} of it "
        "among customers who rated {touchpoint}"
    ),
    do_rose=N_("Find out what went well at {touchpoint}, and keep it."),
    do_fell=N_("Look first at {touchpoint}: its customers changed against the others."),
)
ALL, ALMOST = N_("all"), 0.995  # a share above this is written as all
NO_MONTHS = N_("No month has answers enough for an index of {outcome}.")
NO_SURVEY = N_(
    "There are no survey answers. With the tables survey_items and survey_responses this chapter shows how "
    "satisfied customers are, what moves their satisfaction, and where expectations are missed."
)
CHANGED = N_("{told} of {all} indices changed beyond chance since the month before")
NONE_CHANGED = N_("Not one of {all} indices changed beyond chance since the month before")

MIX = N_(
    "With each customer's latest answers of both months, the change is {total} points: {within} among like customers, "
    "by {by}, and {mix} because others answered."
)
NO_MIX = N_("How much of the change comes from other customers answering cannot be said: {why}.")

_CHANGES = {
    "index": Field("Index, 0 to 100", "points"),
    **BOUNDS,
    **CUSTOMERS,
    "change": Field("Since the month before", "points"),
    "change_low": Field("Change, low", "points"),
    "change_high": Field("Change, high", "points"),
    "told": Field("Told from chance"),
    "detectable": Field("Smallest change that would be seen", "points"),
}


class Mixed(Protocol):
    """A change and its parts (``analysis.mix.MixChange`` is one)."""

    @property
    def total(self) -> Measured | Silent: ...
    @property
    def within(self) -> Measured | Silent: ...
    @property
    def mix(self) -> Measured | Silent: ...


class Placed(Protocol):
    """The touchpoint with whose customers a change lies (``analysis.concentrated_change.Place`` is one)."""

    @property
    def touchpoint(self) -> str: ...
    @property
    def share(self) -> float: ...


def survey_missing(answers: pd.DataFrame) -> list[Block]:
    """The note that there is no survey and what one would add; nothing where there is one."""
    return [] if len(answers) else [blocks.note("survey_missing", NO_SURVEY, level="missing")]


def index_kpi(index: Measured | Silent, history: Historic, outcome: str, *, period: str) -> Kpi:
    """The index of the month, with its past."""
    title = say(INDEX, outcome=opened(outcome))
    kpi = blocks.kpi("satisfaction_index", title, index, unit="points", period=period, source=SOURCE)
    return told(kpi, history, better=1)


def change_kpi(change: Measured | Silent, *, period: str) -> Block:
    """What the index did since the month before."""
    return blocks.kpi("satisfaction_change", CHANGE, change, unit="points", period=period, source=SOURCE)


def index_over_months(months: pd.DataFrame, outcome: str, change: Measured | Silent, *, period: str) -> Block:
    """The index month by month with its band, and the months in which it changed.

    Args:
        months: month, index, low, high, n, change, told (whether the change is believed); a month
            without an index has it empty.
        outcome: the construct the index is of.
        change: the last month less the month before.
        period: the months drawn.
    """
    drawn = months.dropna(subset=["index"])
    if drawn.empty:
        return blocks.note("index_over_months", say(NO_MONTHS, outcome=outcome), level="missing")
    columns = {"month": Field("Month", "month"), "index": Field(opened(outcome), "points"), **BOUNDS, **CUSTOMERS}
    columns |= {"change": _CHANGES["change"], "told": _CHANGES["told"]}
    drawn = drawn.assign(marked=drawn["change"].where(drawn["told"].astype(bool)))
    about = About(n=int(drawn["n"].iloc[-1]), period=period, source=SOURCE)
    title = _index_title(outcome, float(drawn["index"].iloc[-1]), change)
    axes: dict[str, Any] = {"x": "month", "value": "index", "low": "low", "high": "high", "marks": "marked"}
    return charts.line_with_band("index_over_months", title, drawn, columns, **axes, **about)


def index_finding(history: Historic, place: Placed | None, outcome: str, *, period: str) -> tuple[Finding, ...]:
    """The finding that the index changed, and with whose customers most of it, where that can be said.

    Args:
        history: the index of the months before and its changes.
        place: the touchpoint with whose customers the change lies; None if with none.
    """
    said = INDEX_CHANGED if place is None else INDEX_PLACED
    words: dict[str, str] = {"outcome": opened(outcome)}
    words |= (
        {}
        if place is None
        else {"touchpoint": place.touchpoint, "share": ALL if place.share > ALMOST else whole(place.share)}
    )
    about: dict[str, Any] = {"unit": "points", "period": period, "source": SOURCE}
    return finding("index_changed", history, said, words=words, **about)


def mix_note(found: Mixed, by: str) -> Block:
    """How much of the change comes from other customers answering than in the month before."""
    parts = {"total": found.total, "within": found.within, "mix": found.mix}
    silent = next((part for part in parts.values() if isinstance(part, Silent)), None)
    if silent is not None:
        return blocks.note("mix", say(NO_MIX, why=silent.why))
    sizes = {name: _signed(part) for name, part in parts.items() if not isinstance(part, Silent)}
    return blocks.note("mix", say(MIX, **sizes, by=GROUPED_BY.get(by, by)))


def constructs(found: pd.DataFrame, *, period: str) -> list[Block]:
    """Every construct's index and change, for the analyst; nothing where none was asked about.

    Args:
        found: name, index, low, high, n, change, change_low, change_high, told, detectable, why.
    """
    if found.empty:
        return []
    told_ones = int(found["told"].sum())
    title = say(CHANGED if told_ones else NONE_CHANGED, told=told_ones, all=len(found))
    columns = {"name": Field("Construct"), **_CHANGES, **reasons(found)}
    n = int(found["n"].max())
    return [blocks.table("constructs", title, found, columns, n=n, period=period, source=SOURCE)]


def _signed(number: Measured) -> Phrase:
    """A change with its interval."""
    return format.with_interval(number.value, number.low, number.high, "points")


def _index_title(outcome: str, index: float, change: Measured | Silent) -> Phrase:
    words = {"outcome": opened(outcome), "index": format.value(index, "points")}
    if isinstance(change, Silent):
        return say(STANDS, **words)
    if not is_told(change):
        return say(HELD, **words)
    return say(ROSE if change.value > 0 else FELL, **words, size=points(change.value))
