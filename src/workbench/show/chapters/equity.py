"""Chapter 05, its first part: what the customers are worth."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, month, say
from workbench.show import blocks, charts, format, theme
from workbench.show.blocks import Chart, Field, Kpi, Measured, Note, Silent, Table
from workbench.show.chapters.changes import Historic, told
from workbench.show.charts.common import About

SOURCE = "customer_returns.preferred"

WITHHELD = N_("What the customers are worth cannot be said: {why}.")
GROSS = N_(
    "No direct costs are recorded, so all values here are of {measure}, not of profit: too high, and to be compared "
    "with each other only. With costs they would say what the customers really bring."
)
SHORT = N_("Values rest on the movements of {months} months; {year} months would hold every season once.")
CUT = N_(
    "The history is too short to see how many customers are lost for good. So only the contribution of the next "
    "{months} months is counted, not all there will ever be. With two years before the opening, all would count."
)
BY_STATES = N_(
    "How long customers stay cannot be learned from their purchases here: {why}. So they are valued by their "
    "lifecycle state and value tier instead, which values the best customers too low."
)
YEAR = 12
EQUITY = N_("Customer equity at the end of {period}")
EQUITY_OF = N_("Customer equity at the end of {period}: the next {months} months")
CHANGE = N_("Change in customer equity since {opening}, with what was learned since")
CHANGE_OF = N_("Change since {opening} in what customers bring by {end}: {months} months of it have been paid out")
CHAIN = N_("Cross-check: customer equity counted from lifecycle states")
CHAIN_LOWER = N_(
    "Counted from lifecycle states, customer equity comes out {share} lower. That is to be expected: this way takes "
    "all customers of a state alike, and the best of them stay longest. The interval of customer equity is that of "
    "its own model and does not hold the difference."
)
CHAIN_HIGHER = N_(
    "Counted from lifecycle states, customer equity comes out {share} higher, though this way mostly comes out lower. "
    "Take customer equity as less certain than its interval says, which is that of its own model."
)
VALUES = N_(
    "Customers brought {past} so far, {year} of it in the last 12 months, and are expected to bring {future} more"
)
VALUES_OF = N_(
    "Customers brought {past} so far, {year} of it in the last 12 months, and are expected to bring {future} in the "
    "next {months} months"
)
NO_PAST = N_("What is expected of customers cannot be set beside what they brought: {why}.")
WORTH = N_("One {best} customer is worth {most}, one {last} customer {least}")
ONE = N_("{state} {tier}")
FEW_IN_STATES = N_(
    "What one customer is worth by state cannot be shown: no state holds {minimum} customers of a value tier."
)

_WORTH = {
    "state": Field("State"),
    "tier": Field("Value tier"),
    "value": Field("Worth of one customer", "money"),
    "low": Field("Low", "money"),
    "high": Field("High", "money"),
    "contribution": Field("Contribution expected next month", "money"),
}
_VALUES = {
    "group": Field("Customers today"),
    "customers": Field("Customers", "count"),
    "historical": Field("Historical value: brought so far", "money"),
    "current": Field("Current value: brought in 12 months", "money"),
    "expected": Field("Expected value: still to come", "money"),
    "low": Field("Low", "money"),
    "high": Field("High", "money"),
}
GROUPS = {"lost": N_("lost customers"), "other": N_("others, too few to stand alone"), "all": N_("all")}


class Span(Protocol):
    """The period measured (``analysis.return_on_customer.Period`` is one)."""

    @property
    def opening(self) -> dt.date: ...
    @property
    def months(self) -> int: ...
    @property
    def window_months(self) -> int: ...
    @property
    def horizon_months(self) -> int: ...


class Returned(Protocol):
    """Customer equity at two dates (``analysis.equity.CustomerReturn`` is one)."""

    @property
    def asked(self) -> Span: ...
    @property
    def period(self) -> Span: ...
    @property
    def rate(self) -> float: ...
    @property
    def closing_equity(self) -> Measured | Silent: ...
    @property
    def change(self) -> Measured | Silent: ...
    @property
    def roc(self) -> Mapping[str, Measured | Silent]: ...
    @property
    def value_created(self) -> Measured | Silent: ...
    @property
    def by_tier(self) -> pd.DataFrame: ...


class Costed(Protocol):
    """Which costs are known (``analysis.costs.Costs`` is one)."""

    @property
    def measure(self) -> str: ...
    @property
    def known(self) -> float: ...


def remarks(measured: Returned | Silent, costs: Costed, modelled: object | Silent = None) -> tuple[Note, ...]:
    """What the reader must know first: no direct costs, no model, or less than a year of history.

    Args:
        measured: the result, or why there is none.
        costs: which costs are known.
        modelled: the result of the model, or why customers are valued by their states instead.
    """
    notes = []
    if costs.known == 0:
        notes.append(blocks.note("costs_missing", say(GROSS, measure=costs.measure), level="missing"))
    if isinstance(measured, Silent):
        return tuple(notes)
    period = measured.period
    if period.horizon_months != measured.asked.horizon_months:
        notes.append(blocks.note("horizon_cut", say(CUT, months=period.horizon_months), level="missing"))
    if not isinstance(modelled, Silent):
        return tuple(notes)
    notes.append(blocks.note("valued_by_states", say(BY_STATES, why=modelled.why), level="warning"))
    if period.window_months < YEAR:
        notes.append(blocks.note("short_history", say(SHORT, months=period.window_months, year=YEAR), level="missing"))
    return tuple(notes)


def worth(measured: Returned | Silent, history: Historic, *, period: str) -> tuple[Kpi, ...]:
    """Customer equity at the closing, and how it changed; or why neither is known.

    Args:
        measured: the result, or why there is none.
        history: customer equity of the months before.
        period: the month of the closing.
    """
    if isinstance(measured, Silent):
        title = say(EQUITY, period=period)
        return (blocks.kpi("customer_equity", title, measured, unit="money", period=period, source=SOURCE),)
    months = measured.period.horizon_months
    title = say(EQUITY_OF if months else EQUITY, period=period, months=months)
    opening = format.value(str(measured.period.opening), "date")
    words = {"end": counted_to(measured), "months": measured.period.months} if months else {}
    since, change = say(CHANGE_OF if months else CHANGE, opening=opening, **words), measured.change
    equity = blocks.kpi("customer_equity", title, measured.closing_equity, unit="money", period=period, source=SOURCE)
    return (
        told(equity, history, better=1),
        blocks.kpi("customer_equity_change", since, change, unit="money", period=period, source=SOURCE),
    )


def counted_to(measured: Returned) -> Phrase:
    """The last month that is counted where a horizon ends the sum."""
    opening, months = measured.period.opening, measured.period.months + measured.period.horizon_months
    last = 12 * opening.year + opening.month - 2 + months
    return month(f"{last // 12}-{last % 12 + 1:02d}")


def cross_check(
    modelled: Returned | Silent, chain: Returned | Silent, *, period: str
) -> tuple[Kpi, Note] | tuple[Kpi] | tuple[()]:
    """The same equity by the older method, where both are there, and how far apart they are if that is far.

    Args:
        modelled: the result of the model, or why there is none.
        chain: that of the chain of lifecycle states.
        period: the month of the closing.
    """
    if isinstance(modelled, Silent) or isinstance(chain, Silent):
        return ()
    about: dict[str, Any] = {"unit": "money", "period": period, "source": "equity.measure"}
    shown = blocks.kpi("customer_equity_by_states", CHAIN, chain.closing_equity, **about)
    mine, other = modelled.closing_equity, chain.closing_equity
    if isinstance(mine, Silent) or isinstance(other, Silent) or mine.low <= other.value <= mine.high:
        return (shown,)
    share = format.value(abs(other.value / mine.value - 1), "percent")
    lower = other.value < mine.value
    return shown, blocks.note("cross_check_apart", say(CHAIN_LOWER if lower else CHAIN_HIGHER, share=share))


def side_by_side(values: pd.DataFrame | Silent, measured: Returned | Silent, *, period: str) -> Table | Note:
    """Historical, current and expected value by value tier, and of all in the last row.

    Args:
        values: a row per tier, the last of all: group, customers, historical, current, expected, low, high; or
            why not.
        measured: the equity they are of.
        period: the month of the closing.
    """
    if isinstance(values, Silent):
        return blocks.note("values_side_by_side", say(NO_PAST, why=values.why), level="missing")
    whole, numbers = values.iloc[-1], ("historical", "current", "expected")
    frame = values.assign(group=[GROUPS.get(group, group) for group in values["group"]])
    past, year, future = (format.value(float(whole[name]), "money") for name in numbers)
    months = 0 if isinstance(measured, Silent) else measured.period.horizon_months
    words = {"past": past, "year": year, "future": future} | ({"months": months} if months else {})
    title, n = say(VALUES_OF if months else VALUES, **words), int(whole["customers"])
    about: dict[str, Any] = {"n": n, "period": period, "source": "customer_returns.values"}
    return blocks.table("values_side_by_side", title, frame, _VALUES, **about)


def worth_by_state(by_state: pd.DataFrame | Silent, *, minimum: int, period: str) -> tuple[Chart | Note, ...]:
    """What one customer of each state and tier is worth; cells of few customers stay empty.

    Args:
        by_state: a row per state and tier: state, tier, customers, contribution, value, low, high; or why not.
        minimum: the fewest customers a cell may stand for.
        period: the month of the closing.
    """
    if isinstance(by_state, Silent):
        return (blocks.note("worth_by_state", say(WITHHELD, why=by_state.why), level="missing"),)
    frame = by_state[by_state["customers"] >= minimum].sort_values("value")
    if frame.empty:
        return (blocks.note("worth_by_state", say(FEW_IN_STATES, minimum=minimum), level="missing"),)
    last, best = frame.iloc[0], frame.iloc[-1]
    words = {"best": _one(best), "last": _one(last)}
    most, least = (format.value(row["value"], "money") for row in (best, last))
    about = About(n=int(frame["customers"].sum()), period=period, source=SOURCE)
    grid, title = _grid(frame), say(WORTH, **words, most=most, least=least)
    return (charts.heatmap("worth_by_state", title, grid, _WORTH, row="state", column="tier", value="value", **about),)


def _one(row: pd.Series) -> Phrase:
    return say(ONE, state=row["state"], tier=row["tier"])


def _grid(frame: pd.DataFrame) -> pd.DataFrame:
    """Every state by every tier in their order, so that each has its place."""
    states = [state for state in theme.STATES if state in set(frame["state"])]
    pairs = pd.MultiIndex.from_product([states, theme.TIERS], names=["state", "tier"])
    return frame.set_index(["state", "tier"]).reindex(pairs).reset_index()
