"""The surface finds its coefficients, and its test of the raw gap alarms as often as it says."""

import numpy as np
import pytest

from workbench.analysis.response_surface import Surface, response_surface
from workbench.analysis.results import Withheld


def customers(seed: int = 0, n: int = 1500):
    draw = np.random.default_rng(seed)
    expectation = draw.normal(65, 12, n)
    perception = 0.4 * expectation + draw.normal(40, 12, n)
    return perception, expectation, draw.normal(0, 8, n), np.arange(n) % 50


def test_the_gap_holds_where_satisfaction_follows_it():
    alarms = 0
    for seed in range(60):
        p, e, noise, groups = customers(seed, 600)
        alarms += not response_surface(p, e, 60 + 0.5 * (p - e) + noise, groups=groups).gap_holds
    assert alarms <= 8  # 5 of 100 are allowed; more than 8 of 60 come in 1 of 100 runs


def test_the_gap_does_not_hold_where_expectations_do_not_matter():
    p, e, noise, groups = customers()
    found = response_surface(p, e, 20 + 0.6 * p + noise, groups=groups)
    assert not found.gap_holds
    assert found.meeting_slope.low <= 6 <= found.meeting_slope.high
    assert found.exceeding_slope.low <= 6 <= found.exceeding_slope.high


def test_falling_short_hurts_more_than_exceeding_helps():
    p, e, noise, groups = customers(n=4000)
    gap = (p - e) / 10
    found = response_surface(p, e, 60 + 3 * gap - 0.5 * gap**2 + noise, groups=groups)
    assert found.exceeding_slope.low <= 6 <= found.exceeding_slope.high
    assert found.exceeding_curvature.low <= -2 <= found.exceeding_curvature.high
    assert found.exceeding_curvature.high < 0
    assert not found.gap_holds


def test_coefficients_are_those_of_least_squares():
    p, e, noise, groups = customers()
    s = 50 + 0.3 * p + noise
    found = response_surface(p, e, s, groups=groups)
    x, y = (p - 50) / 10, (e - 50) / 10
    b = np.linalg.lstsq(np.column_stack([np.ones(len(p)), x, y, x * x, x * y, y * y]), s, rcond=None)[0]
    assert found.meeting_slope.value == pytest.approx(b[1] + b[2])
    assert found.exceeding_curvature.value == pytest.approx(b[3] - b[4] + b[5])


def test_rows_that_lack_an_answer_are_left_out():
    p, e, noise, groups = customers()
    s = 50 + 0.3 * p + noise
    s[:100] = np.nan
    assert response_surface(p, e, s, groups=groups).n == 1400
    assert isinstance(response_surface(p, e, s, groups=groups), Surface)


@pytest.mark.parametrize("n", [0, 1, 20])
def test_few_customers_are_not_enough(n):
    p, e, noise, groups = (values[:n] for values in customers())
    assert isinstance(response_surface(p, e, noise, groups=groups), Withheld)


def test_expectations_that_are_all_alike_carry_no_surface():
    p, _, noise, groups = customers()
    assert isinstance(response_surface(p, np.full(1500, 70.0), p + noise, groups=groups), Withheld)
