"""Raked weights meet their totals, take out the bias that goes with what is known, and say what they cannot do."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.raking import Weights, rake
from workbench.analysis.results import Withheld


def answerers(seed: int = 0, n: int = 400) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {"region": draw.choice(["n", "s", "e"], n, p=[0.5, 0.3, 0.2]), "age": draw.choice(["old", "young"], n)}
    )


@given(st.integers(0, 50), st.lists(st.integers(50, 300), min_size=5, max_size=5))
@settings(max_examples=25)
def test_margins_are_met(seed, totals):
    answered = answerers(seed)
    wanted = {
        "region": dict(zip("nse", totals[:3], strict=True)),
        "age": dict(zip(["old", "young"], totals[3:], strict=True)),
    }
    found = rake(answered, wanted, largest=1e9)
    assert isinstance(found, Weights)
    for column, cells in wanted.items():
        shares = pd.Series(found.values).groupby(answered[column].to_numpy()).sum() / len(answered)
        assert shares.to_dict() == pytest.approx({k: v / sum(cells.values()) for k, v in cells.items()}, abs=1e-5)
    assert found.values.mean() == pytest.approx(1)
    assert (found.values > 0).all()


def test_totals_that_are_met_already_change_nothing():
    answered = answerers()
    totals = {column: answered[column].value_counts().to_dict() for column in answered}
    found = rake(answered, totals)
    assert found.values == pytest.approx(np.ones(400))
    assert found.worth.effective_n == pytest.approx(400)
    assert found.worth.design_effect == pytest.approx(1)


def test_bias_that_goes_with_what_is_known_is_taken_out():
    """The young answer three times as often and are less satisfied: 60 of 100 instead of 65."""
    draw = np.random.default_rng(1)
    young = draw.random(20_000) < 0.5
    satisfied = np.where(young, 55, 75) + draw.normal(0, 10, 20_000)
    answered = draw.random(20_000) < np.where(young, 0.3, 0.1)
    frame = pd.DataFrame({"age": np.where(young[answered], "young", "old")})
    found = rake(frame, {"age": {"young": int(young.sum()), "old": int((~young).sum())}})
    assert satisfied[answered].mean() == pytest.approx(60, abs=0.7)
    assert np.average(satisfied[answered], weights=found.values) == pytest.approx(65, abs=0.7)


def test_weights_are_cut_and_said():
    answered = pd.DataFrame({"age": ["old"] * 99 + ["young"]})
    found = rake(answered, {"age": {"old": 50, "young": 50}})
    assert found.cut == 1
    assert found.values.max() == pytest.approx(5)
    assert found.values.mean() == pytest.approx(1)
    assert found.missed > 0.3


@pytest.mark.parametrize(
    ("answered", "totals", "why"),
    [
        (pd.DataFrame({"age": []}), {"age": {"old": 1}}, "nobody answered"),
        (pd.DataFrame({"age": ["old"]}), {"age": {"old": 1, "young": 2}}, "nobody with the age young answered"),
        (pd.DataFrame({"age": ["old", "?"]}), {"age": {"old": 1}}, "1 who answered have the age ?"),
    ],
)
def test_what_no_weight_can_do_is_said(answered, totals, why):
    found = rake(answered, totals)
    assert isinstance(found, Withheld)
    assert why in found.why


def test_a_value_no_customer_has_needs_no_answer():
    assert isinstance(rake(pd.DataFrame({"age": ["old"]}), {"age": {"old": 5, "young": 0}}), Weights)
