"""The statement of customer equity and of cash, by segment and summed, to the cent.

Every segment's lines are rounded so that they foot (`statement.foot`), and the whole is their sum, so it
foots too. Where fewer customers were won than a number may be about, they have no line of their own.

Expected cash leaves equity with its interest to the close; in the statement of cash it is what was
expected to be booked, without it.

Reference: Wiesel, Skiera and Villanueva 2008, Journal of Marketing 72(2):1-14.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.customer_value.groups import Shown
from workbench.analysis.customer_value.returns import Returns, bounds
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.results import Result, Withheld
from workbench.analysis.statement import Statement, foot
from workbench.phrase import N_, say

OPENING, CLOSING = N_("opening equity"), N_("closing equity")
LINES = {
    "unwind": N_("unwind of the discount"),
    "expected cash": N_("expected cash, paid out"),
    "leaving": N_("customers left earlier or later than expected"),
    "frequency": N_("customers came more or less often"),
    "spend": N_("a purchase brought more or less"),
    "contracts": N_("contracts were signed, changed or ended otherwise"),
    "new": N_("new customers"),
    "re-estimation": N_("re-estimation"),
    "assumptions": N_("change of assumptions"),
}
WITH_NEW = N_("experience, with new customers")
EXPERIENCE = ("leaving", "frequency", "spend", "contracts")
OPTIONAL = ("contracts", "new", "assumptions")  # no line of their own where they are nothing
NOBODY_WON = N_("nobody was won in the period")
TOO_FEW_WON = N_("{few} customers were won in the period, too few to say what they are worth")


YEAR = 12  # months


@dataclass(frozen=True)
class NewCustomers:
    """What winning customers brought and cost.

    Args:
        customers: won in the period.
        value: what they are worth at the closing, by the model of the opening.
        brought: cash booked on them in the period, what winning them cost not taken off.
        spent: what winning them cost in the period.
        elsewhere: booked on people who are no customers: a cost where it is below nothing.
        net: value and brought less spent.
        to_come: the same of the customers still to be won within a year of the closing, at its date, if each
            period wins as many of the same kind: net x sum of (1 + r)^-k over the year's periods k. Customer
            equity holds nothing of it.
    """

    customers: int
    value: Result
    brought: float
    spent: float
    elsewhere: float
    net: Result
    to_come: Result

    @property
    def is_gross(self) -> bool:
        """Whether no cost of winning them is recorded."""
        return self.spent == 0


def statement(returns: Returns) -> Statement:
    """The statement of a period: line, amount, low, high, level; by segment; cash."""
    lines = _named(returns)
    groups = [row for row in returns.rows if row.has_equity]
    columns = {row.name: _footed(returns, lines, row) for row in groups}
    names = [OPENING, *lines, CLOSING]
    levels = [True, *[False] * len(lines), True]
    parts = pd.DataFrame({"line": pd.Series(names, dtype=object), **columns})
    amounts = np.rint(parts[list(columns)].sum(axis=1) * 100) / 100
    doubts = [("opening",), *lines.values(), ("closing",)]
    ends = [bounds(returns.told(returns.line(*codes))) for codes in doubts]
    equity = pd.DataFrame({"line": parts["line"], "amount": amounts})
    equity[["low", "high"]] = ends
    opening = returns.line("opening")[0]
    return Statement(
        equity=equity.assign(level=levels),
        cash=_cash(returns),
        expected_return=float(returns.line("unwind")[0] / opening) if opening > 0 else float("nan"),
        n=returns.n,
        segments=parts.assign(whole=amounts),
    )


def new_customers(returns: Returns) -> NewCustomers | Withheld:
    """What the customers won in the period are worth, net of what winning them cost."""
    won = returns.segments.won
    if not won:
        return Withheld(NOBODY_WON)
    if returns.few_won:
        return Withheld(say(TOO_FEW_WON, few=won), won)
    value, cash, spent = returns.line("new"), returns.line("cash of new"), returns.line("acquisition")
    brought = float(cash[0] + spent[0])
    periods = np.arange(1, max(1, YEAR // returns.period.months) + 1)
    year = float(((1 + returns.rate) ** -periods).sum())
    net, to_come = returns.told(value + cash), returns.told((value + cash) * year)
    return NewCustomers(won, returns.told(value), brought, float(spent[0]), returns.elsewhere, net, to_come)


def _named(returns: Returns) -> dict[str, tuple[str, ...]]:
    """The lines between opening and closing: their names, and what of the totals each adds up."""
    there = [name for name in LINES if name not in OPTIONAL or np.abs(returns.totals.of(name)[0]).sum() >= 0.005]
    if not returns.few_won:
        return {LINES[name]: (name,) for name in there}
    told = {LINES[name]: (name,) for name in there if name not in (*EXPERIENCE, "new")}
    together = {WITH_NEW: tuple(name for name in there if name in (*EXPERIENCE, "new"))}
    time = {name: told.pop(name) for name in (LINES["unwind"], LINES["expected cash"])}
    return time | together | told


def _footed(returns: Returns, lines: dict[str, tuple[str, ...]], row: Shown) -> Floats:
    opening, closing = (float(returns.line(name, of=row)[0]) for name in ("opening", "closing"))
    return foot(opening, [float(returns.line(*codes, of=row)[0]) for codes in lines.values()], closing)


def _cash(returns: Returns) -> pd.DataFrame:
    """From expected to booked cash: line, amount, level."""
    expected, known, new, spent = (
        float(returns.line(name)[0]) for name in ("cash expected", "cash of known", "cash of new", "acquisition")
    )
    rows = {N_("customers brought more or less"): known - expected}
    rows |= {N_("new customers brought"): new + spent} if returns.segments.won else {}
    rows |= {N_("spent on winning them"): -spent} if spent else {}
    if returns.few_won:
        rows = {N_("customers brought more or less, with new ones"): known - expected + new}
    rows |= {N_("people who are no customers"): returns.elsewhere} if abs(returns.elsewhere) >= 0.005 else {}
    amounts = foot(expected, list(rows.values()), returns.cash)
    names = [N_("expected cash"), *rows, N_("cash booked")]
    return pd.DataFrame({"line": names, "amount": amounts, "level": [True, *[False] * len(rows), True]})
