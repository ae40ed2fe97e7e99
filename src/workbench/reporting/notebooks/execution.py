"""Running the cells of one notebook, and telling truthfully how it ended.

Papermill marks every cell "completed" after a kernel was killed or a cell timed out, and
the saved notebook shows no error: exported as it is, it publishes half a report as a
whole one. Here four endings are told apart

    done, notebook error (a cell raised), time-out, kernel death

and written into the cell, the notebook's metadata and the notebook's outputs, where a
reader meets them. A fifth, stopped, is a run that was called off from outside.

The time limit is the notebook's, from its first cell to its last; a kernel that does not
start has a limit of its own. What cells and the kernel write to stderr goes to a log, never
into the notebook.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine

from workbench.reporting.notebooks import pictures
from workbench.reporting.notebooks.endings import error_text, exit_text, out_of_memory_kills
from workbench.reporting.notebooks.kernels import manager, tidy_loop
from workbench.reporting.notebooks.warm import ONE_THREAD, Kernels

Outcome = Literal["done", "notebook error", "time-out", "kernel death", "stopped"]

# An answer may lag behind on a busy machine; nbclient's own four seconds would call that a time-out.
_OUTPUT_LAG_SECONDS = 60


@dataclass(frozen=True)
class Failure:
    """Why a notebook did not reach its end.

    A kernel that did not start has run nothing, so it may be tried again; ``never_began`` tells it.

    Args:
        outcome: which kind of ending.
        cell: position of the cell, counted from 1; the first code cell if the kernel never started.
        source: the cell's first line.
        name: the exception's class, or the ending's own name.
        reason: what it says.
    """

    outcome: Outcome
    cell: int
    source: str
    name: str
    reason: str
    never_began: bool = False


@dataclass
class Watch:
    """What a run and the one who watches it tell each other.

    Args:
        seconds: how long the cells may take in all; None for as long as they like.
        on_cell: called before each cell with its position (from 1) and how many there are.
        stop: set it to call the run off.
        failure: set by the run when it fails.
    """

    seconds: float | None = None
    on_cell: Callable[[int, int], None] = lambda _cell, _cells: None
    stop: threading.Event = field(default_factory=threading.Event)
    failure: Failure | None = None


class TruthfulEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's engine with the client below; further options: ``watch``, ``kernel_cwd``, ``warm``."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        stderr_file: Any = None,
        start_timeout: int = 60,
        watch: Watch | None = None,
        kernel_cwd: str | None = None,
        warm: Kernels | None = None,
        **ignored: Any,
    ) -> Any:
        """Run the notebook that ``nb_man`` holds; called by papermill."""
        options = {"stderr_file": stderr_file, "startup_timeout": start_timeout}
        client = TruthfulClient(nb_man, watch or Watch(), warm, **options)
        return client.execute(cwd=kernel_cwd)


class TruthfulClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, which stops at the first thing that goes wrong and says what it was."""

    def __init__(self, nb_man: Any, watch: Watch, warm: Kernels | None = None, **options: Any) -> None:
        super().__init__(nb_man, iopub_timeout=_OUTPUT_LAG_SECONDS, **options)
        self.watch, self.warm = watch, warm
        self.ends_at: float | None = None
        self.killed_before: int | None = None

    def execute(self, cwd: str | None = None) -> Any:
        """Start a kernel, run the cells one after the other, end the kernel."""
        self.reset_execution_trackers()
        self.killed_before = out_of_memory_kills()
        with ExitStack() as stack:
            stack.enter_context(tidy_loop())
            place = stack.enter_context(tempfile.TemporaryDirectory(prefix="wb-", ignore_cleanup_errors=True))
            self.km = manager(Path(place), self.warm)
            try:
                stack.enter_context(self.setup_kernel(cleanup_kc=True, **self._start_options(place, cwd)))
            except RuntimeError as error:  # jupyter_client's word for a kernel that does not answer
                self._fail_to_start(str(error))
            else:
                self.papermill_execute_cells()
        self.nb.metadata["workbench"] = self._ending()
        return self.nb

    def papermill_execute_cells(self) -> None:
        """Run the cells until the first that fails; those after it stay pending."""
        self.ends_at = None if self.watch.seconds is None else time.monotonic() + self.watch.seconds
        for index, cell in enumerate(self.nb.cells):
            self.watch.on_cell(index + 1, len(self.nb.cells))
            self.nb_man.cell_start(cell, index)
            try:
                self.execute_cell(cell, index)
            except CellExecutionError as error:
                self._fail(index, "notebook error", error.ename, error_text(error.ename, error.evalue), show=False)
            except CellTimeoutError:
                self._fail(index, "time-out", "TimedOut", f"the notebook ran longer than {self.watch.seconds:g} s")
            except DeadKernelError:
                self._fail(index, *self._why_it_died())
            finally:
                self.nb_man.cell_complete(cell, index)
            if self.watch.failure:
                return

    def output(self, outs: list[Any], msg: dict[str, Any], display_id: str, cell_index: int) -> Any:
        """Keep an output of a cell; but what it wrote to stderr goes to the log."""
        if msg["msg_type"] == "stream" and msg["content"]["name"] == "stderr":
            self._log(f"[cell {cell_index + 1}] {msg['content']['text']}")
            return None
        return super().output(outs, msg, display_id, cell_index)

    def _log(self, text: str) -> None:
        if self.stderr_file is None:
            self.log.warning(text)
            return
        self.stderr_file.write(text if text.endswith("\n") else text + "\n")
        self.stderr_file.flush()

    def _start_options(self, place: str, cwd: str | None) -> dict[str, Any]:
        options: dict[str, Any] = {
            "env": {**os.environ, **ONE_THREAD, "IPYTHONDIR": place, **pictures.NONE},
            "stderr": self.stderr_file,
        }
        return {**options, "cwd": cwd} if cwd else options

    def _get_timeout(self, cell: Any) -> float | None:
        """What is left of the notebook's time; nbclient asks before each cell."""
        return None if self.ends_at is None else max(0.01, self.ends_at - time.monotonic())

    async def _async_check_alive(self) -> None:
        """Nbclient asks once a second; a run that is called off counts as dead."""
        if self.watch.stop.is_set():
            raise DeadKernelError("stopped")
        await super()._async_check_alive()

    def _why_it_died(self) -> tuple[Outcome, str, str]:
        if self.watch.stop.is_set():
            return "stopped", "Stopped", "the run was called off"
        provisioner = self.km.provisioner
        code = run_sync(provisioner.poll)() if provisioner else None
        return "kernel death", "KernelDied", exit_text(code, self.killed_before, out_of_memory_kills())

    def _fail(self, index: int, outcome: Outcome, name: str, reason: str, show: bool = True) -> None:
        """Mark the cell failed, end its kernel at once, and show the reason where a reader looks for it."""
        cell = self.nb.cells[index]
        self.shutdown_kernel = "immediate"
        self.watch.failure = Failure(outcome, index + 1, _first_line(cell.source), name, reason)
        self.nb_man.cell_exception(cell, cell_index=index)
        if show:
            text = f"{name}: {reason}"
            error = {"output_type": "error", "ename": name, "evalue": reason, "traceback": [text]}
            cell.outputs.append(NotebookNode(error))  # type: ignore[no-untyped-call]

    def _fail_to_start(self, reason: str) -> None:
        first = next(index for index, cell in enumerate(self.nb.cells) if cell.cell_type == "code")
        self._fail(first, "kernel death", "KernelDied", f"the kernel did not start: {reason}")
        if self.watch.failure and not self.watch.stop.is_set():
            self.watch.failure = replace(self.watch.failure, never_began=True)

    def _ending(self) -> dict[str, Any]:
        failure = self.watch.failure
        if failure is None:
            return {"outcome": "done"}
        return {"outcome": failure.outcome, "cell": failure.cell, "reason": f"{failure.name}: {failure.reason}"}


def _first_line(source: str) -> str:
    return next((line.strip() for line in source.splitlines() if line.strip()), "")
