"""What customers get for what it costs them: customer delivered value, and which side moves satisfaction.

    delivered value = total value - total cost
    total value     = mean of product, service, personnel and image value
    total cost      = mean of money, time, energy and psychic cost

(Kotler), each part the mean of its items on 0-100, so delivered value lies between -100 and 100.
Costs are asked as burdens: 100 is the heaviest. A customer has a value where at least one part of
either side was answered; means over customers are withheld below a minimum number.

Which side moves satisfaction more: satisfaction on both, standardised; the lead is the size of
the value's slope less the size of the cost's, with its interval.

Reference: Kotler and Keller, Marketing Management, chapter on customer value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis import intervals
from workbench.analysis.answers import moments
from workbench.analysis.moments import Floats
from workbench.analysis.regression import check
from workbench.analysis.results import Result, Withheld

VALUE = ("product", "service", "personnel", "image")
COST = ("money", "time", "energy", "psychic")
FEWEST = 30


@dataclass(frozen=True)
class Sides:
    """Which side moves satisfaction more, in standard deviations of satisfaction for one of the side.

    Args:
        value, cost: the slope of either side, the other alike; cost mostly below 0.
        lead: size of the value's slope less size of the cost's; told from chance if its interval excludes 0.
        n: customers behind it.
    """

    value: Result
    cost: Result
    lead: Result
    n: int


def sides(parts: pd.DataFrame) -> pd.DataFrame:
    """Total value, total cost and delivered value of each customer.

    Args:
        parts: a row per customer, with any of the columns of ``VALUE`` and ``COST``, 0-100, NaN
            where not answered; other columns are kept.

    >>> sides(pd.DataFrame({"product": [80.0], "service": [60.0], "time": [30.0]}))["delivered_value"].tolist()
    [40.0]
    """
    value, cost = (_mean(parts, names) for names in (VALUE, COST))
    return parts.assign(total_value=value, total_cost=cost, delivered_value=value - cost)


def mean(customers: pd.DataFrame, column: str, *, level: float = 0.95, fewest: int = FEWEST) -> Result:
    """The weighted mean over customers of one of the columns of ``sides``.

    Args:
        customers: with a column ``weight``; customers without a value do not count.
    """
    given = customers.dropna(subset=[column])
    y, w = given[column].to_numpy(dtype=float), given["weight"].to_numpy(dtype=float)
    low = -100.0 if column == "delivered_value" else 0.0
    sums = {"w": float(w.sum()), "wy": float(w @ y), "wyy": float(w @ y**2), "ww": float(w @ w)}
    return intervals.mean(n=len(given), **sums, level=level, low=low, high=100.0, fewest=fewest)


def by_segment(customers: pd.DataFrame, by: str, *, level: float = 0.95, fewest: int = FEWEST) -> pd.DataFrame:
    """A row per segment: segment, n, value, low, high, and why where it is withheld."""
    rows: list[Mapping[str, object]] = []
    for name, part in customers.groupby(by, sort=False):
        found = mean(part, "delivered_value", level=level, fewest=fewest)
        if isinstance(found, Withheld):
            rows.append({by: name, "n": found.n, "value": np.nan, "low": np.nan, "high": np.nan, "why": found.why})
        else:
            rows.append({by: name, "n": found.n, "value": found.value, "low": found.low, "high": found.high, "why": ""})
    return pd.DataFrame(rows, columns=[by, "n", "value", "low", "high", "why"])


def which_side(
    total_value: Floats,
    total_cost: Floats,
    satisfaction: Floats,
    weights: Floats | None = None,
    groups: NDArray[np.int64] | None = None,
    *,
    level: float = 0.95,
) -> Sides | Withheld:
    """Which side moves satisfaction more; arguments as rows per customer, NaN where not answered."""
    names = ("satisfaction", "value", "cost")
    rows = np.column_stack([satisfaction, total_value, total_cost])
    chosen = check(moments(names, rows, weights, groups), names[0], names[1:])
    if isinstance(chosen, Withheld):
        return chosen
    found = np.linalg.solve(chosen.correlations[:, 1:, 1:], chosen.correlations[:, 1:, :1])[:, :, 0]
    sizes = np.abs(found)
    statistics = (found[:, 0], found[:, 1], sizes[:, 0] - sizes[:, 1])
    value, cost, lead = (chosen.interval(np.asarray(each), level=level) for each in statistics)
    return Sides(value, cost, lead, chosen.n)


def _mean(parts: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    return parts.reindex(columns=[name for name in names if name in parts]).astype(float).mean(axis=1)
