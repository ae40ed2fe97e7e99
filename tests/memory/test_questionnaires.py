"""Questionnaires by customer, and what became of those asked: on small surveys worked out by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from asking import AS_OF, ask, days, of, open_tables
from random_rows import random_rows
from test_survey_queries import bucket, usable_answers

from workbench.memory import questionnaires

PEOPLE = [
    {"customer_id": "ann", "acquired_on": AS_OF - days(400), "region": "North", "birth_year": 1980},
    {"customer_id": "bob", "acquired_on": AS_OF - days(30)},
    {"customer_id": "cem"},
]
ASKED = {"construct": "satisfaction", "kind": "perception", "scale_min": 1, "scale_max": 5, "reversed": False}
ITEMS = [
    {**ASKED, "item": "sat", "not_applicable": 0},
    {**ASKED, "item": "angry", "scale_max": 10, "reversed": True},
    {**ASKED, "item": "web", "construct": "quality", "touchpoint": "web", "level": "form", "object": "product"},
    {**ASKED, "item": "hoped", "construct": "quality", "touchpoint": "web", "kind": "expectation"},
]


def answered(customer: str, back: int, weight: float | None = None, **scores: float | None) -> list[dict]:
    """A questionnaire filled in so many days before AS_OF at noon."""
    at = dt.datetime.combine(AS_OF - days(back), dt.time(12))
    shared = {"response_id": f"{customer}-{back}", "customer_id": customer, "answered_at": at, "weight": weight}
    return [{**shared, "item": item, "score": score} for item, score in scores.items()]


def contact(customer: str, back: int, kind: str, channel: str | None = None) -> dict:
    at = dt.datetime.combine(AS_OF - days(back), dt.time(9))
    return {"customer_id": customer, "occurred_at": at, "stage": "service", "kind": kind, "channel": channel}


def survey(*answers: list[dict], **tables: list[dict]) -> dict:
    return {
        "customers": PEOPLE,
        "survey_items": ITEMS,
        "survey_responses": [row for rows in answers for row in rows],
        **tables,
    }


def asked(rows: dict, name: str, **params) -> pd.DataFrame:
    with open_tables(rows) as connection:
        return ask(connection, name, **params)


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
    assert asked(rows, "item_history").empty and asked(rows, "talk_after_answers").empty
    assert asked(rows, "answer_counts").empty
    assert asked(rows, "who_answered")["answered"].to_list() == [0, 0]


def test_questionnaires_are_those_computed_from_the_raw_answers():
    rows = random_rows(seed=7)
    frame = usable_answers()
    frame = frame[frame["answered_at"] >= pd.Timestamp(AS_OF) - pd.DateOffset(months=12)]
    outcome = (frame["construct"] == "satisfaction") & (frame["kind"] == "perception")
    frame = frame[frame["response_id"].isin(frame[outcome]["response_id"])]
    frame = frame[frame.groupby("response_id")["weight"].transform("mean") > 0]
    latest = frame.sort_values(["answered_at", "response_id"]).groupby("customer_id")["response_id"].last()
    wanted = frame[frame["response_id"].isin(latest)].pivot(index="customer_id", columns="item", values="index")
    found = table(rows, window_months=12).set_index("customer_id")
    pd.testing.assert_frame_equal(found[wanted.columns], wanted, check_names=False, check_index_type=False)


def test_a_question_counts_what_became_of_it():
    rows = survey(answered("ann", 5, sat=4, angry=11, web=None), answered("bob", 400, sat=3), answered("bob", 9, sat=0))
    found = asked(rows, "answer_counts").set_index("item")
    assert found.loc["sat"].to_list() == [1, 1, 0, 0]
    assert found.loc["angry"].to_list() == [0, 0, 0, 1]
    assert found.loc["web"].to_list() == [0, 0, 1, 0]
    assert found.loc["hoped"].to_list() == [0, 0, 0, 0]


def test_a_customer_counts_once_a_month_and_question():
    rows = survey(answered("ann", 5, sat=4), answered("ann", 20, 3, sat=2), answered("ann", 40, sat=5))
    found = asked(rows, "item_history", months=1)
    assert found[["n", "w", "ws"]].to_numpy().tolist() == [[1, 2, 100]]
    assert len(asked(rows, "item_history")) == 2


def test_item_history_sums_what_the_raw_answers_say():
    frame = usable_answers()
    frame["month"] = frame["answered_at"].dt.to_period("M").dt.start_time
    keys = ["month", "item", "construct", "kind", "touchpoint"]
    each = frame.groupby([*keys, "customer_id"])[["index", "weight"]].mean().round(6).reset_index()
    each = each[each["weight"] > 0]
    each["bucket"] = [bucket(name) for name in each["customer_id"]]
    each = each.assign(n=1, w=each["weight"], ws=each["weight"] * each["index"])
    wanted = each.groupby([*keys, "bucket"])[["n", "w", "ws"]].sum().reset_index()
    with open_tables(random_rows(seed=7)) as connection:
        found = ask(connection, "item_history", months=40)
    order = ["month", "item", "bucket"]
    pd.testing.assert_frame_equal(found, wanted.sort_values(order, ignore_index=True), check_dtype=False, rtol=1e-6)


INVITED = [contact("ann", 6, "survey", "e-mail"), contact("bob", 6, "survey", "e-mail")]


def test_where_invitations_are_recorded_those_invited_could_have_answered():
    bought = [{"customer_id": "ann", "occurred_at": dt.datetime(2026, 2, 1), "revenue": 30}]
    talks = [*INVITED, contact("ann", 9, "complaint", "phone")]
    found = asked(survey(answered("ann", 5, sat=3), interactions=talks, transactions=bought), "who_answered")
    assert found["customer_id"].to_list() == ["ann", "bob"]
    assert found["of_asked"].all() and found["answered"].to_list() == [1, 0]
    ann = of(found, "ann")
    assert (ann["tenure_days"], ann["recency_days"], ann["revenue_12m"], ann["age"]) == (400, 28, 30, 46)
    assert (ann["complaints_12m"], ann["interactions_12m"], ann["region"]) == (1, 1, "North")
    assert np.isnan(of(found, "bob")["age"]) and np.isnan(of(found, "bob")["recency_days"])


def test_without_invitations_in_the_window_every_customer_could_have_answered():
    rows = survey(answered("ann", 5, sat=0), answered("bob", 5, web=2), interactions=INVITED)
    earlier = asked(rows, "who_answered", as_of=AS_OF - days(4), window_months=1)
    assert earlier["of_asked"].all()
    rows["interactions"] = [contact("ann", 200, "survey", "e-mail")]
    found = asked(rows, "who_answered", window_months=3)
    assert not found["of_asked"].any()
    # An answer of 'not applicable' to everything is none; cem never bought, so is no customer.
    assert found.set_index("customer_id")["answered"].to_dict() == {"ann": 0, "bob": 1}
    assert of(found, "ann")["interactions_12m"] == 0


def test_talk_counts_within_60_days_of_the_answer_and_before_the_date():
    praise = {"source": "review", "rating": 4, "text": "good"}
    written = [
        {**praise, "customer_id": "ann", "posted_at": dt.datetime.combine(AS_OF - days(2), dt.time())},
        {**praise, "customer_id": "bob", "posted_at": dt.datetime.combine(AS_OF - days(2), dt.time()), "rating": 3},
        {
            **praise,
            "customer_id": "bob",
            "posted_at": dt.datetime.combine(AS_OF - days(2), dt.time()),
            "source": "call",
        },
    ]
    talks = [contact("bob", 9, "complaint"), contact("bob", 8, "complaint"), contact("cem", 90, "complaint")]
    talks += [contact("ann", -3, "complaint")]
    rows = survey(
        answered("ann", 20, sat=5), answered("bob", 20, sat=2), answered("cem", 20, sat=2), interactions=talks
    )
    found = asked(rows | {"feedback": written}, "talk_after_answers")
    # The finest scale has 9 steps: 25 of 100 is nearest to the second of them.
    assert found.to_numpy().tolist() == [[pytest.approx(200 / 9, abs=1e-5), 2, 1, 0], [100, 1, 0, 1]]


def test_satisfaction_is_rounded_to_no_more_than_100_steps():
    items = [{**ASKED, "item": "sat", "scale_min": 0, "scale_max": 1000}]
    rows = {**survey(answered("ann", 5, sat=404), answered("bob", 5, sat=396)), "survey_items": items}
    assert asked(rows, "talk_after_answers").to_numpy().tolist() == [[40, 2, 0, 0]]
