"""The chapter on satisfaction: how satisfied, what changed, where expectations are missed, who answered.

From frames and estimates to blocks. Each function picks the sentence its numbers allow: a change
or a gap is claimed only where its interval excludes zero. Where there is nothing to draw, the
block is a note that says why. Why customers are satisfied is in `drivers`.
"""

from collections.abc import Hashable, Mapping
from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Finding, Kpi, Measured, Silent
from workbench.show.chapters.changes import Historic, Told, finding, told
from workbench.show.chapters.words import opened, whole
from workbench.show.charts.common import About

SOURCE = "survey_index"

INDEX = N_("{outcome}, 0 to 100")
OF_ASKED = N_("Answered, of those asked")
OF_ALL = N_("Answered, of all customers")
STANDS = N_("{outcome} stands at {index} of 100")
HELD = N_("{outcome} stands at {index} of 100, no change beyond chance since the month before")
ROSE = N_("{outcome} rose by {size} points since the month before, to {index} of 100")
FELL = N_("{outcome} fell by {size} points since the month before, to {index} of 100")
ONE_ROSE = N_("{name} is rated {size} points better than the month before")
ONE_FELL = N_("{name} is rated {size} points worse than the month before")
NONE_MOVED = N_("No touchpoint changed beyond chance since the month before")
SHORT = N_("Expectations are missed most at {name}, by {size} points")
MET = N_("No touchpoint falls short of what customers expect")
CHANGE_TEST = N_("the intervals of all touchpoints together hold in 95 of 100 months; this one excludes no change")
LOOK = N_("Find out what happened at {name}, and tell the customers it happened to.")
KEEP = N_("Find out what went well at {name}, and keep it.")
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
NO_MONTHS = N_("No month has answers enough for an index of {outcome}.")
NOT_COMPARED = N_("No touchpoint has answers enough in this month and in the month before to be compared.")
NO_GAPS = N_("No touchpoint was rated for both what was expected and what was felt, so no gap can be shown.")
NO_SURVEY = N_(
    "There are no survey answers. With the tables survey_items and survey_responses this chapter shows how "
    "satisfied customers are, what moves their satisfaction, and where expectations are missed."
)

_BOUNDS = {"low": Field("Low", "points"), "high": Field("High", "points")}
_CUSTOMERS = {"n": Field("Customers", "count")}
_CHANGES = {
    "touchpoint": Field("Touchpoint"),
    "change": Field("Change in points", "points"),
    **_BOUNDS,
    "now": Field("This month", "points"),
    "before": Field("Month before", "points"),
    **_CUSTOMERS,
}
_GAPS = {
    "touchpoint": Field("Touchpoint"),
    "gap": Field("Felt less expected, in points", "points"),
    **_BOUNDS,
    "perception": Field("Felt", "points"),
    "expectation": Field("Expected", "points"),
    **_CUSTOMERS,
}


class Placed(Protocol):
    """The touchpoint with whose customers a change lies (``analysis.concentrated_change.Place`` is one)."""

    @property
    def touchpoint(self) -> str: ...
    @property
    def share(self) -> float: ...


class Answered(Protocol):
    """How many answered, of whom (``analysis.response.Response`` is one)."""

    @property
    def share(self) -> Measured | Silent: ...
    @property
    def of_asked(self) -> bool: ...


def survey_missing(sums: pd.DataFrame) -> list[Block]:
    """The note that there is no survey and what one would add; nothing where there is one."""
    return [] if len(sums) else [blocks.note("survey_missing", NO_SURVEY, level="missing")]


def index_kpi(index: Measured | Silent, history: Historic, outcome: str, *, period: str) -> Kpi:
    """The index of the month, with its past."""
    title = say(INDEX, outcome=opened(outcome))
    kpi = blocks.kpi("satisfaction_index", title, index, unit="points", period=period, source=SOURCE)
    return told(kpi, history, better=1)


def change_kpi(change: Measured | Silent, *, period: str) -> Block:
    """What the index did since the month before."""
    title = N_("Change since the month before")
    return blocks.kpi("satisfaction_change", title, change, unit="points", period=period, source=SOURCE)


def response_kpi(response: Answered, *, period: str) -> Block:
    """Which part of the customers answered."""
    title = OF_ASKED if response.of_asked else OF_ALL
    share = response.share
    return blocks.kpi("response", title, share, unit="percent", period=period, source="response_counts")


def index_over_months(months: pd.DataFrame, outcome: str, change: Measured | Silent, *, period: str) -> Block:
    """The index month by month with its band.

    Args:
        months: month, index, low, high, n; a month without an index has it empty.
        outcome: the construct the index is of.
        change: the last month less the month before.
        period: the months drawn.
    """
    drawn = months.dropna(subset=["index"])
    if drawn.empty:
        return blocks.note("index_over_months", say(NO_MONTHS, outcome=outcome), level="missing")
    columns = {"month": Field("Month", "month"), "index": Field(opened(outcome), "points"), **_BOUNDS, **_CUSTOMERS}
    about = About(n=int(drawn["n"].iloc[-1]), period=period, source=SOURCE)
    title = _index_title(outcome, float(drawn["index"].iloc[-1]), change)
    return charts.line_with_band(
        "index_over_months", title, drawn, columns, x="month", value="index", low="low", high="high", **about
    )


def touchpoint_changes(changes: pd.DataFrame, *, period: str) -> Block:
    """What moved at the touchpoints since the month before.

    Args:
        changes: touchpoint, now, before, change, low, high, n.
        period: the month.
    """
    if changes.empty:
        return blocks.note("touchpoint_changes", NOT_COMPARED, level="missing")
    moved = _moved(changes)
    title = _change_sentence(moved.to_dict("records")[0]) if len(moved) else NONE_MOVED
    return _around_zero("touchpoint_changes", title, changes, _CHANGES, "change", N_("no change"), period)


def change_findings(changes: pd.DataFrame, *, period: str) -> list[Block]:
    """A finding for the touchpoint that moved most, if any moved beyond chance."""
    return [
        Finding(
            "touchpoint_change",
            _change_sentence(row),
            period,
            SOURCE,
            unit="points",
            value=float(row["change"]),
            low=float(row["low"]),
            high=float(row["high"]),
            n=int(row["n"]),
            test=CHANGE_TEST,
            do=say(LOOK if row["change"] < 0 else KEEP, name=row["touchpoint"]),
            tells="change",
        )
        for row in _moved(changes).head(1).to_dict("records")
    ]


def index_finding(history: Historic, place: Placed | None, outcome: str, *, period: str) -> tuple[Finding, ...]:
    """The finding that the index changed, and with whose customers most of it, where that can be said.

    Args:
        history: the index of the months before and its changes.
        place: the touchpoint with whose customers the change lies; None if with none.
    """
    said = INDEX_CHANGED if place is None else INDEX_PLACED
    words: dict[str, str] = {"outcome": opened(outcome)}
    words |= {} if place is None else {"touchpoint": place.touchpoint, "share": whole(place.share)}
    about: dict[str, Any] = {"unit": "points", "period": period, "source": "index_history"}
    return finding("index_changed", history, said, words=words, **about)


def expectation_gaps(gaps: pd.DataFrame, *, period: str) -> Block:
    """Felt less expected at each touchpoint.

    Args:
        gaps: touchpoint, perception, expectation, gap, low, high, n; widest gap first.
        period: the months pooled.
    """
    if gaps.empty:
        return blocks.note("expectation_gaps", NO_GAPS, level="missing")
    short = gaps[gaps["high"] < 0]
    title = MET
    if len(short):
        title = say(SHORT, name=short["touchpoint"].iloc[0], size=format.value(-short["gap"].iloc[0], "points"))
    return _around_zero("expectation_gaps", title, gaps, _GAPS, "gap", N_("as expected"), period)


def _around_zero(
    name: str, title: str, frame: pd.DataFrame, columns: Mapping[str, Field], value: str, zero: str, period: str
) -> Block:
    """A dot and its interval for each touchpoint; ``zero`` says what no difference means."""
    about = About(n=int(frame["n"].min()), period=period, source=SOURCE)
    return charts.intervals(
        name,
        title,
        frame,
        columns,
        label="touchpoint",
        value=value,
        low="low",
        high="high",
        reference=0.0,
        reference_label=zero,
        **about,
    )


def _index_title(outcome: str, index: float, change: Measured | Silent) -> str:
    words = {"outcome": opened(outcome), "index": format.value(index, "points")}
    if isinstance(change, Silent):
        return say(STANDS, **words)
    sentence = ROSE if change.low > 0 else FELL if change.high < 0 else HELD
    return say(sentence, **words, size=format.value(abs(change.value), "points"))


def _moved(changes: pd.DataFrame) -> pd.DataFrame:
    """The touchpoints whose interval excludes no change, largest movement first."""
    told = changes[(changes["low"] > 0) | (changes["high"] < 0)]
    return told.sort_values("change", key=lambda change: -change.abs(), kind="stable")


def _change_sentence(row: Mapping[Hashable, Any]) -> Phrase:
    sentence = ONE_FELL if row["change"] < 0 else ONE_ROSE
    return say(sentence, name=opened(str(row["touchpoint"])), size=format.value(abs(row["change"]), "points"))
