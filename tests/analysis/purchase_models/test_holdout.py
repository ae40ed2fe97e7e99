"""The gate: a model is judged by time it had not seen."""

import pandas as pd
import pytest
from cdnow import PUBLISHED, WEEK_78, histories, purchases
from worlds import customers

from workbench.analysis.purchase_models import BetaGeometric, Holdout, ParetoNBD, holdout
from workbench.analysis.results import Estimate, Withheld

KEYS = ["frequency", "recency", "age"]


def as_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Customers with later purchases as rows of `purchase_holdout`."""
    counted = table.assign(customers=1, squares=table.later**2)
    return counted.groupby(KEYS, as_index=False)[["customers", "later", "squares"]].sum()


def cdnow_rows() -> pd.DataFrame:
    later = purchases(WEEK_78).query("day > '1997-09-30'").groupby("customer").size()
    return as_rows(histories().assign(later=later.reindex(histories().index, fill_value=0)))


def test_cdnow_is_undervalued_by_a_tenth_and_admitted():
    tested = holdout(BetaGeometric(), cdnow_rows(), horizon=39)
    assert isinstance(tested, Holdout)
    assert tested.realised == PUBLISHED["cdnow_conventions"]["holdout_tx_weeks_40_78"]
    assert tested.expected == pytest.approx(PUBLISHED["bgnbd_cdnow"]["total_expected_next_39w_C"], abs=1e-3)
    assert isinstance(tested.bias, Estimate)
    assert tested.bias.low < tested.bias.value < tested.bias.high < 0
    assert tested.shut_out is None


def test_a_right_model_is_not_off():
    tested = holdout(ParetoNBD(), as_rows(customers("Pareto/NBD", 20_000, seed=5)), horizon=52)
    assert tested.bias.low < 0 < tested.bias.high
    assert tested.shut_out is None


def test_a_world_that_changed_shuts_the_model_out():
    world = customers("Pareto/NBD", 5_000, seed=5).assign(later=lambda table: table.later // 3)
    tested = holdout(ParetoNBD(), as_rows(world), horizon=52)
    assert "surely more than 25% off" in tested.shut_out.why


def test_nothing_since_is_said():
    tested = holdout(ParetoNBD(), as_rows(customers("Pareto/NBD", 2_000).assign(later=0.0)), horizon=52)
    assert "have bought nothing since" in tested.shut_out.why


def test_without_a_fit_there_is_no_test():
    nobody = pd.DataFrame({name: pd.Series(dtype=float) for name in (*KEYS, "customers", "later", "squares")})
    assert isinstance(holdout(BetaGeometric(), nobody, horizon=10), Withheld)
