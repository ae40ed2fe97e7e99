"""Notebooks side by side: a thread and a kernel each, as many at once as the machine carries.

The kernels are processes of their own, so threads are enough here; papermill's change of
the working directory, which is the whole process's, is not used (a kernel is started in
the notebook's folder instead). The first failure calls the others off.
"""

import os
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from workbench.errors import BadParameter, KernelDied, NotebookFailed, NotReady, TimedOut, WorkbenchError
from workbench.reporting import retry
from workbench.reporting.files import explained
from workbench.reporting.notebooks import saving
from workbench.reporting.notebooks.execution import Failure, Watch
from workbench.reporting.notebooks.parameters import Value
from workbench.reporting.notebooks.progress import Step, Tell
from workbench.reporting.notebooks.warm import Kernels

MOST_AT_ONCE = 3
MEMORY_EACH = 2 * 1024**3
_ERRORS: dict[str, type[WorkbenchError]] = {
    "notebook error": NotebookFailed,
    "time-out": TimedOut,
    "kernel death": KernelDied,
}
# A cell may say itself that the fault is not the notebook's.
_SAID_BY_CELL: dict[str, type[WorkbenchError]] = {"NotReady": NotReady, "BadParameter": BadParameter}


saving.use()


@dataclass(frozen=True)
class Job:
    """A notebook to run.

    Args:
        notebook: the notebook as committed.
        executed: where the executed one is written, at each cell.
        parameters: what is put after its parameters cell.
        seconds: how long it may take; None for as long as it likes.
    """

    notebook: Path
    executed: Path
    parameters: dict[str, Value]
    seconds: float | None = None

    @property
    def name(self) -> str:
        """The notebook's name."""
        return self.notebook.stem


class Stopped(WorkbenchError):
    """A notebook was called off because another had failed, or by the user."""


def run_all(
    jobs: Iterable[Job], log: TextIO, tell: Tell, at_once: int | None = None, warm: Kernels | None = None
) -> None:
    """Run notebooks side by side; each executed notebook lies at its job's ``executed``.

    Args:
        jobs: in the order in which they are started.
        log: gets what cells and kernels write to stderr; a real file.
        tell: called from several threads.
        at_once: how many at a time; by default what cores and memory allow.
        warm: where kernels are forked from; None to start each by itself.

    Raises the first failure (NotebookFailed, TimedOut, KernelDied, or NotReady and
    BadParameter if a cell raised those), after all others were called off.
    """
    waiting = [(job, Watch(job.seconds)) for job in jobs]
    with ThreadPoolExecutor(at_once or how_many_at_once()) as pool:
        # Jupyter keeps a thread's event loop in the context: with a copy of ours, two threads would share one.
        run = partial(_run_noting, note=retry.noted(), log=log, tell=tell, warm=warm)
        futures = [pool.submit(Context().run, run, job, watch) for job, watch in waiting]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            if not all(future.done() and not future.exception() for future in futures):
                for _job, watch in waiting:
                    watch.stop.set()
                pool.shutdown(cancel_futures=True)
    _raise_first(futures)


def _run_noting(job: Job, watch: Watch, *, note: retry.Note, log: TextIO, tell: Tell, warm: Kernels | None) -> None:
    with retry.noting(note):
        run_one(job, watch, log, tell, warm)


def run_one(job: Job, watch: Watch, log: TextIO, tell: Tell, warm: Kernels | None = None) -> None:
    """Run one notebook by papermill, in its own folder, and raise how it failed if it did."""
    began = time.monotonic()
    watch.on_cell = lambda cell, cells: tell(Step(job.name, "running", cell, cells))
    tell(Step(job.name, "running"))
    with suppress(_NeverBegan):  # the watch tells more
        retry.again(
            lambda: _execute(job, watch, log, warm),
            retry.KERNEL,
            lambda error: isinstance(error, _NeverBegan),
            lambda reason: tell(Step(job.name, "running", retried=reason)),
        )
    seconds = time.monotonic() - began
    failure = watch.failure
    if failure is None:
        tell(Step(job.name, "done", seconds=seconds))
        return
    tell(Step(job.name, failure.outcome, failure.cell, seconds=seconds, reason=f"{failure.name}: {failure.reason}"))
    raise _error(job, failure)


class _NeverBegan(Exception):
    """The kernel did not come up, so nothing has been run and it may be tried again."""


def _execute(job: Job, watch: Watch, log: TextIO, warm: Kernels | None) -> None:
    watch.failure = None
    with explained("cannot write the executed notebook", job.executed), suppress(PapermillExecutionError):
        execute_notebook(  # how it failed is in the watch, which tells more than papermill's error
            str(job.notebook),
            str(job.executed),
            parameters=job.parameters,
            engine_name="workbench",
            kernel_name="python3",
            progress_bar=False,
            stderr_file=log,
            watch=watch,
            kernel_cwd=str(job.notebook.parent),
            warm=warm,
        )
    if watch.failure and watch.failure.never_began:
        raise _NeverBegan(watch.failure.reason)


def how_many_at_once() -> int:
    """Notebooks at a time: one a core, at most three, and 2 GB of the machine's memory each."""
    if not hasattr(os, "sysconf"):  # Windows does not tell its memory this way
        return max(1, min(MOST_AT_ONCE, os.cpu_count() or 1))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST_AT_ONCE, cores, memory // MEMORY_EACH))


def _error(job: Job, failure: Failure) -> WorkbenchError:
    if failure.outcome == "stopped":
        return Stopped(f"{job.name} was called off", where=str(job.executed))
    kind = _SAID_BY_CELL.get(failure.name, _ERRORS[failure.outcome])
    return kind(
        f"{job.name} stopped at cell {failure.cell}: {failure.name}",
        where=f"{job.executed}, cell {failure.cell}: {failure.source}",
        value=failure.reason,
        do="open that notebook to see how far it came; what was published before stays as it was",
    )


def _raise_first(futures: list[Future[None]]) -> None:
    """Raise the failure that called the others off, not what it did to them."""
    errors = [error for future in futures if not future.cancelled() and (error := future.exception())]
    for error in sorted(errors, key=lambda error: isinstance(error, Stopped)):
        raise error
