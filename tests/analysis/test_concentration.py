"""The 20/80/30 rule, the whale curve and Gini: by hand, by definition, and at the edges."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.analysis.concentration import Concentration, concentration, gini
from workbench.analysis.results import Estimate, Withheld

MONEY = st.integers(-500, 5000).map(float)
BASE = st.lists(MONEY, min_size=10, max_size=300)


def measured(values: list[float], minimum: int = 1) -> Concentration:
    found = concentration(values, minimum=minimum)
    assert isinstance(found, Concentration)
    return found


def value(result: Estimate | Withheld) -> float:
    assert isinstance(result, Estimate)
    return result.value


def test_the_rule_of_thumb_by_hand() -> None:
    spread = measured([40.0, 40.0, 10.0, 10.0, 10.0, 5.0, 5.0, -5.0, -10.0, -5.0])
    assert value(spread.best) == pytest.approx(0.8)
    assert value(spread.worst) == pytest.approx(-0.2)
    assert spread.worst_total == pytest.approx(-20.0)
    assert value(spread.peak) == pytest.approx(1.2)
    assert spread.total == pytest.approx(100.0)


def test_equal_customers_bring_equal_shares() -> None:
    spread = measured([7.0] * 13)
    assert value(spread.best) == pytest.approx(0.2)
    assert value(spread.worst) == pytest.approx(0.3)
    assert value(spread.gini) == pytest.approx(0.0, abs=1e-12)


def test_one_customer_who_brings_everything() -> None:
    spread = measured([1000.0] + [0.0] * 999)
    assert value(spread.best) == pytest.approx(1.0)
    assert value(spread.worst) == pytest.approx(0.0)
    assert value(spread.gini) == pytest.approx(0.999)


def test_the_whole_base_is_counted_so_there_is_no_interval() -> None:
    share = measured([float(amount) for amount in range(100)]).best
    assert isinstance(share, Estimate)
    assert (share.low, share.high, share.n, share.method) == (share.value, share.value, 100, "counted")


@given(BASE)
def test_the_curve_runs_from_nothing_to_everything_and_bends_down(values: list[float]) -> None:
    assume(sum(values) > 1)
    curve = measured(values).curve
    assert curve.iloc[0].to_list() == [0.0, 0.0]
    assert curve.iloc[-1].to_list() == pytest.approx([1.0, 1.0])
    steepness = np.diff(curve["share"])
    assert (np.diff(steepness) <= 1e-9 * np.abs(curve["share"]).max()).all()


@given(BASE, st.floats(0.01, 100))
def test_neither_the_currency_nor_the_order_matters(values: list[float], rate: float) -> None:
    assume(sum(values) > 1)
    spread, other = measured(values), measured([rate * amount for amount in reversed(values)])
    assert value(spread.best) == pytest.approx(value(other.best))
    assert value(spread.worst) == pytest.approx(value(other.worst))
    np.testing.assert_allclose(spread.curve["share"], other.curve["share"], atol=1e-6)


@given(st.integers(0, 12_000), st.integers(1, 50))
def test_every_step_of_the_curve_is_a_group_of_enough_customers(customers: int, minimum: int) -> None:
    spread = concentration(np.ones(customers), minimum=minimum)
    if isinstance(spread, Withheld):
        assert customers < 10 * minimum
    else:
        steps = len(spread.curve) - 1
        assert steps <= 100
        assert customers / steps >= minimum


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([], "the base is 0; a tenth of it must be at least 10 customers"),
        ([5.0], "the base is 1; a tenth"),
        ([1.0] * 99, "the base is 99; a tenth"),
        ([0.0] * 200, "no profit together"),
        ([-1.0] * 200, "no profit together"),
        ([1.0, -1.0] * 100, "no profit together"),
    ],
)
def test_withheld_with_the_reason(values: list[float], why: str) -> None:
    spread = concentration(values)
    assert isinstance(spread, Withheld)
    assert why in spread.why
    assert spread.n == len(values)


def test_a_missing_contribution_is_an_error_not_a_zero() -> None:
    with pytest.raises(ValueError, match="finite"):
        concentration([1.0, float("nan")])


def test_a_share_off_the_grid_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"multiple of a tenth between 0 and 1: 0\.25"):
        concentration(np.ones(100), best=0.25, minimum=1)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_gini_is_half_the_relative_mean_difference(values: list[int]) -> None:
    assume(sum(values) > 0)
    amounts = np.asarray(values, dtype=float)
    by_definition = np.abs(amounts[:, None] - amounts).mean() / (2 * amounts.mean())
    assert value(gini(amounts)) == pytest.approx(by_definition, abs=1e-9)


def test_gini_of_an_exponential_base_is_one_half() -> None:
    grid = (np.arange(20_000) + 0.5) / 20_000
    assert value(gini(-np.log1p(-grid))) == pytest.approx(0.5, abs=1e-3)


def test_gini_is_withheld_with_losses() -> None:
    found = gini([5, 3, -1])
    assert isinstance(found, Withheld)
    assert found.why.startswith("customers who brought a loss: 1;")
