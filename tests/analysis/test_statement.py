"""The statement foots to the cent, and its lines are what they are called."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moving_customers import CLOSING, UNTIL_LOST, Base, simulate

from workbench.analysis import equity
from workbench.analysis.results import Withheld
from workbench.analysis.return_on_customer import Period
from workbench.analysis.statement import Statement, foot, statement

PERIOD = Period(dt.date(2026, 7, 1), CLOSING, 0.10)
MONTH = Period(dt.date(2026, 9, 1), CLOSING, 0.10)


def measured(base: Base, period: Period = PERIOD, *, minimum: int = 10) -> equity.CustomerReturn:
    known = {"data_from": dt.date(2020, 1, 1), "lost_days": 365, "minimum": minimum}
    result = equity.measure(base.steps, base.flows, base.booked, period, **known)  # type: ignore[arg-type]
    assert isinstance(result, equity.CustomerReturn)
    return result


def made(returns: equity.CustomerReturn) -> Statement:
    result = statement(returns)
    assert isinstance(result, Statement)
    return result


def lines(table: pd.DataFrame) -> dict[str, float]:
    return dict(zip(table.line, table.amount, strict=True))


def cents(table: pd.DataFrame) -> list[int]:
    return [round(amount * 100) for amount in table.amount]


def assert_foots(made: Statement) -> None:
    for table in (made.equity, made.cash):
        opening, *changes, closing = cents(table)
        assert opening + sum(changes) == closing


@pytest.mark.parametrize("seed", range(10))
def test_it_foots_to_the_cent(seed: int) -> None:
    assert_foots(made(measured(simulate(500, seed=seed, arrivals=7))))


@given(st.floats(-1e9, 1e9), st.lists(st.floats(-1e8, 1e8), min_size=1, max_size=8))
def test_rounding_always_foots(opening: float, changes: list[float]) -> None:
    amounts = foot(opening, changes, opening + sum(changes))
    whole = np.rint(amounts * 100).astype(int)
    assert whole[0] + whole[1:-1].sum() == whole[-1]
    np.testing.assert_allclose(amounts[1:-1], changes, atol=0.01 * (len(changes) + 2))


def test_cash_reconciles_with_what_was_booked() -> None:
    base = simulate(2_000, seed=1, arrivals=20)
    spent = pd.concat([base.booked, pd.DataFrame({"bucket": [0], "contribution": [-321.09]})])
    told = made(measured(replace(base, booked=spent)))
    cash = lines(told.cash)
    assert cash["cash booked"] == pytest.approx(spent.contribution.sum(), abs=0.005)
    assert cash["people who are no customers"] == pytest.approx(-321.09, abs=50)  # lost ones book a little too


def test_opening_and_closing_are_those_of_the_measure() -> None:
    returns = measured(simulate(2_000, seed=2, arrivals=20))
    told = lines(made(returns).equity)
    assert told["opening equity"] == pytest.approx(returns.held.opened[0].sum(), abs=0.005)
    assert told["closing equity"] == pytest.approx(returns.held.closed[0], abs=0.005)
    assert told["new customers"] == pytest.approx(returns.held.won[0], abs=0.01)


def test_few_new_customers_have_no_line_of_their_own() -> None:
    """Any line could be had from the others, so their worth and their cash are told with those of the rest."""
    base = simulate(2_000, seed=2, arrivals=2, moves=UNTIL_LOST)
    plain, hidden = made(measured(base, minimum=1)), made(measured(base))
    for one, other, rest in (
        (plain.equity, hidden.equity, "experience"),
        (plain.cash, hidden.cash, "customers brought more or less"),
    ):
        (together,) = (line for line in lines(other) if line.startswith(rest))
        assert "new customers" not in lines(other)
        assert lines(other)[together] == pytest.approx(lines(one)[rest] + lines(one)["new customers"], abs=0.02)
    assert_foots(hidden)


def test_over_one_month_the_unwind_is_the_rate_on_the_opening() -> None:
    told = made(measured(simulate(2_000, seed=3, period=1), MONTH))
    assert told.expected_return == pytest.approx(MONTH.rate_by_months, rel=1e-9)
    assert lines(told.equity)["unwind of the discount"] == pytest.approx(
        MONTH.rate_by_months * lines(told.equity)["opening equity"], abs=0.01
    )


def test_a_horizon_changes_nothing_of_that() -> None:
    period = replace(MONTH, horizon_months=24)
    assert made(measured(simulate(2_000, seed=3, period=1), period)).expected_return == pytest.approx(
        MONTH.rate_by_months
    )


def test_over_a_quarter_it_is_a_little_less_because_cash_leaves_early() -> None:
    told = made(measured(simulate(2_000, seed=4)))
    assert 0.9 * PERIOD.rate_by_months < told.expected_return < PERIOD.rate_by_months


def test_the_frozen_return_without_new_customers_is_unwind_and_experience() -> None:
    """cash + change = (expected cash + more) + (unwind - expected cash + experience)."""
    returns = measured(simulate(3_000, seed=5, arrivals=30))
    told = made(returns)
    equity_lines, cash_lines = lines(told.equity), lines(told.cash)
    gains = (
        equity_lines["unwind of the discount"]
        + equity_lines["experience"]
        + cash_lines["customers brought more or less"]
    )
    back = returns.roc["without new customers"]
    assert gains / equity_lines["opening equity"] == pytest.approx(back.value, abs=1e-6)  # type: ignore[union-attr]


def test_a_base_that_behaves_as_expected_shows_little_experience() -> None:
    told = lines(made(measured(simulate(50_000, seed=6))).equity)
    assert abs(told["experience"]) < 0.005 * told["opening equity"]
    assert abs(told["re-estimation"]) < 0.02 * told["opening equity"]


def test_a_base_that_leaves_shows_it_as_experience() -> None:
    base = simulate(5_000, seed=7)
    gone = base.flows.assign(
        to_state=base.flows.to_state.where(base.flows.bucket % 2 == 0, "lost"),
        to_tier=base.flows.to_tier.where(base.flows.bucket % 2 == 0, None),
    )
    told = lines(made(measured(replace(base, flows=gone))).equity)
    assert told["experience"] < -0.15 * told["opening equity"]


def test_without_a_measure_there_is_no_statement() -> None:
    why = Withheld("too short")
    assert statement(why) is why
