"""The index: from sums as the engine gives them, against the mean of the answers themselves."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.analysis import indices
from workbench.analysis.results import Estimate, Withheld

AUGUST, SEPTEMBER = dt.date(2026, 8, 1), dt.date(2026, 9, 1)


def row(
    scores: np.ndarray,
    month: dt.date = SEPTEMBER,
    construct: str = "satisfaction",
    touchpoint: str | None = "",
    kind: str = "perception",
) -> dict[str, object]:
    """A row of query `survey_index` for unweighted scores."""
    n = len(scores)
    sums = {"n": n, "w": float(n), "ww": float(n), "wy": scores.sum(), "wyy": (scores**2).sum()}
    return {"month": month, "construct": construct, "touchpoint": touchpoint, "kind": kind} | sums


def scores(mean: float, n: int = 200, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(mean, 12, n).clip(0, 100)


def test_the_index_is_the_mean_with_a_t_interval() -> None:
    given = scores(72)
    found = indices.index(pd.DataFrame([row(given)]), "satisfaction")
    expected = stats.ttest_1samp(given, 0).confidence_interval()
    assert isinstance(found, Estimate)
    assert (found.value, found.low, found.high) == pytest.approx((given.mean(), expected.low, expected.high))
    assert found.n == 200


def test_months_add_up_and_can_be_told_apart() -> None:
    early, late = scores(70, seed=1), scores(75, 100, seed=2)
    sums = pd.DataFrame([row(early, AUGUST), row(late, SEPTEMBER)])
    both = indices.index(sums, "satisfaction")
    last = indices.index(sums, "satisfaction", month=SEPTEMBER)
    assert isinstance(both, Estimate) and isinstance(last, Estimate)
    assert both.value == pytest.approx(np.concatenate([early, late]).mean())
    assert last.value == pytest.approx(late.mean())


def test_only_perceptions_of_the_whole_relationship_count_unless_a_touchpoint_is_named() -> None:
    web = scores(50, seed=3)
    sums = pd.DataFrame(
        [
            row(scores(72), touchpoint=None),
            row(scores(90), kind="expectation"),
            row(scores(80), kind="importance"),
            row(web, touchpoint="web"),
            row(scores(60), construct="loyalty"),
        ]
    )
    whole = indices.index(sums, "satisfaction")
    part = indices.index(sums, "satisfaction", touchpoint="web")
    assert isinstance(whole, Estimate) and isinstance(part, Estimate)
    assert (whole.value, part.value) == pytest.approx((scores(72).mean(), web.mean()))


def test_a_month_with_too_few_answers_has_a_sentence_instead_of_a_number() -> None:
    frame = indices.by_month(pd.DataFrame([row(scores(70), AUGUST), row(scores(70, 4))]), "satisfaction")
    assert frame["month"].tolist() == [AUGUST, SEPTEMBER]
    assert frame["index"].notna().tolist() == [True, False]
    assert frame["why"].tolist() == ["", "4 answers; at least 10 are needed"]
    assert frame["n"].tolist() == [200, 4]


def test_without_answers_there_is_no_index_and_no_month() -> None:
    sums = pd.DataFrame([row(scores(70), construct="loyalty")])
    assert isinstance(indices.index(sums, "satisfaction"), Withheld)
    assert indices.by_month(sums, "satisfaction").empty
    assert indices.gaps(sums.head(0)).empty


def test_a_gap_is_perception_less_expectation_widest_first() -> None:
    sums = pd.DataFrame(
        [
            row(scores(70), construct="quality", touchpoint="shop"),
            row(scores(72), construct="quality", touchpoint="shop", kind="expectation"),
            row(scores(60), AUGUST, construct="quality", touchpoint="phone"),
            row(scores(64), construct="quality", touchpoint="phone"),
            row(scores(80), construct="quality", touchpoint="phone", kind="expectation"),
            row(scores(65), construct="quality", touchpoint="web"),
        ]
    )
    frame = indices.gaps(sums)
    assert frame["touchpoint"].tolist() == ["phone", "shop"]
    assert frame["gap"].tolist() == pytest.approx((frame["perception"] - frame["expectation"]).tolist())
    assert frame["perception"].iloc[0] == pytest.approx((scores(60).mean() + scores(64).mean()) / 2)
    assert frame["high"].iloc[0] < 0
    assert frame["n"].tolist() == [200, 200]


def test_a_gap_needs_answers_enough_on_both_sides() -> None:
    sums = pd.DataFrame([row(scores(70), touchpoint="shop"), row(scores(75, 5), touchpoint="shop", kind="expectation")])
    assert indices.gaps(sums).empty


def touchpoints(shift: float, seed: int, n: int = 150) -> pd.DataFrame:
    """Eight touchpoints in two months; the first moves by ``shift``."""
    rows = []
    for at in range(8):
        place = {"construct": "quality", "touchpoint": f"t{at}"}
        rows.append(row(scores(70, n, seed + 2 * at), AUGUST, **place))
        rows.append(row(scores(70 + shift * (at == 0), n, seed + 2 * at + 1), SEPTEMBER, **place))
    return pd.DataFrame(rows)


def test_a_failure_at_one_touchpoint_stands_out_and_comes_first() -> None:
    frame = indices.changes(touchpoints(-10, seed=1), SEPTEMBER, AUGUST)
    assert list(frame.columns) == ["touchpoint", "now", "before", "change", "low", "high", "n"]
    assert frame["touchpoint"].iloc[0] == "t0"
    assert frame["high"].iloc[0] < 0
    assert (frame["now"] - frame["before"]).tolist() == pytest.approx(frame["change"].tolist())


def test_without_any_change_few_months_raise_an_alarm() -> None:
    """200 pairs of months, eight touchpoints each: about 5 in 100 claim a change; more than 9 would be wrong."""
    alarms = 0
    for seed in range(200):
        frame = indices.changes(touchpoints(0, seed=100 * seed), SEPTEMBER, AUGUST)
        alarms += ((frame["low"] > 0) | (frame["high"] < 0)).any()
    assert alarms / 200 <= 0.09


def test_a_touchpoint_new_this_month_has_no_change() -> None:
    sums = pd.DataFrame([row(scores(70), construct="quality", touchpoint="app")])
    assert indices.changes(sums, SEPTEMBER, AUGUST).empty
