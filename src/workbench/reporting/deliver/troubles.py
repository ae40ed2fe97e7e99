"""What the analyst is told of a failure: the notebook, the cell, the error, the end of the log.

In English, as logs and errors are. The texts that may quote data are masked.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import shorten
from workbench.memory.store import Store
from workbench.reporting.closing import runs
from workbench.reporting.closing.perform import EXECUTED
from workbench.reporting.closing.runs import NotebookRecord, RunRecord
from workbench.reporting.deliver.mask import masked
from workbench.reporting.deliver.message import FailureMessage, as_json
from workbench.reporting.deliver.wording import one_line
from workbench.reporting.notebooks import chapters

LOG_LINES = 30
LOG_BYTES = 64 * 1024
LINE = 500
SOURCE_LINES = 12
_FINE = ("done", "waiting", "running", "stopped")


@dataclass(frozen=True)
class Failure:
    """A failure in words; nothing in it names a customer.

    >>> failure = Failure("board", "2026-09", "notebook error", "01_base stopped at cell 4: ValueError")
    >>> failure.subject
    'FAILED 2026-09 board: notebook error'
    """

    definition: str
    month: str
    outcome: str
    reason: str
    run: str = ""
    notebook: str = ""
    cell: int = 0
    source: str = ""
    log: tuple[str, ...] = ()
    retries: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """One line."""
        return one_line(f"FAILED {self.month} {self.definition}: {self.outcome}")

    def text(self) -> str:
        """The whole letter as plain text."""
        where = f"{self.notebook}, cell {self.cell}" if self.notebook else ""
        parts = [
            ("What happened", self.reason),
            ("Where", where),
            ("The cell", self.source),
            ("Tried again because of", "\n".join(self.retries)),
            ("The end of the log", "\n".join(self.log)),
            (
                "The run",
                f"{self.run}\nIts notebooks and its log are in the store, in runs/{self.run}." * bool(self.run),
            ),
        ]
        told = "\n\n".join(f"{name}\n{_indented(text)}" for name, text in parts if text)
        return f"{self.subject}\n\n{told}\n\nNo reader was told. What was published before stays as it was.\n"

    def body(self, id: str) -> bytes:
        """The letter as JSON, for a webhook."""
        named = {key: value for key, value in vars(self).items() if key not in ("definition", "log", "retries")}
        return as_json(FailureMessage(id=id, report=self.definition, log=list(self.log), **named))


def of_run(store: Store, definition: str, record: RunRecord | None, reason: str, month: str = "") -> Failure:
    """The failure of a run, or of what came before there was one.

    Args:
        record: the run's; None if none was begun.
        reason: the whole message of the error.
        month: YYYY-MM, where there is no record to tell it.
    """
    if record is None:
        return Failure(definition, month, "not run", masked(store, "", reason))

    def hide(text: str) -> str:
        return masked(store, record.snapshot, text)

    failed = next((notebook for notebook in record.notebooks if notebook.outcome not in _FINE), None)
    folder = store.runs_folder / record.id
    return Failure(
        definition,
        record.month,
        record.outcome or record.status,
        hide(reason or record.reason),
        record.id,
        failed.name if failed else "",
        failed.cell if failed else 0,
        hide(_source(folder, failed)) if failed else "",
        tuple(hide(_tail(folder / runs.LOG)).splitlines()),
        record.retries,
    )


def _source(folder: Path, failed: NotebookRecord) -> str:
    """The source of the failed cell; papermill has put two cells more into the executed notebook."""
    path = folder / EXECUTED / f"{failed.name}.ipynb"
    cells: list[dict[str, Any]] = chapters.read(path)["cells"] if path.exists() else []
    marked = [cell for cell in cells if cell["metadata"].get("papermill", {}).get("status") == "failed"]
    text = "".join(marked[0]["source"]) if marked else ""
    return "\n".join(text.splitlines()[:SOURCE_LINES])


def _tail(log: Path) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_BYTES))
        text = file.read().decode("utf-8", "replace")
    return "\n".join(shorten(line, LINE) for line in text.splitlines()[-LOG_LINES:])


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
