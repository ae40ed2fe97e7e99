"""Chapter 04, its first part: where customers stand and how they move."""

from typing import Protocol

import pandas as pd

from workbench.phrase import N_, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Chart, Field, Finding, Kpi, Measured, Note, Silent
from workbench.show.chapters.words import opened, whole
from workbench.show.charts.common import About

STANDING = N_("{with_us} customers are with us; {dormant} are dormant and {lost} are lost")
STANDING_PART = N_("Where customers stand in {month}")
MOVING = N_("Each month {asleep} of active customers fall dormant; {back} of the dormant come back")
MOVING_PLAIN = N_("Where customers of each state are a month later")
NO_STATE = N_("No state has enough customers to be shown.")
NOT_MOVING = N_("How customers move cannot be shown: {why}.")
WENT = N_("Customers who fell dormant in the month")
MORE = N_("More customers fell dormant than usual: {now} in {month}, against {usual} in a usual month")
FEWER = N_("Fewer customers fell dormant than usual: {now} in {month}, against {usual} in a usual month")
CHANGE_TEST = N_("the difference, {change}, is told from zero at 95%")
CALL = N_("Look what these customers have in common, and call the best of them before they are lost.")
LEARN = N_("Find out what went well and keep it.")

_STATES = {
    "state": Field("State"),
    "customers": Field("Customers", "count"),
    "share": Field("Share", "percent"),
    "month_ago": Field("A month ago", "count"),
}
_MOVES = {
    "from_state": Field("From"),
    "to_state": Field("To"),
    "share": Field("A month later", "percent"),
    "low": Field("Low", "percent"),
    "high": Field("High", "percent"),
    "customers": Field("Customers, most in a month", "count"),
    "months": Field("Customer-months", "count"),
}


class Moved(Protocol):
    """A rate in the last month, in the months before, and the difference (``analysis.lifecycle.Move`` is one)."""

    @property
    def now(self) -> Measured | Silent: ...
    @property
    def usual(self) -> Measured | Silent: ...
    @property
    def change(self) -> Measured | Silent: ...
    @property
    def is_news(self) -> bool: ...


def standing(frame: pd.DataFrame, *, period: str) -> Chart | Note:
    """How many customers are in each state.

    Args:
        frame: a row per state in order: state, part, customers, share, month_ago; small ones blank.
        period: the month.
    """
    shown = frame[frame["customers"] > 0]
    if shown.empty:
        return blocks.note("standing", NO_STATE, level="missing")
    about = About(n=int(shown["customers"].sum()), period=period, source="customer_states")
    title = _standing_title(frame, period)
    return charts.bars("standing", title, frame, _STATES, label="state", value="customers", sort=False, **about)


def moves(frame: pd.DataFrame | Silent, *, period: str) -> Chart | Note:
    """Where the customers of each state are a month later.

    Args:
        frame: a row per move: from_state, to_state, customers, months, share, low, high.
        period: the months that are pooled.
    """
    if isinstance(frame, Silent):
        return blocks.note("moves", say(NOT_MOVING, why=frame.why), level="missing")
    n = int(frame.drop_duplicates("from_state")["customers"].sum())
    about = About(n=n, period=period, source="state_steps")
    grid = _complete(frame)
    look = {"row": "from_state", "column": "to_state", "value": "share"}
    return charts.heatmap("moves", _moves_title(frame), grid, _MOVES, **look, **about)


def fell_dormant(move: Moved, *, period: str) -> tuple[Kpi | Finding, ...]:
    """How many fell dormant in the last month; a finding if that is news: neither chance nor their course."""
    rate = blocks.kpi("fell_dormant", WENT, move.now, unit="percent", period=period, source="state_steps")
    if isinstance(move.now, Silent) or isinstance(move.usual, Silent) or isinstance(move.change, Silent):
        return (rate,)
    if not move.is_news:
        return (rate,)
    now, usual = (format.value(number.value, "percent") for number in (move.now, move.usual))
    more = move.change.value > 0
    finding = blocks.finding(
        "fell_dormant_changed",
        say(MORE if more else FEWER, now=now, usual=usual, month=period),
        move.change,
        unit="percent",
        period=period,
        source="state_steps",
        test=say(CHANGE_TEST, change=format.change(move.change.value, "percent")),
        do=CALL if more else LEARN,
        tells="change",
    )
    return rate, finding


def _standing_title(frame: pd.DataFrame, period: str) -> str:
    parts = {str(part): rows["customers"] for part, rows in frame.groupby("part")}
    counts = {part: int(parts[part].sum()) if part in parts else 0 for part in ("with us", "dormant", "lost")}
    if any(part in parts and parts[part].isna().any() for part in counts):
        return say(STANDING_PART, month=period)
    with_us, dormant, lost = (format.value(count, "count") for count in counts.values())
    return say(STANDING, with_us=with_us, dormant=dormant, lost=lost)


def _moves_title(frame: pd.DataFrame) -> str:
    shares = frame.set_index(["from_state", "to_state"])["share"].to_dict()
    asleep, back = shares.get(("active", "dormant")), shares.get(("dormant", "won back"))
    if asleep is None or back is None:
        return MOVING_PLAIN
    return opened(say(MOVING, asleep=whole(asleep), back=whole(back)))


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Every pair of states, so that each has its place; pairs nobody went between have no share."""
    states = [*dict.fromkeys([*frame["from_state"], *frame["to_state"]])]
    rows = [state for state in states if state in set(frame["from_state"])]
    pairs = pd.MultiIndex.from_product([rows, states], names=["from_state", "to_state"])
    return frame.set_index(["from_state", "to_state"]).reindex(pairs).reset_index()
