"""Kano's classes from the ratings of a world whose classes are known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.penalty_reward import contrasts, of
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import Survey, read

NAMES = ("delivery", "advice", "price", "logo")


def world(n: int = 3000, seed: int = 0):
    """Delivery is basic, advice a delight, price one for one, the logo indifferent."""
    draw = np.random.default_rng(seed)
    ratings = draw.choice([0, 25, 50, 75, 100], size=(n, 4)).astype(float)
    low, high = ratings <= 40, ratings >= 80
    satisfaction = 60 - 15 * low[:, 0] + 12 * high[:, 1] - 8 * low[:, 2] + 8 * high[:, 2] + draw.normal(0, 10, n)
    return ratings, satisfaction, np.arange(n) % 50


def test_the_classes_of_a_known_world():
    found = contrasts(NAMES, *world())
    assert [each.kind for each in found] == ["basic", "delight", "one for one", "indifferent"]
    assert found[0].penalty.low <= -15 <= found[0].penalty.high
    assert found[1].reward.low <= 12 <= found[1].reward.high


def test_what_was_not_rated_does_not_pull_towards_zero():
    ratings, satisfaction, groups = world(6000)
    ratings[np.random.default_rng(1).random(ratings.shape) < 0.3] = np.nan
    found = contrasts(NAMES, ratings, satisfaction, groups)
    assert found[0].penalty.value == pytest.approx(-15, abs=1.5)


def test_a_touchpoint_nobody_rated_low_has_no_penalty():
    ratings, satisfaction, groups = world()
    ratings[:, 0] = np.maximum(ratings[:, 0], 50)
    found = contrasts(NAMES, ratings, satisfaction, groups)[0]
    assert "fewer than 20" in found.penalty.why
    assert isinstance(found.reward, Estimate)
    assert isinstance(found.kind, Withheld)


@pytest.mark.parametrize("n", [0, 5, 25])
def test_few_answers_are_not_enough(n):
    ratings, satisfaction, groups = world()
    assert isinstance(contrasts(NAMES, ratings[:n], satisfaction[:n], groups[:n]), Withheld)


def rated(**about) -> Survey:
    ratings, satisfaction, groups = world()
    rows = pd.DataFrame(ratings, columns=NAMES).assign(happy=satisfaction.clip(0, 100), bucket=groups, weight=1.0)
    items = pd.DataFrame({"item": [*NAMES, "happy"], "construct": ["quality"] * 4 + ["satisfaction"]})
    items = items.assign(kind="perception", touchpoint=[*NAMES, ""])
    return read(rows.assign(customer_id=[f"C{number}" for number in range(len(rows))], **about), items)


def test_a_survey_has_a_row_for_each_touchpoint():
    found = of(rated()).set_index("driver")
    assert found["kind"].tolist() == ["basic", "delight", "one for one", "indifferent"]
    assert found.index.tolist() == [f"quality: {name}" for name in NAMES]
    assert found.loc["quality: delivery", "penalty_low"] <= -15 <= found.loc["quality: delivery", "penalty_high"]
    assert (found["why"] == "").all()


def test_integer_weights_are_replicated_customers():
    ratings, satisfaction, groups = world(400)
    weights = np.random.default_rng(0).integers(1, 4, 400)
    rows = np.repeat(np.arange(400), weights)
    one = contrasts(NAMES, ratings, satisfaction, groups, weights.astype(float))
    many = contrasts(NAMES, ratings[rows], satisfaction[rows], groups[rows])
    for first, second in zip(one, many, strict=True):
        assert first.penalty.value == pytest.approx(second.penalty.value)
        assert first.reward.low == pytest.approx(second.reward.low)


def test_what_was_not_asked_is_said():
    asked = rated()
    assert "'advice'" in of(asked, ["advice"]).why
    assert "'loyalty'" in of(asked, outcome="loyalty").why
    assert isinstance(of(asked, []), Withheld)
    assert isinstance(of(asked.of(np.zeros(asked.n, dtype=bool))), Withheld)


def test_ratings_all_alike_have_no_class():
    asked = rated()
    scores = asked.scores.copy()
    scores[:, 0] = 70.0
    found = of(replace(asked, scores=scores)).set_index("driver")
    assert "fewer than 20" in found.loc["quality: delivery", "why"]
    assert np.isnan(found.loc["quality: delivery", "penalty"])


def test_a_touchpoint_whose_better_ratings_go_with_less_satisfaction_has_no_class() -> None:
    draw = np.random.default_rng(8)
    rating = draw.choice([20.0, 60.0, 100.0], size=2_000)
    satisfaction = 60 - 0.2 * rating + draw.normal(0, 10, 2_000)
    found = contrasts(["flight times"], rating[:, None], satisfaction)
    assert not isinstance(found, Withheld)
    assert isinstance(found[0].kind, Withheld) and "rated better" in found[0].kind.why
