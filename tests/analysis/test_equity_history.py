"""A past month measured again is what it was when it closed."""

import datetime as dt

import pandas as pd
import pytest
from moving_customers import CLOSING, simulate

from workbench.analysis import equity, equity_history
from workbench.analysis.origins import months_before
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.return_on_customer import Period

LONG_AGO = dt.date(2015, 1, 1)
KNOWN = {"data_from": LONG_AGO, "lost_days": 365}


def asked(back: int = 0, period: int = 1) -> Period:
    closing = months_before(CLOSING, back)
    return Period(months_before(closing, period), closing, 0.10)


def money(steps: pd.DataFrame, extra: float = 0.0) -> pd.DataFrame:
    """What everybody brought in each month, as `monthly_activity` gives it."""
    by_month = steps.groupby("step_end", as_index=False).contribution.sum()
    return by_month.assign(
        month=by_month.step_end - pd.DateOffset(months=1), contribution=by_month.contribution + extra
    )[["month", "contribution"]]


@pytest.fixture(scope="module")
def base():
    return simulate(2_000, seed=5, months=28, period=1, arrivals=30)


@pytest.fixture(scope="module")
def found(base):
    return equity_history.histories(base.steps, money(base.steps, extra=-500.0), asked(), **KNOWN)


@pytest.mark.parametrize("back", [1, 5, 12])
def test_a_past_month_is_what_it_was_when_it_closed(base, found, back):
    closing = pd.Timestamp(months_before(CLOSING, back))
    steps = base.steps[base.steps.step_end <= closing]
    flows = steps[steps.step_end == closing]
    booked = flows.groupby("bucket", as_index=False).contribution.sum()
    booked.loc[0, "contribution"] -= 500.0
    then = equity.measure(steps, flows, booked, asked(back), **KNOWN)
    month = months_before(closing.date(), 1)
    equity_then, roc_then = (history.past.set_index("month").loc[month] for history in (found.equity, found.roc))
    assert equity_then["value"] == pytest.approx(then.closing_equity.value)
    assert roc_then["value"] == pytest.approx(then.roc["frozen"].value)
    assert equity_then["high"] - equity_then["low"] == pytest.approx(
        then.closing_equity.high - then.closing_equity.low, rel=0.1
    )


def test_changes_are_those_between_the_months(base, found):
    now = equity.measure(base.steps, base.flows, base.booked, asked(), **KNOWN)
    for back in (1, 12):
        then = found.equity.past.set_index("month").loc[months_before(CLOSING, back + 1), "value"]
        assert found.equity.changes[back].value == pytest.approx(now.closing_equity.value - then)
        assert found.roc.changes[back].low < found.roc.changes[back].high


def test_what_both_months_share_does_not_widen_the_change(found):
    change, level = found.equity.changes[1], found.equity.past.iloc[-1]
    assert isinstance(change, Estimate)
    assert change.high - change.low < 0.5 * (level["high"] - level["low"])


def test_too_short_a_history_has_no_past():
    short = simulate(500, seed=6, months=5, period=1)
    found = equity_history.histories(short.steps, money(short.steps), asked(), **KNOWN)
    assert found.equity.past.empty and found.roc.past.empty
    assert isinstance(found.equity.changes[1], Withheld)


def test_months_that_carried_less_are_another_quantity():
    base = simulate(500, seed=7, months=14, period=1)
    found = equity_history.histories(base.steps, money(base.steps), asked(), **KNOWN)
    assert found.equity.past["month"].tolist() == [dt.date(2026, 8, 1)]
