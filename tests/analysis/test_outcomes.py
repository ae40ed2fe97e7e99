"""Outcomes of few steps, against worlds whose feeling behind the answers is known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_survey import survey

from workbench.analysis import importance, outcomes, shapley
from workbench.analysis.answers import moments
from workbench.analysis.importance import Importance
from workbench.analysis.outcomes import Outcome
from workbench.analysis.results import Estimate, Withheld

DRIVERS = ["shop", "web", "phone"]
EFFECTS = np.array([0.5, 0.3, 0.2])
BETWEEN = np.array([[1.0, 0.4, 0.3], [0.4, 1.0, 0.2], [0.3, 0.2, 1.0]])
EXPLAINED = 0.45
CUTS = {
    "a rare top box": [1.3],
    "one half": [0.0],
    "five steps, few low": [-2.0, -1.2, -0.4, 0.6],
    "three steps": [-0.3, 0.8],
}


def world(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Drivers, shape (n, 3), and the feeling they explain 45 % of."""
    random = np.random.default_rng(seed)
    drivers = random.multivariate_normal(np.zeros(3), BETWEEN, n)
    moved = drivers @ EFFECTS
    explained = EFFECTS @ BETWEEN @ EFFECTS
    return drivers, moved + random.normal(0, np.sqrt(explained * (1 / EXPLAINED - 1)), n)


def answered(feeling: np.ndarray, cuts: list[float]) -> np.ndarray:
    steps = np.searchsorted(np.array(cuts) * feeling.std(), feeling)
    return 100.0 * steps / len(cuts)


def ranked(y: np.ndarray, drivers: np.ndarray, how: Outcome) -> Importance:
    seen = moments(["y", *DRIVERS], np.column_stack([y, drivers]), groups=np.arange(len(y)) % 50)
    found = importance.relative_importance(seen, "y", DRIVERS, answered=how)
    assert isinstance(found, Importance)
    return found


def value(result: object) -> float:
    assert isinstance(result, Estimate)
    return result.value


@pytest.mark.parametrize("cuts", CUTS.values(), ids=CUTS.keys())
def test_parts_are_those_of_the_feeling_behind_the_answers(cuts: list[float]) -> None:
    drivers, feeling = world(60_000)
    y = answered(feeling, cuts)
    found = ranked(y, drivers, outcomes.of(y))
    across = BETWEEN @ EFFECTS / np.sqrt(EFFECTS @ BETWEEN @ EFFECTS / EXPLAINED)
    whole = np.block([[np.ones((1, 1)), across[None]], [across[:, None], BETWEEN]])
    truth = shapley.lmg(whole)
    assert value(found.r2) == pytest.approx(EXPLAINED, abs=0.02)
    assert [value(each.part) for each in found.shares] == pytest.approx(truth.tolist(), abs=0.015)


@pytest.mark.parametrize("cuts", CUTS.values(), ids=CUTS.keys())
def test_taken_as_they_are_the_answers_understate_it_but_shares_are_the_same(cuts: list[float]) -> None:
    drivers, feeling = world(5_000)
    y = answered(feeling, cuts)
    plain, behind = ranked(y, drivers, Outcome()), ranked(y, drivers, outcomes.of(y))
    assert value(plain.r2) < value(behind.r2)
    assert behind.replicates == pytest.approx(plain.replicates)
    assert [value(each.share) for each in behind.shares] == [value(each.share) for each in plain.shares]


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    inside = 0
    for seed in range(60):
        drivers, feeling = world(800, seed)
        y = answered(feeling, [0.8])
        r2 = ranked(y, drivers, outcomes.of(y)).r2
        assert isinstance(r2, Estimate)
        inside += r2.low <= EXPLAINED <= r2.high
    assert inside >= 52  # of 60 at 95 %: fewer in 1 of 200 runs of this test's kind


def test_the_correction_is_the_correlation_of_answers_with_what_lies_behind() -> None:
    feeling = np.random.default_rng(3).standard_normal(200_000)
    for cuts in CUTS.values():
        y = answered(feeling, cuts)
        assert outcomes.of(y).attenuation == pytest.approx(np.corrcoef(y, feeling)[0, 1], abs=0.005)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0, 100], "binary"),
        ([100, 100], "binary"),
        ([0, 25, 50, np.nan], "ordinal"),
        (np.linspace(0, 100, 10), "continuous"),
    ],
)
def test_kinds(values: list[float], kind: str) -> None:
    assert outcomes.kind(np.asarray(values, dtype=float)) == kind


def test_many_steps_and_one_need_no_correction() -> None:
    assert outcomes.of(np.linspace(0, 100, 11)) == Outcome("continuous", 1.0)
    assert outcomes.of(np.full(9, 100.0)).attenuation == 1.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=20, max_size=20))
def test_an_integer_weight_is_that_many_copies(copies: list[int]) -> None:
    y = np.array([0.0, 50.0, 100.0, 100.0] * 5)
    weighted = outcomes.of(y, np.array(copies, dtype=float))
    assert weighted.attenuation == pytest.approx(outcomes.of(np.repeat(y, copies)).attenuation)


def test_drivers_that_would_explain_more_than_all_are_withheld_but_their_shares_stand() -> None:
    """The answers are the driver itself, cut in two: it explains nearly all of them, and no feeling is normal."""
    shop = np.where(np.arange(400) % 2, 60.0, 40.0) + np.random.default_rng(0).normal(0, 1, 400)
    web = np.random.default_rng(1).normal(60, 9, 400)
    y = outcomes.top_box(shop, 50)
    seen = moments(["y", "shop", "web"], np.column_stack([y, shop, web]), groups=np.arange(400) % 50)
    found = importance.relative_importance(seen, "y", ["shop", "web"], answered=outcomes.of(y))
    assert isinstance(found, Importance)
    assert isinstance(found.r2, Withheld)
    assert "behind the few steps of 'y' the drivers would explain 1.5" in found.r2.why
    assert found.frame()["share"].iloc[0] > 0.99
    assert found.frame()["part"].isna().all()


def test_a_survey_is_asked_for_the_level_or_for_the_top_box() -> None:
    seen, drivers = survey(1500), ["quality: shop", "quality: phone", "value"]
    level = importance.of(seen, "satisfaction", drivers)
    top = importance.of(seen, "satisfaction", drivers, top=75)
    assert isinstance(level, Importance) and isinstance(top, Importance)
    assert (level.answered.kind, top.answered.kind) == ("continuous", "binary")
    assert value(top.r2) == pytest.approx(value(level.r2), abs=0.08)
    assert top.frame()["driver"].tolist() == level.frame()["driver"].tolist()


def test_nobody_asked_is_said() -> None:
    refused = importance.of(survey(100), "fame", ["value"])
    assert isinstance(refused, Withheld)
    assert "nobody answered about 'fame'" in refused.why


def test_cutting_replaces_the_outcomes_questions_by_one() -> None:
    seen = survey(200)
    cut = seen.cut("satisfaction", 70)
    _, values = seen.variables("satisfaction")
    names, after = cut.variables("satisfaction")
    assert names == seen.variables("satisfaction")[0]
    assert pd.Series(after[:, 0]).equals(pd.Series(np.where(values[:, 0] >= 70, 100.0, 0.0)))
