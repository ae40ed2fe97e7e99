"""Delivered value: its identity, its intervals, and the side that moves satisfaction."""

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.delivered_value import by_segment, mean, sides, which_side
from workbench.analysis.results import Estimate, Withheld


def customers(n: int = 800, seed: int = 0) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    parts = {name: draw.normal(65, 12, n) for name in ("product", "service", "image")}
    parts |= {name: draw.normal(40, 12, n) for name in ("money", "time")}
    segment = np.where(np.arange(n) % 40 == 0, "few", np.where(np.arange(n) % 2, "a", "b"))
    return sides(pd.DataFrame(parts).assign(weight=1.0, segment=segment))


def test_delivered_value_is_total_value_less_total_cost():
    found = customers()
    parts = found[["product", "service", "image"]].mean(axis=1) - found[["money", "time"]].mean(axis=1)
    assert found["delivered_value"].to_numpy() == pytest.approx(parts.to_numpy())


def test_parts_not_answered_are_left_out_and_a_side_without_any_has_no_value():
    found = sides(pd.DataFrame({"product": [80.0, np.nan], "service": [np.nan, np.nan], "time": [30.0, 20.0]}))
    assert found["delivered_value"].tolist()[0] == 50
    assert np.isnan(found["delivered_value"].tolist()[1])
    assert sides(pd.DataFrame({"product": [80.0]}))["delivered_value"].isna().all()


def test_the_mean_holds_the_truth():
    inside = [(found := mean(customers(200, seed), "delivered_value")).low <= 25 <= found.high for seed in range(100)]
    assert sum(inside) >= 88


def test_segments_with_few_customers_are_withheld():
    found = by_segment(customers(), "segment").set_index("segment")
    assert found.loc["few", "why"] == "20 answers; at least 30 are needed"
    assert np.isnan(found.loc["few", "value"])
    assert (found.loc[["a", "b"], "low"] < found.loc[["a", "b"], "value"]).all()


@pytest.mark.parametrize(
    ("value", "cost", "leads"), [(0.6, -0.2, "value"), (0.2, -0.7, "cost"), (0.4, -0.4, "neither")]
)
def test_the_side_that_moves_satisfaction_more(value, cost, leads):
    draw = np.random.default_rng(3)
    total_value, total_cost = draw.normal(size=(2, 1500))
    satisfaction = value * total_value + cost * total_cost + draw.normal(size=1500) * 0.6
    found = which_side(total_value, total_cost, satisfaction, groups=np.arange(1500) % 50)
    told = "value" if found.lead.low > 0 else "cost" if found.lead.high < 0 else "neither"
    assert told == leads
    assert isinstance(found.value, Estimate) and found.cost.value < 0


def test_few_customers_cannot_tell():
    assert isinstance(which_side(*np.random.default_rng(0).normal(size=(3, 10))), Withheld)
