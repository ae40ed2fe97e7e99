"""What is due: of every report each month that should be closed and is not, oldest first.

A month falls due in the month after it, on the report's day and time. From then on it is

    ready              the data reach its last day: close it
    waiting for data   they do not, and the report's patience has not run out
    overdue            they do not, and it has

Nothing here reads a clock, a file or a store, so that every outage can be played through in
a test. A month stays due until it is closed, however long the machine was down.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from workbench.memory.month import Month
from workbench.reporting.unattended.definitions import Definition

State = Literal["ready", "waiting for data", "overdue"]


@dataclass(frozen=True)
class Due:
    """A month of a report that is not closed and should be.

    Args:
        report: the name of the report.
        month: the month to close.
        since: when it fell due.
        state: whether it can be closed now.
    """

    report: str
    month: Month
    since: dt.datetime
    state: State

    @property
    def why(self) -> str:
        """Why it is due, and what it waits for, as a sentence."""
        told = f"{self.month} is due since {self.since:%Y-%m-%d %H:%M %Z} and has no report"
        return told if self.state == "ready" else f"{told}; the data do not reach its end yet"


def decide(
    definition: Definition, closed: Collection[Month], latest: Month | None, now: dt.datetime
) -> tuple[Due, ...]:
    """The months of a report that should be closed by now and are not, oldest first.

    Args:
        closed: months whose report is there.
        latest: the latest month that the data cover to its last day; None without data.
        now: the time, with its time zone.

    >>> monthly = Definition(name="monthly", begin="2026-08")
    >>> now = dt.datetime(2026, 10, 3, 6, 0, tzinfo=dt.UTC)
    >>> [(str(one.month), one.state) for one in decide(monthly, [], Month(2026, 8), now)]
    [('2026-08', 'ready'), ('2026-09', 'overdue')]
    """
    found = []
    month = definition.first
    while (since := due_at(definition, month)) <= now:
        if month not in closed and str(month) not in definition.skip:
            found.append(Due(definition.name, month, since, _state(definition, month, since, latest, now)))
        month += 1
    return tuple(found)


def due_at(definition: Definition, month: Month) -> dt.datetime:
    """When a month falls due.

    >>> due_at(Definition(name="monthly", begin="2026-09", timezone="Europe/Amsterdam"), Month(2026, 9)).isoformat()
    '2026-10-03T06:00:00+02:00'
    """
    day = month.end + dt.timedelta(days=definition.day - 1)
    return dt.datetime.combine(day, dt.time.fromisoformat(definition.time), definition.zone)


def _state(definition: Definition, month: Month, since: dt.datetime, latest: Month | None, now: dt.datetime) -> State:
    if latest is not None and month <= latest:
        return "ready"
    patient_until = since + dt.timedelta(days=definition.patience_days)
    return "waiting for data" if now < patient_until else "overdue"
