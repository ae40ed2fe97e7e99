"""Running the notebooks of a plan: check, chapters side by side, figures, summary."""

from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from workbench import memory
from workbench.errors import BadParameter
from workbench.memory.handover import FIGURES
from workbench.reporting.closing import collect, customers, figures, kept
from workbench.reporting.closing.collect import Chapter
from workbench.reporting.closing.plan import Plan
from workbench.reporting.closing.runs import NotebookRecord, Run
from workbench.reporting.commentary import check as commentary_check
from workbench.reporting.files import explained
from workbench.reporting.notebooks import chapters, parameters, pool
from workbench.reporting.notebooks.parameters import Value
from workbench.reporting.notebooks.progress import AS_BEFORE, Step, Tell
from workbench.reporting.notebooks.warm import Kernels
from workbench.show.chapters import targets

EXECUTED = "executed"
OUTPUT = "output"


def checked(plan: Plan) -> dict[str, dict[str, Value]]:
    """What each notebook gets of the given parameters, by the notebook's name.

    Raises BadParameter or NotReady before any kernel starts: a parameter that is unknown
    or ill-typed, a target of no key number, a month that the data cannot carry.
    """
    signatures = {}
    for notebook in plan.notebooks:
        signature = parameters.signature(notebook)
        chapters.require_pinned(notebook.stem, signature)
        signatures[notebook.stem] = {name: p for name, p in signature.items() if name not in chapters.PINNED}
    for name in plan.request.parameters:
        if name in chapters.PINNED:
            raise BadParameter("the report sets this parameter", where=f"-p {name}", do="use the option of that name")
    given = parameters.check(plan.request.parameters, signatures)
    targets.read(str(plan.request.parameters.get("targets", "")))
    names = [notebook.stem for notebook in chapters.find(plan.notebooks[0].parent)]
    seen = memory.open_month(str(plan.month), store=str(plan.store.folder), snapshot=plan.meta.id)
    with seen.snapshot:
        commentary_check.require_fit(plan.store, plan.month, names, seen.snapshot)
    return given


def run(
    plan: Plan, given: dict[str, dict[str, Value]], run: Run, tell: Tell, warm: Kernels | None = None
) -> list[Chapter]:
    """Run the notebooks that have to, and return what all of them say, in the order of their numbers.

    In the run's folder lie then the executed notebooks, ``output/`` with what they handed
    over and the figures of the chapters, and the log.
    """
    for folder in (EXECUTED, OUTPUT):
        (run.folder / folder).mkdir()
    summaries = [notebook for notebook in plan.notebooks if chapters.is_summary(notebook)]
    others = [notebook for notebook in plan.notebooks if not chapters.is_summary(notebook)]
    with run.log.open("a", encoding="utf-8") as log:
        desk = _Desk(plan, given, run, tell, warm, log)
        said = desk.have(others)
        if others:
            customers.write(figures.figures(str(plan.month), said), desk.output / FIGURES)
        return desk.have(summaries) + said


@dataclass(frozen=True)
class _Desk:
    """Where the notebooks of a run are worked on."""

    plan: Plan
    given: dict[str, dict[str, Value]]
    run: Run
    tell: Tell
    warm: Kernels | None
    log: TextIO

    @property
    def output(self) -> Path:
        """What the notebooks hand over."""
        return (self.run.folder / OUTPUT).resolve()

    @property
    def executed(self) -> Path:
        """The executed notebooks."""
        return (self.run.folder / EXECUTED).resolve()

    def have(self, notebooks: list[Path]) -> list[Chapter]:
        """What these notebooks say: those whose kept result still holds are not run."""
        verdicts = [kept.judge(self.plan, notebook, self.output / FIGURES) for notebook in notebooks]
        for verdict in verdicts:
            if verdict.kept:
                self._take(verdict.notebook.stem, verdict.kept)
        jobs = [self._job(verdict.notebook) for verdict in verdicts if not verdict.kept]
        pool.run_all(jobs, self.log, self._told, warm=self.warm)
        return [collect.chapter(one.stem, chapters.read(self.executed / one.name)) for one in notebooks]

    def _take(self, name: str, found: kept.Kept) -> None:
        with explained("cannot take what was kept of an earlier run", self.run.folder):
            self.run.note(kept.take(self.plan, name, found, self.executed, self.output))
        self.tell(Step(name, AS_BEFORE, seconds=found.seconds))

    def _told(self, step: Step) -> None:
        if step.retried:
            self.run.retried(f"{step.name}: {step.retried}")
        if step.cells == 0:  # the start and the end of a notebook, not each of its cells
            self.run.note(NotebookRecord(step.name, step.outcome, round(step.seconds, 2), step.cell, step.reason))
        self.tell(step)

    def _job(self, notebook: Path) -> pool.Job:
        pinned: dict[str, Value] = {
            "month": str(self.plan.month),
            "store": str(self.plan.store.folder.resolve()),
            "snapshot": self.plan.meta.id,
            "output": str(self.output),
        }
        parameters = {**pinned, **self.given[notebook.stem]}
        return pool.Job(notebook, self.executed / notebook.name, parameters, self.plan.request.timeout)
