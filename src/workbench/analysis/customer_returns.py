"""What the customers returned, by the method that their data carry.

First comes the model of buying and staying (`customer_value`): it knows every customer. Where purchases
carry none, the chain of lifecycle states (`equity`) stands in, and the report says so. Where both can be
had, the chain is a cross-check: another way to the same number, with a known bias.
"""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import pandas as pd

from workbench.analysis import equity, equity_history
from workbench.analysis import statement as chain_statement
from workbench.analysis.customer_value import history, kept, side_by_side, spend_groups, statements
from workbench.analysis.customer_value.history import Ask
from workbench.analysis.customer_value.measure import Measured
from workbench.analysis.customer_value.statements import NewCustomers
from workbench.analysis.equity import CustomerReturn
from workbench.analysis.equity_history import Histories
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.return_on_customer import Period
from workbench.analysis.statement import Statement
from workbench.phrase import N_

T = TypeVar("T")
YEAR = 12
NOT_EACH = N_("customers are valued by their lifecycle state here, not each by their own purchases")


def preferred(modelled: Measured | Withheld, chain: CustomerReturn | Withheld) -> Measured | CustomerReturn | Withheld:
    """Customer equity at both dates and the return between them: by the model, or by the chain without one.

    Withheld where there is neither.
    """
    if isinstance(modelled, Withheld):
        return chain
    return modelled


def statement(measured: Measured | CustomerReturn | Withheld) -> Statement | Withheld:
    """The statement from opening to closing equity, and of cash; withheld when the measure is."""
    return measured.statement if isinstance(measured, Measured) else chain_statement.statement(measured)


def by_state(measured: Measured | CustomerReturn | Withheld, states: pd.DataFrame) -> pd.DataFrame | Withheld:
    """What one customer of each state is worth; ``states`` is `customer_states` of the closing."""
    if isinstance(measured, Withheld):
        return measured
    return side_by_side.by_state(measured, states) if isinstance(measured, Measured) else measured.by_state


def beyond(measured: Measured | CustomerReturn | Withheld) -> pd.DataFrame | Withheld:
    """Cash and value of each segment beyond what was expected of it; the chain expects nothing of segments."""
    return _modelled(measured, lambda found: found.returns.beyond())


def new_customers(measured: Measured | CustomerReturn | Withheld) -> NewCustomers | Withheld:
    """What new customers brought and cost."""
    return _modelled(measured, lambda found: statements.new_customers(found.returns))


def by_spend(measured: Measured | CustomerReturn | Withheld) -> pd.DataFrame | Withheld:
    """How often customers buy and how soon they leave, by what a purchase of theirs brings."""
    return _modelled(measured, spend_groups.by_spend)


def values(
    measured: Measured | CustomerReturn | Withheld, states: pd.DataFrame, features: pd.DataFrame
) -> pd.DataFrame | Withheld:
    """Historical, current and expected value of the customers of each value tier, side by side."""
    return _modelled(measured, lambda found: side_by_side.side_by_side(found, states, features))


def per_customer(measured: Measured | CustomerReturn | Withheld, states: pd.DataFrame) -> pd.DataFrame:
    """The expected value of each customer: customer_id, expected_value.

    Args:
        measured: the result; nobody has a value when it is withheld.
        states: the `customer_states` frame at the closing.

    By the model, everybody who ever bought or signed has a value: who was silent for long a small one.
    By the chain, the lost have none.
    """
    if isinstance(measured, Measured):
        return measured.expected_value.reset_index()
    return equity.per_customer(measured, states)


def record(
    measured: Measured | CustomerReturn | Withheld, *, as_of: dt.date, snapshot: str
) -> dict[str, float | int | str]:
    """The models of a month and its return as numbers and texts, to be kept with it (`kept`); empty without a model.

    Args:
        measured: this month.
        as_of: the first day not seen.
        snapshot: the id of the snapshot that was read.
    """
    if not isinstance(measured, Measured):
        return {}
    closing = kept.record(measured.closing, measured.after, as_of=as_of, snapshot=snapshot)
    opened = measured.period.opening
    opening = kept.record(measured.opening, measured.books.before, as_of=opened, snapshot=snapshot)
    return {**closing, **kept.of_return(opening, cash=measured.cash, roc=measured.roc["frozen"])}


def histories(
    measured: Measured | CustomerReturn | Withheld,
    ask: Ask,
    asked: Period,
    *,
    data_from: dt.date,
    lost_days: int,
    months_back: int = YEAR,
) -> Histories:
    """The months before, by the method that measured this one.

    Args:
        measured: this month.
        ask: a query by its name, as `Snapshot.query`.
        asked: the dates and assumptions asked for.
        data_from, lost_days: the first day known, and the days of silence that make a customer lost.
        months_back: how many months before are looked at.
    """
    if isinstance(measured, Measured):
        return history.histories(measured, ask, data_from=data_from, months_back=months_back)
    steps = ask("state_steps", steps=asked.window_months + asked.months + months_back)
    money = ask("monthly_activity", months=asked.months + months_back)
    return equity_history.histories(
        steps, money, asked, data_from=data_from, lost_days=lost_days, months_back=months_back
    )


def annualised(measured: Measured | CustomerReturn | Withheld) -> Result:
    """The frozen return of some months as that of a year, as if every period of the year were like it.

    With roc the return of a period and m its months: (1 + roc)^(12 / m) - 1.
    """
    if isinstance(measured, Withheld):
        return measured
    roc = measured.roc["frozen"]
    if isinstance(roc, Withheld):
        return roc
    value, low, high = (_a_year(number, measured.period.months) for number in (roc.value, roc.low, roc.high))
    return Estimate(value, low, high, roc.n, roc.level, roc.method)


def _modelled(
    measured: Measured | CustomerReturn | Withheld, found: Callable[[Measured], T | Withheld]
) -> T | Withheld:
    """What only a model of each customer can say, or why there is none."""
    if isinstance(measured, Withheld):
        return measured
    return found(measured) if isinstance(measured, Measured) else Withheld(NOT_EACH)


def _a_year(rate: float, months: int) -> float:
    """Compounded to a year; who lost everything cannot lose more.

    >>> round(_a_year(0.1, 6), 2)
    0.21
    """
    return float(max(1 + rate, 0.0) ** (YEAR / months) - 1)
