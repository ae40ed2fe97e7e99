"""The analyst's sentence: which items it takes, and what cannot be read."""

import numpy as np
import pytest
from analysis.made_up_survey import ITEMS, frames, survey

from workbench.analysis import path_model
from workbench.analysis.path_model.asked import items_of
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import read

ALL = ITEMS["item"].tolist()


def test_a_sentence_names_constructs_and_takes_their_items() -> None:
    model = path_model.read("quality -> value, satisfaction; value -> satisfaction", ITEMS, ALL)
    assert isinstance(model, path_model.Model)
    assert model.names == ("quality", "value", "satisfaction")
    assert model.items == ("q_1", "q_2", "val_1", "val_2", "sat_1", "sat_2", "sat_3")
    assert model.paths == (("quality", "value"), ("quality", "satisfaction"), ("value", "satisfaction"))


def test_what_was_expected_of_a_touchpoint_is_no_part_of_quality() -> None:
    model = path_model.read("acsi", ITEMS, ALL)
    assert isinstance(model, path_model.Model)
    of = {each.name: each.items for each in model.constructs}
    assert of["quality"] == ("q_1", "q_2")
    assert of["expectation"] == ("exp_1",)


def test_a_touchpoint_can_be_named() -> None:
    model = path_model.read("quality: shop, quality: phone -> satisfaction", ITEMS, ALL)
    assert isinstance(model, path_model.Model)
    assert {each.name: each.items for each in model.constructs}["quality: phone"] == ("q_phone",)


def test_a_construct_asked_about_at_touchpoints_only_is_made_of_these() -> None:
    assert items_of(ITEMS, ["q_shop", "q_phone", "sat_1"])["quality"] == ["q_shop", "q_phone"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "'' is no path; one reads 'cause -> effect'"),
        ("quality", "'quality' is no path; one reads 'cause -> effect'"),
        ("quality -> value -> satisfaction", "'quality -> value -> satisfaction' is no path"),
        ("quality -> ", "'quality ->' is no path"),
        ("fame -> satisfaction", "nobody answered about 'fame'; there are answers about expectation, quality"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, why: str) -> None:
    refused = path_model.read(text, ITEMS, ALL)
    assert isinstance(refused, Withheld)
    assert why in refused.why


def test_a_circle_is_said() -> None:
    refused = path_model.of(survey(100), "quality -> value; value -> quality")
    assert isinstance(refused, Withheld)
    assert refused.why == "the paths lead in a circle: quality -> value -> quality"


def test_a_construct_nobody_answered_this_month() -> None:
    rows, items = frames(300)
    seen = read(rows.assign(val_1=np.nan, val_2=np.nan), items)
    refused = path_model.of(seen, "value -> satisfaction")
    assert isinstance(refused, Withheld)
    assert refused.why.startswith("nobody answered about 'value'; there are answers about")
    shorter = path_model.of(seen, "acsi")
    assert isinstance(shorter, path_model.PathModel)
    assert "value" not in shorter.model.names


@pytest.mark.parametrize("resamples", [0, 300])
def test_a_survey_is_fitted_with_its_gaps(resamples: int) -> None:
    found = path_model.of(survey(600, missing=0.2), "acsi", resamples=resamples)
    assert isinstance(found, path_model.PathModel)
    strength = found.path("quality", "satisfaction")
    assert isinstance(strength, Estimate)
    assert 0.2 < strength.low < strength.value < strength.high < 0.8
