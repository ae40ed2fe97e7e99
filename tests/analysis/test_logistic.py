"""The regression recovers its coefficients, and stops where there are none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from workbench.analysis import logistic
from workbench.analysis.results import Withheld


def case(rows: int, seed: int, *, gaps: float = 0.0) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({"a": rng.normal(size=rows), "b": rng.normal(5, 3, rows)})
    happened = (rng.random(rows) < expit(-1 + 0.8 * table.a - 0.2 * (table.b - 5))).astype(int)
    table.loc[rng.random(rows) < gaps, "b"] = np.nan
    return table, happened


def fitted(table: pd.DataFrame, happened: np.ndarray) -> logistic.Logistic:
    model = logistic.fit(table, happened)
    assert isinstance(model, logistic.Logistic), model
    return model


def test_coefficients_are_per_unit_of_the_column() -> None:
    terms = fitted(*case(50_000, 1)).coefficients.set_index("term")
    assert terms.coefficient["a"] == pytest.approx(0.8, abs=0.04)
    assert terms.coefficient["b"] == pytest.approx(-0.2, abs=0.02)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    held = 0
    for seed in range(60):
        row = fitted(*case(800, seed)).coefficients.iloc[0]
        held += row.low <= 0.8 <= row.high
    assert held >= 53


def test_a_gap_has_an_indicator_of_its_own() -> None:
    model = fitted(*case(5_000, 2, gaps=0.3))
    assert list(model.coefficients.term) == ["a", "b", "missing: b"]


@given(st.floats(0.01, 1000), st.floats(-100, 100))
@settings(max_examples=15, deadline=None)
def test_the_unit_of_a_column_does_not_change_the_probabilities(factor: float, shift: float) -> None:
    table, happened = case(400, 3)
    one, other = (fitted(x, happened) for x in (table, table.assign(b=table.b * factor + shift)))
    moved = other.predict(table.assign(b=table.b * factor + shift))
    np.testing.assert_allclose(one.predict(table), moved, atol=1e-5)


def test_the_mean_probability_is_the_rate() -> None:
    table, happened = case(2_000, 4)
    assert fitted(table, happened).predict(table).mean() == pytest.approx(happened.mean(), abs=1e-6)


def test_columns_that_say_nothing_are_left_out_with_the_reason() -> None:
    table, happened = case(2_000, 5)
    table = table.assign(
        same=1.0, nothing=np.nan, rare=np.r_[np.ones(5), np.zeros(1_995)], twice=2 * table.a - table.b + 3
    )
    assert fitted(table, happened).left_out == {
        "same": "fewer than 20 customers differ in it",
        "nothing": "it is recorded for nobody",
        "rare": "fewer than 20 customers differ in it",
        "twice": "it repeats other columns",
    }


class TestSeparation:
    """Albert and Anderson (1984): no maximum, so no answer."""

    def test_full(self) -> None:
        table, happened = case(500, 6)
        result = logistic.fit(table.assign(leak=happened * 2.0), happened)
        assert isinstance(result, Withheld)
        assert "'leak'" in result.why

    @pytest.mark.parametrize("share", [0.02, 0.1, 0.5])
    def test_of_everyone_who_has_a_certain_value(self, share: float) -> None:
        table, happened = case(5_000, 7)
        contract = (np.random.default_rng(0).random(5_000) < share).astype(float)
        result = logistic.fit(table.assign(contract=contract), np.where(contract == 1, 0, happened))
        assert isinstance(result, Withheld)
        assert "'contract'" in result.why

    def test_by_a_sum_of_columns_none_of_which_separates_alone(self) -> None:
        rng = np.random.default_rng(8)
        table = pd.DataFrame({"a": rng.normal(size=500), "b": rng.normal(size=500)})
        assert isinstance(logistic.fit(table, (table.a + table.b > 0).astype(int)), Withheld)

    def test_a_strong_column_that_overlaps_is_not_it(self) -> None:
        rng = np.random.default_rng(9)
        happened = rng.integers(0, 2, 5_000)
        model = fitted(pd.DataFrame({"strong": happened + rng.normal(0, 0.3, 5_000)}), happened)
        assert model.coefficients.coefficient.iloc[0] > 5

    def test_far_outliers_are_not_it(self) -> None:
        table, happened = case(5_000, 10)
        fitted(table.assign(tail=np.random.default_rng(1).pareto(0.5, 5_000)), happened)


@pytest.mark.parametrize("everybody", [0, 1])
def test_one_class_is_withheld(everybody: int) -> None:
    table, _ = case(100, 11)
    result = logistic.fit(table, np.full(100, everybody))
    assert isinstance(result, Withheld)
    assert "same outcome" in result.why


def test_few_events_are_withheld_with_the_number_needed() -> None:
    table, _ = case(1_000, 12)
    result = logistic.fit(table, np.r_[np.ones(19), np.zeros(981)])
    assert isinstance(result, Withheld)
    assert "only 19 of 1,000" in result.why
    assert "need 20" in result.why


def test_no_usable_column_is_withheld() -> None:
    assert isinstance(logistic.fit(pd.DataFrame({"same": np.ones(100)}), np.resize([0, 1], 100)), Withheld)


def test_nobody_has_no_probabilities() -> None:
    table, happened = case(500, 13)
    assert fitted(table, happened).predict(table.iloc[:0]).shape == (0,)
