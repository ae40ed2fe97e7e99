"""Return on Customer against the worked examples of Peppers and Rogers, and the period's rules."""

import datetime as dt

import numpy as np
import pytest

from workbench.analysis.return_on_customer import Period, period_rate, roc, value_created
from workbench.errors import BadParameter


@pytest.mark.parametrize(
    ("opening", "closing", "cash", "expected"),
    [
        pytest.param(2_000_000, 2_500_000, 250_000, 0.375, id="customer Y"),
        pytest.param(150_000, 75_000, 25_000, -1 / 3, id="customer X"),
        pytest.param(50_000, 100_000, 10_000, 1.2, id="customer Z"),
        pytest.param(100, 110, 5, 0.15, id="the share that pays a dividend"),
    ],
)
def test_peppers_and_rogers(opening: float, closing: float, cash: float, expected: float) -> None:
    assert roc(opening, closing, cash) == pytest.approx(expected, abs=1e-6)


def test_roc_of_arrays_is_element_by_element() -> None:
    returns = roc(np.array([100.0, 50.0]), np.array([110.0, 50.0]), np.array([5.0, 5.0]))
    assert returns.tolist() == pytest.approx([0.15, 0.1])


@pytest.mark.parametrize("opening", [0.0, -1.0])
def test_a_return_on_nothing_is_undefined(opening: float) -> None:
    with pytest.raises(ValueError, match="undefined"):
        roc(opening, 10.0, 5.0)


def test_value_created_is_nothing_when_the_return_is_the_rate() -> None:
    assert value_created(1000.0, 995.0, 30.0, 0.025) == pytest.approx(0.0)


def test_a_high_return_on_little_creates_less_than_a_modest_one_on_much() -> None:
    small, large = (10.0, 15.0, 1.0), (1000.0, 1000.0, 100.0)
    assert roc(*small) > roc(*large)
    assert value_created(*small, 0.025) < value_created(*large, 0.025)


def test_rates_of_parts_of_a_year_compound_to_the_year() -> None:
    assert (1 + period_rate(0.15, 3)) ** 4 == pytest.approx(1.15)
    assert period_rate(0.15, 9) == pytest.approx(0.1105, abs=5e-5)  # the unwind of the CDNOW example


def test_a_period_knows_its_months() -> None:
    assert Period(dt.date(2025, 11, 1), dt.date(2026, 2, 1), 0.1).months == 3


@pytest.mark.parametrize("rate", [-0.1, 0.0, 1.0, 10.0])
def test_a_rate_that_is_no_fraction_is_refused(rate: float) -> None:
    with pytest.raises(BadParameter, match="discount_rate"):
        Period(dt.date(2026, 7, 1), dt.date(2026, 10, 1), rate)


def test_a_rate_of_zero_needs_a_horizon() -> None:
    assert Period(dt.date(2026, 7, 1), dt.date(2026, 10, 1), 0.0, horizon_months=36).rate_by_months == 0.0


@pytest.mark.parametrize(("opening", "horizon"), [(dt.date(2026, 10, 1), 0), (dt.date(2026, 7, 1), -1)])
def test_a_period_has_a_month_and_a_horizon_is_not_negative(opening: dt.date, horizon: int) -> None:
    with pytest.raises(BadParameter, match="period_months"):
        Period(opening, dt.date(2026, 10, 1), 0.1, horizon_months=horizon)


def test_movements_are_counted_from_half_a_year_at_least() -> None:
    with pytest.raises(BadParameter, match="window_months"):
        Period(dt.date(2026, 7, 1), dt.date(2026, 10, 1), 0.1, window_months=3)
