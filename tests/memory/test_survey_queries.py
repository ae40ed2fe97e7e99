"""What became of a survey: answers by question and month, who was asked, and who talks."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from asking import AS_OF, ask, days, of, open_tables
from raw_answers import ROWS, bucket, usable_answers
from small_survey import ASKED, PEOPLE, answered, asked, contact, survey


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
    with open_tables(ROWS) as connection:
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


def test_response_counts_have_their_base():
    frame, features = asked(ROWS, "response_counts", months=6), asked(ROWS, "customer_features")
    usable = usable_answers()
    last = usable.groupby(["customer_id", "response_id"])["answered_at"].max().reset_index()
    february = last[last["answered_at"] >= "2026-02-01"]
    row = frame.iloc[-1]
    assert row["month"] == pd.Timestamp(dt.date(2026, 2, 1))
    assert (row["questionnaires"], row["customers_answered"]) == (len(february), february["customer_id"].nunique())
    assert row["customers"] == features["acquired_on"].notna().sum()
    assert (frame["customers_asked"] == 0).all()


QUERIES = ["item_history", "answer_counts", "talk_after_answers", "response_counts"]


@pytest.mark.parametrize("name", QUERIES)
def test_without_a_survey_there_are_no_counts(name):
    assert asked({"customers": PEOPLE}, name).empty


def test_without_a_survey_nobody_answered():
    assert asked({"customers": PEOPLE}, "who_answered")["answered"].to_list() == [0, 0]


def test_a_month_without_a_survey_is_counted_as_such():
    rows = survey(answered("ann", 5, sat=4), answered("ann", 70, sat=4))
    counted = asked(rows, "response_counts", months=3)
    assert counted["questionnaires"].to_list() == [1, 0, 1]
    assert asked(rows, "item_history", months=3)["month"].nunique() == 2
