"""Customer equity at two dates, and the Return on Customer between them, from counted states.

Customer equity is what the customers of a date are expected to bring until they are lost, at present
value; customers not yet won, or lost and not yet won back, are never in it. Each customer has the value
of their state (lifecycle state and value tier) in a Markov chain of monthly steps (`markov`,
`state_chain`); a month's contribution is taken to arrive at its end. ROC (`return_on_customer`) is told
three ways:

- frozen: both dates valued with the chain of the months before the opening: what customers did;
- refitted: the closing date valued with the chain of the months before it: adds what was learned;
- without new customers: frozen, customers of the opening only: comparable with the discount rate,
  which is what a closed cohort under a right chain is expected to return.

Within a state customers differ, the best stay longest, and a chain of months forgets who they are: it
values the best customers too low and the others too high.

Intervals: delete-a-group jackknife over customers. The same customers are left out of both dates, of
the cash and of both chains; totals are scaled back to all customers. Money in the store's currency.

References: Pfeifer and Carraway 2000, J. Interactive Marketing 14(2):43-55. Peppers and Rogers 2005,
Return on Customer. Wiesel, Skiera and Villanueva 2008, Journal of Marketing 72(2):1-14.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.analysis import equity_tables, holdings, reach
from workbench.analysis.origins import months_before
from workbench.analysis.results import Result, Withheld
from workbench.analysis.return_on_customer import Period, value_created
from workbench.analysis.states import CUSTOMERS, EVER_CUSTOMERS, LOST
from workbench.phrase import N_, say

NOBODY = N_("all customers were lost before {opening}, and nobody has been won since")
NOTHING = N_(
    "customers brought neither profit nor loss after the month in which they were won, so nothing says what they are "
    "worth"
)


@dataclass(frozen=True)
class CustomerReturn:
    """What the customers are worth and what they returned.

    Args:
        asked, period: the two dates and what is assumed, as asked for and as far as the history carries.
        opening_equity, closing_equity: the first by the opening chain, the second refitted.
        change: closing less opening equity, refitted.
        cash: contribution booked in the period, all of it.
        roc: frozen, refitted, without new customers.
        value_created: beyond the discount rate, frozen.
        by_tier: a row per value tier at the opening, for customers won since, and for who is no customer.
        minimum: the fewest customers a number may be about.
        by_state: a row per state at the closing: customers and what one of them is worth.
        held: the sums everything was computed from.
    """

    asked: Period
    period: Period
    opening_equity: Result
    closing_equity: Result
    change: Result
    cash: float
    roc: dict[str, Result]
    value_created: Result
    by_tier: pd.DataFrame = field(repr=False)
    by_state: pd.DataFrame = field(repr=False)
    minimum: int
    held: holdings.Holdings = field(repr=False)

    @property
    def rate(self) -> float:
        """What was asked of the customers of the opening: what the chain's own discount adds in its months."""
        return self.period.rate_by_months


def measure(
    steps: pd.DataFrame,
    flows: pd.DataFrame,
    booked: pd.DataFrame,
    asked: Period,
    *,
    data_from: dt.date,
    lost_days: int,
    minimum: int = 10,
) -> CustomerReturn | Withheld:
    """Customer equity at both dates and the return between them.

    Args:
        steps: `state_steps` of single months, back to ``asked.window_months`` before the opening or further.
        flows: `state_flows` of the period: from the opening to the closing as one step.
        booked: `cash_flow` of the period.
        asked: the dates and assumptions.
        data_from, lost_days: the first day known, and the days of silence that make a customer lost.
        minimum: the fewest customers a number may be about; fewer who were won are told with others.

    Withheld when the history does not carry it (see `reach`), when nobody is a customer at either date, and when
    customers brought and cost nothing.
    A single ratio is withheld when the opening equity cannot be told from nothing.
    """
    period = reach.reach(asked, steps, data_from=data_from, lost_days=lost_days)
    if isinstance(period, Withheld):
        return period
    if not (flows.from_state.isin(CUSTOMERS) | flows.to_state.isin(CUSTOMERS)).any():
        return Withheld(say(NOBODY, opening=period.opening))
    ends = pd.to_datetime(steps.step_end)
    needed = steps[ends > pd.Timestamp(months_before(period.opening, asked.window_months))]
    held = holdings.count(needed, flows, booked, period)
    if not (held.values_opening.any() or held.values_refitted.any()):
        return Withheld(NOTHING, held.n)
    opened, kept, won, closed = held.opened.sum(axis=1), held.kept.sum(axis=1), held.won, held.closed
    cash = held.cash.sum(axis=1) + held.cash_arrived + held.cash_elsewhere
    return CustomerReturn(
        asked=asked,
        period=period,
        opening_equity=held.told(opened),
        closing_equity=held.told(closed),
        change=held.told(closed - opened),
        cash=float(cash[0]),
        roc={
            "frozen": equity_tables.roc(held, opened, kept + won, cash),
            "refitted": equity_tables.roc(held, opened, closed, cash),
            "without new customers": equity_tables.without_new(held, minimum),
        },
        value_created=held.told(value_created(opened, kept + won, cash, period.rate_by_months)),
        by_tier=equity_tables.by_tier(held, period.rate_by_months, minimum=minimum),
        by_state=equity_tables.by_state(held),
        minimum=minimum,
        held=held,
    )


def per_customer(measured: CustomerReturn | Withheld, states: pd.DataFrame) -> pd.DataFrame:
    """The expected value of each customer: that of their state, refitted.

    Args:
        measured: the result of `measure`; nobody has a value when it is withheld.
        states: the `customer_states` frame at the closing: customer_id, state, value_tier.

    Returns customer_id and expected_value for all who ever were customers, 0 for who is lost.
    """
    customers = states[states.state.isin(EVER_CUSTOMERS)]
    if isinstance(measured, Withheld):
        return customers[["customer_id"]].assign(expected_value=np.nan)
    tiers = customers.value_tier.astype(object).where(customers.value_tier.notna(), "")
    worth = measured.by_state.set_index(["state", "tier"])["value"]
    expected = worth.reindex(pd.MultiIndex.from_arrays([customers.state, tiers])).to_numpy()
    expected = np.where(customers.state == LOST, 0.0, expected)
    return pd.DataFrame({"customer_id": customers.customer_id.to_numpy(), "expected_value": expected})
