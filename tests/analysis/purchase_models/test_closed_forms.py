"""Closed forms, where libraries have their functions right, against the integral that is used."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import hyp2f1, hyperu

from workbench.analysis.purchase_models import BetaGeometric, ModifiedBetaGeometric, ParetoNBD
from workbench.analysis.purchase_models.ahead import continuous_rate
from workbench.errors import BadParameter

moderate = st.floats(0.2, 8)


@pytest.mark.parametrize("model", [BetaGeometric, ModifiedBetaGeometric], ids=lambda model: model.title)
@given(r=moderate, alpha=moderate, a=moderate, b=moderate, x=st.integers(0, 8), horizon=st.floats(0.1, 60))
def test_purchases_of_a_horizon_after_fader_hardie_and_lee(model, r, alpha, a, b, x, horizon):
    survived = b + x + (model is ModifiedBetaGeometric)
    assume(abs(a - 1) > 0.05 and abs(a + survived - 1) > 0.05)
    known, age = model.of({"r": r, "alpha": alpha, "a": a, "b": b}), 10.0
    row = [[x, 6.0 if x else 0.0, age]]
    share, bought = horizon / (alpha + age + horizon), r + x
    left = (1 - share) ** bought * hyp2f1(bought, survived, a + survived - 1, share)
    closed = (a + survived - 1) / (a - 1) * (1 - left) * known.predict_alive(row)[0]
    assert known.predict(row, horizon=horizon)[0] == pytest.approx(closed, rel=1e-6)


@given(r=moderate, alpha=moderate, s=moderate, beta=moderate, x=st.integers(0, 200), rate=st.floats(0.001, 1))
def test_residual_purchases_of_the_pareto_nbd(r, alpha, s, beta, x, rate):
    assume(abs(s - round(s)) > 0.01)  # next to whole s the library's U is wrong
    known, age = ParetoNBD.of({"r": r, "alpha": alpha, "s": s, "beta": beta}), 30.0
    row = [[x, 25.0 if x else 0.0, age]]
    alive = known.predict_alive(row)[0] * (r + x) / (alpha + age)
    closed = alive * (beta + age) * hyperu(1, 2 - s, rate * (beta + age))
    assert known.predict(row, rate=rate)[0] == pytest.approx(closed, rel=1e-6)


@given(r=moderate, alpha=moderate, s=moderate, beta=moderate, horizon=st.floats(0.1, 1000))
def test_purchases_of_a_horizon_of_the_pareto_nbd(r, alpha, s, beta, horizon):
    assume(abs(s - 1) > 0.01)
    known, age = ParetoNBD.of({"r": r, "alpha": alpha, "s": s, "beta": beta}), 30.0
    alive = known.predict_alive([[4, 25.0, age]])[0] * (r + 4) * (beta + age) / (alpha + age) / (s - 1)
    closed = alive * -np.expm1((s - 1) * np.log((beta + age) / (beta + age + horizon)))
    assert known.predict([[4, 25.0, age]], horizon=horizon)[0] == pytest.approx(closed, rel=1e-8)


@given(s=moderate, beta=moderate, gap=st.floats(0.1, 100), rate=st.floats(0.001, 1))
def test_the_rest_of_a_life_is_its_next_stretch_and_the_rest_after_that(s, beta, gap, rate):
    known = ParetoNBD.of({"r": 1.0, "alpha": 5.0, "s": s, "beta": beta})

    def lifetime(age: float, horizon: float = np.inf) -> float:
        pace = (1 + 3) / (5 + age)
        return known.predict([[3, age, age]], horizon=horizon, rate=rate)[0] / pace

    stays = np.exp(-rate * gap) * ((beta + 20) / (beta + 20 + gap)) ** s
    assert lifetime(20) == pytest.approx(lifetime(20, gap) + stays * lifetime(20 + gap), rel=1e-9)


def test_a_yearly_rate_becomes_a_continuous_one():
    assert continuous_rate(0.0, 52) == 0
    assert np.exp(365 * continuous_rate(1.5, 365)) == pytest.approx(2.5)
    with pytest.raises(BadParameter, match="below zero"):
        continuous_rate(-0.1, 52)
