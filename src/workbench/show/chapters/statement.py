"""Chapter 05, its last part: the statement of customer equity, as a picture and to the cent."""

from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Finding, Silent, Table
from workbench.show.chapters.changes import is_told, tested
from workbench.show.chapters.equity import Returned, counted_to
from workbench.show.charts.common import About

SOURCE = "customer_returns.statement"

EQUITY = N_(
    "Customer equity went from {opening} to {closing}; apart from the passing of time, "
    "'{line}' moved it most, by {amount}"
)
EQUITY_TO = N_(
    "What customers bring by {end} was worth {opening} at the opening and {closing} at the close; apart from the "
    "passing of time, '{line}' moved it most, by {amount}"
)
STILL = N_("Customer equity went from {opening} to {closing}")
OF_TIME = ("unwind of the discount", "expected cash, paid out")
ROSE = N_(
    "Customer equity rose by {size} in {months} months, more than chance explains; most through '{line}', {amount}"
)
FELL = N_(
    "Customer equity fell by {size} in {months} months, more than chance explains; most through '{line}', {amount}"
)
ROSE_WITH_TIME = N_(
    "Customer equity rose by {size} in {months} months, more than chance explains; only since expected money is nearer"
)
FELL_WITH_TIME = N_(
    "Customer equity fell by {size} in {months} months, more than chance explains: what was expected has been paid "
    "out, and less came to take its place"
)
SEE_TIME = N_("See in the statement what new customers and experience brought, and whether enough are won.")
SEE = N_("See in the statement what stands behind the line '{line}'.")
NO_STATEMENT = N_("As long as the worth of the customers is not known, there is no statement of it.")
LINES = N_("The statement, line by line")
BY_SEGMENT = N_("The statement by value tier of the opening")
WHOLE = N_("All")
SHORT = {"lost": N_("Lost before"), "won in the period": N_("Won since"), "other": N_("Others")}
CASH = N_("Customers were expected to bring {expected} and brought {booked}")


_STEPS = {"line": Field("Line"), "amount": Field("Amount", "money")}
_LINES = {"line": Field("Line"), "amount": Field("Amount", "cents")}
_BOUNDS = {"low": Field("Low", "money"), "high": Field("High", "money")}


class Stated(Protocol):
    """A statement (``analysis.statement.Statement`` is one)."""

    @property
    def equity(self) -> pd.DataFrame: ...
    @property
    def cash(self) -> pd.DataFrame: ...
    @property
    def n(self) -> int: ...
    @property
    def segments(self) -> pd.DataFrame: ...


def statement(stated: Stated | Silent, measured: Returned | Silent, *, period: str) -> tuple[Block, ...]:
    """The statement of equity as a waterfall and tables, and cash beside what was expected.

    Args:
        stated: the statement, or why there is none.
        measured: the equity that it is of.
        period: the months from opening to closing.
    """
    if isinstance(stated, Silent):
        return (blocks.note("equity_statement", NO_STATEMENT),)
    title, about = _equity_title(stated.equity, measured), About(n=stated.n, period=period, source=SOURCE)
    bounds = {name: field for name, field in _BOUNDS.items() if name in stated.equity}
    steps = charts.waterfall(
        "equity_statement",
        title,
        stated.equity,
        {**_STEPS, **bounds},
        **{"label": "line", "value": "amount", "total": "level", **{name: name for name in bounds}},
        **about,
    )
    received = blocks.table("cash_statement", _cash_title(stated.cash), stated.cash, _LINES, **about)
    return (steps, _to_the_cent(stated, bounds, about), received)


def _to_the_cent(stated: Stated, bounds: dict[str, Field], about: About) -> Table:
    """The same lines to the cent: with a column for each segment and one for all, where there are segments."""
    names = [name for name in stated.segments.columns if name not in ("line", "whole")]
    if len(names) < 2:
        return blocks.table("equity_statement_lines", LINES, stated.equity, {**_LINES, **bounds}, **about)
    columns = {name: Field(SHORT.get(name, name), "cents") for name in names}
    fields = {"line": Field("Line"), **columns, "whole": Field(WHOLE, "cents")}
    return blocks.table("equity_statement_lines", BY_SEGMENT, stated.segments, fields, **about)


def finding(stated: Stated | Silent, measured: Returned | Silent, *, period: str | Phrase) -> tuple[Finding, ...]:
    """The finding that customer equity changed, and the line that moved it most; nothing where no test says so.

    Nothing either where a horizon ends the sum: fewer months are left at the close, so it falls by itself.

    Args:
        stated: the statement, or why there is none.
        measured: the equity that it is of.
        period: the months from opening to closing.
    """
    if isinstance(stated, Silent) or isinstance(measured, Silent):
        return ()
    change = measured.change
    if isinstance(change, Silent) or not is_told(change) or measured.period.horizon_months:
        return ()
    size, months = format.value(abs(change.value), "money"), measured.period.months
    text, do = _reason(stated.equity, change.value, size=size, months=months)
    about: dict[str, Any] = {"unit": "money", "period": period, "source": SOURCE, "test": tested(change, "money")}
    return (blocks.finding("equity_changed", text, change, worth=change.value, do=do, tells="change", **about),)


def _reason(lines: pd.DataFrame, change: float, **words: Any) -> tuple[Phrase, Phrase]:
    """The change and the line that moved equity most in its direction, and what to do; time alone is told as such."""
    moves = lines[~lines["level"] & ~lines["line"].isin(OF_TIME)]
    line, amount = moves.sort_values("amount", ascending=change < 0)[["line", "amount"]].to_numpy()[0]
    if amount * change <= 0 or (change < 0 and amount > change / 2):  # mostly what was paid out
        return say(ROSE_WITH_TIME if change > 0 else FELL_WITH_TIME, **words), say(SEE_TIME)
    named = say(ROSE if change > 0 else FELL, **words, line=line, amount=format.change(float(amount), "money"))
    return named, say(SEE, line=line)


def _equity_title(lines: pd.DataFrame, measured: Returned | Silent) -> str:
    moves = lines[~lines["level"] & ~lines["line"].isin(OF_TIME)]
    largest = moves.sort_values("amount", key=abs).iloc[-1]
    opening, closing = (format.value(lines["amount"].iloc[place], "money") for place in (0, -1))
    if not largest["amount"]:
        return say(STILL, opening=opening, closing=closing)
    amount = format.change(largest["amount"], "money")
    words = {"opening": opening, "closing": closing, "line": largest["line"], "amount": amount}
    if isinstance(measured, Silent) or not measured.period.horizon_months:
        return say(EQUITY, **words)
    return say(EQUITY_TO, end=counted_to(measured), **words)


def _cash_title(lines: pd.DataFrame) -> str:
    expected, booked = (format.value(lines["amount"].iloc[place], "money") for place in (0, -1))
    return say(CASH, expected=expected, booked=booked)
