"""Kano's classes from paired questions."""

import pandas as pd
import pytest

from workbench.analysis.kano import paired


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
