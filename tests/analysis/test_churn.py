"""A model of churn on customers whose probability of leaving is known."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from leaving_customers import ORIGINS, chance, features, history

from workbench.analysis import churn
from workbench.analysis.results import Estimate, Withheld

LONG_AGO = dt.date(2020, 1, 1)


def learned(customers: int = 4_000, seed: int = 1, shifts: tuple[float, float, float] = (0, 0, 0)) -> churn.ChurnModel:
    tables, happened = history(customers, seed, shifts)
    model = churn.learn(tables, happened, ORIGINS, data_from=LONG_AGO)
    assert isinstance(model, churn.ChurnModel), model
    return model


def test_probabilities_are_recovered() -> None:
    model, today = learned(20_000), features(2_000, seed=99)
    errors = model.probabilities(today) - chance(today)
    assert np.abs(errors).mean() < 0.01
    assert abs(errors.mean()) < 0.005


def test_the_test_is_on_the_third_origin_only() -> None:
    tables, happened = history(4_000, seed=2)
    model = churn.learn(tables, happened, ORIGINS, data_from=LONG_AGO)
    other = churn.learn(tables, happened | {ORIGINS.test: happened[ORIGINS.fit]}, ORIGINS, data_from=LONG_AGO)
    assert isinstance(model, churn.ChurnModel)
    assert isinstance(other, churn.ChurnModel)
    pd.testing.assert_frame_equal(model.regression.coefficients, other.regression.coefficients)
    assert model.calibrated.intercept == other.calibrated.intercept
    assert model.test.observed != other.test.observed


def test_a_rate_that_moves_is_taken_up_by_calibration() -> None:
    model = learned(10_000, seed=3, shifts=(0.0, 1.0, 1.0))
    assert model.calibrated.intercept == pytest.approx(1.0, abs=0.15)
    assert model.calibrated.slope == pytest.approx(1.0, abs=0.1)
    assert model.test.calibration_error < 3 * model.test.by_chance
    assert model.test.drift == pytest.approx(0.0, abs=0.01)


def test_a_rate_that_moves_after_calibration_is_drift() -> None:
    model = learned(10_000, seed=4, shifts=(0.0, 0.0, 1.0))
    assert model.test.drift > 0.5
    assert model.test.calibration_error > 5 * model.test.by_chance
    assert model.test.observed > model.test.expected


def test_it_beats_the_base_rate() -> None:
    test = learned(seed=5).test
    assert isinstance(test.brier, Estimate)
    assert isinstance(test.area, Estimate)
    assert test.brier.high < test.brier_base
    assert test.area.low > 0.6


def test_reasons_read_as_doublings_and_are_ordered_by_strength() -> None:
    reasons = learned(20_000, seed=60).reasons
    assert set(reasons.reason[:3]) == {
        "time since the last purchase",
        "purchases in 12 months",
        "complaints in 12 months",
    }
    purchases = reasons.set_index("reason").loc["purchases in 12 months"]
    assert purchases.compares == "twice as many"
    assert purchases.low < np.exp(-0.8) < purchases.high
    complaints = reasons.set_index("reason").loc["complaints in 12 months"]
    assert complaints.low < np.exp(0.5) < complaints.high
    assert (reasons.strength.abs().diff().dropna() <= 0).all()


def test_base_rates_are_told_for_each_origin() -> None:
    rates = learned(seed=7).rates
    assert list(rates.role) == ["fitted", "calibrated", "tested"]
    assert list(rates.origin) == list(ORIGINS.labelled)
    assert ((rates.low < rates.rate) & (rates.rate < rates.high)).all()


def test_a_short_history_says_how_many_months_are_needed() -> None:
    tables, happened = history(1_000, seed=8)
    result = churn.learn(tables, happened, ORIGINS, data_from=dt.date(2025, 10, 2))
    assert isinstance(result, Withheld)
    assert "12 months of history" in result.why
    assert "2 Oct 2025" in result.why.replace("\u00a0", " ")
    assert isinstance(churn.learn(tables, happened, ORIGINS, data_from=dt.date(2025, 10, 1)), churn.ChurnModel)


@pytest.mark.parametrize("everybody", [0, 1])
def test_one_class_only_is_withheld(everybody: int) -> None:
    tables, happened = history(500, seed=9)
    same = {day: table.assign(churned=everybody) for day, table in happened.items()}
    result = churn.learn(tables, same, ORIGINS, data_from=LONG_AGO)
    assert isinstance(result, Withheld)
    assert "at least 20" in result.why


def test_nobody_at_all_is_withheld() -> None:
    tables, happened = history(100, seed=10)
    nobody = {day: table.iloc[:0] for day, table in happened.items()}
    assert isinstance(churn.learn(tables, nobody, ORIGINS, data_from=LONG_AGO), Withheld)


def test_too_few_events_for_the_features_are_withheld() -> None:
    tables, happened = history(300, seed=11)
    result = churn.learn(tables, happened, ORIGINS, data_from=LONG_AGO)
    assert isinstance(result, Withheld)
    assert "rarer outcome" in result.why


def test_a_leak_is_stopped_and_named() -> None:
    tables, happened = history(2_000, seed=12)
    leaking = {
        day: table.assign(last_satisfaction=np.where(happened[day].churned == 1, 20.0, 80.0))
        for day, table in tables.items()
    }
    result = churn.learn(leaking, happened, ORIGINS, data_from=LONG_AGO)
    assert isinstance(result, Withheld)
    assert "'satisfaction'" in result.why
    assert "separation" in result.why


def test_a_ranking_that_turns_round_is_withheld() -> None:
    tables, happened = history(2_000, seed=13)
    turned = happened[ORIGINS.calibrate].assign(churned=lambda table: 1 - table.churned)
    result = churn.learn(tables, happened | {ORIGINS.calibrate: turned}, ORIGINS, data_from=LONG_AGO)
    assert isinstance(result, Withheld)
    assert "ranking" in result.why


def test_a_store_without_surveys_and_contacts_still_has_a_model() -> None:
    tables, happened = history(3_000, seed=14)
    nothing = {"complaints_12m": 0, "interactions_12m": 0, "life_events": 0, "active_contracts": 0}
    bare = {day: table.assign(last_satisfaction=np.nan, **nothing) for day, table in tables.items()}
    model = churn.learn(bare, happened, ORIGINS, data_from=LONG_AGO)
    assert isinstance(model, churn.ChurnModel)
    assert model.regression.left_out["satisfaction"] == "it is recorded for nobody"
    assert set(model.regression.left_out) == {"satisfaction", "complaints", "contacts", "life_events", "contract"}


def test_the_observed_rate_has_wilsons_interval() -> None:
    rate = churn.observed_rate(pd.DataFrame({"churned": [1] * 30 + [0] * 70}))
    assert isinstance(rate, Estimate)
    assert (round(rate.low, 3), rate.value, round(rate.high, 3)) == (0.219, 0.3, 0.396)
    assert isinstance(churn.observed_rate(pd.DataFrame({"churned": []})), Withheld)
    assert isinstance(churn.observed_rate(pd.DataFrame({"churned": [1] * 9}), minimum=10), Withheld)
