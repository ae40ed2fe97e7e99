"""Constructs and touchpoints beside each other: few false alarms however many are looked at."""

from dataclasses import replace

import numpy as np
import pytest
from analysis.answers_over_months import BEFORE, NOW, changed, item_history, unanswered
from analysis.made_up_survey import ITEMS, survey

from workbench.analysis import detectable, indices
from workbench.analysis.results import Estimate, Withheld

ALIKE = indices.weights(Withheld("no model"), ITEMS)


def test_a_row_per_construct_with_its_change_and_what_could_be_seen() -> None:
    answers = item_history({BEFORE: survey(400, seed=1), NOW: survey(400)})
    frame = indices.table(answers, ALIKE, month=NOW)
    assert frame["name"].tolist() == ["expectation", "quality", "value", "satisfaction", "loyalty"]
    assert ((frame["low"] < frame["index"]) & (frame["index"] < frame["high"])).all()
    assert ((frame["change_low"] < frame["change"]) & (frame["change"] < frame["change_high"])).all()
    # (t(.975) + t(.8)) / t(.975) of half the interval
    half = (frame["change_high"] - frame["change_low"]) / 2
    assert (frame["detectable"] / half).tolist() == pytest.approx([1.42] * 5, abs=0.01)
    needed = detectable.answers_needed(frame, "satisfaction")
    assert isinstance(needed, Estimate)
    assert needed.value == pytest.approx(400 * frame["detectable"].iloc[3] ** 2, rel=0.01)
    assert isinstance(detectable.answers_needed(frame, "image"), Withheld)


def test_a_construct_new_this_month_has_an_index_and_no_change() -> None:
    before = changed(survey(400, seed=1), unanswered, "val_1", "val_2")
    row = (
        indices.table(item_history({BEFORE: before, NOW: survey(400)}), ALIKE, month=NOW).set_index("name").loc["value"]
    )
    assert row["index"] > 0 and np.isnan(row["change"]) and not row["told"]
    assert row["why"] == "there is no such number of that month"


def test_a_failure_at_one_touchpoint_is_told_alone() -> None:
    fallen = changed(survey(400), lambda x: x - 9, "q_phone")
    frame = indices.touchpoints(item_history({BEFORE: survey(400, seed=1), NOW: fallen}), ALIKE, month=NOW)
    assert frame["name"].tolist() == ["shop", "phone"]
    assert frame["told"].tolist() == [False, True]


def test_a_touchpoint_asked_about_for_two_constructs_has_two_names() -> None:
    seen = survey(100)
    effort = seen.items.assign(construct=seen.items["construct"].where(seen.items["item"] != "exp_shop", "effort"))
    effort.loc[effort["item"] == "exp_shop", "kind"] = "perception"
    answers = item_history({NOW: replace(seen, items=effort)})
    frame = indices.touchpoints(answers, indices.weights(Withheld("no model"), effort), month=NOW)
    assert frame["name"].tolist() == ["effort: shop", "quality: shop", "phone"]


def test_without_answers_there_are_no_rows() -> None:
    empty = item_history({NOW: survey(20)}).head(0)
    assert indices.table(empty, ALIKE, month=NOW).empty
    assert indices.touchpoints(empty, ALIKE, month=NOW).empty
