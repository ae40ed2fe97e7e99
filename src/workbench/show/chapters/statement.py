"""Chapter 05, its last part: the statement of customer equity, as a picture and to the cent."""

from typing import Protocol

import pandas as pd

from workbench.phrase import N_, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Silent
from workbench.show.charts.common import About

SOURCE = "statement.statement"

EQUITY = N_("Customer equity went from {opening} to {closing}; {line} moved it most, by {amount}")
NO_STATEMENT = N_("As long as the worth of the customers is not known, there is no statement of it.")
LINES = N_("The statement, line by line")
CASH = N_("Customers were expected to bring {expected} and brought {booked}")


_STEPS = {"line": Field("Line"), "amount": Field("Amount", "money")}
_LINES = {"line": Field("Line"), "amount": Field("Amount", "cents")}


class Stated(Protocol):
    """A statement (``analysis.statement.Statement`` is one)."""

    @property
    def equity(self) -> pd.DataFrame: ...
    @property
    def cash(self) -> pd.DataFrame: ...
    @property
    def n(self) -> int: ...


def statement(stated: Stated | Silent, *, period: str) -> tuple[Block, ...]:
    """The statement of equity as a waterfall and a table, and cash beside what was expected.

    Args:
        stated: the statement, or why there is none.
        period: the months from opening to closing.
    """
    if isinstance(stated, Silent):
        return (blocks.note("equity_statement", NO_STATEMENT),)
    title, about = _equity_title(stated.equity), About(n=stated.n, period=period, source=SOURCE)
    steps = charts.waterfall(
        "equity_statement", title, stated.equity, _STEPS, label="line", value="amount", total="level", **about
    )
    received = blocks.table("cash_statement", _cash_title(stated.cash), stated.cash, _LINES, **about)
    return (steps, blocks.table("equity_statement_lines", LINES, stated.equity, _LINES, **about), received)


def _equity_title(lines: pd.DataFrame) -> str:
    largest = lines[~lines["level"]].sort_values("amount", key=abs).iloc[-1]
    opening, closing = (format.value(lines["amount"].iloc[place], "money") for place in (0, -1))
    amount = format.change(largest["amount"], "money")
    return say(EQUITY, opening=opening, closing=closing, line=largest["line"], amount=amount)


def _cash_title(lines: pd.DataFrame) -> str:
    expected, booked = (format.value(lines["amount"].iloc[place], "money") for place in (0, -1))
    return say(CASH, expected=expected, booked=booked)
