"""Lives of customers as of a date, and what was booked on them since another."""

import pytest
from asking import AS_OF, ask, days, open_tables


def bought(customer, *lines):
    """Lines of a customer: days before AS_OF and revenue; cost is 4 a line."""
    return [
        {"customer_id": customer, "occurred_at": AS_OF - days(ago), "revenue": revenue, "cost": 4}
        for ago, revenue in lines
    ]


def contract(customer, began, ended=None):
    """A contract of 10 a month, 4 of it cost, from and until days before AS_OF."""
    ended_on = AS_OF - days(ended) if ended is not None else None
    terms = {"monthly_revenue": 10, "monthly_cost": 4, "ended_on": ended_on}
    return {"customer_id": customer, "started_on": AS_OF - days(began), **terms}


def spent(customer, ago, kind, amount):
    return {"customer_id": customer, "occurred_on": AS_OF - days(ago), "kind": kind, "amount": amount}


TABLES = {
    "customers": [{"customer_id": name} for name in ("ann", "bob", "cid", "dan", "fay")],
    "transactions": [
        *bought("ann", (500, 24), (100, 14), (100, 5), (20, 34)),
        *bought("cid", (30, 14)),
        *bought("dan", (300, 14)),
    ],
    "contracts": [contract("ann", 50), contract("bob", 400), contract("cid", 200, 100), contract("dan", 250, 40)],
    "activity_costs": [
        spent("ann", 501, "acquisition", 7),
        spent("ann", 400, "mailing", 1),
        spent("ann", 10, "mailing", 2),
        spent("dan", 5, "acquisition", 3),
        spent("fay", 5, "mailing", 9),
    ],
}


@pytest.fixture(scope="module")
def shop():
    with open_tables(TABLES) as connection:
        yield connection


@pytest.fixture(scope="module")
def lives(shop):
    return ask(shop, "customer_lives").set_index("customer_id")


def test_a_life_begins_with_the_first_purchase_or_contract(lives):
    assert lives.age_days.to_dict() == {"ann": 500, "bob": 400, "cid": 200, "dan": 300}


def test_purchase_days_after_the_first_day_count(lives):
    assert lives.repeats.to_dict() == {"ann": 2, "bob": 0, "cid": 1, "dan": 0}
    assert lives.last_days.to_dict() == {"ann": 480, "bob": 0, "cid": 170, "dan": 0}
    assert lives.purchases.to_dict() == {"ann": 3, "bob": 0, "cid": 1, "dan": 1}


def test_margin_and_its_squares_are_of_purchase_days(lives):
    assert lives.margin.to_dict() == pytest.approx({"ann": 20 + 11 + 30, "bob": 0, "cid": 10, "dan": 10})
    assert float(lives.margin_squares["ann"]) == pytest.approx(20**2 + 11**2 + 30**2)


def test_a_contract_runs_or_has_ended_unless_something_was_bought_since(lives):
    assert lives.contracts.to_dict() == {"ann": 1, "bob": 1, "cid": 0, "dan": 0}
    assert lives.contract_margin.to_dict() == pytest.approx({"ann": 72, "bob": 72, "cid": 0, "dan": 0})
    assert lives.contract_ended.to_dict() == {"ann": False, "bob": False, "cid": False, "dan": True}


def test_contracts_signed_after_the_first_day_of_the_last_year_count(lives):
    """Bob's and Cid's lives began with theirs."""
    assert lives.signed_12m.to_dict() == {"ann": 1, "bob": 0, "cid": 0, "dan": 1}
    assert lives.signed_margin_12m.to_dict() == pytest.approx({"ann": 72, "bob": 0, "cid": 0, "dan": 72})


def test_serving_is_what_the_last_year_cost_and_winning_stands_apart(lives):
    assert lives.serving_12m.to_dict() == pytest.approx({"ann": 2, "bob": 0, "cid": 0, "dan": 0})
    assert lives.acquisition.to_dict() == pytest.approx({"ann": 7, "bob": 0, "cid": 0, "dan": 3})


def test_nothing_after_the_date_is_seen(shop):
    then = ask(shop, "customer_lives", as_of=AS_OF - days(150)).set_index("customer_id")
    assert then.age_days.to_dict() == {"ann": 350, "bob": 250, "cid": 50, "dan": 150}
    assert then.repeats.sum() == 0 and not then.contract_ended.any()


def test_what_is_booked_on_customers_is_what_came_in_less_costs(shop, lives):
    booked = ask(shop, "customer_cash", start=AS_OF - days(60)).set_index("number")
    names = lives.reset_index().set_index("number").customer_id
    assert set(names[booked.index]) == {"ann", "bob", "cid", "dan"}
    cash = dict(zip(names[booked.index], zip(booked.contribution, booked.acquisition, strict=True), strict=True))
    assert float(cash["cid"][0]) == pytest.approx(10)
    assert float(cash["dan"][1]) == pytest.approx(3)
    # 31 December to 1 March; Ann's contract began on 10 January, Dan's ended on the 20th.
    assert float(cash["bob"][0]) == pytest.approx(6 * (1 / 31 + 2))
    assert float(cash["ann"][0]) == pytest.approx(30 - 2 + 6 * (22 / 31 + 1))
    assert float(cash["dan"][0]) == pytest.approx(6 * (1 / 31 + 19 / 31) - 3)
