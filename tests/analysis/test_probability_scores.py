"""Scores of probabilities: by hand, by definition, and by simulation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score

from workbench.analysis import probability_scores as scores
from workbench.analysis.results import Estimate, Withheld

CASES = st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.2, 0.35, 0.5, 0.7, 0.9])), min_size=6, max_size=60)


def told(result: object) -> Estimate:
    assert isinstance(result, Estimate), result
    return result


@given(CASES)
@settings(deadline=None)
def test_the_area_is_that_of_scikit_learn(cases: list[tuple[bool, float]]) -> None:
    happened, chance = (np.array(column) for column in zip(*cases, strict=True))
    area = scores.receiver_operating_area(happened, chance)
    if 2 <= happened.sum() <= len(happened) - 2:
        assert told(area).value == pytest.approx(roc_auc_score(happened, chance))
    else:
        assert isinstance(area, Withheld)


@given(CASES)
@settings(deadline=None)
def test_the_brier_score_is_that_of_scikit_learn(cases: list[tuple[bool, float]]) -> None:
    happened, chance = (np.array(column) for column in zip(*cases, strict=True))
    expected = brier_score_loss(happened, chance, labels=[False, True])
    assert told(scores.brier(happened, chance)).value == pytest.approx(expected)


def test_delongs_interval_holds_the_true_area_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(100):
        happened = np.r_[np.ones(60), np.zeros(140)]
        score = rng.normal(size=200) + happened  # the true area is Phi(1 / sqrt 2)
        area = told(scores.receiver_operating_area(happened, score))
        held += area.low <= 0.7602499 <= area.high
    assert held >= 89


def test_groups_are_tenths_and_keep_equal_probabilities_together() -> None:
    rng = np.random.default_rng(2)
    chance = rng.random(1_000)
    assert scores.reliability(rng.random(1_000) < chance, chance).customers.tolist() == [100] * 10
    table = scores.reliability([0, 1] * 50, [0.3] * 90 + [0.6] * 10)
    assert table.customers.tolist() == [90, 10]


def test_calibrated_probabilities_show_the_error_of_chance() -> None:
    rng = np.random.default_rng(3)
    errors, by_chance = [], []
    for _ in range(50):
        chance = rng.beta(2, 5, 2_000)
        table = scores.reliability(rng.random(2_000) < chance, chance)
        errors.append(scores.calibration_error(table))
        by_chance.append(scores.by_chance(table))
    assert np.mean(errors) == pytest.approx(np.mean(by_chance), rel=0.1)


def test_the_calibration_error_is_a_mean_over_customers() -> None:
    table = pd.DataFrame({"customers": [30, 10], "expected": [0.2, 0.8], "observed": [0.3, 0.6]})
    assert scores.calibration_error(table) == pytest.approx(0.125)


def test_a_judgement_knows_what_was_expected_and_the_drift() -> None:
    rng = np.random.default_rng(4)
    chance = rng.beta(2, 5, 5_000)
    steady = scores.judge(rng.random(5_000) < chance, chance, known_rate=float(chance.mean()))
    moved = scores.judge(rng.random(5_000) < np.minimum(1, chance * 1.5), chance, known_rate=float(chance.mean()))
    assert steady.expected == pytest.approx(chance.sum())
    assert steady.observed == pytest.approx(steady.expected, rel=0.1)
    assert steady.drift < 0.01 < 0.1 < moved.drift
    assert told(steady.brier).value < steady.brier_base


@pytest.mark.parametrize("happened", [[0, 0, 0], [1, 0, 0], [1, 1, 1]])
def test_an_area_needs_two_of_each(happened: list[int]) -> None:
    assert isinstance(scores.receiver_operating_area(happened, [0.1, 0.2, 0.3]), Withheld)


def test_one_customer_has_no_score() -> None:
    assert isinstance(scores.brier([1], [0.5]), Withheld)
