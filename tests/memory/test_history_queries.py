"""A history asked today says of each month what was said when that month closed."""

import datetime as dt

import pandas as pd
import pytest
from asking import AS_OF, ask, open_tables
from random_rows import random_rows

MONTHS_BACK = (0, 1, 2, 5, 12)


@pytest.fixture(scope="module", params=[7, 8])
def store(request):
    with open_tables(random_rows(seed=request.param)) as connection:
        yield connection


def closed(months_back: int) -> dt.date:
    """The first day after the month so many months back."""
    return (pd.Timestamp(AS_OF) - pd.DateOffset(months=months_back)).date()


def of_month(frame: pd.DataFrame, months_back: int) -> pd.DataFrame:
    return frame[frame["month"] == pd.Timestamp(closed(months_back + 1))]


@pytest.mark.parametrize("months_back", MONTHS_BACK)
def test_customers_of_a_month_are_those_counted_at_its_close(store, months_back):
    columns = ["customers", "arrivals", "returns", "losses"]
    found = of_month(ask(store, "customer_history"), months_back)[columns]
    expected = ask(store, "customer_counts", as_of=closed(months_back))[columns]
    assert found.to_numpy().tolist() == expected.to_numpy().tolist()


def test_customers_go_on_from_month_to_month(store):
    frame = ask(store, "customer_history")
    before = frame["customers"].shift(1)
    assert (before + frame["arrivals"] + frame["returns"] - frame["losses"])[1:].equals(
        frame["customers"][1:].astype(float)
    )


@pytest.mark.parametrize("horizon", [1, 3])
@pytest.mark.parametrize("months_back", MONTHS_BACK)
def test_churn_of_a_month_is_what_its_horizon_showed(store, months_back, horizon):
    found = of_month(ask(store, "churn_history", horizon_months=horizon), months_back)
    outcomes = ask(store, "churn_outcomes", as_of=closed(months_back + horizon), horizon_months=horizon)
    assert len(outcomes) > 20
    assert found[["customers", "churned"]].sum().tolist() == [len(outcomes), outcomes["churned"].sum()]
    assert found["bucket"].between(0, 49).all()


def test_churn_is_told_for_as_many_months_as_there_are_steps_beyond_the_horizon(store):
    assert ask(store, "churn_history", horizon_months=2, steps=7)["month"].nunique() == 6


@pytest.mark.parametrize("months_back", MONTHS_BACK)
def test_the_answers_of_a_month_are_those_known_at_its_close(store, months_back):
    found = of_month(ask(store, "item_history"), months_back).reset_index(drop=True)
    expected = ask(store, "item_history", months=1, as_of=closed(months_back))
    assert len(found)
    pd.testing.assert_frame_equal(found, expected)
