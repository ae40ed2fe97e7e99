"""How far the history of a store carries a value of customers."""

import datetime as dt
from dataclasses import replace

import pytest
from moving_customers import CLOSING, simulate

from workbench.analysis.reach import reach
from workbench.analysis.results import Withheld
from workbench.analysis.return_on_customer import Period

ASKED = Period(dt.date(2026, 7, 1), CLOSING, 0.10)
STEPS = simulate(500, seed=1).steps


@pytest.mark.parametrize(
    ("data_from", "window", "horizon"),
    [
        pytest.param(dt.date(2020, 1, 1), 12, 0, id="long known: all is counted from a year"),
        pytest.param(dt.date(2024, 7, 1), 12, 0, id="a year in which customers could be lost"),
        pytest.param(dt.date(2024, 10, 15), 8, 0, id="only the months in which they could be lost"),
        pytest.param(dt.date(2025, 1, 1), 6, 0, id="six such months"),
        pytest.param(dt.date(2025, 1, 2), 12, 12, id="five: all months, but one year counts"),
        pytest.param(dt.date(2026, 1, 1), 12, 12, id="nobody can be lost yet"),
    ],
)
def test_months_and_horizon_follow_the_history(data_from: dt.date, window: int, horizon: int) -> None:
    period = reach(ASKED, STEPS, data_from=data_from, lost_days=365)
    assert isinstance(period, Period)
    assert (period.window_months, period.horizon_months) == (window, horizon)


def test_a_horizon_that_was_asked_for_is_kept() -> None:
    period = reach(replace(ASKED, horizon_months=36), STEPS, data_from=dt.date(2026, 1, 1), lost_days=365)
    assert isinstance(period, Period)
    assert period.horizon_months == 36


def test_fewer_than_six_months_say_nothing() -> None:
    steps = simulate(500, seed=2, months=8).steps
    result = reach(ASKED, steps, data_from=dt.date(2026, 2, 1), lost_days=365)
    assert isinstance(result, Withheld)
    assert "there are 5" in result.why


def test_too_few_groups_say_nothing() -> None:
    steps = simulate(60, seed=3, groups=5).steps
    assert isinstance(reach(ASKED, steps, data_from=dt.date(2020, 1, 1), lost_days=365), Withheld)
