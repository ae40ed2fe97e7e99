"""Customer equity and its return against what was published, and against CDNOW worked by hand."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "purchase_models"))

from cdnow import PUBLISHED, WEEK_39, WEEK_78, distinct, histories, purchases, spending

from workbench.analysis import return_on_customer
from workbench.analysis.customer_value import Lives, Valuation, account
from workbench.analysis.customer_value.account import LINES, Books
from workbench.analysis.customer_value.flows import Flows
from workbench.analysis.customer_value.life_model import LifeModel
from workbench.analysis.purchase_models import GammaGamma, ParetoNBD

CDNOW, BOOK = PUBLISHED["cdnow_equity_C"], PUBLISHED["roc"]
NETFLIX = PUBLISHED["customer_equity_statement_netflix_2006Q3_P"]
MARGIN, WEEKS, YEAR = CDNOW["margin"], 39, 52.0


def lives(until: str) -> Lives:
    """In weeks; spend is that of repeat purchases, as Gamma-Gamma wants it, times the margin."""
    seen, spent = histories(until), spending(until)
    return Lives.bought(seen.frequency, seen.recency, seen.age, spent.purchases, MARGIN * spent.total)


def valuation(until: str) -> Valuation:
    bought = ParetoNBD().fit(distinct(until), sample_weight=distinct(until).customers)
    spend = GammaGamma().fit(lives(until).spent)
    assert bought.withheld_ is None and spend.withheld_ is None
    r, alpha, s, beta = (bought.params_[name] for name in ("r", "alpha", "s", "beta"))
    life = LifeModel(r, s, np.array([alpha]), np.array([beta]))
    rate = np.log1p(CDNOW["annual_discount"])
    return Valuation(life, spend, np.empty(0), Flows.none(), rate, np.inf, len(histories(until)), year=YEAR)


@pytest.fixture(scope="module")
def opening() -> Valuation:
    return valuation(WEEK_39)


@pytest.fixture(scope="module")
def closing() -> Valuation:
    return valuation(WEEK_78)


@pytest.fixture(scope="module")
def books() -> Books:
    before, after = lives(WEEK_39), lives(WEEK_78)
    sales = purchases(WEEK_78)[lambda told: told.day > WEEK_39].groupby("customer").sales.sum()
    cash = MARGIN * sales.reindex(histories(WEEK_78).index, fill_value=0).to_numpy()
    return Books.of(before, after, WEEKS, after.number, cash, np.zeros(len(after)))


@pytest.fixture(scope="module")
def lines(books: Books, opening: Valuation, closing: Valuation) -> dict[str, float]:
    sums = account.lines(books, opening, closing).sum(axis=1)
    return dict(zip(LINES, sums.tolist(), strict=True))


def compounded(rate: float) -> float:
    """Cash of the period carried to its end."""
    late = purchases(WEEK_78)[lambda told: told.day > WEEK_39]
    weeks = (pd.Timestamp(WEEK_78) - late.day).dt.days / 7
    return float(MARGIN * (late.sales * np.exp(rate / YEAR * weeks)).sum())


def test_cdnow_equity(lines: dict[str, float], books: Books) -> None:
    fixed = lines["closing"] - lines["re-estimation"]
    assert lines["opening"] == pytest.approx(CDNOW["CE_w39"], rel=1e-5)
    assert fixed == pytest.approx(CDNOW["CE_w78_fixed_params"], rel=1e-5)
    assert lines["closing"] == pytest.approx(CDNOW["CE_w78_refit"], rel=1e-5)
    assert books.cash.sum() == pytest.approx(CDNOW["cash_w40_78"], abs=0.005)


def test_cdnow_returns(lines: dict[str, float], books: Books, opening: Valuation) -> None:
    fixed, grown = lines["closing"] - lines["re-estimation"], compounded(opening.rate)
    for closed, cash, name in (
        (fixed, books.cash.sum(), "ROC_fixed"),
        (lines["closing"], books.cash.sum(), "ROC_refit"),
        (fixed, grown, "ROC_fixed_compounded"),
        (lines["closing"], grown, "ROC_refit_compounded"),
    ):
        assert return_on_customer.roc(lines["opening"], closed, cash) == pytest.approx(CDNOW[name], abs=5e-5), name
    assert grown == pytest.approx(CDNOW["cash_compounded_to_w78"], rel=1e-5)


def test_cdnow_bridge(lines: dict[str, float], opening: Valuation) -> None:
    """Experience of the customers and of the cash together, as the bridge has it."""
    points, share = CDNOW["bridge_points"], 100 / lines["opening"]
    experience = lines["leaving"] + lines["frequency"] + lines["spend"] + compounded(opening.rate)
    assert lines["unwind"] * share == pytest.approx(points["unwind"], abs=0.005)
    assert (experience + lines["expected cash"]) * share == pytest.approx(points["experience"], abs=0.02)
    assert lines["re-estimation"] * share == pytest.approx(points["re_estimation"], abs=0.02)
    assert lines["contracts"] == lines["new"] == lines["assumptions"] == 0


def test_cdnow_parameters_at_week_78(closing: Valuation) -> None:
    r, alpha, s, beta = PUBLISHED["cdnow_78_weeks_C"]["params_78w_PNBD"]
    found = (closing.life.r, closing.life.alpha[0], closing.life.s, closing.life.beta[0])
    assert found == pytest.approx((r, alpha, s, beta), rel=2e-4)


def test_customers_are_worth_what_their_purchases_say(opening: Valuation) -> None:
    """By the purchase model alone: discounted purchases to come times what each brings."""
    bought = ParetoNBD.of(
        {"r": opening.life.r, "s": opening.life.s, "alpha": opening.life.alpha[0], "beta": opening.life.beta[0]}
    )
    some = lives(WEEK_39).of(np.arange(50))
    ahead = bought.predict(histories(WEEK_39).head(50), rate=opening.rate / YEAR)
    brings, worth = opening.spend.predict(some.spent), opening.worth(some).value
    np.testing.assert_allclose(worth, ahead * brings, rtol=1e-9)


def test_peppers_and_rogers() -> None:
    """Customers X and Z of the book in figures, Y as published."""
    for who, key in (("customer_X", "ROC_C"), ("customer_Y_P", "ROC"), ("customer_Z", "ROC_C")):
        told = BOOK[who]
        cash = told["pi"]
        assert return_on_customer.roc(told["CE0"], told["CE1"], cash) == pytest.approx(told[key], abs=5e-7), who
    share = BOOK["stock_analogy_P"]
    assert return_on_customer.roc(share["V0"], share["V1"], share["cash"]) == pytest.approx(share["return"])


def test_treatment_with_the_lower_return_may_create_more_value() -> None:
    """10,000 by A at a return of 100 %, 15,000 by B at 75 %, on a thousand customers each."""
    returns, created = zip(
        *(
            (return_on_customer.roc(cost, value, 0.0), 1000 * return_on_customer.value_created(cost, value, 0.0, 0.0))
            for cost, value in ((10.0, 20.0), (20.0, 35.0))
        ),
        strict=True,
    )
    assert returns == pytest.approx((1.0, 0.75))
    assert created == pytest.approx((10_000.0, 15_000.0))


def test_an_annuity_is_a_contract_that_surely_runs_three_years() -> None:
    """20,000 at the end of each of three years at 6 %: 53,460."""
    told = BOOK["clv_annuity_P"]
    factor = sum((1 + told["d"]) ** -year for year in range(1, told["years"] + 1))
    assert factor == pytest.approx(told["factor"], abs=5e-4)
    assert told["margin"] * round(factor, 3) == pytest.approx(told["CLV"])
    # As a stream over the year, of somebody who never leaves, it is worth a little more than at its ends.
    stays = LifeModel(1.0, 1.0, np.array([1.0]), np.array([1e12]))
    years = stays.days(np.zeros(1), np.zeros(1, dtype=int), rate=np.log1p(told["d"]), horizon=told["years"])
    assert years[0] == pytest.approx(factor * told["d"] / np.log1p(told["d"]))


def test_the_netflix_statement() -> None:
    """Wiesel, Skiera and Villanueva: retained, lost and new customers times their value, less acquisition."""
    keeps, discount = NETFLIX["retention"], NETFLIX["discount_q"]
    worth = NETFLIX["cash_flow"] * (1 + discount) / (1 + discount - keeps)
    assert worth == pytest.approx(NETFLIX["CLV_before_mkt"], rel=0.01)
    per = NETFLIX["CLV_before_mkt"]
    for customers, equity in (("existing_m", "CE_existing_m"), ("new_m", "CE_new_m")):
        assert NETFLIX[customers] * per == pytest.approx(NETFLIX[equity], abs=0.005 * per)
    assert -NETFLIX["lost_m"] * per == pytest.approx(NETFLIX["CE_lost_m"], abs=0.005 * per)
    parts = NETFLIX["CE_existing_m"] + NETFLIX["CE_lost_m"] + NETFLIX["CE_new_m"]
    assert parts == pytest.approx(NETFLIX["CE_before_mkt_m"], abs=0.011)
    assert NETFLIX["CE_before_mkt_m"] + NETFLIX["TLCA_m"] == pytest.approx(NETFLIX["CE_m"], abs=0.005)
    assert -NETFLIX["new_m"] * NETFLIX["acq_cost"] == pytest.approx(NETFLIX["TLCA_m"], abs=0.005)
    assert NETFLIX["CE_new_m"] + NETFLIX["TLCA_m"] == pytest.approx(NETFLIX["CE_new_net_m"], abs=0.005)
