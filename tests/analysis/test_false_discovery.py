"""Of what is told among many tests, one in twenty is false."""

import numpy as np
import pytest
from scipy import stats

from workbench.analysis import detectable, false_discovery


def test_chance_is_that_of_a_t_test() -> None:
    """Leaving out one customer at a time, the jackknife of a mean is its standard error."""
    values = np.random.default_rng(0).normal(0.4, 1, 30)
    left_out = (values.sum() - values) / 29
    found = false_discovery.chance(np.r_[values.mean(), left_out])
    assert found == pytest.approx(stats.ttest_1samp(values, 0).pvalue)


@pytest.mark.parametrize("statistic", [[1.0, np.nan, 1.0], [1.0, 1.0, 1.0], [np.nan] * 4])
def test_what_does_not_vary_has_no_chance_and_nothing_detectable(statistic: list[float]) -> None:
    assert np.isnan(false_discovery.chance(statistic))
    assert np.isnan(detectable.smallest(statistic))


def test_fewer_are_told_than_one_by_one_and_more_than_by_bonferroni() -> None:
    chances = [0.001, 0.012, 0.021, 0.028, 0.6, 0.7, 0.9]
    assert false_discovery.told(chances).sum() == 4
    assert (np.array(chances) < 0.05 / 7).sum() == 1


def test_nothing_changed_is_told_in_one_month_of_twenty() -> None:
    rng = np.random.default_rng(1)
    alarms = [false_discovery.told(rng.random(8)).any() for _ in range(4000)]
    assert np.mean(alarms) == pytest.approx(0.05, abs=0.011)


def test_no_tests_tell_nothing() -> None:
    assert false_discovery.told([]).tolist() == []
    assert false_discovery.told([np.nan]).tolist() == [False]


def test_the_smallest_detectable_change_is_told_four_times_in_five() -> None:
    rng = np.random.default_rng(2)
    error = 1.0
    size = (stats.t.ppf(0.975, 49) + stats.t.ppf(0.8, 49)) * error
    told = []
    for _ in range(1500):
        groups = rng.normal(size, error * np.sqrt(50), 50)  # their mean has standard error 1
        statistic = np.r_[groups.mean(), (groups.sum() - groups) / 49]
        told.append(false_discovery.chance(statistic) < 0.05)
    assert np.mean(told) == pytest.approx(0.8, abs=0.035)
