"""What customers did after they said how satisfied they were."""

import datetime as dt

import numpy as np
import pytest
from asking import AS_OF, days, of
from small_survey import answered, asked, survey


def bought(customer: str, back: int, revenue: float = 30, cost: float = 10) -> dict:
    at = dt.datetime.combine(AS_OF - days(back), dt.time(9))
    return {"customer_id": customer, "occurred_at": at, "revenue": revenue, "cost": cost, "quantity": 1}


def outcomes(*answers: list[dict], **tables: list[dict]):
    return asked(survey(*answers, **tables), "satisfaction_outcomes")


def test_only_what_follows_the_day_of_the_answer_counts():
    lines = [bought("ann", back) for back in (250, 200, 199, 150)]
    found = of(outcomes(answered("ann", 200, sat=4), transactions=lines), "ann")
    assert (found["satisfaction"], found["days"]) == (75, 199)
    assert (found["purchases"], found["last_days"], found["margin"]) == (2, 50, 40)
    assert not found["held"] and np.isnan(found["again"])


def test_the_first_questionnaire_of_the_window_counts_and_the_next_is_told():
    found = of(outcomes(answered("ann", 900, sat=1), answered("ann", 300, sat=5), answered("ann", 30, sat=2)), "ann")
    assert (found["satisfaction"], found["again"], found["days"]) == (100, 25, 299)


def test_an_answer_must_be_old_enough_to_be_followed():
    assert outcomes(answered("ann", 80, sat=4)).empty
    assert len(outcomes(answered("ann", 95, sat=4))) == 1


@pytest.mark.parametrize(("start", "end", "held"), [(300, None, True), (300, 250, False), (300, 100, True)])
def test_a_contract_on_the_day_is_told(start: int, end: int | None, held: bool):
    ended = None if end is None else AS_OF - days(end)
    terms = {"customer_id": "ann", "started_on": AS_OF - days(start), "ended_on": ended, "monthly_revenue": 9}
    assert of(outcomes(answered("ann", 200, sat=4), contracts=[terms]), "ann")["held"] == held


def test_who_signs_is_followed_until_then():
    terms = {"customer_id": "ann", "started_on": AS_OF - days(100), "monthly_revenue": 9}
    lines = [bought("ann", 150), bought("ann", 100), bought("ann", 50)]
    found = of(outcomes(answered("ann", 200, sat=4), contracts=[terms], transactions=lines), "ann")
    assert (found["held"], found["days"], found["purchases"], found["last_days"]) == (False, 99, 1, 50)
