"""Customer equity and value created by group of customers, each number with its jackknife interval.

Groups are the customers of the opening by their value tier then; customers won or won back since stand
apart, and so does what was booked on people who are no customers. Value created adds up over the rows.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis import return_on_customer
from workbench.analysis.holdings import Holdings
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.states import TIERS

Floats = NDArray[np.float64]

WON = "won in the period"
NO_CUSTOMERS = "not yet or no longer customers"


def roc(held: Holdings, opened: Floats, closed: Floats, cash: Floats) -> Result:
    """Return on Customer with its interval, from opening equity, closing equity and cash, each ``(G + 1,)``.

    Withheld unless the opening equity is above nothing by its whole interval: else a return on it is
    undefined, or as good as.
    """
    base = held.told(opened)
    if isinstance(base, Estimate) and base.low > 0:
        return held.told(return_on_customer.roc(opened, closed, cash))
    return Withheld(
        "a return is undefined here: the customers of the opening were worth nothing or less, or what they were "
        "worth cannot be told from nothing",
        base.n,
    )


def by_tier(held: Holdings, rate: float) -> pd.DataFrame:
    """Value created by value tier at the opening, frozen.

    Args:
        held: the sums.
        rate: discount rate of the period.

    Returns a row per tier in order, one for customers won or won back and one for money booked on who is
    no customer, if any: group, customers, opened, cash, closed, value_created, low, high, roc, roc_low, roc_high.
    """
    tiers = held.frame.states.get_level_values("tier").to_numpy()
    none = np.zeros(len(held.won))
    rows = []
    for tier in TIERS:
        own = tiers == tier
        opened, cash, kept = (part[:, own].sum(axis=1) for part in (held.opened, held.cash, held.kept))
        rows.append(_row(held, tier, held.customers[0, own].sum(), opened, cash, kept, rate))
    if held.arrived[0].any():
        rows.append(_row(held, WON, held.arrived[0].sum(), none, held.cash_arrived, held.won, rate))
    if abs(held.cash_elsewhere) >= 0.005:
        rows.append(_row(held, NO_CUSTOMERS, 0.0, none, none + held.cash_elsewhere, none, rate))
    return pd.DataFrame(rows)


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


def _row(
    held: Holdings, group: str, customers: float, opened: Floats, cash: Floats, closed: Floats, rate: float
) -> dict[str, object]:
    created = return_on_customer.value_created(opened, closed, cash, rate)
    low, high = _bounds(held.told(created))
    back = roc(held, opened, closed, cash)
    roc_low, roc_high = _bounds(back)
    return {
        "group": group,
        "customers": round(float(customers)),
        "opened": float(opened[0]),
        "cash": float(cash[0]),
        "closed": float(closed[0]),
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
