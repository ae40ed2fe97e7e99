"""Questionnaires by customer: on small surveys worked out by hand, and on a random store by pandas."""

import numpy as np
import pandas as pd
import pytest
from asking import AS_OF, ask, days, of, open_tables
from raw_answers import ROWS, bucket, usable_answers
from small_survey import PEOPLE, answered, asked, contact, survey

from workbench.memory import questionnaires


def table(rows: dict, **params) -> pd.DataFrame:
    with open_tables(rows) as connection:
        return questionnaires.spread(ask(connection, "questionnaires", **params), ask(connection, "survey_items"))


def scores(rows: dict, customer: str, **params) -> list[float]:
    found = of(table(rows, **params), customer)
    return [found[item] for item in ("sat", "angry", "web", "hoped")]


def test_items_come_in_order_with_what_is_not_said_as_an_empty_text():
    found = asked(survey(), "survey_items")
    assert found["item"].to_list() == ["angry", "hoped", "sat", "web"]
    assert found["touchpoint"].to_list() == ["", "web", "", "web"]
    assert found[["level", "object"]].to_numpy().tolist() == [["", ""]] * 3 + [["form", "product"]]
    assert found["reversed"].to_list() == [True, False, False, False]


def test_scales_are_one_and_reversed_questions_are_turned():
    # A scale of 1 to 5 and one of 1 to 10 measure the same construct: 4 of 5 is 75, 1 of 10 turned is 100.
    rows = survey(answered("ann", 5, sat=4, angry=1, web=2, hoped=5))
    assert scores(rows, "ann") == [75, 100, 25, 100]


def test_not_applicable_skipped_and_outside_are_no_answers():
    rows = survey(answered("ann", 5, sat=4, angry=11, web=None), answered("bob", 5, sat=0, angry=7))
    assert scores(rows, "ann") == pytest.approx([75, np.nan, np.nan, np.nan], nan_ok=True)
    assert scores(rows, "bob") == pytest.approx([np.nan, 100 / 3, np.nan, np.nan], nan_ok=True)


def test_the_latest_questionnaire_that_answers_the_outcome_counts():
    rows = survey(answered("ann", 40, sat=2, web=1), answered("ann", 20, sat=3, web=5), answered("ann", 5, web=2))
    assert scores(rows, "ann") == pytest.approx([50, np.nan, 100, np.nan], nan_ok=True)
    assert of(table(rows), "ann")["answered_on"] == pd.Timestamp(AS_OF - days(20))
    assert of(table(rows, outcome="quality"), "ann")["answered_on"] == pd.Timestamp(AS_OF - days(5))


def test_an_expectation_is_no_answer_to_the_outcome():
    rows = survey(answered("ann", 5, sat=3, hoped=4))
    assert table(rows, outcome="quality").empty


def test_only_the_window_counts():
    rows = survey(answered("ann", 200, sat=3))
    assert table(rows).empty
    assert len(table(rows, window_months=12)) == 1


@pytest.mark.parametrize(("weight", "counted"), [(None, 1.0), (0.5, 0.5), (0, None), (-1, None)])
def test_a_missing_weight_is_1_and_a_questionnaire_without_weight_does_not_count(weight, counted):
    found = table(survey(answered("ann", 5, weight, sat=3)))
    assert found["weight"].to_list() == ([] if counted is None else [counted])


def test_a_questionnaire_without_weight_gives_way_to_an_earlier_one():
    rows = survey(answered("ann", 20, 2, sat=3), answered("ann", 5, 0, sat=5))
    assert scores(rows, "ann")[0] == 50


def test_customers_are_told_as_they_are_and_the_unknown_is_empty():
    found = table(survey(answered("ann", 5, sat=3), answered("cem", 5, sat=3)))
    assert (of(found, "ann")["region"], of(found, "cem")["region"]) == ("North", "")
    assert (of(found, "cem")["state"], of(found, "cem")["value_tier"]) == ("prospect", "")
    assert of(found, "ann")["bucket"] == bucket("ann")


def test_the_channel_is_that_of_the_last_contact_before_the_answer():
    contacts = [contact("ann", 50, "enquiry", "phone"), contact("ann", 20, "enquiry", "web")]
    contacts += [contact("ann", 8, "survey", "e-mail"), contact("ann", 7, "visit"), contact("ann", 3, "visit", "shop")]
    contacts += [contact("bob", 100, "enquiry", "letter")]
    found = table(survey(answered("ann", 5, sat=3), answered("bob", 5, sat=3), interactions=contacts))
    assert (of(found, "ann")["channel"], of(found, "bob")["channel"]) == ("web", "")


@pytest.mark.parametrize("rows", [survey(), survey(answered("ann", 5, web=3)), survey(answered("ann", 200, sat=3))])
def test_without_an_answer_there_is_a_frame_with_every_column_and_no_row(rows):
    found = table(rows)
    assert found.empty
    assert list(found.columns)[-5:] == ["acquisition_channel", "angry", "hoped", "sat", "web"]


def test_without_a_survey_there_is_a_frame_without_questions():
    rows = {"customers": PEOPLE}
    assert list(table(rows).columns)[-1] == "acquisition_channel"


def test_questionnaires_are_those_computed_from_the_raw_answers():
    frame = usable_answers()
    frame = frame[frame["answered_at"] >= pd.Timestamp(AS_OF) - pd.DateOffset(months=12)]
    outcome = (frame["construct"] == "satisfaction") & (frame["kind"] == "perception")
    frame = frame[frame["response_id"].isin(frame[outcome]["response_id"])]
    frame = frame[frame.groupby("response_id")["weight"].transform("mean") > 0]
    latest = frame.sort_values(["answered_at", "response_id"]).groupby("customer_id")["response_id"].last()
    wanted = frame[frame["response_id"].isin(latest)].pivot(index="customer_id", columns="item", values="index")
    found = table(ROWS, window_months=12).set_index("customer_id")
    pd.testing.assert_frame_equal(found[wanted.columns], wanted, check_names=False, check_index_type=False)
