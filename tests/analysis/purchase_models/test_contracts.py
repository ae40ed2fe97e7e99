"""Retention of contracts against Fader and Hardie (2007, 2010) and against what must hold."""

import math

import numpy as np
import pandas as pd
import pytest
from cdnow import PUBLISHED
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import hyp2f1
from sklearn.exceptions import NotFittedError

from workbench.analysis.purchase_models import ShiftedBetaGeometric, by_cohort
from workbench.analysis.results import Withheld
from workbench.errors import BadParameter

TOLD = PUBLISHED["sbg"]
TEN_PER_CENT = math.log(1.1)
shapes = st.floats(0.2, 20)


def high_end(years: int = 7) -> pd.DataFrame:
    """A thousand contracts of the paper's high-end cohort, seen for some years."""
    alive = 10 * np.array(TOLD["survival_high_end_P"][: years + 1])
    ended = pd.DataFrame({"renewals": range(years), "ended": 1, "contracts": -np.diff(alive)})
    return pd.concat([ended, pd.DataFrame({"renewals": [years], "ended": 0, "contracts": alive[-1]})])


class TestPublished:
    def test_parameters_and_projection(self) -> None:
        model = ShiftedBetaGeometric().fit(high_end(), sample_weight=high_end().contracts)
        for name, value in TOLD["high_end_7y_C"].items():
            if name in model.params_:
                assert model.params_[name] == pytest.approx(value, abs=2e-6)
        assert model.log_likelihood_ == pytest.approx(TOLD["high_end_7y_C"]["LL_n1000"], abs=1e-6)
        np.testing.assert_allclose(100 * model.survival(range(13)), TOLD["fitted_high_end_C"], rtol=0, atol=0.05)

    def test_uniform_chances(self) -> None:
        survival = ShiftedBetaGeometric.of({"alpha": 1, "beta": 1}).survival(range(8))
        np.testing.assert_allclose(-np.diff(survival), TOLD["pmf_alpha1_beta1_P"], rtol=0, atol=6e-4)

    def test_renewals_to_come(self) -> None:
        model = ShiftedBetaGeometric.of({"alpha": 3.80, "beta": 15.20})
        told = model.predict(range(5), rate=TEN_PER_CENT)
        np.testing.assert_allclose(told, TOLD["DERL_case1_C"], rtol=0, atol=5e-5)

    @pytest.mark.parametrize("name", ["high_end", "case1"])
    def test_payments_of_a_new_contract(self, name: str) -> None:
        shape = {"high_end": TOLD["high_end_7y_C"], "case1": {"alpha": 3.8, "beta": 15.2}}[name]
        model = ShiftedBetaGeometric.of({key: shape[key] for key in ("alpha", "beta")})
        payments = 1 + model.predict([0], rate=TEN_PER_CENT)[0] / 1.1
        assert payments == pytest.approx(TOLD["DEL_new_d0.1_C"][name], abs=5e-6)


@given(alpha=shapes, beta=shapes, n=st.integers(0, 60), rate=st.floats(0.005, 0.5))
def test_what_is_to_come_is_the_next_renewal_and_what_comes_after_it(alpha, beta, n, rate):
    model = ShiftedBetaGeometric.of({"alpha": alpha, "beta": beta})
    here, next_one = model.predict([n, n + 1], rate=rate)
    assert here == pytest.approx(model.retention(n) * (1 + math.exp(-rate) * next_one), rel=1e-10)


@given(alpha=shapes, beta=st.floats(0.2, 10), n=st.integers(0, 20), rate=st.floats(0.1, 1))
def test_the_sum_is_the_closed_form(alpha, beta, n, rate):
    assume(abs(alpha - round(alpha)) > 0.01)
    model = ShiftedBetaGeometric.of({"alpha": alpha, "beta": beta})
    closed = model.retention(n) * hyp2f1(1, beta + n + 1, alpha + beta + n + 1, math.exp(-rate))
    assert model.predict([n], rate=rate)[0] == pytest.approx(closed, rel=1e-8)


def test_a_horizon_of_renewals_is_counted():
    model = ShiftedBetaGeometric.of({"alpha": 1.0, "beta": 1.0})
    assert model.predict([0], horizon=2)[0] == pytest.approx(1 / 2 + 1 / 3)
    assert model.predict([0], horizon=0)[0] == 0
    with pytest.raises(BadParameter, match="without end"):
        model.predict([0])


def test_each_cohort_has_its_model_or_its_sentence():
    young = pd.DataFrame({"renewals": [0], "ended": [0], "contracts": [90]})
    fitted = by_cohort(pd.concat([high_end().assign(cohort=2020), young.assign(cohort=2026)]))
    assert list(fitted) == ["2020", "2026"]
    assert isinstance(fitted["2020"], ShiftedBetaGeometric)
    assert isinstance(fitted["2026"], Withheld)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[0, 0]] * 40, "none of the 40 contracts"),
        ([[5, 0]] * 40, "0 ended"),
        ([[0, 1]] * 40, "0 were renewed"),
        ([[0, 1]] * 500 + [[1, 1]] * 250 + [[2, 1]] * 125 + [[3, 0]] * 125, "shifted-beta-geometric"),
    ],
    ids=["none due", "nobody leaves", "all leave", "constant rate"],
)
def test_a_sentence_says_why_there_is_no_fit(rows, words):
    model = ShiftedBetaGeometric().fit(rows)
    with pytest.raises(NotFittedError, match=words):
        model.survival([1])


def test_a_row_that_is_no_contract_is_refused():
    with pytest.raises(BadParameter, match="ended is 0 or 1"):
        ShiftedBetaGeometric().fit([[1, 2]])
