"""Histories of buying, and pasts of contracts, counted in real days and calendar months."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from asking import AS_OF, ask, days, open_tables


def bought(customer: str, *lines: tuple[int, float]) -> list[dict[str, Any]]:
    """Lines of a customer: days before AS_OF and revenue; cost is 4 a line."""
    return [
        {"customer_id": customer, "occurred_at": AS_OF - days(ago), "revenue": revenue, "cost": 4}
        for ago, revenue in lines
    ]


LINES = [
    *bought("ann", (40, 10), (30, 20), (30, 5), (10, 12), (3, -30)),
    *bought("bob", (40, 50), (30, 20), (10, 12)),
    *bought("cid", (1, 10)),
    *bought("dan", (40, 10), (20, -10)),
    *bought("eve", (0, 10)),
]


@pytest.fixture(scope="module")
def shop():
    people = [{"customer_id": name} for name in ("ann", "bob", "cid", "dan", "eve", "fay")]
    with open_tables({"customers": people, "transactions": LINES}) as connection:
        yield connection


def test_customers_with_the_same_history_are_one_row(shop):
    found = ask(shop, "purchase_counts")
    assert found.to_dict("split")["data"] == [[0, 0, 0, 1], [0, 0, 39, 1], [2, 30, 39, 2]]


def test_a_history_has_the_money_of_what_came_after_the_first_purchase_day(shop):
    found = ask(shop, "purchase_histories").set_index("customer_id")
    assert list(found.index) == ["ann", "bob", "cid", "dan"]
    assert found.loc["ann", ["frequency", "recency", "age", "purchases"]].tolist() == [2, 30, 39, 2]
    assert float(found.loc["ann", "total"]) == (25 - 8) + (12 - 4) + (-30 - 4)
    assert float(found.loc["ann", "squares"]) == 17**2 + 8**2 + 34**2


def test_who_bought_once_has_no_money_to_learn_from_even_if_it_was_given_back(shop):
    found = ask(shop, "purchase_histories").set_index("customer_id")
    assert float(found.loc["dan", "total"]) == 0
    assert found.loc["dan", "purchases"] == 0


def test_the_counts_are_those_of_the_histories(shop):
    keys = ["frequency", "recency", "age"]
    by_hand = ask(shop, "purchase_histories").groupby(keys, as_index=False).size()
    counted = ask(shop, "purchase_counts").rename(columns={"customers": "size"})
    pd.testing.assert_frame_equal(by_hand, counted, check_dtype=False)


@pytest.mark.parametrize(
    ("started", "ended", "renewals"),
    [
        (dt.date(2025, 1, 15), dt.date(2025, 2, 15), 0),
        (dt.date(2025, 1, 15), dt.date(2025, 2, 16), 1),
        (dt.date(2025, 1, 15), dt.date(2025, 3, 15), 1),
        (dt.date(2025, 1, 15), dt.date(2025, 1, 15), 0),
        (dt.date(2025, 1, 15), None, None),
    ],
)
def test_renewals_are_whole_calendar_months_lived_through(started, ended, renewals):
    contract = {"contract_id": "k", "customer_id": "ann", "started_on": started, "ended_on": ended}
    rows = {"customers": [{"customer_id": "ann"}], "contracts": [contract | {"monthly_revenue": 10}]}
    with open_tables(rows) as connection:
        (found,) = ask(connection, "contract_renewals", as_of=dt.date(2026, 1, 16)).to_dict("records")
    assert found == {"cohort": 2025, "renewals": 12 if ended is None else renewals} | {
        "ended": int(ended is not None),
        "contracts": 1,
    }


def test_a_period_may_be_a_year():
    contract = {"contract_id": "k", "customer_id": "ann", "started_on": dt.date(2023, 3, 1), "monthly_revenue": 10}
    with open_tables({"customers": [{"customer_id": "ann"}], "contracts": [contract]}) as connection:
        found = ask(connection, "contract_renewals", as_of=dt.date(2026, 3, 1), period_months=12)
        again = ask(connection, "contract_renewals", as_of=dt.date(2026, 3, 2), period_months=12)
    assert (found.renewals[0], again.renewals[0]) == (2, 3)


def test_a_holdout_sees_only_what_was_known_and_counts_what_followed(shop):
    found = ask(shop, "purchase_holdout", start=AS_OF - days(20))
    assert found.to_dict("split")["data"] == [[0, 0, 19, 1, 0, 0], [1, 10, 19, 2, 2, 2]]


def test_squares_of_large_sums_fit():
    rows = [
        {"customer_id": "ann", "occurred_at": AS_OF - days(ago), "revenue": 90_000_000, "cost": 0} for ago in (9, 2)
    ]
    with open_tables({"customers": [{"customer_id": "ann"}], "transactions": rows}) as connection:
        assert ask(connection, "purchase_histories").squares[0] == 90_000_000.0**2
