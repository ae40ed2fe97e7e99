"""Lifecycle states and value tiers: each rule at its border, and steps that reconcile."""

import datetime as dt

import pytest
from asking import AS_OF, ask, days, of, open_tables

LONG_AGO = AS_OF - days(800)


def bought(*ago: int, revenue: float = 10) -> list[tuple[int, float]]:
    """Purchases of the same size, each given in days before AS_OF."""
    return [(days_ago, revenue) for days_ago in ago]


def state_of(
    purchases: list[tuple[int, float]] | None = None,
    contracts: list[tuple[int, int | None]] | None = None,
    acquired: int | None = None,
    contacts: list[tuple[int, str]] | None = None,
) -> str | None:
    """The state of a customer with these events, all given in days before AS_OF."""
    rows = {
        "customers": [{"customer_id": "ann", "acquired_on": None if acquired is None else AS_OF - days(acquired)}],
        "transactions": [
            {"customer_id": "ann", "occurred_at": AS_OF - days(ago), "revenue": revenue}
            for ago, revenue in purchases or []
        ],
        "contracts": [
            {"customer_id": "ann", "started_on": AS_OF - days(start), "monthly_revenue": 10}
            | {"ended_on": None if end is None else AS_OF - days(end)}
            for start, end in contracts or []
        ],
        "interactions": [
            {"customer_id": "ann", "occurred_at": AS_OF - days(ago), "stage": stage, "kind": "enquiry"}
            for ago, stage in contacts or []
        ],
    }
    with open_tables(rows) as connection:
        frame = ask(connection, "customer_states")
    return frame["state"].iloc[0] if len(frame) else None


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("target", {}),
        ("target", {"contacts": [(0, "sales")]}),
        ("prospect", {"contacts": [(10, "marketing")]}),
        ("prospect", {"contacts": [(91, "sales")]}),
        ("opportunity", {"contacts": [(90, "sales"), (1, "service")]}),
        ("opportunity", {"contacts": [(1, "e-commerce")], "acquired": -5}),
        (None, {"acquired": 0}),
        (None, {"acquired": -5, "contacts": [(-1, "sales")]}),
        ("new", {"purchases": bought(90)}),
        ("new", {"contracts": [(90, None)]}),
        ("new", {"contracts": [(90, 60)]}),
        ("active", {"purchases": bought(91)}),
        ("active", {"contracts": [(700, None)]}),
        ("active", {"contracts": [(700, 0)]}),
        ("active", {"contracts": [(700, -30)]}),
        ("active", {"purchases": bought(500), "contracts": [(400, None)]}),
        ("active", {"purchases": bought(700, 550, 400, 250, 100)}),
        ("active", {"contracts": [(700, 89)]}),
        ("lost", {"contracts": [(700, 90)]}),
        ("active", {"contracts": [(700, 90)], "purchases": bought(90)}),
        ("active", {"purchases": bought(700, 550, 400, 250, 179)}),
        ("dormant", {"purchases": bought(700, 550, 400, 250, 180)}),
        ("dormant", {"purchases": bought(364)}),
        ("lost", {"purchases": bought(365)}),
        ("lost", {"acquired": 365}),
        ("dormant", {"acquired": 200}),
        ("won back", {"purchases": bought(300, 90)}),
        ("won back", {"purchases": bought(800, 30, 10)}),
        ("active", {"purchases": bought(300, 91)}),
        ("active", {"purchases": bought(269, 90)}),
        ("won back", {"contracts": [(900, 400), (60, None)]}),
        ("active", {"contracts": [(900, 200), (60, None)]}),
        ("active", {"contracts": [(900, 100)], "purchases": bought(600, 50)}),
        ("expanding", {"purchases": [(700, 10), (300, 10), (150, 15)]}),
        ("active", {"purchases": [(700, 10), (300, 10), (150, 14.9)]}),
        ("active", {"purchases": [(360, 10), (300, 10), (150, 100)]}),
        ("expanding", {"contracts": [(700, None), (100, None)], "purchases": [(20, 50)]}),
    ],
)
def test_the_state_of(state, facts):
    assert state_of(**facts) == state


def test_thresholds_are_parameters():
    rows = {
        "customers": [{"customer_id": "ann"}],
        "transactions": [{"customer_id": "ann", "occurred_at": AS_OF - days(ago), "revenue": 5} for ago in (45, 31, 5)],
    }
    with open_tables(rows) as connection:
        thresholds = {"new_days": 7, "dormant_days": 20, "lost_days": 40}
        assert of(ask(connection, "customer_states", **thresholds), "ann")["state"] == "won back"


def customers_worth(*contributions: float) -> dict:
    names = [f"c{number:02d}" for number in range(len(contributions))]
    return {
        "customers": [{"customer_id": name, "acquired_on": LONG_AGO} for name in names],
        "transactions": [
            {"customer_id": name, "occurred_at": AS_OF - days(100), "revenue": 100, "cost": 100 - contribution}
            for name, contribution in zip(names, contributions, strict=True)
        ],
    }


@pytest.mark.parametrize(
    ("contributions", "tiers"),
    [
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10), "bbbmmmmmtt"),
        ((-5, 0, 0, 0, 0, 0, 0, 0, 0, 10), "bmmmmmmmmt"),
        ((3, 3, 3, 3, 3), "mmmmm"),
        ((1,), "m"),
    ],
)
def test_value_tiers_rank_customers_and_leave_equals_together(contributions, tiers):
    with open_tables(customers_worth(*contributions)) as connection:
        frame = ask(connection, "customer_states").sort_values("customer_id")
    assert "".join(tier[0] for tier in frame["value_tier"]) == tiers


def test_a_lost_customer_and_a_prospect_have_no_tier():
    rows = customers_worth(1, 2)
    rows["customers"] += [{"customer_id": "gone", "acquired_on": LONG_AGO}, {"customer_id": "target"}]
    with open_tables(rows) as connection:
        frame = ask(connection, "customer_states")
    assert of(frame, "gone")["state"] == "lost"
    assert frame.set_index("customer_id")["value_tier"].isna().to_dict() == {
        "c00": False,
        "c01": False,
        "gone": True,
        "target": True,
    }


def test_a_step_goes_from_prospect_to_new_to_dormant():
    day = dt.datetime(2025, 5, 10)
    rows = {"customers": [{"customer_id": "ann"}], "transactions": [{"customer_id": "ann", "occurred_at": day}]}
    rows["transactions"][0]["revenue"] = 12
    with open_tables(rows) as connection:
        steps = ask(connection, "state_steps", steps=24)
    path = list(zip(steps["step_end"].dt.strftime("%y-%m"), steps["from_state"], steps["to_state"], strict=True))
    assert path[0] == ("25-06", "prospect", "new")
    assert path[3:5] == [("25-09", "new", "active"), ("25-10", "active", "active")]
    assert path[-4:] == [
        ("25-12", "active", "dormant"),
        ("26-01", "dormant", "dormant"),
        ("26-02", "dormant", "dormant"),
        ("26-03", "dormant", "dormant"),
    ]
    assert steps["contribution"].tolist() == [12] + [0] * 9
    assert (steps["customers"] == 1).all()
