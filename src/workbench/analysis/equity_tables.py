"""Customer equity and value created by group of customers, each number with its jackknife interval.

Groups are the customers of the opening by their value tier then; customers won or won back since stand
apart, and so does what was booked on people who are no customers. Value created adds up over the rows, and
the total is shown too; so where few customers were won, they and the next smallest group are one row
(`small_cells`), and no return is told without them.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis import return_on_customer
from workbench.analysis.holdings import Holdings
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.small_cells import OTHER, smallest_together
from workbench.analysis.states import TIERS
from workbench.phrase import N_, say

Floats = NDArray[np.float64]

WON = N_("won in the period")
NO_CUSTOMERS = N_("not yet or no longer customers")
UNDEFINED = N_(
    "a return is undefined here: the customers of the opening were worth nothing or less, "
    "or what they were worth cannot be told from nothing"
)
FEW_WON = N_("only {few} customers were won in the period, so leaving them out would show what they bring")


def roc(held: Holdings, opened: Floats, closed: Floats, cash: Floats) -> Result:
    """Return on Customer with its interval, from opening equity, closing equity and cash, each ``(G + 1,)``.

    Withheld unless the opening equity is above nothing by its whole interval: else a return on it is
    undefined, or as good as.
    """
    base = held.told(opened)
    if isinstance(base, Estimate) and base.low > 0:
        return held.told(return_on_customer.roc(opened, closed, cash))
    return Withheld(UNDEFINED, base.n)


class Group(NamedTuple):
    """A row of the table: who, how many, and their sums, each of shape ``(G + 1,)``."""

    name: str
    customers: float
    opened: Floats
    cash: Floats
    closed: Floats


def without_new(held: Holdings, minimum: int) -> Result:
    """Return on Customer of the customers of the opening alone.

    Withheld when fewer than ``minimum`` were won since: what they are worth would be the difference.
    """
    few = few_won(held, minimum)
    if few:
        return Withheld(say(FEW_WON, few=few))
    return roc(held, held.opened.sum(axis=1), held.kept.sum(axis=1), held.cash.sum(axis=1))


def few_won(held: Holdings, minimum: int) -> int:
    """How many customers were won or won back, if fewer than ``minimum``; else, and if nobody was, 0."""
    won = round(float(held.arrived[0].sum()))
    return won if won < minimum else 0


def by_tier(held: Holdings, rate: float, *, minimum: int) -> pd.DataFrame:
    """Value created by value tier at the opening, frozen.

    Args:
        held: the sums.
        rate: discount rate of the period.
        minimum: the fewest customers a row may stand for.

    Returns a row per tier that held somebody in order, one for customers won or won back and one for money booked on
    who is no customer, if any; small ones added up as "other": group, customers, opened, cash, closed,
    value_created, low, high, roc, roc_low, roc_high.
    """
    return pd.DataFrame([_row(held, group, rate) for group in _pooled(_groups(held), minimum)])


def by_state(held: Holdings) -> pd.DataFrame:
    """What one customer of each state is worth at the closing, refitted, the most worthy first.

    Returns state, tier, customers, contribution (expected in the next month), value, low, high.
    """
    table = held.frame.states.to_frame(index=False)
    table["customers"] = np.rint(held.here[0]).astype(int)
    table["contribution"] = held.closing.rewards[0, :-1]
    told = [held.told(held.values_refitted[:, place]) for place in range(len(table))]
    table["value"] = held.values_refitted[0, :-1]
    table[["low", "high"]] = [_bounds(result) for result in told]
    return table.sort_values("value", ascending=False, ignore_index=True)


def _groups(held: Holdings) -> list[Group]:
    tiers = held.frame.states.get_level_values("tier").to_numpy()
    none = np.zeros(len(held.won))
    groups = []
    for tier in TIERS:
        own = tiers == tier
        if not held.customers[0, own].any():
            continue
        sums = (part[:, own].sum(axis=1) for part in (held.opened, held.cash, held.kept))
        groups.append(Group(tier, float(held.customers[0, own].sum()), *sums))
    if held.arrived[0].any():
        groups.append(Group(WON, float(held.arrived[0].sum()), none, held.cash_arrived, held.won))
    if abs(held.cash_elsewhere) >= 0.005:
        groups.append(Group(NO_CUSTOMERS, 0.0, none, none + held.cash_elsewhere, none))
    return groups


def _pooled(groups: list[Group], minimum: int) -> list[Group]:
    """The groups with small ones added up; how many people are no customers is not known, so they go in too."""
    small = smallest_together([round(group.customers) for group in groups], minimum)
    if not small.any():
        return groups
    hidden = [group for group, is_small in zip(groups, small, strict=True) if is_small or group.name == NO_CUSTOMERS]
    names = {group.name for group in hidden}
    shown = [group for group in groups if group.name not in names]
    _, *sums = zip(*hidden, strict=True)
    return [*shown, Group(OTHER, *(sum(parts) for parts in sums))]


def _row(held: Holdings, group: Group, rate: float) -> dict[str, object]:
    created = return_on_customer.value_created(group.opened, group.closed, group.cash, rate)
    low, high = _bounds(held.told(created))
    back = roc(held, group.opened, group.closed, group.cash)
    roc_low, roc_high = _bounds(back)
    return {
        "group": group.name,
        "customers": round(group.customers),
        "opened": float(group.opened[0]),
        "cash": float(group.cash[0]),
        "closed": float(group.closed[0]),
        "value_created": float(created[0]),
        "low": low,
        "high": high,
        "roc": back.value if isinstance(back, Estimate) else np.nan,
        "roc_low": roc_low,
        "roc_high": roc_high,
    }


def _bounds(result: Result) -> tuple[float, float]:
    """The interval of an estimate; gaps for what is withheld."""
    return (result.low, result.high) if isinstance(result, Estimate) else (np.nan, np.nan)
