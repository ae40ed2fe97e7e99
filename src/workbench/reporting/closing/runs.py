"""The record of every run: what it did, how it ended, where a failure lies.

A run has a folder ``STORE/runs/<id>/`` with ``run.json``, its log and, until it is
published, all it made. It holds a lock on its folder while it lives, which the operating
system lets go at its death, however it dies: so a run that was killed is told from one
that is still at work, and shows as ``died``. A run that is refused before its first notebook
starts (a wrong parameter, no data, a lock) leaves a record too.
"""

import datetime as dt
import secrets
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from filelock import FileLock
from pydantic import TypeAdapter

from workbench.errors import WorkbenchError
from workbench.reporting import retry
from workbench.reporting.files import explained, write_whole

RECORD = "run.json"
LOG = "run.log"
COMMIT = "commit.json"
UNSENT = "unsent"
ALIVE = "alive.lock"
ROOM = ".room"  # given up when the disk is full, so that the record can say so
_ROOM_SIZE = 64 * 1024
KEPT = 20
OUTCOMES = {
    0: "done",
    2: "bad parameters",
    3: "data not ready",
    4: "notebook error",
    5: "time-out",
    6: "kernel death",
    7: "locked",
    8: "held back",
    9: "disk full",
}

Status = Literal["running", "done", "failed", "died", "refused"]
Kind = Literal["month", "chapter"]


@dataclass(frozen=True)
class NotebookRecord:
    """How far one notebook of a run got: waiting, running, done, or the kind of its failure.

    ``cell`` is the position of the failed cell in the notebook, from 1; ``reason`` what it said.
    ``kept_from`` is the earlier run whose result was taken; empty if the notebook was run.
    """

    name: str
    outcome: str = "waiting"
    seconds: float = 0.0
    cell: int = 0
    reason: str = ""
    kept_from: str = ""


@dataclass(frozen=True)
class RunRecord:
    """A run as ``run.json`` keeps it.

    Args:
        id: its name, beginning with the time of its start.
        kind: "month" for a month to publish, "chapter" for one notebook run by an analyst.
        month, snapshot: what it reads.
        started_at: UTC.
        status: running, done, failed, refused; or died, which is found out when the record is read.
        outcome: how it ended, in a word: one of OUTCOMES, or "failed".
        exit_code: what the command ended with.
        seconds: how long it took.
        reason: the full message of a failure: what, where, value, what to do.
        notebooks: how far each notebook got.
        retries: what was tried again or waited for, and why.
        report: the name of the report's definition; empty for a report asked for by hand.
        fingerprint: of all it depends on; empty if it was refused.
    """

    id: str
    kind: Kind
    month: str
    snapshot: str
    started_at: dt.datetime
    status: Status = "running"
    outcome: str = ""
    exit_code: int | None = None
    seconds: float = 0.0
    reason: str = ""
    notebooks: tuple[NotebookRecord, ...] = field(default_factory=tuple)
    retries: tuple[str, ...] = ()
    report: str = ""
    fingerprint: str = ""


_RECORD = TypeAdapter(RunRecord)


class Run:
    """A run at work: its folder, and its record, which is written at each change."""

    def __init__(self, folder: Path, record: RunRecord) -> None:
        self.folder = folder
        self.record = record
        self._writing = threading.RLock()
        self._began = time.monotonic()

    @property
    def log(self) -> Path:
        """Where everything goes that notebooks write to stderr."""
        return self.folder / LOG

    def note(self, notebook: NotebookRecord) -> None:
        """Record how far a notebook got; called from the threads that run them."""
        with self._writing:
            known = {**{other.name: other for other in self.record.notebooks}, notebook.name: notebook}
            self._write(replace(self.record, notebooks=tuple(known.values())))

    def retried(self, what: str) -> None:
        """Remember what is tried again and why; it is written with the next change and into the log."""
        with self._writing:
            self.record = replace(self.record, retries=(*self.record.retries, what))
        # the disk that hiccups may be the log's own
        with suppress(OSError), self.log.open("a", encoding="utf-8") as log:
            log.write(f"tried again: {what}\n")

    def done(self) -> None:
        """Record that the run reached its end."""
        self._write(replace(self.record, status="done", outcome=OUTCOMES[0], exit_code=0, seconds=self._seconds()))

    def failed(self, error: BaseException) -> None:
        """Record why the run did not reach its end, or did not begin."""
        code = error.exit_code if isinstance(error, WorkbenchError) else 1
        outcome, reason = OUTCOMES.get(code, "failed"), str(error) or type(error).__name__
        status: Status = "refused" if self.record.status == "refused" else "failed"
        failed = replace(self.record, status=status, outcome=outcome, exit_code=code, reason=reason)
        self._write(replace(failed, seconds=self._seconds()))

    def ended(self) -> None:
        """Give up the room that was kept for the record of a failure."""
        (self.folder / ROOM).unlink(missing_ok=True)

    def _seconds(self) -> float:
        return round(time.monotonic() - self._began, 2)

    def _write(self, record: RunRecord) -> None:
        self.record = record
        with explained("cannot write the record of a run", self.folder):
            write_whole(self.folder / RECORD, _RECORD.dump_json(record, indent=2))


@contextmanager
def start(
    runs_folder: Path,
    *,
    kind: Kind,
    month: str,
    snapshot: str,
    notebooks: list[str],
    report: str = "",
    fingerprint: str = "",
) -> Iterator[Run]:
    """A new run; whatever ends the block is recorded as its end."""
    record = replace(_new(kind, month, report), snapshot=snapshot, fingerprint=fingerprint)
    record = replace(record, retries=retry.before_the_run())
    folder = runs_folder / record.id
    with explained("cannot make the folder of a run", folder):
        folder.mkdir(parents=True)
        alive = FileLock(folder / ALIVE, timeout=0)
        alive.acquire()
    try:
        run = Run(folder, replace(record, notebooks=tuple(NotebookRecord(notebook) for notebook in notebooks)))
        with retry.noting(run.retried), _recorded(run):
            yield run
    finally:
        alive.release()


@contextmanager
def refusals(runs_folder: Path, *, kind: Kind, month: str, report: str = "") -> Iterator[None]:
    """Record an error of the block that no run has recorded: what was asked for never began."""
    try:
        yield
    except WorkbenchError as error:
        if not error.run:
            record = replace(_new(kind, month, report), status="refused")
            try:
                with explained("cannot make the folder of a run", runs_folder):
                    (runs_folder / record.id).mkdir(parents=True)
                Run(runs_folder / record.id, record).failed(error)
                prune(runs_folder)
                error.run = record.id
            except WorkbenchError as unwritten:  # a full disk, or a store we may only read
                error.add_note(str(unwritten))
        raise


def _new(kind: Kind, month: str, report: str) -> RunRecord:
    now = dt.datetime.now(dt.UTC)
    return RunRecord(f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}", kind, month, "", now, report=report)


@contextmanager
def _recorded(run: Run) -> Iterator[None]:
    run._write(run.record)
    with explained("cannot write in the folder of a run", run.folder):
        (run.folder / ROOM).write_bytes(b"\0" * _ROOM_SIZE)
    try:
        yield
    except BaseException as error:
        run.ended()
        if isinstance(error, WorkbenchError):
            error.run = run.record.id
        try:
            run.failed(error)
        except WorkbenchError as unwritten:  # a full disk: the run will show as died, which it has
            error.add_note(str(unwritten))
        raise
    run.ended()
    run.done()


def read(folder: Path) -> RunRecord:
    """The record of a run; a run that says it is running and is not has died."""
    record = _RECORD.validate_json((folder / RECORD).read_bytes())
    if record.status == "running" and not _is_alive(folder):
        reason = "the process that ran it was killed, or the machine went down"
        return replace(record, status="died", outcome="died", reason=reason)
    return record


def read_all(runs_folder: Path) -> list[RunRecord]:
    """The records of all runs, newest first."""
    return [read(path.parent) for path in sorted(runs_folder.glob(f"[0-9]*/{RECORD}"), reverse=True)]


def mark_finished(folder: Path) -> None:
    """Record that a later command finished the publication of a run that had died."""
    record = read(folder)
    if record.status != "done":
        reason = "the run died while it published; a later command finished it"
        done = replace(record, status="done", outcome=OUTCOMES[0], exit_code=0, reason=reason)
        Run(folder, done)._write(done)


def prune(runs_folder: Path, keep: int = KEPT) -> None:
    """Remove the oldest runs of each report; never one at work or one with a publication to finish.

    Refused runs are counted apart, so that many of them push out none that ran.
    """
    seen: Counter[tuple[str, bool]] = Counter()
    for record in read_all(runs_folder):
        folder, group = runs_folder / record.id, (record.report, record.status == "refused")
        seen[group] += 1
        if seen[group] > keep and record.status != "running" and not (folder / COMMIT).exists():
            shutil.rmtree(folder)


def _is_alive(folder: Path) -> bool:
    """Whether the run still holds its lock; in a store that is read-only for us its word must do."""
    try:
        FileLock(folder / ALIVE, timeout=0).acquire().lock.release()
    except OSError:  # filelock's Timeout is one of them
        return True
    return False
