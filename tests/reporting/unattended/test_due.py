"""What is due, whatever happened before: nothing twice, nothing left out, oldest first."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from workbench.memory.month import Month
from workbench.reporting.unattended.definitions import Definition
from workbench.reporting.unattended.due import decide, due_at

BEGIN = Month(2025, 1)
MONTHS = st.integers(0, 40).map(lambda count: BEGIN + count)
NOW = st.datetimes(dt.datetime(2024, 6, 1), dt.datetime(2028, 6, 1), timezones=st.just(dt.UTC))
REPORTS = st.builds(
    Definition,
    name=st.just("monthly"),
    begin=MONTHS.map(str),
    skip=st.lists(MONTHS.map(str), max_size=3).map(tuple),
    day=st.integers(1, 28),
    time=st.sampled_from(["00:00", "06:30", "23:59"]),
    timezone=st.sampled_from(["UTC", "Europe/Amsterdam", "America/Los_Angeles", "Asia/Shanghai"]),
    patience_days=st.integers(0, 60),
)


@given(REPORTS, st.sets(MONTHS), st.none() | MONTHS, NOW)
def test_what_is_due_is_in_order_open_wanted_and_over(report, closed, latest, now) -> None:
    due = [one.month for one in decide(report, closed, latest, now)]
    assert due == sorted(set(due))
    assert not set(due) & closed
    assert all(report.first <= month and str(month) not in report.skip for month in due)
    assert all(dt.datetime.combine(month.end, dt.time(), report.zone) <= now for month in due)


@given(REPORTS, st.sets(MONTHS), st.none() | MONTHS, NOW)
def test_nothing_is_left_out(report, closed, latest, now) -> None:
    due = {one.month for one in decide(report, closed, latest, now)}
    for month in (report.first + count for count in range(60)):
        expected = due_at(report, month) <= now and month not in closed and str(month) not in report.skip
        assert (month in due) == expected


@given(REPORTS, st.sets(MONTHS), st.none() | MONTHS, NOW)
def test_closing_what_is_ready_leaves_nothing_ready(report, closed, latest, now) -> None:
    ready = {one.month for one in decide(report, closed, latest, now) if one.state == "ready"}
    again = decide(report, closed | ready, latest, now)
    assert [one for one in again if one.state == "ready"] == []
    assert all(latest is None or one.month > latest for one in again)


@given(REPORTS, st.lists(NOW, min_size=1, max_size=8), MONTHS)
def test_however_often_it_is_run_each_month_is_closed_once_and_in_order(report, times, latest) -> None:
    closed: list[Month] = []
    for now in sorted(times):
        closed += [one.month for one in decide(report, closed, latest, now) if one.state == "ready"]
    at_once = [one.month for one in decide(report, [], latest, max(times)) if one.state == "ready"]
    assert closed == at_once


@given(REPORTS, NOW, st.timedeltas(dt.timedelta(0), dt.timedelta(days=400)))
def test_what_is_due_stays_due_until_it_is_closed(report, now, later) -> None:
    before = {one.month for one in decide(report, [], None, now)}
    assert before <= {one.month for one in decide(report, [], None, now + later)}


def test_late_data_are_waited_for_as_long_as_the_report_has_patience() -> None:
    report = Definition(name="monthly", begin="2026-09", day=3, time="06:00", patience_days=4)
    since = dt.datetime(2026, 10, 3, 6, tzinfo=dt.UTC)

    def state(now: dt.datetime, latest: Month | None) -> list[str]:
        return [one.state for one in decide(report, [], latest, now)]

    assert state(since - dt.timedelta(minutes=1), None) == []
    assert state(since, Month(2026, 8)) == ["waiting for data"]
    assert state(since + dt.timedelta(days=4), Month(2026, 8)) == ["overdue"]
    assert state(since + dt.timedelta(days=4), Month(2026, 9)) == ["ready"]


def test_a_time_that_a_clock_skips_in_spring_is_a_moment_all_the_same() -> None:
    report = Definition(name="monthly", begin="2026-02", day=28, time="02:30", timezone="Europe/Amsterdam")
    since = due_at(report, Month(2026, 2))
    assert decide(report, [], None, since - dt.timedelta(seconds=1)) == ()
    assert len(decide(report, [], None, since)) == 1
