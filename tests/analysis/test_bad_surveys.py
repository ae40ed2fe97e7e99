"""Surveys that carry no estimate: every method ends in a sentence, none in a traceback or an invented number."""

import numpy as np
import pandas as pd
import pytest
from made_up_survey import ITEMS, frames, survey
from survey_methods import DRIVERS, METHODS, numbers, sentences

from workbench.analysis import importance, path_model, regression
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.surveys import Survey, read

NAMES = ITEMS["item"].tolist()


def changed(**columns: object) -> Survey:
    """A good survey of 300 customers with some columns replaced."""
    rows, items = frames(300)
    return read(rows.assign(**columns), items)


def identical() -> Survey:
    rows, items = frames(300, missing=0.1)
    return read(rows.assign(q_2=rows["q_1"], q_phone=rows["q_shop"]), items)


def all_the_same() -> Survey:
    return changed(**dict.fromkeys(NAMES, 50.0))


def of_weight(weight: float) -> Survey:
    return changed(weight=weight)


def one_negative() -> Survey:
    return changed(weight=np.where(np.arange(300) == 7, -1.0, 1.0))


BAD = {
    "nobody answered": lambda: survey(300).of(np.zeros(300, dtype=bool)),
    "no question answered": lambda: changed(**dict.fromkeys(NAMES, np.nan)),
    "three answers": lambda: survey(3),
    "more questions than customers": lambda: survey(12),
    "all answers the same": all_the_same,
    "all weights zero": lambda: of_weight(0.0),
    "weights missing": lambda: of_weight(np.nan),
    "a weight negative": one_negative,
    "everybody in one bucket": lambda: changed(bucket=4),
}
FLAWED = {
    "a constant question": lambda: changed(q_1=70.0, q_shop=70.0),
    "two identical questions": identical,
    "a construct nobody answered this month": lambda: changed(val_1=np.nan, val_2=np.nan),
    "a touchpoint hardly anybody met": lambda: changed(q_shop=np.where(np.arange(300) < 5, 60.0, np.nan)),
    "an outcome nobody answered": lambda: changed(sat_1=np.nan, sat_2=np.nan, sat_3=np.nan),
    "a question asked the other way round": lambda: changed(q_1=lambda rows: 100 - rows["q_1"]),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("flaw", [*BAD, *FLAWED])
def test_no_method_ends_in_a_traceback(flaw: str, method: str) -> None:
    found = METHODS[method]((BAD | FLAWED)[flaw]())
    assert all(why and "nan" not in why for why in sentences(found))


@pytest.mark.parametrize("method", ["regression", "importance", "importance for the top box", "path model"])
@pytest.mark.parametrize("flaw", BAD)
def test_nothing_is_estimated_from_what_carries_nothing(flaw: str, method: str) -> None:
    found = METHODS[method](BAD[flaw]())
    assert sentences(found)
    if flaw != "everybody in one bucket":
        assert isinstance(found, Withheld)


def why(result: object) -> str:
    assert isinstance(result, Withheld)
    return str(result.why)


def effects(seen: Survey) -> object:
    return regression.fit(seen.moments("satisfaction"), "satisfaction", DRIVERS)


class TestSentences:
    """The sentences that are read, one for each case."""

    def test_three_answers(self) -> None:
        assert why(effects(survey(3))) == "'satisfaction': 3 questionnaires; at least 30 are needed"

    def test_a_segment_of_three(self) -> None:
        seen = changed(region=np.where(np.arange(300) < 3, "east", "west"))
        told = why(path_model.of(seen.by("region")["east"], "acsi"))
        assert told == "3 customers answered some of 10 questions; how these go together takes more of them"

    def test_a_constant_question(self) -> None:
        assert "all answers to 'q_1' are the same" in why(path_model.of(FLAWED["a constant question"](), "acsi"))
        assert "'quality: shop'" in why(effects(FLAWED["a constant question"]()))

    def test_two_identical_questions(self) -> None:
        assert why(path_model.of(identical(), "acsi")) == "q_1 and q_2 have the same answers; leave one out"
        assert "'quality: shop' and 'quality: phone' say the same" in why(effects(identical()))

    def test_no_answers_this_month(self) -> None:
        refused = path_model.of(changed(val_1=np.nan, val_2=np.nan), "value -> satisfaction")
        assert why(refused).startswith("nobody answered about 'value'; there are answers about")
        assert "nobody answered about 'value'" in why(effects(changed(val_1=np.nan, val_2=np.nan)))

    def test_a_touchpoint_hardly_anybody_met(self) -> None:
        refused = effects(FLAWED["a touchpoint hardly anybody met"]())
        assert "5 questionnaires; at least 30 are needed" in why(refused)

    def test_all_answers_the_same(self) -> None:
        assert "are the same, so nothing goes with them" in why(path_model.of(all_the_same(), "acsi"))

    @pytest.mark.parametrize("weight", [np.nan, np.inf, -1.0])
    def test_impossible_weights(self, weight: float) -> None:
        assert why(effects(of_weight(weight))).startswith("300 weights are negative or no number")

    def test_all_weights_zero(self) -> None:
        assert why(importance.of(of_weight(0.0), "satisfaction", DRIVERS)) == "all answers have weight zero"

    def test_a_chain_that_leads_back_to_itself(self) -> None:
        refused = path_model.of(survey(300), "quality -> satisfaction; satisfaction -> quality")
        assert why(refused) == "the paths lead in a circle: quality -> satisfaction -> quality"

    def test_a_driver_twice(self) -> None:
        assert "say the same" in why(importance.of(survey(300), "satisfaction", ["value", "value"]))

    def test_a_reversed_question(self) -> None:
        found = path_model.of(FLAWED["a question asked the other way round"](), "acsi")
        assert isinstance(found, path_model.PathModel)
        assert "points the other way than the rest of quality; is it a reversed question?" in sentences(found)[0]

    def test_a_construct_of_one_question_is_no_flaw(self) -> None:
        found = path_model.of(survey(300), "expectation -> satisfaction")
        assert isinstance(found, path_model.PathModel)
        assert isinstance(found.path("expectation", "satisfaction"), Estimate)
        reliability = found.constructs().set_index("construct").loc["expectation"]
        assert reliability[["alpha", "rho_a", "rho_c", "ave"]].isna().all()

    def test_weights_of_which_some_are_zero_are_no_flaw(self) -> None:
        half = np.where(np.arange(300) % 2, 1.0, 0.0)
        seen = changed(weight=half)
        alone = seen.of(half > 0)
        assert numbers(effects(seen)) == pytest.approx(numbers(effects(alone)), rel=1e-6)


def test_there_are_sentences_in_frames_too() -> None:
    assert sentences(pd.DataFrame({"why": ["", "too few"]})) == ["too few"]
