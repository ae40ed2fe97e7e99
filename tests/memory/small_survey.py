"""Small surveys: a few customers, four questions, and answers so many days back."""

import datetime as dt

import pandas as pd
from asking import AS_OF, ask, days, open_tables

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
