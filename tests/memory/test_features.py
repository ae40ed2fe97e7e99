"""Features of a customer as of a date, against numbers computed by hand."""

import datetime as dt

import pandas as pd
import pytest
from asking import AS_OF, ask, days, of, open_tables


def line(customer: str, day: dt.date, revenue: float, **more) -> dict:
    at = dt.datetime.combine(day, dt.time(10))
    return {"customer_id": customer, "occurred_at": at, "revenue": revenue, **more}


JAN, FEB, YEAR_AGO = dt.date(2026, 1, 5), dt.date(2026, 2, 9), dt.date(2025, 3, 1)

ROWS = {
    "customers": [
        {"customer_id": "ann", "acquired_on": dt.date(2024, 6, 1), "region": "North", "acquisition_channel": "web"},
        {"customer_id": "bob"},
        {"customer_id": "target"},
        {"customer_id": "later", "acquired_on": AS_OF},
    ],
    "transactions": [
        line("ann", dt.date(2024, 6, 1), 100, cost=60, category="tea", channel="shop", quantity=1),
        line("ann", YEAR_AGO - days(1), 7, category="tea", channel="web"),
        line("ann", YEAR_AGO, 11, cost=1, category="cups", channel="web"),
        line("ann", JAN, 20, cost=5, category="tea", channel="shop"),
        line("ann", JAN, 30, cost=5, category="pots", channel="shop"),
        line("ann", FEB, -20, cost=-5, quantity=-1, category="tea", channel="shop"),
        line("ann", AS_OF, 1000, cost=1, category="gold", channel="phone"),
    ],
    "activity_costs": [
        {"customer_id": "ann", "occurred_on": dt.date(2024, 5, 1), "kind": "acquisition", "amount": 40},
        {"customer_id": "ann", "occurred_on": JAN, "kind": "service", "amount": 3},
    ],
    "interactions": [
        {"customer_id": "ann", "occurred_at": YEAR_AGO - days(9), "stage": "service", "kind": "complaint", "cost": 2},
        {"customer_id": "ann", "occurred_at": JAN, "stage": "service", "kind": "complaint", "cost": 4},
        {"customer_id": "ann", "occurred_at": FEB, "stage": "marketing", "kind": "campaign"},
        {"customer_id": "bob", "occurred_at": FEB, "stage": "sales", "kind": "enquiry"},
    ],
    "life_events": [
        {"customer_id": "ann", "occurred_on": dt.date(2025, 1, 1), "kind": "move"},
        {"customer_id": "ann", "occurred_on": dt.date(2025, 8, 1), "kind": "child"},
        {"customer_id": "ann", "occurred_on": AS_OF, "kind": "retirement"},
    ],
}


@pytest.fixture(scope="module")
def features():
    with open_tables(ROWS) as connection:
        yield ask(connection, "customer_features", contact_cost=1.5)


def test_only_who_is_known_as_of_the_date_has_a_row(features):
    assert sorted(features["customer_id"]) == ["ann", "bob"]


def test_a_customer_by_hand(features):
    ann = of(features, "ann")
    # Days: 1 June 2024, 28 February, 1 March, 5 January; 9 February is a return and no purchase.
    assert (ann["purchases"], ann["frequency"], ann["purchases_12m"]) == (4, 3, 2)
    assert (ann["first_purchase_on"], ann["last_purchase_on"]) == (pd.Timestamp("2024-06-01"), pd.Timestamp(JAN))
    assert (ann["age_days"], ann["recency_days"]) == ((AS_OF - dt.date(2024, 6, 1)).days, 55)
    assert (ann["revenue"], ann["cost"]) == (100 + 7 + 11 + 50 - 20, 60 + 1 + 10 - 5)
    assert (ann["activity_cost"], ann["interaction_cost"]) == (43, 2 + 4 + 1.5)
    assert ann["contribution"] == 148 - 66 - 43 - 7.5
    assert (ann["revenue_12m"], ann["contribution_12m"]) == (41, 41 - 6 - 3 - 5.5)
    assert (ann["categories"], ann["channels"]) == (3, 2)
    assert (ann["complaints"], ann["complaints_12m"], ann["interactions_12m"]) == (2, 1, 2)
    assert (ann["life_events"], ann["last_life_event"]) == (2, "child")
    assert (ann["region"], ann["acquisition_channel"]) == ("North", "web")


def test_a_prospect_has_contacts_and_no_dates(features):
    bob = of(features, "bob")
    assert (bob["purchases"], bob["frequency"], bob["revenue"], bob["interaction_cost"]) == (0, 0, 0, 1.5)
    assert pd.isna([bob["acquired_on"], bob["age_days"], bob["recency_days"], bob["last_satisfaction"]]).all()


def test_free_goods_are_a_purchase_and_an_even_exchange_is_none():
    rows = {
        "customers": [{"customer_id": "ann", "acquired_on": JAN}],
        "transactions": [
            line("ann", JAN, 0, quantity=1),
            line("ann", FEB, 12, quantity=1),
            line("ann", FEB, -12, quantity=-1),
        ],
    }
    with open_tables(rows) as connection:
        ann = of(ask(connection, "customer_features"), "ann")
    assert (ann["purchases"], ann["last_purchase_on"]) == (1, pd.Timestamp(JAN))


def test_a_contract_books_by_days_and_runs_until_it_has_ended():
    rows = {
        "customers": [{"customer_id": "ann"}],
        "contracts": [
            # 17 of January's 31 days, then February.
            {"customer_id": "ann", "started_on": dt.date(2026, 1, 15), "monthly_revenue": 31, "monthly_cost": 3.1},
            # December whole; it ended before the date.
            {
                "customer_id": "ann",
                "started_on": dt.date(2025, 12, 1),
                "ended_on": dt.date(2026, 1, 1),
                "monthly_revenue": 5,
            },
            # An end on the date or after it is not used.
            {"customer_id": "ann", "started_on": dt.date(2026, 2, 1), "ended_on": AS_OF, "monthly_revenue": 7},
            {"customer_id": "ann", "started_on": AS_OF, "monthly_revenue": 1000},
        ],
    }
    with open_tables(rows) as connection:
        ann = of(ask(connection, "customer_features"), "ann")
    assert ann["contract_revenue"] == ann["revenue"] == 17 + 31 + 5 + 7
    assert ann["cost"] == pytest.approx(1.7 + 3.1)
    assert (ann["active_contracts"], ann["age_days"]) == (2, 90)


ITEMS = [
    {"item": "happy", "construct": "satisfaction", "kind": "perception", "scale_min": 1, "scale_max": 5, "reversed": 0},
    {"item": "angry", "construct": "satisfaction", "kind": "perception", "scale_min": 0, "scale_max": 10, "reversed": 1}
    | {"not_applicable": 0},
    {"item": "web", "construct": "quality", "kind": "perception", "scale_min": 1, "scale_max": 5, "reversed": 0},
]


def answer(response: str, at: dt.date, item: str, score: float | None) -> dict:
    return {"response_id": response, "customer_id": "ann", "answered_at": at, "item": item, "score": score}


def test_the_last_satisfaction_is_turned_rescaled_and_leaves_out_what_says_nothing():
    answers = [
        answer("old", JAN, "happy", 1),
        answer("r1", FEB, "happy", 5),  # 100
        answer("r1", FEB, "angry", 2),  # turned: 80
        answer("r2", FEB + days(1), "angry", 0),  # not applicable, which is no low score
        answer("r2", FEB + days(1), "web", 3),
        answer("r3", FEB + days(2), "happy", None),
        answer("r4", FEB + days(3), "happy", 11),  # outside the scale
        answer("r5", AS_OF, "happy", 1),
    ]
    rows = {"customers": [{"customer_id": "ann"}], "survey_items": ITEMS, "survey_responses": answers}
    with open_tables(rows) as connection:
        ann = of(ask(connection, "customer_features"), "ann")
    assert ann["last_satisfaction"] == 90
    assert ann["last_answered_on"] == pd.Timestamp(FEB + days(1))
