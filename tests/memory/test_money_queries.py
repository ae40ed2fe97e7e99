"""Money: every query that adds it up finds the same, to the cent."""

import datetime as dt
from itertools import pairwise

import pandas as pd
import pytest
from asking import AS_OF, ask, days, open_tables
from random_rows import random_rows

CUSTOMERS = ("new", "active", "expanding", "dormant", "won back", "lost")


@pytest.fixture(scope="module", params=[1, 2, 3])
def store(request):
    with open_tables(random_rows(request.param)) as connection:
        yield connection


@pytest.mark.parametrize("steps", [1, 7, 16])
def test_the_last_step_is_the_closing_population(store, steps):
    last = ask(store, "state_steps", steps=steps).query("step_end == @pd.Timestamp(@AS_OF)")
    states = ask(store, "customer_states")
    states = states[states["state"].isin(CUSTOMERS)]
    keys = ["to_state", "to_tier"]
    found = last.fillna("none").groupby(keys)["customers"].sum()
    wanted = states.fillna("none").groupby(["state", "value_tier"]).size()
    assert found.to_dict() == wanted.to_dict()


def test_a_step_starts_where_the_one_before_ended(store):
    steps = ask(store, "state_steps", steps=16).fillna("none")
    ends = sorted(steps["step_end"].unique())
    for before, after in pairwise(ends):
        closing = steps[steps["step_end"] == before].groupby(["bucket", "to_state", "to_tier"])["customers"].sum()
        opening = steps[(steps["step_end"] == after) & (steps["from_state"] != "prospect")]
        opening = opening.groupby(["bucket", "from_state", "from_tier"])["customers"].sum()
        assert closing.to_dict() == opening.to_dict()


def test_earlier_steps_do_not_depend_on_how_many_are_asked_for(store):
    few, many = (ask(store, "state_steps", steps=steps) for steps in (4, 12))
    later = many[many["step_end"] >= few["step_end"].min()].reset_index(drop=True)
    pd.testing.assert_frame_equal(few, later)


def test_an_earlier_step_is_what_was_seen_then(store):
    then = AS_OF - days(28)
    now = ask(store, "state_steps", steps=3)
    before = ask(store, "state_steps", steps=2, as_of=then)
    pd.testing.assert_frame_equal(before, now[now["step_end"] <= pd.Timestamp(then)].reset_index(drop=True))


def test_a_step_brings_the_cash_of_customers(store):
    cash = ask(store, "cash_flow", start=dt.date(2026, 2, 1)).set_index("bucket")
    customers = cash["contribution"] + cash["prospect_cost"]
    for name in ("state_steps", "state_flows"):
        flows = ask(store, name, steps=1).groupby("bucket")["contribution"].sum()
        assert flows.reindex(customers.index, fill_value=0).to_list() == pytest.approx(customers.to_list(), abs=1e-9)


def test_cash_flow_adds_up_to_the_features_and_the_months(store):
    cash = ask(store, "cash_flow", start=dt.date(2020, 1, 1), contact_cost=2.0).drop(columns="bucket").sum()
    features = ask(store, "customer_features", contact_cost=2.0)
    months = ask(store, "monthly_activity", months=600, contact_cost=2.0)
    for column in ("revenue", "cost", "activity_cost", "interaction_cost", "contribution"):
        assert features[column].sum() == pytest.approx(cash[column], abs=1e-9)
    for column in ("revenue", "contribution"):
        assert months[column].sum() == pytest.approx(cash[column], abs=1e-9)
    assert cash["interaction_cost"] > ask(store, "cash_flow", start=dt.date(2020, 1, 1))["interaction_cost"].sum()


def test_cash_flow_of_parts_of_months_adds_up(store):
    first, middle = dt.date(2025, 6, 10), dt.date(2025, 11, 20)
    whole = ask(store, "cash_flow", start=first)
    parts = [ask(store, "cash_flow", start=first, as_of=middle), ask(store, "cash_flow", start=middle)]
    assert sum(part["activity_cost"].sum() for part in parts) == pytest.approx(whole["activity_cost"].sum())
    # A contract's month is split by days of its own month, which differ by where months begin.
    assert sum(part["revenue"].sum() for part in parts) == pytest.approx(whole["revenue"].sum(), rel=1e-3)


def test_values_ledger_and_features_agree(store):
    values = ask(store, "customer_value").set_index("customer_id")
    features = ask(store, "customer_features").set_index("customer_id")
    for column in ("revenue_12m", "contribution_12m"):
        pd.testing.assert_series_equal(values[column], features.loc[values.index, column], atol=1e-9)
    ledger = ask(store, "ledger")
    regions = ledger[ledger["dimension"] == "region"]
    customers = features[features["acquired_on"].notna()]
    assert regions["contribution_12m"].sum() == pytest.approx(customers["contribution_12m"].sum(), abs=1e-9)
    assert set(regions["value"]) == {"North", "South", "not recorded"}
    assert set(ledger["dimension"]) == {"region"}
    assert regions["customers"].sum() == ask(store, "customer_counts")["customers"].iloc[0] == len(values)


def test_counts_reconcile_with_the_month_before(store):
    now = ask(store, "customer_counts").iloc[0]
    before = ask(store, "customer_counts", as_of=dt.date(2026, 2, 1)).iloc[0]
    assert now["customers_before"] == before["customers"]
    assert now["customers"] == now["customers_before"] + now["arrivals"] + now["returns"] - now["losses"]
    states = ask(store, "customer_states")["state"].value_counts()
    assert now["lost"] == states.get("lost", 0)
    assert now["dormant"] == states.get("dormant", 0)
    assert now["targets"] == states.get("target", 0)
    assert now["prospects"] == states.get("prospect", 0) + states.get("opportunity", 0)


def test_months_of_activity_against_pandas(store):
    lines = pd.DataFrame(store.execute("SELECT * FROM transactions").df())
    lines = lines[lines["occurred_at"] < pd.Timestamp(AS_OF)]
    daily = lines.groupby(["customer_id", lines["occurred_at"].dt.date])["revenue"].sum().reset_index()
    bought = daily[daily["revenue"] > 0]
    month = pd.to_datetime(bought["occurred_at"]).dt.to_period("M").dt.start_time
    wanted = bought.groupby(month)["customer_id"].agg(["nunique", "size"])
    found = ask(store, "monthly_activity", months=12).set_index("month")
    assert len(found) == 12
    assert found["buyers"].to_dict() == wanted["nunique"].reindex(found.index, fill_value=0).to_dict()
    assert found["purchases"].to_dict() == wanted["size"].reindex(found.index, fill_value=0).to_dict()


def invoice(late: int, amount: float, **dates: dt.date) -> dict:
    due = AS_OF - days(late)
    return {"customer_id": "ann", "issued_on": due - days(30), "due_on": due, "amount": amount, **dates}


def test_receivables_by_hand():
    rows = {
        "customers": [{"customer_id": "ann"}, {"customer_id": "bob"}],
        "payments": [
            invoice(-5, 1),
            invoice(0, 2),
            invoice(1, 4),
            invoice(30, 8),
            invoice(31, 16) | {"customer_id": "bob"},
            invoice(61, 32, paid_on=AS_OF),
            invoice(61, 64, paid_on=AS_OF - days(1)),
            invoice(91, 128),
            invoice(-40, 256),
        ],
    }
    with open_tables(rows) as connection:
        frame = ask(connection, "receivables").set_index("band")
    assert frame["amount"].to_dict() == {"not due": 3, "1-30": 12, "31-60": 16, "61-90": 32, "over 90": 128}
    assert frame["invoices"].tolist() == [2, 2, 1, 1, 1]
    assert frame["customers"].tolist() == [1, 1, 1, 1, 1]


def test_costs_that_are_not_recorded_are_counted():
    rows = {
        "customers": [{"customer_id": "ann"}],
        "transactions": [
            {"customer_id": "ann", "occurred_at": AS_OF - days(1), "revenue": 10, "cost": 4},
            {"customer_id": "ann", "occurred_at": AS_OF - days(1), "revenue": 30},
            {"customer_id": "ann", "occurred_at": AS_OF - days(1), "revenue": -50, "cost": -20},
        ],
    }
    with open_tables(rows) as connection:
        frame = ask(connection, "cost_coverage").set_index("table_name")
    assert frame.loc["transactions"].to_dict() == {"rows": 3, "costed": 2, "revenue": 90, "costed_revenue": 60}
    assert frame.loc["contracts", "rows"] == 0


def test_churned_is_who_neither_bought_nor_holds_a_contract_at_the_end():
    origin = dt.date(2025, 12, 1)
    buyers = {"stays": 20, "leaves": -40, "too late": 95}
    rows = {
        "customers": [{"customer_id": name} for name in (*buyers, "holds", "ends", "dormant", "returned it")],
        "transactions": [
            {"customer_id": name, "occurred_at": origin + days(offset), "revenue": revenue}
            for name, offset, revenue in [
                *((name, -100, 10) for name in (*buyers, "returned it")),
                *((name, offset, 10) for name, offset in buyers.items()),
                ("dormant", -300, 10),
                ("returned it", 10, -10),
            ]
        ],
        "contracts": [
            {"customer_id": name, "started_on": origin - days(400), "monthly_revenue": 1, "ended_on": end}
            for name, end in [("holds", None), ("ends", origin + days(30))]
        ],
    }
    with open_tables(rows) as connection:
        frame = ask(connection, "churn_outcomes", as_of=origin, horizon_months=3, known_until=AS_OF)
        assert frame.set_index("customer_id")["churned"].to_dict() == {
            "stays": 0,
            "leaves": 1,
            "too late": 1,
            "holds": 0,
            "ends": 1,
            "returned it": 1,
        }
        assert len(ask(connection, "churn_outcomes", as_of=origin, known_until=AS_OF - days(1))) == 0
