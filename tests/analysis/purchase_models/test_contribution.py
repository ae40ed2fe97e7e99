"""Purchases and spend together, and which models are taken."""

import numpy as np
import pandas as pd
import pytest
from cdnow import PUBLISHED, distinct, histories, spending
from worlds import customers

from workbench.analysis.purchase_models import (
    BetaGeometric,
    EmpiricalBayesMean,
    FutureContribution,
    GammaGamma,
    Holdout,
    ModifiedBetaGeometric,
    NegativeBinomial,
    ParetoNBD,
    learn,
)
from workbench.analysis.results import Estimate, Withheld

CUSTOMERS = pd.concat([histories(), spending()], axis=1)


def test_the_most_likely_model_is_taken() -> None:
    learned = learn(distinct(), CUSTOMERS)
    assert isinstance(learned, FutureContribution)
    assert isinstance(learned.purchases, ModifiedBetaGeometric)
    assert isinstance(learned.spend, GammaGamma)
    assert learned.passed_over == {}


def test_customer_equity_of_cdnow() -> None:
    told = PUBLISHED["cdnow_equity_C"]
    learned = learn(distinct(), CUSTOMERS, models=[ParetoNBD()])
    worth = told["margin"] * learned.predict(CUSTOMERS, rate=told["cont_weekly_d"])
    assert worth.shape == (2_357,)
    assert worth.sum() == pytest.approx(told["CE_w39"], rel=1e-5)


def test_negative_margins_are_valued_by_a_mean_that_admits_them() -> None:
    at_a_loss = CUSTOMERS.assign(total=CUSTOMERS.total - 40 * CUSTOMERS.purchases)
    at_a_loss["squares"] = CUSTOMERS.squares - 80 * CUSTOMERS.total + 1600 * CUSTOMERS.purchases
    learned = learn(distinct(), at_a_loss)
    assert isinstance(learned.spend, EmpiricalBayesMean)
    assert "rules out" in learned.passed_over["Gamma-Gamma"]
    assert learned.predict(at_a_loss, horizon=52).sum() < 0


def test_who_is_shut_out_by_a_holdout_is_not_taken() -> None:
    off = Holdout("MBG/NBD", 200, 100, Estimate(1.0, 0.8, 1.2, n=100))
    learned = learn(distinct(), CUSTOMERS, holdouts={"MBG/NBD": off})
    assert isinstance(learned.purchases, BetaGeometric)
    assert list(learned.passed_over) == ["MBG/NBD"]


def test_where_nobody_is_seen_to_leave_nobody_leaves() -> None:
    world = customers("NBD", 3_000)
    rows = world.assign(customers=1)
    learned = learn(
        rows, rows.assign(purchases=rows.frequency, total=10 * rows.frequency, squares=100 * rows.frequency)
    )
    assert isinstance(learned.purchases, NegativeBinomial)
    assert isinstance(learned.spend, EmpiricalBayesMean)


def test_without_repeat_purchases_there_is_no_value_but_a_sentence() -> None:
    once = pd.DataFrame({"frequency": [0], "recency": [0], "age": [30], "customers": [100]})
    found = learn(once, once.assign(purchases=0, total=0, squares=0))
    assert isinstance(found, Withheld)
    assert "no model of buying" in found.why


def test_without_spend_there_is_no_value_but_a_sentence() -> None:
    found = learn(distinct(), CUSTOMERS.assign(purchases=0, total=0, squares=0))
    assert isinstance(found, Withheld)
    assert "purchase to learn spend from" in found.why


def test_hundreds_of_resamples_of_a_total_are_matrix_products() -> None:
    """The linear bootstrap of expected purchases agrees with refitting each resample."""
    rows, rng = distinct(), np.random.default_rng(2)
    model = BetaGeometric().fit(rows, sample_weight=rows.customers)
    drawn = rng.multinomial(2_357, rows.customers / 2_357, size=300)

    def totals(fitted: BetaGeometric, counts: np.ndarray) -> float:
        return float(counts @ fitted.predict(rows, horizon=39))

    each = model.predict(rows, horizon=39)
    slopes = model.slopes(lambda moved: moved.predict(rows, horizon=39))
    moved = model.resampled(drawn) - model.point
    linear = drawn @ each + np.einsum("bk,bk->b", drawn @ slopes, moved)
    brute = np.array([totals(model.refitted(counts), counts) for counts in drawn[:60]])
    assert np.corrcoef(linear[:60], brute)[0, 1] > 0.995
    assert linear.std() == pytest.approx(brute.std(), rel=0.25)
    np.testing.assert_allclose(linear[:60].mean(), brute.mean(), rtol=0.005)
