"""What holds for every model of purchases, whatever the data."""

import numpy as np
import pytest
from cdnow import distinct, histories
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from worlds import TRUE, customers

from workbench.analysis.purchase_models import (
    BetaGeometric,
    Histories,
    ModifiedBetaGeometric,
    NegativeBinomial,
    ParetoNBD,
)
from workbench.errors import BadParameter

MODELS = (BetaGeometric, ModifiedBetaGeometric, ParetoNBD, NegativeBinomial)
COLUMNS = ["frequency", "recency", "age"]
parameters = st.lists(st.floats(0.05, 50), min_size=4, max_size=4)
pasts = st.tuples(st.integers(0, 300), st.floats(0.01, 1), st.floats(0.1, 200)).map(
    lambda past: (past[0], past[1] * past[2] if past[0] else 0.0, past[2])
)
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.title)


@pytest.fixture(scope="module")
def fitted() -> dict[str, object]:
    return {model.title: model().fit(distinct(), sample_weight=distinct().customers) for model in MODELS}


@every_model
@given(point=parameters, past=pasts)
def test_the_gradient_is_the_slope_of_the_likelihood(model, point, past):
    row, point, step = Histories.read([past]), np.log(point[: len(model.parameters)]), 1e-5
    slopes = model()._rows(np.exp(point), row)[1][:, 0]
    for place, slope in enumerate(slopes):
        ends = [model()._rows(np.exp(point + sign * step * np.eye(len(point))[place]), row)[0][0] for sign in (1, -1)]
        assert slope == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-4, abs=1e-4)


@every_model
@given(point=parameters, past=pasts, horizon=st.floats(0.1, 500))
def test_predictions_are_finite_and_chances_are_chances(model, point, past, horizon):
    known = model.of(dict(zip(model.parameters, point, strict=False)))
    soon, discounted = known.predict([past], horizon=horizon), known.predict([past], horizon=horizon, rate=0.01)
    assert 0 <= discounted[0] <= soon[0] < np.inf
    assert 0 <= known.predict_alive([past])[0] <= 1


@every_model
def test_counts_of_distinct_rows_are_customers(model):
    once = model().fit(histories())
    counted = model().fit(distinct(), sample_weight=distinct().customers)
    assert once.log_likelihood_ == pytest.approx(counted.log_likelihood_, abs=1e-6)
    for name, value in once.params_.items():
        assert counted.params_[name] == pytest.approx(value, rel=1e-5)


@every_model
def test_days_and_weeks_tell_the_same(model):
    weeks, days = (model().fit(histories(unit_days=unit)) for unit in (7.0, 1.0))
    for name, value in weeks.params_.items():
        assert days.params_[name] == pytest.approx(value * (7 if name in model.with_unit else 1), rel=1e-5)
    in_weeks = weeks.predict(histories(), horizon=52, rate=0.003)
    in_days = days.predict(histories(unit_days=1.0), horizon=364, rate=0.003 / 7)
    np.testing.assert_allclose(in_days, in_weeks, rtol=1e-5)


@every_model
def test_a_fit_says_how_it_ended(model, fitted):
    told = fitted[model.title]
    assert told.withheld_ is None
    assert told.maximum_.gradient_norm < 1e-6
    assert told.maximum_.iterations > 0
    assert len(told.maximum_.starts) == 3
    assert np.ptp(told.maximum_.starts) < 1e-4, "all starts lead to the same place"


@every_model
def test_the_chances_of_all_numbers_sum_to_one_and_have_the_expected_mean(model, fitted):
    numbers = np.arange(1_000)
    chances = fitted[model.title].chance_of(numbers, 52)
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    assert chances @ numbers == pytest.approx(fitted[model.title].predict_newcomer(52)[0], rel=1e-7)


@every_model
def test_a_horizon_in_parts_is_the_whole_horizon(model, fitted):
    row, told = [[3, 20.0, 39.0]], fitted[model.title]
    for_ever = told.predict(row, rate=0.01)
    assert told.predict(row, horizon=5_000, rate=0.01) == pytest.approx(for_ever, rel=1e-9)
    by_weeks = [told.predict(row, horizon=week)[0] for week in range(101)]
    discounted = np.diff(by_weeks) @ np.exp(-0.01 * (np.arange(100) + 0.5))
    assert told.predict(row, horizon=100, rate=0.01)[0] == pytest.approx(discounted, rel=1e-4)


@every_model
def test_true_parameters_are_found_and_the_future_is_as_expected(model):
    world = customers(model.title, 40_000)
    told = model().fit(world[COLUMNS])
    for name, value in TRUE[model.title].items():
        error = told.standard_errors_[name]
        assert abs(told.params_[name] - value) < 4 * error, name
    expected = told.predict(world[COLUMNS], horizon=52)
    gap = world.later - expected
    assert abs(gap.sum()) < 4 * np.sqrt(len(world)) * gap.std()


@every_model
def test_a_resample_is_fitted_from_where_the_fit_stands(model, fitted):
    told = fitted[model.title]
    drawn = told.rows_.counts + np.random.default_rng(3).poisson(told.rows_.counts) - told.rows_.counts
    again = told.refitted(drawn)
    afresh = model().fit(distinct(), sample_weight=drawn)
    for name, value in afresh.params_.items():
        assert again.params_[name] == pytest.approx(value, rel=1e-4)


@every_model
def test_one_step_of_newton_is_what_a_small_change_of_counts_does(model, fitted):
    told = fitted[model.title]
    moved = told.rows_.counts * np.random.default_rng(1).uniform(0.99, 1.01, len(told.rows_.counts))
    exact = told.refitted(moved).point - told.point
    np.testing.assert_allclose(told.resampled([moved])[0] - told.point, exact, rtol=0.05, atol=1e-4)


@every_model
def test_known_parameters_make_a_model(model, fitted):
    told = fitted[model.title]
    kept = model.of(told.params_)
    np.testing.assert_array_equal(kept.predict(histories(), horizon=10), told.predict(histories(), horizon=10))
    with pytest.raises(BadParameter, match=model.parameters[0]):
        model.of({"wrong": 1.0})


@every_model
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (np.zeros((0, 3)), "nobody has bought"),
        ([[0, 0, 20]] * 50, "bought once"),
        ([[2, 5, 20]], "1 of 1 customers bought again"),
        ([[0, 0, 0]] * 50, "on the last day"),
        ([[10, 99.9, 100]] * 500, "NBD"),
    ],
    ids=["nobody", "once", "one customer", "one day", "all alike"],
)
def test_a_sentence_says_why_there_is_no_fit(model, rows, words):
    told = model().fit(rows)
    assert told.withheld_ is not None
    with pytest.raises(NotFittedError, match=words):
        told.predict([[0, 0, 10]], horizon=1)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([-1, 0, 10], "whole number"),
        ([1.5, 3, 10], "whole number"),
        ([1, 11, 10], "between 0 and age"),
        ([1, np.nan, 10], "missing"),
        ([0, 3, 10], "bought once"),
        ([2, 0, 10], "bought once"),
    ],
)
def test_a_row_that_is_no_history_is_refused(row, words):
    with pytest.raises(BadParameter, match=words):
        BetaGeometric().fit([row])


def test_what_has_no_end_must_be_discounted():
    model = BetaGeometric.of(TRUE["BG/NBD"])
    with pytest.raises(BadParameter, match="without end"):
        model.predict([[0, 0, 10]])
    with pytest.raises(BadParameter, match="below zero"):
        model.predict([[0, 0, 10]], rate=-0.1)
    with pytest.raises(BadParameter, match="horizon"):
        model.predict([[0, 0, 10]], horizon=-1)


def test_a_model_not_fitted_says_so():
    with pytest.raises(NotFittedError, match="not fitted"):
        clone(ParetoNBD()).predict_alive([[0, 0, 1]])
