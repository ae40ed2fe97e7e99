"""What customers brought, bring and are expected to bring, side by side; and what one of each kind is worth.

    historical value     contribution since the first day
    current value        contribution of the last 12 months
    expected value       present value of what is to come (the valuation of the closing)

Customers are divided by what they are at the closing. The first two were booked and have no interval.
"""

import numpy as np
import pandas as pd

from workbench.analysis.customer_value.groups import in_order
from workbench.analysis.customer_value.measure import Measured
from workbench.analysis.customer_value.returns import bounds
from workbench.analysis.intervals import bootstrap
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.results import Estimate
from workbench.analysis.small_cells import OTHER, smallest_together
from workbench.analysis.states import LOST
from workbench.phrase import N_

MONTH = 1 / 12
ALL = N_("all")


def side_by_side(measured: Measured, states: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    """Historical, current and expected value of the customers of each value tier.

    Args:
        measured: the measured period.
        states: `customer_states` of the closing.
        features: `customer_features` of the closing.

    Returns a row per tier, small ones together as "other", and one of all, which is customer equity: group,
    customers, historical, current, expected, low, high (of the expected value).
    """
    tier = states.set_index("customer_id")["value_tier"].reindex(measured.customer_id).astype(object)
    names = tier.where(tier.notna() & tier.ne(""), LOST).to_numpy()
    booked = features.set_index("customer_id")[["contribution", "contribution_12m"]].astype(float)
    frame = booked.reindex(measured.customer_id).fillna(0.0).assign(group=_pooled(names, measured.minimum))
    order = in_order(set(frame["group"]))
    place = pd.Categorical(frame["group"], order).codes.astype(np.intp)
    worth = measured.of_closing.worth(measured.after, horizon=measured.closing.horizon, group=place, groups=len(order))
    sums = frame.groupby("group")[["contribution", "contribution_12m"]].sum().reindex(order)
    told = _told(worth, measured.returns.n)
    parts = pd.DataFrame(
        {
            "group": order,
            "customers": np.bincount(place, minlength=len(order)),
            "historical": sums["contribution"].to_numpy(),
            "current": sums["contribution_12m"].to_numpy(),
            "expected": worth[0],
            "low": told[0],
            "high": told[1],
        }
    )
    low, high = bounds(measured.closing_equity)
    whole = {**parts[["customers", "historical", "current", "expected"]].sum(), "low": low, "high": high}
    return pd.concat([parts, pd.DataFrame([{"group": ALL, **whole}])], ignore_index=True).astype({"customers": int})


def by_state(measured: Measured, states: pd.DataFrame) -> pd.DataFrame:
    """What one customer of each lifecycle state and value tier is worth on average at the closing.

    Args:
        measured: the measured period.
        states: `customer_states` of the closing.

    Returns the columns of `equity_tables.by_state`, the most worthy first: state, tier, customers,
    contribution (expected in the next month), value, low, high. Who is lost has no row.
    """
    known = states.set_index("customer_id").reindex(measured.customer_id)
    known = known.assign(value_tier=known["value_tier"].astype(object).where(known["value_tier"].notna(), ""))
    place, cells = pd.factorize(pd.MultiIndex.from_frame(known[["state", "value_tier"]]))
    parts, resampled = len(cells), measured.of_closing
    after, horizon = measured.after, measured.closing.horizon
    people = resampled.counted(after.number, np.ones(len(after)), place, parts)
    worth = resampled.worth(after, horizon=horizon, group=place, groups=parts) / np.where(people > 0, people, np.nan)
    next_month = measured.closing.looking(rate=0.0, horizon=MONTH).worth(after).value
    low, high = _told(worth, len(after))
    table = pd.DataFrame(list(cells), columns=["state", "tier"]).assign(
        customers=np.rint(people[0]).astype(int),
        contribution=np.bincount(place, next_month, minlength=parts) / people[0],
        value=worth[0],
        low=low,
        high=high,
    )
    return table[table["tier"] != ""].sort_values("value", ascending=False, ignore_index=True)


def _pooled(names: "np.ndarray[tuple[int], np.dtype[np.object_]]", minimum: int) -> list[str]:
    counts = pd.Series(names).value_counts()
    small = set(counts.index[smallest_together(counts.to_numpy(), minimum)])
    return [OTHER if name in small else str(name) for name in names]


def _told(values: Floats, n: int) -> tuple[list[float], list[float]]:
    """The bounds of each column; gaps where there is no estimate."""
    results = [bootstrap(float(column[0]), column[1:], n=n) for column in values.T]
    kept = [(one.low, one.high) if isinstance(one, Estimate) else (np.nan, np.nan) for one in results]
    return [low for low, _ in kept], [high for _, high in kept]
