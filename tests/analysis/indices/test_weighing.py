"""How much a question counts: as in the published model, and alike where no model is to be believed."""

import numpy as np
import pandas as pd
import pytest
from analysis.answers_over_months import NOW, changed, item_history
from analysis.made_up_survey import ITEMS, survey
from analysis.path_model.ecsi import MODEL, PUBLISHED, answers, published_moments

from workbench.analysis import indices, path_model
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import read

CHAIN = path_model.Model(
    (path_model.construct("value", "val_1", "val_2"), path_model.construct("satisfaction", "sat_1", "sat_2", "sat_3")),
    path_model.paths("value -> satisfaction"),
)


def published_items() -> pd.DataFrame:
    asked = [(item, each.name) for each in MODEL.constructs for item in each.items]
    return pd.DataFrame(asked, columns=["item", "construct"]).assign(kind="perception", touchpoint="")


@pytest.mark.parametrize(("construct", "published"), PUBLISHED["index_0_100_unstandardised_weights"].items())
def test_sums_of_answers_give_the_published_indices(construct: str, published: float) -> None:
    weights = indices.weights(path_model.fit(MODEL, published_moments()), published_items())
    rows = pd.DataFrame(answers(), columns=list(MODEL.items))
    known = {"customer_id": np.arange(250), "bucket": np.arange(250) % 50, "weight": 1.0}
    seen = item_history({NOW: read(rows.assign(**known), published_items())})
    found = indices.of_month(seen, weights, indices.Topic(construct), month=NOW)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(published, abs=1e-6)


def test_weights_of_a_construct_sum_to_one_and_are_unstandardised() -> None:
    seen = survey(600)
    fitted = path_model.fit(CHAIN, seen.item_moments(CHAIN.items))
    assert isinstance(fitted, path_model.PathModel)
    weights = indices.weights(fitted, ITEMS)
    items = ["sat_1", "sat_2", "sat_3"]
    raw = fitted.found.weights[0, 2:, 1] / np.sqrt(np.diag(fitted.seen.covariance))[2:]
    assert [weights.of[item] for item in items] == pytest.approx(raw / raw.sum())
    assert "satisfaction" not in weights.why


def test_questions_outside_the_model_or_about_a_touchpoint_count_alike() -> None:
    fitted = path_model.fit(CHAIN, survey(600).item_moments(CHAIN.items))
    weights = indices.weights(fitted, ITEMS)
    assert (weights.of["q_1"], weights.of["q_2"], weights.of["q_shop"]) == (0.5, 0.5, 1.0)
    assert weights.why["quality"] == "'quality' is not in the path model, so its questions are weighted alike"
    assert "expectation" not in weights.why  # it has one question, so there is nothing to weigh


def test_without_a_model_all_questions_count_alike_and_its_sentence_is_kept() -> None:
    weights = indices.weights(Withheld("there are no answers"), ITEMS)
    assert weights.of["sat_1"] == pytest.approx(1 / 3)
    assert set(weights.why) == {"quality", "value", "satisfaction", "loyalty"}
    assert weights.why["value"] == "there are no answers"


def test_a_question_that_points_the_other_way_has_no_weight_of_its_own() -> None:
    seen = changed(survey(600), lambda x: 100 - x, "sat_2")
    weights = indices.weights(path_model.fit(CHAIN, seen.item_moments(CHAIN.items)), ITEMS)
    assert weights.of["sat_2"] == pytest.approx(1 / 3)
    assert "sat_2 points the other way" in weights.why["satisfaction"]


def test_questions_may_all_count_alike() -> None:
    assert indices.alike(ITEMS).of == indices.weights(Withheld("no model"), ITEMS).of
    assert indices.alike(ITEMS).why == {}
    assert indices.alike(ITEMS.head(0)).of == {}
