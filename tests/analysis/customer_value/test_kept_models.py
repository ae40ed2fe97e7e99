"""A valuation survives as a record of numbers and texts, and a month measured again says why it differs."""

import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from made_up_lives import fitted, known, two_dates

from workbench.analysis.customer_value import Lives, Valuation, kept
from workbench.analysis.purchase_models import GammaGamma
from workbench.analysis.results import Withheld
from workbench.errors import BadParameter

AS_OF = dt.date(2026, 7, 1)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return two_dates(3_000)[0]


@pytest.fixture(scope="module")
def model(frame: pd.DataFrame) -> Valuation:
    return fitted(Lives.read(frame))


@pytest.fixture(scope="module")
def record(frame: pd.DataFrame, model: Valuation) -> dict[str, float | int | str]:
    """A record as it comes back from a file."""
    told = kept.record(model, Lives.read(frame), as_of=AS_OF, snapshot="s1")
    return json.loads(json.dumps(told, allow_nan=False))


def test_a_record_is_numbers_and_texts_with_what_was_assumed(record: dict[str, float | int | str]) -> None:
    assert all(isinstance(value, float | int | str) for value in record.values())
    assert record["as_of"] == "2026-07-01" and record["snapshot"] == "s1" and record["horizon_years"] == "all"
    assert record["discount_rate"] == pytest.approx(0.10)
    assert {"r", "s", "alpha_1", "beta_1", "serving_1", "spend_mean", "cut_1"} <= record.keys()


def test_a_rebuilt_valuation_values_every_customer_the_same(
    frame: pd.DataFrame, model: Valuation, record: dict[str, float | int | str]
) -> None:
    lives = Lives.read(frame)
    again = kept.rebuilt(record)
    np.testing.assert_array_equal(again.group(lives), model.group(lives))
    np.testing.assert_allclose(again.worth(lives).value, model.worth(lives).value, rtol=1e-12)


def test_customers_who_do_not_differ_and_a_horizon_survive_too(frame: pd.DataFrame) -> None:
    alike = known(horizon=2.0)
    alike.spend.borrowed_ = np.inf
    told = kept.record(alike, Lives.read(frame), as_of=AS_OF)
    again = kept.rebuilt(json.loads(json.dumps(told, allow_nan=False)))
    assert again.horizon == 2.0 and again.spend.borrowed_ == np.inf
    assert again.worth(Lives.read(frame)).value.sum() == pytest.approx(told["equity"], rel=1e-12)


def test_unchanged_data_restate_nothing(frame: pd.DataFrame, record: dict[str, float | int | str]) -> None:
    found = kept.restate_on_demand(record, frame, rate=0.10)
    assert found.restated == pytest.approx(found.reported, rel=1e-9) and found.reasons == ()
    assert found.as_of == AS_OF


@pytest.mark.parametrize(("rate", "horizon"), [(0.12, 0), (0.10, 24)])
def test_another_assumption_is_the_only_reason(
    frame: pd.DataFrame, record: dict[str, float | int | str], rate: float, horizon: int
) -> None:
    found = kept.restate_on_demand(record, frame, rate=rate, horizon_months=horizon)
    assert found.reasons == (kept.ASSUMPTIONS,) and found.restated < found.reported


def test_corrected_data_change_the_customers_and_the_model(
    frame: pd.DataFrame, record: dict[str, float | int | str]
) -> None:
    late = frame.assign(margin=np.where(frame.number < 300, frame.margin + 50, frame.margin))
    found = kept.restate_on_demand(record, late, rate=0.10)
    assert set(found.reasons) == {kept.DATA, kept.ESTIMATE}
    assert sum(found.because.values()) == pytest.approx(found.restated - found.reported)
    assert found.because[kept.DATA] > 0


def test_other_rules_are_told_where_the_data_are_the_same(
    frame: pd.DataFrame, model: Valuation, record: dict[str, float | int | str]
) -> None:
    lives = Lives.read(frame)
    then = record | {"equity": 0.9 * float(record["equity"]), "r": 1.1 * float(record["r"])}
    found = kept.restate(then, lives, model)
    assert found.reasons == (kept.RULES,)
    assert found.because[kept.RULES] == pytest.approx(found.restated - found.reported)


def test_data_that_carry_no_model_are_a_sentence(frame: pd.DataFrame, record: dict[str, float | int | str]) -> None:
    assert isinstance(kept.restate_on_demand(record, frame.head(3), rate=0.10), Withheld)


@pytest.mark.parametrize("change", [{"model": "another"}, {"r": "much"}, {"horizon_years": "ever"}])
def test_a_record_of_another_kind_is_refused(record: dict[str, float | int | str], change: dict[str, str]) -> None:
    with pytest.raises(BadParameter, match="record of a model"):
        kept.rebuilt(record | change)


def test_a_spend_that_was_not_fitted_here_is_not_kept(frame: pd.DataFrame) -> None:
    spent = replace(known(), spend=GammaGamma.of({"p": 6.25, "q": 3.74, "gamma": 15.44}))
    with pytest.raises(BadParameter, match="cannot be kept"):
        kept.record(spent, Lives.read(frame), as_of=AS_OF)
