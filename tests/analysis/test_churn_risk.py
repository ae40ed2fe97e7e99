"""Expected losses: sums over probabilities, with an interval that holds what happens."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from leaving_customers import ORIGINS, TIERS, features, history, outcomes
from moving_customers import simulate

from workbench.analysis import churn, churn_risk
from workbench.analysis.results import Estimate, Withheld

STEPS = simulate(20_000, seed=1).steps


def model(seed: int, shifts: tuple[float, float, float] = (0, 0, 0)) -> churn.ChurnModel:
    tables, happened = history(4_000, seed, shifts)
    learned = churn.learn(tables, happened, ORIGINS, data_from=dt.date(2020, 1, 1))
    assert isinstance(learned, churn.ChurnModel)
    return learned


def standing(table: pd.DataFrame) -> pd.DataFrame:
    """States of today: most are active, some are gone and are not scored."""
    states = np.resize(["active", "active", "active", "lost"], len(table))
    tiers = np.resize(TIERS[:2], len(table))
    return pd.DataFrame({"customer_id": table.customer_id, "state": states, "value_tier": tiers})


TODAY = features(3_000, seed=77)
STATES = standing(TODAY)


def test_only_customers_with_us_are_scored() -> None:
    scored = churn_risk.score(model(1), TODAY, STATES)
    assert len(scored) == (STATES.state == "active").sum()
    assert scored.churn_probability.between(0, 1).all()


def test_without_a_model_nobody_has_a_probability() -> None:
    why = Withheld("too short")
    scored = churn_risk.score(why, TODAY, STATES)
    assert scored.churn_probability.isna().all()
    assert churn_risk.at_risk(why, scored, STEPS, minimum=10) is why


def test_sums_are_sums_over_customers() -> None:
    learned = model(2)
    scored = churn_risk.score(learned, TODAY, STATES)
    risk = churn_risk.at_risk(learned, scored, STEPS, minimum=1)
    assert isinstance(risk, churn_risk.AtRisk)
    assert risk.churned.value == pytest.approx(scored.churn_probability.sum())
    worth = scored.value_tier.map({"top 20%": 12 * 90.0, "middle 50%": 12 * 30.0})
    assert risk.value.value == pytest.approx((scored.churn_probability * worth).sum(), rel=0.01)
    assert risk.matrix.value.sum() == pytest.approx(risk.value.value)
    assert risk.matrix.customers.sum() == len(scored)


def test_the_interval_holds_what_happens() -> None:
    held = 0
    for seed in range(10):
        learned = model(100 * seed)
        today = features(3_000, seed=seed)
        states = standing(today)
        risk = churn_risk.at_risk(learned, churn_risk.score(learned, today, states), STEPS, minimum=10)
        assert isinstance(risk, churn_risk.AtRisk)
        lost = outcomes(today, seed=1000 + seed).churned[(states.state == "active").to_numpy()].sum()
        held += risk.churned.low <= lost <= risk.churned.high
    assert held >= 8


def test_drift_widens_the_interval() -> None:
    steady, drifting = model(3), model(3, shifts=(0.0, 0.0, 0.5))
    widths = []
    for learned in (steady, drifting):
        risk = churn_risk.at_risk(learned, churn_risk.score(learned, TODAY, STATES), STEPS, minimum=10)
        assert isinstance(risk, churn_risk.AtRisk)
        assert isinstance(risk.value, Estimate)
        widths.append(risk.value.high - risk.value.low)
    assert widths[1] > 2 * widths[0]


def test_cells_about_too_few_customers_are_empty() -> None:
    learned = model(4)
    risk = churn_risk.at_risk(learned, churn_risk.score(learned, TODAY, STATES), STEPS, minimum=400)
    assert isinstance(risk, churn_risk.AtRisk)
    shown = risk.matrix.dropna(subset="customers")
    assert (shown.customers[shown.customers > 0] >= 400).all()
    assert risk.matrix.value.isna().any()


def test_a_customer_in_an_unknown_state_is_an_error() -> None:
    learned = model(5)
    scored = churn_risk.score(learned, TODAY, STATES.assign(value_tier="bottom 30%"))
    with pytest.raises(ValueError, match="same date"):
        churn_risk.at_risk(learned, scored, STEPS, minimum=10)


def test_nobody_to_score_is_withheld() -> None:
    learned = model(6)
    scored = churn_risk.score(learned, TODAY, STATES.assign(state="lost"))
    assert isinstance(churn_risk.at_risk(learned, scored, STEPS, minimum=10), Withheld)
