"""A valuation survives as a record of numbers and texts."""

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
from workbench.analysis.results import Estimate, Withheld
from workbench.errors import BadParameter

AS_OF = dt.date(2026, 7, 1)
ROC = Estimate(0.1, 0.05, 0.15, 100)


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


def test_the_models_of_both_dates_stand_in_one_record(frame: pd.DataFrame, model: Valuation) -> None:
    lives = Lives.read(frame)
    opening = kept.record(model, lives, as_of=dt.date(2026, 4, 1))
    told = {**kept.record(model, lives, as_of=AS_OF), **kept.of_return(opening, cash=5.0, roc=ROC)}
    assert (told["roc"], told["cash"], told["as_of"], told["opening_as_of"]) == (0.1, 5.0, "2026-07-01", "2026-04-01")
    assert kept.opening_of(told) == opening
    assert kept.of_return(opening, cash=5.0, roc=Withheld("nobody")) == {}


@pytest.mark.parametrize("change", [{"model": "another"}, {"r": "much"}, {"horizon_years": "ever"}])
def test_a_record_of_another_kind_is_refused(record: dict[str, float | int | str], change: dict[str, str]) -> None:
    with pytest.raises(BadParameter, match="record of a model"):
        kept.rebuilt(record | change)


def test_a_spend_that_was_not_fitted_here_is_not_kept(frame: pd.DataFrame) -> None:
    spent = replace(known(), spend=GammaGamma.of({"p": 6.25, "q": 3.74, "gamma": 15.44}))
    with pytest.raises(BadParameter, match="cannot be kept"):
        kept.record(spent, Lives.read(frame), as_of=AS_OF)
