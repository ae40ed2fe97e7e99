"""What contribution can be called, given which costs are recorded.

Contribution is revenue less the costs that are recorded; a cost that is not recorded counts as none.
So it is only profit where direct costs are known, and too high by what is missing:

- no cost at all: it is "revenue";
- costs of contacts or activities, but no direct cost: "revenue less known costs";
- direct costs of some or all revenue: "profit", with the share of revenue whose cost is known.
"""

from dataclasses import dataclass

import pandas as pd

from workbench.phrase import N_

DIRECT = ("transactions", "contracts")
PROFIT, LESS_KNOWN, REVENUE = N_("profit"), N_("revenue less known costs"), N_("revenue")


@dataclass(frozen=True)
class Costs:
    """Which costs are known.

    Args:
        measure: what contribution may be called.
        known: the share of revenue whose direct cost is recorded, as a fraction.
    """

    measure: str
    known: float


def known_costs(coverage: pd.DataFrame) -> Costs:
    """What the recorded costs make of contribution.

    Args:
        coverage: a row per table: table_name, costed (rows with a cost), revenue and costed_revenue
            (money, whatever its sign), the last two for transactions and contracts.

    >>> rows = [("transactions", 80, 100.0, 60.0), ("contracts", 0, 50.0, 0.0)]
    >>> known_costs(pd.DataFrame(rows, columns=["table_name", "costed", "revenue", "costed_revenue"]))
    Costs(measure='profit', known=0.4)
    """
    direct = coverage[coverage["table_name"].isin(DIRECT)]
    revenue = float(direct["revenue"].sum())
    if direct["costed"].sum() > 0:
        # Where nothing was paid there is no revenue whose cost could be missing.
        return Costs(PROFIT, float(direct["costed_revenue"].sum()) / revenue if revenue > 0 else 1.0)
    return Costs(LESS_KNOWN if coverage["costed"].sum() > 0 else REVENUE, 0.0)
