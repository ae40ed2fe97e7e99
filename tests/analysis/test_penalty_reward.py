"""Kano's classes, from ratings of a world whose classes are known and from paired questions."""

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.penalty_reward import contrasts, paired
from workbench.analysis.results import Estimate, Withheld

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


@pytest.mark.parametrize(
    ("present", "absent", "kind"),
    [
        ("like", "dislike", "one for one"),
        ("like", "neutral", "delight"),
        ("expect", "dislike", "basic"),
        ("neutral", "neutral", "indifferent"),
        ("dislike", "like", "reverse"),
        ("like", "like", "contradictory"),
    ],
)
def test_paired_questions_as_in_the_table(present, absent, kind):
    assert paired(pd.DataFrame({"present": [present] * 30, "absent": [absent] * 30})) == kind


def test_a_lead_that_chance_could_give_names_no_class():
    answers = pd.DataFrame({"present": ["like"] * 40, "absent": ["dislike"] * 21 + ["neutral"] * 19})
    assert "as many find it" in paired(answers).why


def test_few_pairs_are_withheld_and_a_strange_feeling_is_a_mistake():
    assert "at least 30" in paired(pd.DataFrame({"present": ["like"], "absent": ["like"]})).why
    with pytest.raises(ValueError, match="'love'"):
        paired(pd.DataFrame({"present": ["love"], "absent": ["like"]}))
