"""How things stand, for monitoring and for a person: what is due and missing, and why.

``workbench status --json`` prints these facts; their shape is that of the classes below and
changes only with SCHEMA_VERSION. All is well (``ok``) if nothing that was due is missing and
no letter is stuck. A month that a run is just closing is not missing.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from workbench.errors import NotReady, WorkbenchError
from workbench.memory import store
from workbench.memory.grid import grid
from workbench.memory.store import Store
from workbench.reporting import deliver
from workbench.reporting.closing import runs
from workbench.reporting.closing.runs import RunRecord
from workbench.reporting.unattended import run as unattended
from workbench.reporting.unattended.definitions import Definition, Definitions
from workbench.reporting.unattended.due import Due

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class LastRun:
    """A run in short: see ``runs.RunRecord``."""

    id: str
    kind: str
    report: str
    month: str
    started_at: dt.datetime
    status: str
    outcome: str
    exit_code: int | None
    seconds: float
    reason: str


@dataclass(frozen=True)
class DueMonth:
    """A month that should be closed and is not.

    Args:
        state: ready, waiting for data or overdue, as ``due`` has it; at work while a run is closing it.
        exit_code: what it adds to the exit code; 0 if it is waited for without complaint.
    """

    month: str
    since: dt.datetime
    state: Literal["ready", "waiting for data", "overdue", "at work"]
    why: str
    exit_code: int


@dataclass(frozen=True)
class ReportState:
    """A report of reports.toml; ``error`` says why its store cannot be read, or is empty."""

    name: str
    closed: tuple[str, ...]
    due: tuple[DueMonth, ...]
    last_run: LastRun | None
    error: str = ""
    exit_code: int = 0


@dataclass(frozen=True)
class SnapshotState:
    """The snapshot in force."""

    id: str
    created_at: dt.datetime
    data_from: dt.date | None
    data_to: dt.date | None


@dataclass(frozen=True)
class Outbox:
    """Letters that have not arrived; those overdue are counted among the waiting."""

    waiting: int
    overdue: int
    refused: int


@dataclass(frozen=True)
class State:
    """How things stand at a moment."""

    schema_version: int
    at: dt.datetime
    ok: bool
    exit_code: int
    store: str
    snapshot: SnapshotState | None
    closed_months: tuple[str, ...]
    reports: tuple[ReportState, ...]
    runs: tuple[LastRun, ...]
    outbox: Outbox


def look(place: Store, definitions: Definitions | None, now: dt.datetime) -> State:
    """The facts of a store and of the reports; without reports.toml nothing is due."""
    reports = tuple(_report(one, now) for one in (definitions.report if definitions else ()))
    letters = Counter(letter.status for letter in deliver.waiting(place, now))
    overdue = sum(letter.overdue for letter in deliver.waiting(place, now))
    stuck = 1 if overdue or letters["refused"] else 0
    code = next((one.exit_code for one in reports if one.exit_code), stuck)
    return State(
        schema_version=SCHEMA_VERSION,
        at=now,
        ok=code == 0,
        exit_code=code,
        store=str(place.folder),
        snapshot=_snapshot(place),
        closed_months=tuple(map(str, place.closed_months())),
        reports=reports,
        runs=tuple(map(_short, runs.read_all(place.runs_folder)[:10])),
        outbox=Outbox(letters["waiting"], overdue, letters["refused"]),
    )


def as_json(state: State) -> str:
    """The facts for a program."""
    return TypeAdapter(State).dump_json(state, indent=2).decode()


def in_words(state: State) -> str:
    """The reports and the outbox for a person; what is known of the store stands before it."""
    rows = [[one.name, (one.closed or ("-",))[-1], _missing(one), _ended(one.last_run)] for one in state.reports]
    head = ["report", "last closed", "due and missing", "last run"]
    parts = [f"Reports:\n{grid(head, rows)}" if rows else "Reports: none defined; see `workbench schedule example`."]
    parts += [f"{one.name}, {due.state}: {due.why}." for one in state.reports for due in one.due]
    parts += [f"{one.name}: {one.error}" for one in state.reports if one.error]
    outbox = state.outbox
    if outbox.waiting or outbox.refused:
        parts.append(f"Letters: {outbox.waiting} waiting, {outbox.overdue} of them overdue; {outbox.refused} refused.")
    return "\n".join([*parts, "All is well." if state.ok else "Something that was due is missing."])


def _report(definition: Definition, now: dt.datetime) -> ReportState:
    try:
        place = store.find(definition.store)
        records = runs.read_all(place.runs_folder)
        last = unattended.last_run(records, definition.name)
        months = tuple(str(month) for month in sorted(unattended.closed(definition, place)))
        due = tuple(_due(one, records) for one in unattended.missing(definition, place, now))
    except WorkbenchError as error:
        return ReportState(definition.name, (), (), None, str(error), error.exit_code)
    code = next((one.exit_code for one in due if one.exit_code), 0)
    return ReportState(definition.name, months, due, _short(last) if last else None, exit_code=code)


def _due(due: Due, records: list[RunRecord]) -> DueMonth:
    last = unattended.last_run(records, due.report, str(due.month))
    state: Literal["ready", "waiting for data", "overdue", "at work"] = due.state
    why, code = due.why, {"waiting for data": 0, "overdue": NotReady.exit_code}.get(due.state, 1)
    if last and last.status == "running":
        state, code = "at work", 0
    elif last and last.status in ("failed", "died") and due.state == "ready":
        code = last.exit_code or 1
        why = f"{why}; its last run {last.id} ended so: {last.outcome}: {last.reason}"
    return DueMonth(str(due.month), due.since, state, why, code)


def _snapshot(place: Store) -> SnapshotState | None:
    if not place.current_id():
        return None
    meta = place.current()
    return SnapshotState(meta.id, meta.created_at, meta.data_from, meta.data_to)


def _short(record: RunRecord) -> LastRun:
    return LastRun(**{name: getattr(record, name) for name in LastRun.__dataclass_fields__})


def _missing(report: ReportState) -> str:
    return ", ".join(f"{due.month} ({due.state})" for due in report.due) or "-"


def _ended(last: LastRun | None) -> str:
    return f"{last.month}: {last.outcome or last.status}" if last else "-"
