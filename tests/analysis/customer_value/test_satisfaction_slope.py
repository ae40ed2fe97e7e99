"""Slopes of leaving, frequency and spend on satisfaction: recovered from customers who are made up to have them."""

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.customer_value import satisfaction_slope
from workbench.analysis.customer_value.satisfaction_slope import NAMES, Slopes
from workbench.analysis.results import Estimate, Withheld
from workbench.errors import BadParameter

TRUE = {"leaving": -0.04, "frequency": 0.01, "spend": 0.015}
SPREAD, MOOD = 12.0, 8.0  # of lasting satisfaction, and of what passes, in points
YEAR = 365.25


def answered(n: int = 4000, seed: int = 3, *, mood: float = MOOD, again: float = 0.5) -> pd.DataFrame:
    """A frame of `satisfaction_outcomes`; leaving, buying and spend go with lasting satisfaction."""
    random = np.random.default_rng(seed)
    lasting = random.normal(0, SPREAD, n)
    stated, later = (70 + lasting + random.normal(0, mood, n) for _ in range(2))
    days = random.integers(100, 700, n)
    rate = random.gamma(2.0, 3.0, n) / YEAR * np.exp(np.log1p(TRUE["frequency"]) * lasting)
    leaves = random.gamma(2.0, 0.25, n) / YEAR * np.exp(np.log1p(TRUE["leaving"]) * lasting)
    here = np.minimum(days, random.exponential(1 / leaves))
    times = [np.unique(np.ceil(random.uniform(0, h, random.poisson(r * h)))) for r, h in zip(rate, here, strict=True)]
    bought = np.array([len(each) for each in times])
    spend = 20 * np.exp(np.log1p(TRUE["spend"]) * lasting) * random.gamma(4.0, 0.25, n)
    return pd.DataFrame(
        {
            "customer_id": [f"c{number}" for number in range(n)],
            "bucket": np.arange(n) % 50,
            "satisfaction": stated,
            "again": np.where(random.random(n) < again, later, np.nan),
            "held": np.zeros(n, dtype=bool),
            "days": days,
            "purchases": bought,
            "last_days": [int(each[-1]) if len(each) else 0 for each in times],
            "margin": bought * spend,
        }
    )


@pytest.fixture(scope="module")
def found() -> Slopes:
    slopes = satisfaction_slope.estimate(answered())
    assert isinstance(slopes, Slopes), slopes
    return slopes


@pytest.mark.parametrize("name", NAMES)
def test_slopes_on_lasting_satisfaction_are_recovered(found: Slopes, name: str) -> None:
    slope = found.result(name)
    assert isinstance(slope, Estimate)
    error = (slope.high - slope.low) / 4
    assert abs(slope.value - TRUE[name]) < 3 * error, slope
    assert error < 0.01


def test_how_much_of_a_stated_point_lasts_is_recovered(found: Slopes) -> None:
    assert isinstance(found.lasting, Estimate)
    assert found.lasting.low < SPREAD**2 / (SPREAD**2 + MOOD**2) < found.lasting.high


def test_without_second_answers_slopes_are_smaller_and_that_is_said(found: Slopes) -> None:
    once = satisfaction_slope.estimate(answered(again=0.0))
    assert isinstance(once, Slopes) and isinstance(once.lasting, Withheld)
    assert "only in part" in once.lasting.why
    assert isinstance(found.lasting, Estimate)
    np.testing.assert_allclose(once.values, found.values * found.lasting.value, rtol=0.05)


def test_influence_is_what_leaving_out_a_group_does() -> None:
    """The jackknife to first order against fitting again, for two of the groups."""
    rows = answered(1500)
    whole = satisfaction_slope.estimate(rows)
    assert isinstance(whole, Slopes)
    for group in (0, 1):
        left = satisfaction_slope.estimate(rows[rows.bucket != group])
        assert isinstance(left, Slopes)
        moved, said = left.values - whole.values, -whole.groups[group]
        assert np.abs(moved - said).max() < 0.2 * np.abs(said).max()


def test_customers_with_a_contract_are_left_out(found: Slopes) -> None:
    rows = answered()
    held = answered(300, seed=9).assign(held=True, satisfaction=0.0, margin=-1e6)
    again = satisfaction_slope.estimate(pd.concat([rows, held]))
    assert isinstance(again, Slopes)
    np.testing.assert_allclose(again.values, found.values)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (answered(300), "300 customers without a contract"),
        (answered(800).assign(satisfaction=70.0), "stated the same"),
        (answered(800).assign(margin=0.0), "brought no margin"),
        (answered(800).assign(purchases=0, last_days=0, margin=0.0), ""),
    ],
)
def test_answers_that_carry_no_slope_end_in_a_sentence(rows: pd.DataFrame, why: str) -> None:
    slopes = satisfaction_slope.estimate(rows)
    assert isinstance(slopes, Withheld)
    assert why in slopes.why


def test_levers_go_on_with_the_points(found: Slopes) -> None:
    one, two = found.levers(1), found.levers(2)
    assert 1 + two.leaving == pytest.approx((1 + one.leaving) ** 2)
    assert one.spend == pytest.approx(found.result("spend").value)


def test_draws_spread_as_the_intervals_do(found: Slopes) -> None:
    unsure = found.uncertain(1, 4000)
    assert unsure is not None
    slope = found.result("leaving")
    assert isinstance(slope, Estimate)
    assert 4.02 * unsure.draws[:, 0].std() == pytest.approx((slope.high - slope.low) / (1 + slope.value), rel=0.05)


def test_draws_of_the_points_spread_as_their_interval_does(found: Slopes) -> None:
    unsure = found.uncertain(Estimate(-2.0, -3.0, -1.0, n=500), 4000)
    assert unsure is not None
    assert 1.96 * unsure.draws[:, 3].std() == pytest.approx(1.0, rel=0.05)
    assert abs(np.corrcoef(unsure.draws.T)[3, :3]).max() < 0.06


def test_given_slopes_have_no_interval_of_their_own() -> None:
    slopes = Slopes.given(leaving=-0.03, spend=0.01)
    assert slopes.uncertain(1, 500) is None
    assert isinstance(slopes.result("leaving"), Withheld)
    with pytest.raises(BadParameter):
        Slopes.given(leaving=-1.0, spend=0.0)
    with pytest.raises(KeyError):
        slopes.result("loyalty")
