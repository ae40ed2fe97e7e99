"""Contribution is called profit only where direct costs are known."""

import pandas as pd
import pytest

from workbench.analysis.costs import Costs, known_costs


def coverage(costed: dict[str, int], costed_revenue: float = 0.0, revenue: float = 200.0) -> pd.DataFrame:
    names = ["transactions", "contracts", "interactions", "activity_costs"]
    return pd.DataFrame(
        {
            "table_name": names,
            "costed": [costed.get(name, 0) for name in names],
            "revenue": [revenue, 0.0, 0.0, 0.0],
            "costed_revenue": [costed_revenue, 0.0, 0.0, 0.0],
        }
    )


@pytest.mark.parametrize(
    ("frame", "costs"),
    [
        (coverage({}), Costs("revenue", 0.0)),
        (coverage({"activity_costs": 5}), Costs("revenue less known costs", 0.0)),
        (coverage({"transactions": 5}, costed_revenue=50.0), Costs("profit", 0.25)),
        (coverage({"transactions": 5, "interactions": 3}, costed_revenue=200.0), Costs("profit", 1.0)),
        (coverage({}, revenue=0.0), Costs("revenue", 0.0)),
        (coverage({"transactions": 5}, revenue=0.0), Costs("profit", 1.0)),
    ],
)
def test_the_measure_follows_the_costs(frame: pd.DataFrame, costs: Costs) -> None:
    assert known_costs(frame) == costs
