"""Nothing on or after `as_of` changes any answer: not one row, column or figure.

Two stores share what happened before a date. From the date on they differ in everything:
other purchases, contracts, invoices, costs, answers, texts, contacts and life events, other
ends of contracts that were running, other payments of invoices that were open, other
customers, and other days on which people already in contact became customers.
"""

import datetime as dt
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from asking import ask, open_tables
from hypothesis import HealthCheck, given, settings

from workbench.memory import queries

LOOKS_AHEAD = {"churn_outcomes"}
QUERIES = sorted(set(queries.names()) - LOOKS_AHEAD)
PEOPLE = ("ann", "bob", "cem")
DATES = st.sampled_from([dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 3, 18)])
AMOUNTS = st.sampled_from([-30, 0, 5, 20, 90])

ITEMS = [
    {"item": f"{construct}-{touchpoint}", "construct": construct, "touchpoint": touchpoint, "kind": "perception"}
    | {"scale_min": 1, "scale_max": 5, "reversed": False}
    for construct, touchpoint in [("satisfaction", None), ("quality", None), ("quality", "web")]
]
ANSWERS = st.sampled_from([item["item"] for item in ITEMS])

# Days before the date, with the last one most often; and days from the date on, with the first.
BEFORE = st.integers(1, 450) | st.sampled_from([1, 28, 90, 180, 365])
AFTER = st.integers(0, 200) | st.just(0)

Draw = Any


class Time:
    """Draws days and times on one side of a date."""

    def __init__(self, draw: Draw, date: dt.date, is_past: bool) -> None:
        self.draw, self.date, self.is_past = draw, date, is_past

    def day(self) -> dt.date:
        offset = -self.draw(BEFORE) if self.is_past else self.draw(AFTER)
        return self.date + dt.timedelta(days=offset)

    def at(self) -> dt.datetime:
        return dt.datetime.combine(self.day(), self.draw(st.sampled_from([dt.time.min, dt.time.max, dt.time(9)])))


def events(draw: Draw, time: Time, people: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    """Some rows of every table with events, all on one side of the date."""
    side = "past" if time.is_past else f"future-{draw(st.integers(0, 9))}"

    def some(make: Any, longest: int = 4) -> list[dict[str, Any]]:
        count = draw(st.integers(0, longest))
        return [{"customer_id": draw(st.sampled_from(people)), **make(f"{side}-{number}")} for number in range(count)]

    return {
        "transactions": some(
            lambda key: (
                {"transaction_id": key, "occurred_at": time.at(), "revenue": draw(AMOUNTS), "quantity": 1}
                | {"category": draw(st.sampled_from("ab")), "channel": "web", "cost": draw(st.sampled_from([None, 3]))}
            ),
            longest=9,
        ),
        "contracts": some(lambda key: {"contract_id": key, "started_on": time.day(), "monthly_revenue": 30}, 2),
        "payments": some(
            lambda key: (
                {"invoice_id": key, "issued_on": time.day(), "amount": 9}
                | {"due_on": time.date + dt.timedelta(days=draw(st.integers(-120, 30)))}
            )
        ),
        "activity_costs": some(
            lambda key: {"cost_id": key, "occurred_on": time.day(), "kind": "service", "amount": draw(st.just(4))}
        ),
        "interactions": some(
            lambda key: (
                {"interaction_id": key, "occurred_at": time.at(), "cost": draw(st.sampled_from([None, 2]))}
                | {"stage": draw(st.sampled_from(["sales", "service"]))}
                | {"kind": draw(st.sampled_from(["complaint", "survey"]))}
                | {"channel": draw(st.sampled_from(["web", "phone"]))}
            )
        ),
        "survey_responses": some(
            lambda key: (
                {"response_id": key, "answered_at": time.at(), "item": draw(ANSWERS)}
                | {"score": draw(st.integers(1, 5))}
            )
        ),
        "feedback": some(
            lambda key: (
                {"feedback_id": key, "posted_at": time.at(), "source": "blog", "text": "x"}
                | {"rating": draw(st.sampled_from([None, 2, 5]))}
            ),
            longest=1,
        ),
        "life_events": some(lambda key: {"occurred_on": time.day(), "kind": key}, 2),
    }


def known(rows: dict[str, list[dict[str, Any]]]) -> set[str]:
    """Who was in contact: only for them may the day of becoming a customer be moved into the future."""
    contacts = ("interactions", "survey_responses", "feedback")
    return {row["customer_id"] for name in contacts for row in rows[name]}


def with_future(draw: Draw, past: dict[str, list[dict[str, Any]]], date: dt.date) -> dict[str, list[dict[str, Any]]]:
    """A store: the past, and a future of its own."""
    time = Time(draw, date, is_past=False)
    strangers = tuple(f"stranger-{draw(st.integers(0, 9))}-{number}" for number in range(draw(st.integers(0, 2))))
    future = events(draw, time, PEOPLE + strangers)
    world = {name: [dict(row) for row in past.get(name, [])] + future.get(name, []) for name in past | future}
    for row in world["contracts"]:
        ends = row.setdefault("ended_on", draw(st.none() | st.builds(time.day)))
        assert ends is None or ends >= row["started_on"] or row["started_on"] >= date
    for row in world["payments"]:
        row.setdefault("paid_on", draw(st.none() | st.builds(time.day)))
    for row in world["customers"]:
        if row["customer_id"] in known(past):
            row.setdefault("acquired_on", draw(st.none() | st.builds(time.day)))
    world["customers"] += [{"customer_id": name, "acquired_on": time.day()} for name in strangers]
    world["survey_items"] = ITEMS
    return world


@st.composite
def pasts_with_two_futures(draw: Draw) -> tuple[dt.date, dict, dict]:
    date = draw(DATES)
    time = Time(draw, date, is_past=True)
    past: dict[str, list[dict[str, Any]]] = events(draw, time, PEOPLE)
    past["customers"] = [{"customer_id": name, "region": "North"} for name in PEOPLE]
    for row in past["customers"]:
        if draw(st.booleans()):
            row["acquired_on"] = time.day()
    for name, end, start in (("contracts", "ended_on", "started_on"), ("payments", "paid_on", "issued_on")):
        for row in past[name]:
            if draw(st.booleans()):
                row[end] = max(time.day(), row[start])
    return date, with_future(draw, past, date), with_future(draw, past, date)


def answers(rows: dict[str, list[dict[str, Any]]], date: dt.date) -> dict[str, pd.DataFrame]:
    with open_tables(rows) as connection:
        dates = {"as_of": date, "contact_cost": 1.0}
        return {
            name: ask(connection, name, **{key: dates[key] for key in dates if key in queries.compose(name).takes})
            for name in QUERIES
        }


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(pasts_with_two_futures())
def test_no_answer_depends_on_what_happened_on_or_after_the_date(case):
    date, one, other = case
    expected, found = answers(one, date), answers(other, date)
    for name in QUERIES:
        keys = list(expected[name].columns)
        assert expected[name].equals(found[name]) or (
            expected[name].sort_values(keys, ignore_index=True).equals(found[name].sort_values(keys, ignore_index=True))
        ), f"{name} as of {date}:\n{expected[name]}\n{found[name]}"
