"""What a purchase brings: the Gamma-Gamma where it holds, an empirical-Bayes mean for any sign."""

import numpy as np
import pytest
from cdnow import spending
from hypothesis import given
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError

from workbench.analysis.purchase_models import EmpiricalBayesMean, GammaGamma, Spending, independence
from workbench.analysis.results import Estimate, Withheld
from workbench.errors import BadParameter


def gamma_gamma_world(n: int = 5_000, q: float = 3.7, seed: int = 0) -> np.ndarray:
    """Purchases and totals of customers whose spend is Gamma-Gamma with p = 6 and gamma = 15."""
    rng = np.random.default_rng(seed)
    purchases = rng.integers(1, 12, n)
    return np.column_stack([purchases, rng.gamma(6.0 * purchases) / rng.gamma(q, 1 / 15.0, n)])


def margins(n: int = 5_000, seed: int = 0) -> np.ndarray:
    """Purchases, totals and squares: customers' means 5 +- 20, a purchase +- 30."""
    rng = np.random.default_rng(seed)
    purchases = rng.integers(1, 12, n)
    day = rng.normal(rng.normal(5, 20, n)[:, None], 30, (n, 11)) * (np.arange(11) < purchases[:, None])
    return np.column_stack([purchases, day.sum(axis=1), (day**2).sum(axis=1)])


class TestGammaGamma:
    def test_true_parameters_are_found(self) -> None:
        model = GammaGamma().fit(gamma_gamma_world())
        for name, value in {"p": 6.0, "q": 3.7, "gamma": 15.0}.items():
            assert abs(model.params_[name] - value) < 4 * model.standard_errors_[name]

    @given(cents=st.sampled_from([0.01, 100.0, 1e6]))
    def test_the_unit_of_money_does_not_matter(self, cents: float) -> None:
        world = gamma_gamma_world(500)
        euro, other = (GammaGamma().fit(world * [1, unit]) for unit in (1.0, cents))
        np.testing.assert_allclose(other.predict(world * [1, cents]), cents * euro.predict(world), rtol=1e-6)

    def test_the_gradient_is_the_slope_of_the_likelihood(self) -> None:
        model = GammaGamma().fit(gamma_gamma_world(500))
        step = 1e-5 * np.eye(3)
        for place in range(3):
            ends = [
                model._rows(np.exp(model.point + 0.1 + sign * step[place]), model.rows_)[0].sum() for sign in (1, -1)
            ]
            slope = model._rows(np.exp(model.point + 0.1), model.rows_)[1][place].sum()
            assert slope == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-6)

    def test_who_bought_nothing_again_is_expected_to_spend_as_everybody(self) -> None:
        params = GammaGamma().fit(spending()).params_
        newcomer = GammaGamma.of(params).predict([[0, 0]])[0]
        assert newcomer == pytest.approx(params["p"] * params["gamma"] / (params["q"] - 1))

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([[0, 0]] * 100, "0 customers have a purchase"),
            ([[2, 10]], "1 customers have a purchase"),
            ([[2, 10]] * 50 + [[1, 0]] * 2 + [[3, -5]], "3 of 53 customers brought nothing or less"),
            (gamma_gamma_world(2_000, q=0.7), "has no mean"),
            ([[2, 10]] * 500, "Gamma-Gamma"),
        ],
        ids=["nobody", "one customer", "refunds", "q below 1", "all alike"],
    )
    def test_a_sentence_says_why_there_is_no_fit(self, rows: list[list[float]], words: str) -> None:
        model = GammaGamma().fit(rows)
        with pytest.raises(NotFittedError, match=words):
            model.predict([[1, 10]])

    def test_spend_that_goes_with_frequency_is_ruled_out(self) -> None:
        world = gamma_gamma_world()
        world[:, 1] *= np.sqrt(world[:, 0])
        model = GammaGamma().fit(world)
        assert isinstance(model.withheld_, Withheld)
        assert "spend more a purchase" in model.withheld_.why


class TestIndependence:
    def test_independent_spend_is_near_nothing(self) -> None:
        found = independence(Spending.read(gamma_gamma_world()))
        assert isinstance(found, Estimate)
        assert abs(found.value) < 0.1

    def test_counts_are_customers(self) -> None:
        rows = np.array([[1, 10], [2, 30], [3, 20], [5, 90]] * 5)
        counted = independence(Spending.read(rows[:4], [5, 5, 5, 5]))
        assert independence(Spending.read(rows)) == counted

    def test_customers_all_alike_tell_nothing(self) -> None:
        found = independence(Spending.read([[1, 10.0]] * 50))
        assert isinstance(found, Withheld)
        assert "as often or spent as much" in found.why


class TestEmpiricalBayesMean:
    def test_true_variances_are_found_and_the_future_is_as_expected(self) -> None:
        model = EmpiricalBayesMean().fit(margins())
        assert model.params_["mean"] == pytest.approx(5, abs=1.5)
        assert model.params_["within"] == pytest.approx(30, rel=0.03)
        assert model.params_["between"] == pytest.approx(20, rel=0.05)

    def test_estimates_are_nearer_the_truth_than_means(self) -> None:
        rng = np.random.default_rng(0)
        true = rng.normal(5, 20, 5_000)
        purchases = rng.integers(1, 6, 5_000)
        day = rng.normal(true[:, None], 30, (5_000, 5)) * (np.arange(5) < purchases[:, None])
        rows = np.column_stack([purchases, day.sum(axis=1), (day**2).sum(axis=1)])
        told = EmpiricalBayesMean().fit(rows).predict(rows)
        assert np.square(told - true).mean() < 0.6 * np.square(rows[:, 1] / purchases - true).mean()

    @given(cents=st.sampled_from([0.01, 100.0, 1e6]))
    def test_the_unit_of_money_does_not_matter(self, cents: float) -> None:
        rows, scale = margins(200), np.array([1, cents, cents**2])
        euro, other = EmpiricalBayesMean().fit(rows), EmpiricalBayesMean().fit(rows * scale)
        np.testing.assert_allclose(other.predict(rows * scale), cents * euro.predict(rows), rtol=1e-9)

    def test_customers_who_do_not_differ_have_the_mean_of_all(self) -> None:
        rows = [[2, 20.0, 250.0]] * 50
        assert EmpiricalBayesMean().fit(rows).predict([[2, 90.0, 5000.0]]).tolist() == [10.0]

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([[0, 0, 0]] * 50, "0 customers have a purchase"),
            ([[1, 5, 25]] * 50, "none of the 50 customers has two purchases"),
        ],
    )
    def test_a_sentence_says_why_there_is_no_fit(self, rows: list[list[float]], words: str) -> None:
        with pytest.raises(NotFittedError, match=words):
            EmpiricalBayesMean().fit(rows).predict([[1, 5, 25]])

    def test_money_without_a_purchase_is_refused(self) -> None:
        with pytest.raises(BadParameter, match="bought nothing"):
            EmpiricalBayesMean().fit([[0, 5.0, 25.0]])
