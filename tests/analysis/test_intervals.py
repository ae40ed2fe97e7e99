"""Intervals: against scipy, against textbook identities, and by how often they hold the truth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis import intervals
from workbench.analysis.results import Estimate, Withheld


def sums(values: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """The sums the engine would hand over."""
    return {
        "n": len(values),
        "w": weights.sum(),
        "wy": (weights * values).sum(),
        "wyy": (weights * values**2).sum(),
        "ww": (weights**2).sum(),
    }


@pytest.mark.parametrize(("successes", "n"), [(0, 7), (1, 10), (8, 10), (263, 1000), (12, 12)])
def test_wilson_equals_scipy(successes: int, n: int) -> None:
    ours = intervals.wilson(successes, n)
    theirs = stats.binomtest(successes, n).proportion_ci(0.95, method="wilson")
    assert isinstance(ours, Estimate)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@settings(deadline=None)
@given(st.floats(0.1, 1e7), st.floats(0, 1))
def test_wilson_holds_its_share_and_stays_a_fraction(n: float, share: float) -> None:
    found = intervals.wilson(min(share * n, n), n)
    assert isinstance(found, Estimate)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_a_share_of_nothing_is_withheld() -> None:
    assert isinstance(intervals.wilson(0, 0), Withheld)


@pytest.mark.parametrize("successes", [-1, 11])
def test_a_share_outside_its_base_is_an_error(successes: int) -> None:
    with pytest.raises(ValueError, match="between 0 and n"):
        intervals.wilson(successes, 10)


def test_an_unweighted_mean_has_the_textbook_t_interval() -> None:
    values = np.array([60.0, 70, 80, 90, 75, 55])
    ours = intervals.mean(**sums(values, np.ones(6)))
    theirs = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert isinstance(ours, Estimate)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_the_size_of_the_weights_does_not_matter() -> None:
    values, weights = np.array([60.0, 70, 80, 90]), np.array([1.0, 2, 1, 3])
    small, large = intervals.mean(**sums(values, weights)), intervals.mean(**sums(values, 1000 * weights))
    assert isinstance(small, Estimate) and isinstance(large, Estimate)
    assert (small.value, small.low, small.high) == pytest.approx((large.value, large.low, large.high))


def test_unequal_weights_widen_the_interval() -> None:
    values = np.random.default_rng(1).normal(70, 10, 400)
    even = intervals.mean(**sums(values, np.ones(400)))
    uneven = intervals.mean(**sums(values, np.where(np.arange(400) % 10 == 0, 20.0, 1.0)))
    assert isinstance(even, Estimate) and isinstance(uneven, Estimate)
    assert uneven.high - uneven.low > 1.5 * (even.high - even.low)


def test_the_interval_of_an_index_stops_at_the_ends_of_the_scale() -> None:
    found = intervals.mean(**sums(np.array([100.0, 100, 100, 70]), np.ones(4)), low=0, high=100)
    assert isinstance(found, Estimate)
    assert found.high == 100


@pytest.mark.parametrize(
    ("values", "weights", "why"),
    [
        ([80], [1], "1 answers; at least 2"),
        ([], [], "0 answers"),
        ([80, 80, 80], [1, 1, 1], "all 3 answers are the same"),
        ([80, 70, 60], [0, 0, 0], "fewer than two effective answers"),
        ([80, 70, 60], [5, 0, 0], "fewer than two effective answers"),
    ],
)
def test_a_mean_without_spread_or_answers_is_a_sentence(values: list[float], weights: list[float], why: str) -> None:
    found = intervals.mean(**sums(np.array(values, dtype=float), np.array(weights, dtype=float)))
    assert isinstance(found, Withheld)
    assert why in found.why


def test_leaving_out_one_row_at_a_time_gives_the_variance_of_a_mean() -> None:
    values = np.random.default_rng(2).normal(size=40)
    without = (values.sum() - values) / 39
    assert intervals.jackknife_variance(values.mean(), without) == pytest.approx(values.var(ddof=1) / 40)


def test_variances_come_in_the_shape_of_the_statistics() -> None:
    full = np.ones((3, 2))
    without = np.random.default_rng(3).normal(1, 0.1, (50, 3, 2))
    together = intervals.jackknife_variance(full, without)
    assert together.shape == (3, 2)
    assert together[1, 1] == pytest.approx(intervals.jackknife_variance(1.0, without[:, 1, 1]))


def test_the_jackknife_stops_at_the_bounds_and_holds_its_value() -> None:
    found = intervals.jackknife(0.02, np.linspace(-0.05, 0.05, 50), n=500, low=0)
    assert isinstance(found, Estimate)
    assert (found.low, found.value) == (0, 0.02)
    assert found.method == "delete-a-group jackknife, 50 groups"


@pytest.mark.parametrize(
    ("full", "without", "why"),
    [
        (1.0, [1.0] * 9, "9 groups"),
        (math.nan, [1.0] * 50, "cannot be computed"),
        (1.0, [1.0] * 49 + [math.inf], "cannot be computed"),
    ],
)
def test_a_jackknife_that_cannot_be_made_is_a_sentence(full: float, without: list[float], why: str) -> None:
    found = intervals.jackknife(full, without, n=100)
    assert isinstance(found, Withheld)
    assert why in found.why


def test_a_ratio_is_covered_95_times_in_100() -> None:
    """Ratio of two clustered means, 50 groups, 800 worlds: between 93 and 97 %."""
    random = np.random.default_rng(4)
    held = 0
    for _ in range(800):
        size = random.gamma(2, 1, (50, 12))
        value = 3 * size * random.gamma(5, 0.2, (50, 12))
        tops, bottoms = value.sum(axis=1), size.sum(axis=1)
        without = (tops.sum() - tops) / (bottoms.sum() - bottoms)
        found = intervals.jackknife(tops.sum() / bottoms.sum(), without, n=600)
        assert isinstance(found, Estimate)
        held += found.low <= 3 <= found.high
    assert 0.93 <= held / 800 <= 0.97
