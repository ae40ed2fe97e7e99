"""``workbench run``: what is due is closed, sent, and what went wrong is told; then it ends.

Every report is worked through on its own: its months oldest first, until one cannot be
closed, since a later month compares itself with the one before. The failure of one report
does not touch the others. Nothing is kept between two runs but what lies in the store and
among the reports, so a run that was killed is carried on by the next.

What cannot pass is not tried again: a month whose last run ended with an error in a notebook
or at the gate, and of which nothing has changed since, is said to fail still, and is not
run. A time-out, a dead kernel, a full disk or a lock may pass, so the next run tries.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import Locked, NotReady, WorkbenchError
from workbench.memory import store
from workbench.memory.month import Month
from workbench.memory.store import Store
from workbench.reporting import deliver
from workbench.reporting.closing import plan, publish, run, runs
from workbench.reporting.closing.run import Say
from workbench.reporting.closing.runs import RunRecord
from workbench.reporting.notebooks.progress import Tell
from workbench.reporting.unattended.definitions import Definition, Definitions
from workbench.reporting.unattended.due import Due, decide

# Ends that are the same the second time, as long as nothing has changed: 3 data, 4 notebook, 8 gate.
_LASTING = (3, 4, 8)


@dataclass(frozen=True)
class Ending:
    """What became of a month of a report, or of a letter.

    Args:
        report: the name of the report.
        month: YYYY-MM; empty if none was reached.
        outcome: closed, waiting for data, overdue, failed, still failing, not delivered.
        exit_code: 0 if all is as it should be.
        says: one sentence or path for a person.
        run: the id of the run behind it; empty if there is none.
    """

    report: str
    month: str
    outcome: str
    exit_code: int = 0
    says: str = ""
    run: str = ""

    def in_words(self) -> str:
        """One line, or a few for a failure.

        >>> Ending("monthly", "2026-09", "closed", says="reports/2026-09/report.html").in_words()
        'monthly 2026-09: closed. reports/2026-09/report.html'
        """
        return f"{' '.join(filter(None, (self.report, self.month)))}: {self.outcome}. {self.says}".rstrip()


@dataclass(frozen=True)
class Way:
    """How a run goes about it.

    Args:
        now: the time, with its time zone.
        tell, say: as for ``run.close_month``.
        override: why the oldest due month is published whatever the gate finds.
        again: also run again what failed and has not changed.
    """

    now: dt.datetime
    tell: Tell
    say: Say
    override: str = ""
    again: bool = False


def work(definitions: Definitions, way: Way) -> Iterator[Ending]:
    """Do what is due, report after report, and carry the letters; tells each ending as it comes."""
    for definition in definitions.report:
        try:
            yield from _work_through(definition, way)
        except WorkbenchError as error:  # no store, or its outbox cannot be written: the others go on
            yield _failed(definition, "", error)
    for folder in dict.fromkeys(one.store for one in definitions.report):
        yield from _carry(folder)


def rehearse(definitions: Definitions, now: dt.datetime) -> Iterator[Ending]:
    """What ``work`` would find due, and why; nothing is done."""
    for definition in definitions.report:
        try:
            for due in missing(definition, store.find(definition.store), now):
                yield Ending(definition.name, str(due.month), due.state, says=f"{due.why}.")
        except WorkbenchError as error:
            yield _failed(definition, "", error)


def missing(definition: Definition, place: Store, now: dt.datetime) -> tuple[Due, ...]:
    """The months of a report that should be closed and are not."""
    return decide(definition, closed(definition, place), latest_full(place), now)


def closed(definition: Definition, place: Store) -> set[Month]:
    """The months of which a report is there, and for a report that is remembered a customer memory."""
    manifests = Path(definition.out).glob(f"[0-9][0-9][0-9][0-9]-[0-9][0-9]/{publish.MANIFEST}")
    there = {Month.parse(path.parent.name) for path in manifests if publish.published(path.parent, None)}
    return there & set(place.closed_months()) if definition.remember else there


def latest_full(place: Store) -> Month | None:
    """The latest month that the data in force cover to its end; None if there are none."""
    if not place.current_id() or place.current().data_to is None:
        return None
    return place.current().latest_full_month()


def _work_through(definition: Definition, way: Way) -> Iterator[Ending]:
    place = store.find(definition.store)
    month, override = "", way.override
    try:
        run.repair(place, definition.wait)
        _put_letters(definition, place)
        for due in missing(definition, place, way.now):
            month = str(due.month)
            ending = _ending(definition, place, due, way, override)
            yield ending
            if ending.outcome != "closed":
                if ending.exit_code:
                    _tell_analyst(definition, place, month, ending.says, ending.run)
                return
            override = ""
    except Locked as error:  # who holds the lock does the work; there is nothing to tell an analyst
        yield _failed(definition, month, error)
    except WorkbenchError as error:
        _tell_analyst(definition, place, month, str(error), error.run)
        yield _failed(definition, month, error)


def _ending(definition: Definition, place: Store, due: Due, way: Way, override: str) -> Ending:
    month = str(due.month)
    if due.state != "ready":
        code = NotReady.exit_code if due.state == "overdue" else 0
        return Ending(definition.name, month, due.state, code, due.why)
    request = definition.request(due.month, override)
    last = None if override or way.again else _failing_still(place, request)
    if last:
        told = f"nothing has changed since run {last.id}, which ended so: {last.reason}"
        return Ending(definition.name, month, "still failing", last.exit_code or 1, told, last.id)
    made = run.close_month(request, way.tell, way.say)
    _put_letters(definition, place)
    return Ending(definition.name, month, "closed", says=str(made.report))


def _failing_still(place: Store, request: plan.Request) -> RunRecord | None:
    """The last run of a month, if it failed for good and would find everything as it was."""
    last = last_run(runs.read_all(place.runs_folder), request.report, request.month)
    if last is None or last.status != "failed" or last.exit_code not in _LASTING:
        return None
    try:
        same = plan.make(request).whole_fingerprint == last.fingerprint
    except WorkbenchError:  # the run itself will meet it, and record it
        return None
    return last if same else None


def last_run(records: Iterable[RunRecord], report: str, month: str = "") -> RunRecord | None:
    """The newest run of a report that began; of one month, or of any."""
    began = (one for one in records if one.report == report and one.status != "refused")
    return next((one for one in began if month in ("", one.month)), None)


def _put_letters(definition: Definition, place: Store) -> None:
    """Put what was published and not sent into the outbox, also of a run that died in between."""
    for mark in sorted(place.runs_folder.glob(f"*/{runs.UNSENT}")):
        record = runs.read(mark.parent)
        if record.report != definition.name or record.status == "running":
            continue
        folder = Path(definition.out) / record.month
        about = publish.manifest(folder)
        if about.get("run") == record.id:
            alerts = [f"{alert['rule']}: {alert['why']}" for alert in about.get("alerts", [])]
            deliver.report(place, definition.name, definition.deliver, folder, about, alerts, definition.analyst)
        mark.unlink()


def _tell_analyst(definition: Definition, place: Store, month: str, reason: str, run_id: str) -> None:
    record = runs.read(place.runs_folder / run_id) if run_id else None
    deliver.failure(place, definition.name, definition.analyst, record, reason, month)


def _carry(folder: str) -> Iterator[Ending]:
    try:
        place = store.find(folder)
    except WorkbenchError:  # each of its reports has said so
        return
    try:
        if not any(letter.status == "waiting" for letter in deliver.waiting(place)):
            return
        for letter in deliver.flush(place):
            if letter.status == "refused" or letter.overdue:
                yield Ending(letter.definition, letter.month, "not delivered", 1, letter.in_words())
    except Locked:
        return  # another command carries the letters
    except WorkbenchError as error:
        yield Ending("letters", "", "failed", error.exit_code, str(error))


def _failed(definition: Definition, month: str, error: WorkbenchError) -> Ending:
    outcome = runs.OUTCOMES.get(error.exit_code, "failed")
    return Ending(definition.name, month, outcome, error.exit_code, str(error), error.run)
