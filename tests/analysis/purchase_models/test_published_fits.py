"""Purchase models against what was published about CDNOW."""

import numpy as np
import pytest
from cdnow import PUBLISHED, WEEK_78, distinct, histories, published, spending

from workbench.analysis.purchase_models import BetaGeometric, GammaGamma, ParetoNBD

BG, PARETO, GAMMA = (PUBLISHED[name] for name in ("bgnbd_cdnow", "paretonbd_cdnow", "gammagamma_cdnow"))


@pytest.fixture(scope="module")
def beta_geometric() -> BetaGeometric:
    return BetaGeometric().fit(distinct(), sample_weight=distinct().customers)


@pytest.fixture(scope="module")
def pareto() -> ParetoNBD:
    return ParetoNBD().fit(distinct(), sample_weight=distinct().customers)


class TestBetaGeometric:
    def test_the_table_is_that_of_the_papers(self) -> None:
        told, rows = PUBLISHED["cdnow_conventions"], histories()
        assert (len(rows), rows.frequency.sum()) == (told["customers"], told["repeat_tx_39w"])
        assert (rows.frequency == 0).sum() == told["zero_repeat_39w"]

    def test_parameters_and_likelihood(self, beta_geometric: BetaGeometric) -> None:
        np.testing.assert_allclose(list(beta_geometric.params_.values()), BG["params_P"], rtol=0, atol=5e-4)
        for name, value in BG["params_CLVTools_P"].items():
            assert beta_geometric.params_[name] == pytest.approx(value, rel=1e-5)
        assert beta_geometric.log_likelihood_ == pytest.approx(BG["LL_C_unrounded"], abs=1e-4)

    def test_a_named_customer(self) -> None:
        model = BetaGeometric.of(published("bgnbd_cdnow"))
        row = [[2, 30.43, 38.86]]
        assert model.predict(row, horizon=39)[0] == pytest.approx(BG["CET_x2_tx30.43_T38.86_t39_P"], abs=5e-4)
        assert model.predict_alive(row)[0] == pytest.approx(BG["PAlive_same_C"], abs=1e-4)

    def test_purchases_of_a_newcomer(self, beta_geometric: BetaGeometric) -> None:
        weeks = [float(week) for week in BG["E_X_t_P"]]
        expected = beta_geometric.predict_newcomer(weeks)
        np.testing.assert_allclose(expected, list(BG["E_X_t_P"].values()), rtol=0, atol=5e-4)

    def test_chances_of_numbers_of_purchases(self) -> None:
        model = BetaGeometric.of(published("bgnbd_cdnow"))
        assert model.chance_of(0, 39) == pytest.approx(BG["pmf_t39_n0_P"], rel=1e-6)
        assert model.chance_of(10, 2) == pytest.approx(BG["pmf_t2_n10_P"], rel=1e-5)
        np.testing.assert_allclose(model.chance_of(range(11, 21), 30), BG["pmf_t30_n11_20_P"], rtol=1e-6)

    def test_purchases_of_the_next_39_weeks(self, beta_geometric: BetaGeometric) -> None:
        expected = beta_geometric.predict(histories(), horizon=39).sum()
        assert expected == pytest.approx(BG["total_expected_next_39w_C"], abs=1e-3)

    def test_the_likelihood_of_extreme_customers_has_all_its_digits(self) -> None:
        told = BG["num_error_logp_P"]
        model = BetaGeometric.of({"r": 0.25, "alpha": 4, "a": 0.8, "b": 2.5})
        assert model.score([[0, 0, 40]]) == pytest.approx(told["x0_tx0"], abs=1e-8)
        assert model.score([[200, 38, 40]]) == pytest.approx(told["x200_tx38"], abs=1e-4)


class TestParetoNBD:
    def test_parameters_likelihood_and_standard_errors(self, pareto: ParetoNBD) -> None:
        np.testing.assert_allclose(list(pareto.params_.values()), PARETO["params_P"], rtol=0, atol=5e-4)
        assert pareto.log_likelihood_ == pytest.approx(PARETO["LL_C_unrounded"], abs=1e-4)
        for name, error in PARETO["se_CLVTools_P"].items():
            assert pareto.standard_errors_[name] == pytest.approx(error, rel=2e-3)

    def test_weeks_to_78(self) -> None:
        told = PUBLISHED["cdnow_78_weeks_C"]
        model = ParetoNBD().fit(distinct(WEEK_78), sample_weight=distinct(WEEK_78).customers)
        np.testing.assert_allclose(list(model.params_.values()), told["params_78w_PNBD"], rtol=1e-5)
        assert model.log_likelihood_ == pytest.approx(told["LL_78w"], abs=1e-4)

    def test_a_named_customer(self, pareto: ParetoNBD) -> None:
        row = [[26, 30.86, 31]]
        assert pareto.predict(row, horizon=52)[0] == pytest.approx(PARETO["CET_26_30.86_31_t52_P"], abs=5e-3)
        assert pareto.predict_alive(row)[0] == pytest.approx(PARETO["PAlive_26_30.86_31_P"], abs=5e-5)
        # The residual value moves by 0.03 with the third digit of the parameters.
        assert pareto.predict(row, rate=0.0027)[0] == pytest.approx(PARETO["DERT_26_30.86_31_d.0027_C"], abs=5e-3)

    def test_purchases_of_a_newcomer(self, pareto: ParetoNBD) -> None:
        assert pareto.predict_newcomer(52)[0] == pytest.approx(PARETO["E_X_52_C"], abs=1e-4)

    def test_customers_who_bought_hundreds_of_times_are_no_riddle(self) -> None:
        model = ParetoNBD.of({"r": 0.5143, "alpha": 2.8845, "s": 0.2856, "beta": 14.1087})
        rows = np.column_stack(
            [[221, 254, 161, 204], [103.42857, 97.14286, 94.71429, 98.57143], [103.57143, 97.28571, 98.0, 99.42857]]
        )
        alive = model.predict_alive(rows)
        assert ((alive > 0.7) & (alive < 1)).all()
        assert np.isfinite(model.score(rows))


class TestGammaGamma:
    def test_parameters_and_likelihood(self) -> None:
        model = GammaGamma().fit(spending())
        assert model.rows_.customers == GAMMA["n"]
        np.testing.assert_allclose(list(model.params_.values()), GAMMA["params_C"], rtol=0, atol=1e-4)
        assert model.log_likelihood_ == pytest.approx(GAMMA["LL_C"], abs=1e-4)
        np.testing.assert_allclose(model.predict(spending()[:10]), GAMMA["E_M_first10_P"], rtol=0, atol=0.01)

    def test_weeks_to_78(self) -> None:
        model = GammaGamma().fit(spending(WEEK_78))
        told = PUBLISHED["cdnow_78_weeks_C"]["params_78w_GG"]
        np.testing.assert_allclose(list(model.params_.values()), told, rtol=1e-5)


def test_customer_equity_of_cdnow_at_both_dates(pareto: ParetoNBD) -> None:
    told = PUBLISHED["cdnow_equity_C"]
    spend = GammaGamma().fit(spending())
    later, later_spend = (
        ParetoNBD().fit(distinct(WEEK_78), sample_weight=distinct(WEEK_78).customers),
        GammaGamma().fit(spending(WEEK_78)),
    )

    def equity(purchases: ParetoNBD, spends: GammaGamma, until: str) -> float:
        number = purchases.predict(histories(until), rate=told["cont_weekly_d"])
        return float(told["margin"] * number @ spends.predict(spending(until)))

    assert equity(pareto, spend, "1997-09-30") == pytest.approx(told["CE_w39"], rel=1e-5)
    assert equity(pareto, spend, WEEK_78) == pytest.approx(told["CE_w78_fixed_params"], rel=1e-5)
    assert equity(later, later_spend, WEEK_78) == pytest.approx(told["CE_w78_refit"], rel=1e-5)
