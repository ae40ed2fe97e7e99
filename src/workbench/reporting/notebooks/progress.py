"""What is told while notebooks run, and how it is shown on a terminal or in a scheduler's log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

AS_BEFORE = "as before"


@dataclass(frozen=True)
class Step:
    """How far a notebook is: told before each cell, and once at its end.

    Args:
        name: the notebook's name.
        outcome: "running", "done", "as before" if it need not run, or the kind of its failure.
        cell: position of the cell, from 1; 0 before the first.
        cells: how many there are.
        seconds: how long the notebook took; known at its end.
        reason: why it failed.
        retried: why it is started once more.
    """

    name: str
    outcome: str
    cell: int = 0
    cells: int = 0
    seconds: float = 0.0
    reason: str = ""
    retried: str = ""


Tell = Callable[[Step], None]


@contextmanager
def shown(console: Console) -> Iterator[Tell]:
    """Tell steps to a person: moving bars on a terminal, a line at each notebook's end elsewhere."""
    if not console.is_terminal:
        yield lambda step: _line(console, step)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, TaskID] = {}
        yield lambda step: _bar(progress, tasks, step)


def _line(console: Console, step: Step) -> None:
    if step.outcome == AS_BEFORE:
        console.print(f"{step.name}: {AS_BEFORE}", markup=False)
    elif step.outcome != "running":
        console.print(f"{step.name}: {step.outcome}, {step.seconds:.1f} s", markup=False)


def _bar(progress: Progress, tasks: dict[str, TaskID], step: Step) -> None:
    if step.name not in tasks:
        tasks[step.name] = progress.add_task(escape(step.name), total=None, state="starting")
    task = tasks[step.name]
    if step.outcome == "running":
        state = f"cell {step.cell} of {step.cells}" if step.cells else "starting"
        progress.update(task, completed=max(0, step.cell - 1), total=step.cells or None, state=state)
        return
    progress.update(task, total=1, completed=1, state=step.outcome)
    progress.stop_task(task)
