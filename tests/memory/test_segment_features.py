"""What segments are made of: how long a customer is quiet, and who is counted."""

from typing import Any

import pandas as pd
import pytest
from asking import AS_OF, ask, days, open_tables


def ann(
    purchases: tuple[int, ...] = (), contracts: tuple[tuple[int, int | None], ...] = (), answers: tuple[int, ...] = ()
) -> dict[str, Any]:
    """The row of a customer with these events, all given in days before AS_OF."""
    rows = {
        "customers": [{"customer_id": "ann", "acquired_on": AS_OF - days(700)}, {"customer_id": "target"}],
        "transactions": [
            {"customer_id": "ann", "occurred_at": AS_OF - days(ago), "revenue": 10, "cost": 4} for ago in purchases
        ],
        "contracts": [
            {"customer_id": "ann", "started_on": AS_OF - days(start), "monthly_revenue": 10}
            | {"ended_on": None if end is None else AS_OF - days(end)}
            for start, end in contracts
        ],
        "survey_items": [
            {"item": "q1", "construct": "satisfaction", "kind": "perception", "reversed": False}
            | {"scale_min": 1, "scale_max": 5}
        ],
        "survey_responses": [
            {"response_id": f"r{ago}", "customer_id": "ann", "answered_at": AS_OF - days(ago), "item": "q1", "score": 4}
            for ago in answers
        ],
    }
    with open_tables(rows) as connection:
        (row,) = ask(connection, "segment_features").to_dict("records")
    return row


@pytest.mark.parametrize(
    ("quiet", "events"),
    [
        (10, {"purchases": (10, 400)}),
        (0, {"purchases": (200,), "contracts": ((600, None),)}),
        (30, {"purchases": (200,), "contracts": ((600, 30),)}),
        (20, {"purchases": (20,), "contracts": ((600, 30),)}),
    ],
)
def test_a_customer_is_quiet_since_the_last_purchase_or_contract(quiet: int, events: dict[str, Any]) -> None:
    assert ann(**events)["quiet_days"] == quiet


def test_who_never_bought_has_no_quiet_days() -> None:
    row = ann()
    assert row["customer_id"] == "ann"
    assert pd.isna(row["quiet_days"])


def test_an_old_satisfaction_is_not_used() -> None:
    assert ann(purchases=(10,), answers=(30,))["satisfaction_12m"] == 75
    assert pd.isna(ann(purchases=(10,), answers=(400,))["satisfaction_12m"])


def test_the_year_is_that_of_the_value_tiers() -> None:
    row = ann(purchases=(10, 400))
    assert (row["purchases_12m"], row["revenue_12m"], row["contribution_12m"]) == (1, 10, 6)
