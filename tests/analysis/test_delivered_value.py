"""Delivered value: its identity, its intervals, and the side that moves satisfaction."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.delivered_value import NOT_ASKED, TOO_FEW, by_segment, of, which_side
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import Survey, read

PARTS = ("product value", "service value", "image value", "money cost", "time cost")


def asked(n: int = 800, seed: int = 0, pulls: tuple[float, float] = (0.3, 0.1), parts=PARTS) -> Survey:
    """Customers who get 65 for 40; a point of value moves satisfaction by the first pull, of cost by the second."""
    draw = np.random.default_rng(seed)
    rows = pd.DataFrame({part: draw.normal(40 if part.endswith("cost") else 65, 12, n) for part in parts})
    value = rows[[part for part in parts if part.endswith("value")]].mean(axis=1)
    cost = rows[[part for part in parts if part.endswith("cost")]].mean(axis=1)
    rows["happy"] = (45 + pulls[0] * value - pulls[1] * cost + draw.normal(0, 5, n)).fillna(50)
    known = {"customer_id": [f"C{number}" for number in range(n)], "bucket": draw.integers(0, 50, n), "weight": 1.0}
    tier = np.where(np.arange(n) % 40 == 0, "few", np.where(np.arange(n) % 2, "a", "b"))
    items = pd.DataFrame({"item": rows.columns, "construct": [*parts, "satisfaction"]})
    return read(rows.assign(**known, value_tier=tier), items.assign(kind="perception", touchpoint=""))


def test_delivered_value_is_total_value_less_total_cost_of_each_customer_and_of_all():
    survey = asked()
    found = of(survey)
    by_hand = survey.scores[:, :3].mean(axis=1) - survey.scores[:, 3:5].mean(axis=1)
    assert found.customers["delivered_value"].to_numpy() == pytest.approx(by_hand)
    assert found.customers["customer_id"].tolist() == survey.about["customer_id"].tolist()
    assert found.delivered_value.value == pytest.approx(found.total_value.value - found.total_cost.value)


def test_parts_not_answered_are_left_out_and_a_side_without_any_has_no_value():
    survey = asked()
    scores = survey.scores.copy()
    scores[0, 0], scores[1, :3] = np.nan, np.nan
    found = of(replace(survey, scores=scores)).customers.set_index("customer_id")["delivered_value"]
    assert found["C0"] == pytest.approx(scores[0, 1:3].mean() - scores[0, 3:5].mean())
    assert "C1" not in found.index


def test_each_part_asked_has_its_mean():
    parts = of(asked()).parts.set_index("part")
    assert tuple(parts.index) == PARTS
    assert parts.loc["money cost", "low"] < 40 < parts.loc["money cost", "high"]
    assert parts["side"].tolist() == ["value"] * 3 + ["cost"] * 2


def test_the_mean_holds_the_truth():
    inside = [(found := of(asked(200, seed)).delivered_value).low <= 25 <= found.high for seed in range(100)]
    assert 89 <= sum(inside) <= 99  # 95 of 100, give or take three standard errors


def test_segments_with_few_customers_are_not_shown_nor_told_by_subtraction():
    found = by_segment(asked(), "value_tier").set_index("segment")
    assert found["why"].to_dict() == {"a": "", "b": TOO_FEW, "few": TOO_FEW}
    assert found.loc["a", "low"] < 25 < found.loc["a", "high"]
    assert np.isnan(found.loc["few", "n"])


@pytest.mark.parametrize(("pulls", "leads"), [((0.8, 0.2), "value"), ((0.2, 0.8), "cost"), ((0.4, 0.33), "neither")])
def test_the_side_that_moves_satisfaction_more(pulls, leads):
    """With three parts of value and two of cost, a standard deviation of value is 6.9 points, of cost 8.5."""
    found = which_side(asked(1500, 3, pulls))
    told = "value" if found.lead.low > 0 else "cost" if found.lead.high < 0 else "neither"
    assert told == leads
    assert isinstance(found.value, Estimate) and found.cost.value < 0


def test_integer_weights_are_replicated_customers():
    survey = asked(120)
    weights = np.random.default_rng(0).integers(1, 4, 120)
    rows = np.repeat(np.arange(120), weights)
    many = Survey(survey.items, survey.scores[rows], np.ones(len(rows)), survey.groups[rows], survey.about.iloc[rows])
    one = replace(survey, weights=weights.astype(float))
    first, second = of(one).delivered_value, of(replace(many, about=many.about.reset_index(drop=True))).delivered_value
    assert (first.value, first.low, first.high) == pytest.approx((second.value, second.low, second.high))
    assert which_side(one).lead.value == pytest.approx(which_side(many).lead.value)


def test_one_side_alone_has_no_delivered_value():
    only_value = asked(parts=PARTS[:3])
    assert of(only_value) == Withheld(NOT_ASKED)
    assert which_side(only_value) == Withheld(NOT_ASKED)
    assert by_segment(only_value, "value_tier").empty


@pytest.mark.parametrize("n", [0, 1, 10])
def test_few_customers_are_withheld(n):
    survey = asked(40)
    found = of(survey.of(np.arange(40) < n))
    assert isinstance(found.delivered_value, Withheld)
    assert isinstance(found.sides, Withheld)
    assert len(found.customers) == n


def test_answers_all_alike_are_withheld():
    survey = asked()
    alike = of(replace(survey, scores=np.full_like(survey.scores, 60.0)))
    assert "are the same" in alike.delivered_value.why
    assert "are the same" in alike.sides.why
