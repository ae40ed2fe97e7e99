"""Scores by rank: scikit-learn's own checks, equal parts, ties, and cut points that stay."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.utils.estimator_checks import parametrize_with_checks

from workbench.analysis.quantile_scores import QuantileScores

VALUES = st.lists(st.integers(-50, 50), min_size=1, max_size=80).map(lambda values: np.array(values, dtype=float))


def scores(values: NDArray[np.float64], quantiles: tuple[float, ...] = (0.2, 0.4, 0.6, 0.8)) -> NDArray[np.int64]:
    column = values.reshape(-1, 1)
    return QuantileScores(quantiles).fit(column).transform(column).ravel()


@parametrize_with_checks([QuantileScores(), QuantileScores(quantiles=(0.3, 0.8))])
def test_it_speaks_scikit_learns_grammar(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.mark.parametrize("n", [5, 10, 100, 1000])
def test_without_ties_the_five_parts_are_equal(n: int) -> None:
    shuffled = np.random.default_rng(1).permutation(n).astype(float)
    assert np.bincount(scores(shuffled))[1:].tolist() == [n // 5] * 5


@given(VALUES)
def test_equal_values_have_equal_scores_and_higher_values_no_lower_ones(values: NDArray[np.float64]) -> None:
    found = scores(values)[np.argsort(values, kind="stable")]
    assert (np.diff(found) >= 0).all()
    for value in np.unique(values):
        assert len(set(scores(values)[values == value])) == 1


@given(VALUES)
def test_a_value_scores_by_the_middle_of_its_ties(values: NDArray[np.float64]) -> None:
    below = (values[:, None] > values).sum(axis=1)
    ties = (values[:, None] == values).sum(axis=1)
    place = (below + ties / 2) / len(values)
    np.testing.assert_array_equal(scores(values), np.floor(place * 5 + 1e-9).astype(int) + 1)


@given(VALUES)
def test_turning_the_values_round_turns_the_scores_round(values: NDArray[np.float64]) -> None:
    turned = scores(-values)
    on_a_boundary = scores(values) + turned != 6
    assert (np.abs(scores(values) + turned - 6)[on_a_boundary] == 1).all()


def test_all_equal_customers_are_in_the_middle() -> None:
    assert set(scores(np.full(40, 3.0))) == {3}


def test_frozen_cut_points_score_another_month() -> None:
    january = np.arange(100.0).reshape(-1, 1)
    model = QuantileScores().fit(january)
    assert model.cuts_.tolist() == [[20.0, 40.0, 60.0, 80.0]]
    assert model.transform([[-5.0], [19.9], [20.0], [1e9]]).ravel().tolist() == [1, 1, 2, 5]


def test_missing_values_score_nothing_and_move_no_cut_point() -> None:
    values = np.array([[1.0], [2.0], [3.0], [4.0], [5.0]])
    with_gaps = np.vstack([values, np.full((95, 1), np.nan)])
    model = QuantileScores().fit(with_gaps)
    np.testing.assert_array_equal(model.cuts_, QuantileScores().fit(values).cuts_)
    assert model.transform([[np.nan], [3.0]]).ravel().tolist() == [0, 3]


def test_a_column_without_any_value_is_an_error() -> None:
    with pytest.raises(ValueError, match="no value to learn cut points from in column 1"):
        QuantileScores().fit([[1.0, np.nan], [2.0, np.nan]])


@pytest.mark.parametrize("quantiles", [(), (0.5, 0.5), (0.8, 0.2), (0.0, 0.5), (0.5, 1.0)])
def test_quantiles_that_do_not_rise_are_an_error(quantiles: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="quantiles must rise between 0 and 1"):
        QuantileScores(quantiles).fit([[1.0], [2.0]])
