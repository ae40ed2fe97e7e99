"""Sums over the survey, against the same computed by pandas from the raw answers."""

import datetime as dt
import hashlib
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
import pytest
from asking import AS_OF, ask, open_tables
from random_rows import random_rows

ROWS = random_rows(seed=7)


@pytest.fixture(scope="module")
def store():
    with open_tables(ROWS) as connection:
        yield connection


def usable_answers() -> pd.DataFrame:
    """The answers that say something, rescaled, from before AS_OF."""
    frame = pd.DataFrame(ROWS["survey_responses"]).merge(pd.DataFrame(ROWS["survey_items"]), on="item")
    frame = frame[frame["answered_at"] < pd.Timestamp(AS_OF)]
    score = frame["score"].astype(float)
    inside = score.between(frame["scale_min"], frame["scale_max"])
    frame = frame[inside & (score != frame["not_applicable"].astype(float))]
    share = (frame["score"] - frame["scale_min"]) / (frame["scale_max"] - frame["scale_min"])
    frame["index"] = (100 * np.where(frame["reversed"], 1 - share.astype(float), share.astype(float))).round(6)
    frame["weight"] = frame["weight"].astype(float).fillna(1)
    frame["touchpoint"] = frame["touchpoint"].fillna("")
    return frame


def bucket(customer: str) -> int:
    return int(hashlib.md5(customer.encode()).hexdigest()[:3], 16) % 50


def test_moments_are_those_of_the_latest_questionnaire_of_each_customer(store):
    frame = usable_answers()
    frame = frame[
        (frame["kind"] == "perception") & (frame["answered_at"] >= pd.Timestamp(AS_OF) - pd.DateOffset(months=12))
    ]
    parts = frame["construct"].where(
        (frame["construct"] == "satisfaction") | (frame["touchpoint"] == ""),
        frame["construct"] + ": " + frame["touchpoint"],
    )
    frame = frame.assign(variable=parts)
    frame = frame[frame.groupby("response_id")["construct"].transform(lambda column: (column == "satisfaction").any())]
    frame = frame[frame["weight"] > 0]
    latest = frame.sort_values(["answered_at", "response_id"]).groupby("customer_id")["response_id"].last()
    frame = frame[frame["response_id"].isin(latest)]
    values = frame.pivot_table(index="customer_id", columns="variable", values="index", aggfunc="mean").round(6)
    weights = frame.groupby("customer_id")["weight"].first()

    expected = []
    for a, b in combinations_with_replacement(sorted(values.columns), 2):
        both = values[[a, b]].dropna() if a != b else values[[a]].dropna()
        w, x, y = weights[both.index], both[a], both[b]
        sums = {"n": w * 0 + 1, "w": w, "ww": w * w, "wa": w * x, "wb": w * y}
        sums |= {"waa": w * x * x, "wbb": w * y * y, "wab": w * x * y}
        by_bucket = pd.DataFrame(sums).groupby([bucket(name) for name in both.index]).sum().reset_index(names="bucket")
        expected.append(by_bucket.assign(a=a, b=b))
    order = ["bucket", "a", "b"]
    wanted = pd.concat(expected).sort_values(order, ignore_index=True)
    found = ask(store, "survey_moments")
    assert set(found["a"]) == {"satisfaction", "quality", "quality: web", "value"}
    pd.testing.assert_frame_equal(found, wanted[found.columns], check_dtype=False, rtol=1e-6)


def test_the_outcome_may_be_another_construct(store):
    found = ask(store, "survey_moments", outcome="quality")
    assert set(found["a"]) == {"satisfaction", "satisfaction: shop", "quality", "value"}


def test_a_shorter_window_has_fewer_customers(store):
    def answered(months: int) -> int:
        frame = ask(store, "survey_moments", window_months=months)
        return int(frame[(frame["a"] == "satisfaction") & (frame["b"] == "satisfaction")]["n"].sum())

    assert 0 < answered(3) < answered(12)


def test_the_index_by_month_counts_a_customer_once(store):
    frame = usable_answers()
    keys = ["month", "construct", "touchpoint", "kind"]
    frame["month"] = frame["answered_at"].dt.to_period("M").dt.start_time
    each = frame.groupby([*keys, "customer_id"])[["index", "weight"]].mean().round(6).reset_index()
    each = each[each["weight"] > 0]
    each = each.assign(n=1, w=each["weight"], ww=each["weight"] ** 2)
    each = each.assign(wy=each["w"] * each["index"], wyy=each["w"] * each["index"] ** 2)
    wanted = each.groupby(keys)[["n", "w", "ww", "wy", "wyy"]].sum().reset_index()
    found = ask(store, "survey_index", months=40)
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False, rtol=1e-6)


def test_months_are_counted_back_from_the_date(store):
    months = ask(store, "survey_index", months=3)["month"].unique()
    assert sorted(months) == [pd.Timestamp(day) for day in ("2025-12-01", "2026-01-01", "2026-02-01")]


def test_response_counts_have_their_base(store):
    frame = ask(store, "response_counts", months=6)
    usable = usable_answers()
    last = usable.groupby(["customer_id", "response_id"])["answered_at"].max().reset_index()
    february = last[last["answered_at"] >= "2026-02-01"]
    row = frame.iloc[-1]
    assert row["month"] == pd.Timestamp(dt.date(2026, 2, 1))
    assert (row["questionnaires"], row["customers_answered"]) == (len(february), february["customer_id"].nunique())
    assert row["customers"] == ask(store, "customer_features")["acquired_on"].notna().sum()
    assert (frame["customers_asked"] == 0).all()


def test_without_a_survey_there_are_no_counts():
    rows = {"customers": ROWS["customers"], "transactions": ROWS["transactions"]}
    with open_tables(rows) as connection:
        assert len(ask(connection, "response_counts")) == len(ask(connection, "survey_moments")) == 0
