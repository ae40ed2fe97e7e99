"""Closing a month: run the chapters, then the summary, then publish; or one chapter for the analyst.

    plan       what is read: month, snapshot, notebooks, parameters, all by name
    check      the parameters and the data, before any kernel starts
    chapters   side by side; then OUTPUT/figures.parquet; then the summary, which reads it
    stage      the page, the notebooks, the figures, the customers, the manifest
    gate       is it fit to be read? otherwise it stays in the run's folder
    publish    whole or not at all

A failure at any point leaves what was published as it was, the run's record marked failed
with its reason, and the executed notebooks in the run's folder. The modules that do the
work are imported when there is work: that nothing has changed is said within a second.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from workbench.memory import lock, store
from workbench.memory.store import Store
from workbench.reporting import retry
from workbench.reporting.closing import kept, publish, runs
from workbench.reporting.closing.plan import Plan, Request, make
from workbench.reporting.files import explained, require_writable
from workbench.reporting.notebooks import chapters, warm
from workbench.reporting.notebooks.progress import Tell
from workbench.reporting.notebooks.warm import Kernels

Say = Callable[[str], None]


@dataclass(frozen=True)
class Closed:
    """What came of a request.

    Args:
        month: the month, YYYY-MM.
        report: the page to open.
        why: why it was run; empty if nothing had changed and nothing was run.
        repaired: months whose publication an earlier run had left half done.
        seconds: how long the run took.
        copies: locked copies of the pages.
    """

    month: str
    report: Path
    why: str = ""
    repaired: tuple[str, ...] = ()
    seconds: float = 0.0
    copies: tuple[Path, ...] = ()

    def in_words(self) -> str:
        """What a person is told at the end.

        >>> Closed("2026-09", Path("reports/2026-09/report.html")).in_words()
        '2026-09 is unchanged; --force runs it anyway.\\nreports/2026-09/report.html'
        """
        told = [f"{month} was left half published by a run that died; that is repaired." for month in self.repaired]
        ended = (
            f"{self.month} done in {self.seconds:.0f} s."
            if self.why
            else f"{self.month} is unchanged; --force runs it anyway."
        )
        return "\n".join([*told, ended, *map(str, (self.report, *self.copies))])


def close_month(request: Request, tell: Tell, say: Say) -> Closed:
    """Run all chapters of a month and publish them, unless nothing has changed.

    Args:
        tell: called whenever a notebook gets further, from several threads.
        say: called with a sentence before the notebooks are run.

    Raises a WorkbenchError whose exit code tells what went wrong; see ``errors``.
    """
    place = store.find(request.store)
    with _refusals(place, "month", request), _one_at_a_time(place, request.wait):
        repaired = tuple(publish.repair(place))
        lock_copies = _locker(request.passphrase_env)
        plan = make(request)
        closed = Closed(str(plan.month), plan.out / publish.REPORT, plan.why(), repaired)
        if closed.why:
            closed = replace(closed, seconds=_run_month(plan, tell, say, closed.why))
        return replace(closed, copies=tuple(lock_copies(plan.out)))


def repair(place: Store, wait: float = 0.0) -> list[str]:
    """Finish what a run that died had begun to publish; returns the months. Takes the lock only if there is such."""
    if not any(place.runs_folder.glob(f"*/{runs.COMMIT}")):
        return []
    with _one_at_a_time(place, wait):
        return publish.repair(place)


def run_chapter(request: Request, name: str, tell: Tell) -> Closed:
    """Run one chapter for the analyst; its page stays in the run's folder and nothing is published."""
    with _refusals(store.find(request.store), "chapter", request):
        plan = make(request)
        forced = replace(plan.request, force=True)
        plan = replace(plan, request=forced, notebooks=[chapters.select(plan.notebooks, name)])
        from workbench.reporting.closing import perform, stage

        jobs = perform.checked(plan)
        with _recorded(plan, "chapter") as run:
            page = stage.chapter(plan, run, perform.run(plan, jobs, run, tell))
    return Closed(str(plan.month), page, "one chapter was asked for", seconds=run.record.seconds)


def _locker(variable: str) -> Callable[[Path], list[Path]]:
    """What writes locked copies into a month's folder: none, unless a variable holds the passphrase.

    Raises BadParameter, before anything runs, if it holds none that could keep a file closed.
    """
    if not variable:
        return lambda folder: []
    from workbench.reporting.page import locked

    return partial(locked.write_copies, secret=locked.passphrase(variable))


def _run_month(plan: Plan, tell: Tell, say: Say, why: str) -> float:
    verdicts = [kept.judge(plan, notebook) for notebook in plan.notebooks if not chapters.is_summary(notebook)]
    again = [verdict.notebook for verdict in verdicts if not verdict.kept]
    with warm.started(plan.notebooks if again else []) as kernels:
        return _run_notebooks(plan, tell, say, f"{why}. {kept.in_words(verdicts)}".rstrip(" ."), kernels)


def _run_notebooks(plan: Plan, tell: Tell, say: Say, why: str, kernels: Kernels | None) -> float:
    from workbench.reporting.closing import perform, stage
    from workbench.reporting.gate import judge as gate
    from workbench.reporting.page import index

    jobs = perform.checked(plan)
    require_writable(plan.out.parent, f"cannot publish {plan.month}")
    say(f"Closing {plan.month} from snapshot {plan.meta.id}: {why}.")
    with index.told(plan.out.parent, str(plan.month)), _recorded(plan, "month") as run:
        publication = publish.Publication(run.record.id, str(plan.month), str(plan.out.parent), plan.places)
        said = perform.run(plan, jobs, run, tell, kernels)
        stage.month(plan, run, said)
        gate.judge(plan, run, said)
        publish.prepare(plan.store, publication)
        if plan.request.report:
            with explained("cannot mark the report as not sent yet", run.folder):
                (run.folder / runs.UNSENT).touch()
        publish.commit(plan.store, publication)
        publish.finish(plan.store, publication)
    publish.close(plan.store, publication.run)
    runs.prune(plan.store.runs_folder)
    kept.prune(plan.store)
    return run.record.seconds


@contextmanager
def _recorded(plan: Plan, kind: runs.Kind) -> Iterator[runs.Run]:
    names = [notebook.stem for notebook in plan.notebooks]
    folder = plan.store.runs_folder
    with runs.start(
        folder,
        kind=kind,
        month=str(plan.month),
        snapshot=plan.meta.id,
        notebooks=names,
        report=plan.request.report,
        fingerprint=plan.whole_fingerprint,
    ) as run:
        yield run


def _refusals(place: Store, kind: runs.Kind, request: Request) -> AbstractContextManager[None]:
    """Whatever refuses a request before its run begins leaves a record."""
    return runs.refusals(place.runs_folder, kind=kind, month=request.month, report=request.report)


@contextmanager
def _one_at_a_time(place: Store, wait: float) -> Iterator[None]:
    """Hold the customer memory, which only reports write; loads have a lock of their own."""
    folder = place.folder / "memory"
    with explained("cannot write in the store", folder):
        folder.mkdir(exist_ok=True)
    began = time.monotonic()
    with (
        lock.hold(folder, "workbench report", wait),
        retry.waited(time.monotonic() - began, "another report on this store"),
    ):
        yield
