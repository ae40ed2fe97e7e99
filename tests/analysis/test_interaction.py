"""Segments are said to differ one time in twenty where they do not, and nearly always where they do."""

from dataclasses import replace

import numpy as np
import pytest
from made_up_survey import survey
from scipy import stats

from workbench.analysis import equality, indices
from workbench.analysis.indices import Topic, Weights
from workbench.analysis.interaction import Interaction, between, of_drivers, of_index, of_touchpoints
from workbench.analysis.results import Withheld
from workbench.analysis.surveys import Survey


def alike(seen: Survey) -> Weights:
    """Questions weighted alike."""
    return indices.weights(Withheld("there is no model"), seen.items)


def raised(seen: Survey, region: str, points: float, construct: str = "satisfaction") -> Survey:
    """The same survey with the answers of a region moved."""
    scores = seen.scores.copy()
    there = (seen.about["region"] == region).to_numpy()
    scores[np.ix_(there, seen.columns(construct=construct))] += points
    return replace(seen, scores=scores)


def replicates(rng: np.random.Generator, n: int, truth: float, spread: float) -> np.ndarray:
    """A mean of n customers, and without each of 50 groups of them."""
    answers, group = rng.normal(truth, spread, n), rng.integers(0, 50, n)
    sums, counts = np.bincount(group, answers, 50), np.bincount(group, minlength=50)
    means = np.r_[answers.mean(), (sums.sum() - sums) / (n - counts)]
    return means[:, None]


def test_equal_segments_are_told_apart_one_time_in_twenty() -> None:
    rng = np.random.default_rng(3)
    sizes, spreads = (60, 150, 400, 1000), (10, 20, 15, 25)
    chances = [
        equality.of_separate([replicates(rng, n, 70, spread) for n, spread in zip(sizes, spreads, strict=True)])[0]
        for _ in range(1500)
    ]
    assert 0.03 <= np.mean(np.array(chances) < 0.05) <= 0.07
    assert stats.kstest(chances, "uniform").pvalue > 0.001


def test_equal_touchpoints_of_the_same_customers_are_told_apart_one_time_in_twenty() -> None:
    rng, chances = np.random.default_rng(4), []
    for _ in range(1000):
        answers = rng.normal(70, 15, (300, 1)) + rng.normal(0, 10, (300, 5))
        group = rng.integers(0, 50, 300)
        left_out = [answers[group != one].mean(axis=0) for one in range(50)]
        chances.append(equality.of_shared(np.vstack([answers.mean(axis=0), *left_out])))
    assert 0.03 <= np.mean(np.array(chances) < 0.05) <= 0.07


def test_for_two_segments_it_is_the_test_of_welch() -> None:
    rng = np.random.default_rng(5)
    groups = [rng.normal(70, 5, 50), rng.normal(72, 9, 50)]
    parts = [np.r_[each.mean(), (each.sum() - each) / 49][:, None] for each in groups]
    assert equality.of_separate(parts)[0] == pytest.approx(stats.ttest_ind(*groups, equal_var=False).pvalue, rel=1e-9)


def test_a_segment_that_differs_is_found_and_named() -> None:
    seen = raised(survey(800), "south", -6)
    found = of_index(seen, alike(seen), Topic("satisfaction"), "region")
    assert isinstance(found, Interaction) and found.told
    row = found.each.iloc[0]
    assert (row["lowest"], row["highest"], bool(row["told"])) == ("south", "north", True)
    assert row["gap"] == pytest.approx(6, abs=2)


def test_segments_that_do_not_differ_are_not_told_apart() -> None:
    seen = survey(800)
    found = of_index(seen, alike(seen), Topic("satisfaction"), "lifestyle")
    assert isinstance(found, Interaction) and not found.told and not found.each["told"].any()


def test_a_segment_with_few_answers_is_left_out_and_said() -> None:
    seen = survey(800)
    labels = np.array(["few", *["many"] * 400, *["others"] * 399])
    labels[:20] = "few"
    seen = replace(seen, about=seen.about.assign(state=labels))
    found = of_index(seen, alike(seen), Topic("satisfaction"), "state")
    assert isinstance(found, Interaction) and found.compared == ("many", "others")
    assert "at least 30 are needed" in found.left_out["few"]


def test_touchpoints_are_compared() -> None:
    seen = survey(600)
    found = of_touchpoints(seen, alike(seen), "quality")
    assert isinstance(found, Interaction) and found.compared == ("shop", "phone")
    rated = seen.columns(construct="quality", touchpoint="shop") + seen.columns(construct="quality", touchpoint="phone")
    assert found.n == np.isfinite(seen.scores[:, rated]).any(axis=1).sum() < seen.n
    unnamed = of_touchpoints(seen, alike(seen))  # the construct asked about most touchpoints
    assert isinstance(unnamed, Interaction) and unnamed.each.equals(found.each)
    low = replace(seen, scores=seen.scores - 9 * (seen.items["item"] == "q_phone").to_numpy())
    told = of_touchpoints(low, alike(low), "quality")
    assert isinstance(told, Interaction) and told.told and told.each["lowest"].tolist() == ["phone"]


def test_a_driver_that_works_in_one_segment_only_is_found() -> None:
    """In the south satisfaction does not follow value."""
    seen = survey(1200, seed=2, missing=0.0)
    drivers, there = ["quality: shop", "quality: phone", "value"], (seen.about["region"] == "south").to_numpy()
    scores = seen.scores.copy()
    places = np.ix_(there, seen.columns(construct="value"))
    scores[places] = np.random.default_rng(0).permutation(scores[places])
    for answers, differs in ((seen.scores, False), (scores, True)):
        parts = replace(seen, scores=answers).by("region")
        found = of_drivers(
            {name: part.moments("satisfaction") for name, part in parts.items()}, "satisfaction", drivers
        )
        assert isinstance(found, Interaction) and found.told is differs
        assert found.each.set_index("number")["told"]["value"] == differs
    assert found.each.set_index("number")["highest"]["value"] == "north"


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({}, "0 of 0 groups have answers enough"),
        ({"a": np.ones((51, 1))}, "1 of 1 groups have answers enough"),
        ({"a": np.ones((51, 1)), "b": np.arange(51.0)[:, None]}, "all answers of one group"),
        ({"a": np.arange(5.0)[:, None], "b": np.arange(51.0)[:, None]}, "4 groups; 10 are needed"),
        ({"a": np.full((51, 1), np.nan), "b": np.arange(51.0)[:, None]}, "cannot be computed"),
    ],
)
def test_what_cannot_be_compared_is_said(parts, why) -> None:
    found = between(parts, ["satisfaction"], n=50)
    assert isinstance(found, Withheld) and why in found.why


def test_segments_without_a_regression_are_left_out() -> None:
    parts = {"a": Withheld("there are no answers"), "b": survey(200).moments("satisfaction")}
    found = of_drivers(parts, "satisfaction", ["value"])
    assert isinstance(found, Withheld) and "1 of 2 groups have answers enough" in found.why


def test_two_touchpoints_with_the_same_answers_are_said() -> None:
    seen = survey(300, missing=0.0)
    scores = seen.scores.copy()
    scores[:, 5] = scores[:, 6]
    same = replace(seen, scores=scores)
    found = of_touchpoints(same, alike(same), "quality")
    assert isinstance(found, Withheld) and "are the same" in found.why


def test_one_touchpoint_alone_is_compared_with_none() -> None:
    seen = survey(300)
    alone = replace(seen, items=seen.items.assign(touchpoint=seen.items["touchpoint"].replace("phone", "shop")))
    found = of_touchpoints(alone, alike(alone), "quality")
    assert isinstance(found, Withheld) and found.why.startswith("1 of 1 touchpoints have answers enough")
    whole = replace(seen, items=seen.items.assign(touchpoint=""))
    found = of_touchpoints(whole, alike(whole))
    assert isinstance(found, Withheld) and found.why.startswith("0 of 0 touchpoints")
