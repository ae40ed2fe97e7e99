"""Running the notebooks of a plan: check, chapters side by side, figures, summary."""

from pathlib import Path
from typing import TextIO

from workbench import memory
from workbench.errors import BadParameter
from workbench.memory.handover import FIGURES
from workbench.reporting import chapters, collect, commentary_check, customers, figures, parameters, pool
from workbench.reporting.collect import Chapter
from workbench.reporting.parameters import Value
from workbench.reporting.plan import Plan
from workbench.reporting.progress import Step, Tell
from workbench.reporting.runs import NotebookRecord, Run
from workbench.reporting.warm import Kernels

EXECUTED = "executed"
OUTPUT = "output"


def checked(plan: Plan) -> dict[str, dict[str, Value]]:
    """What each notebook gets of the given parameters, by the notebook's name.

    Raises BadParameter or NotReady before any kernel starts: a parameter that is unknown
    or ill-typed, a month that the data cannot carry.
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
    names = [notebook.stem for notebook in chapters.find(plan.notebooks[0].parent)]
    seen = memory.open_month(str(plan.month), store=str(plan.store.folder), snapshot=plan.meta.id)
    with seen.snapshot:
        commentary_check.require_fit(plan.store, plan.month, names, seen.snapshot)
    return given


def run(
    plan: Plan, given: dict[str, dict[str, Value]], run: Run, tell: Tell, warm: Kernels | None = None
) -> list[Chapter]:
    """Run the notebooks and return what they say, in the order of their numbers.

    In the run's folder lie then the executed notebooks, ``output/`` with what they handed
    over and the figures of the chapters, and the log.
    """
    for folder in (EXECUTED, OUTPUT):
        (run.folder / folder).mkdir()
    summaries = [notebook for notebook in plan.notebooks if chapters.is_summary(notebook)]
    others = [notebook for notebook in plan.notebooks if not chapters.is_summary(notebook)]
    with run.log.open("a", encoding="utf-8") as log:
        said = _run_some(plan, others, given, run, log, tell, warm)
        if others:
            customers.write(figures.figures(str(plan.month), said), run.folder / OUTPUT / FIGURES)
        return _run_some(plan, summaries, given, run, log, tell, warm) + said


def _run_some(
    plan: Plan,
    notebooks: list[Path],
    given: dict[str, dict[str, Value]],
    run: Run,
    log: TextIO,
    tell: Tell,
    warm: Kernels | None,
) -> list[Chapter]:
    def told(step: Step) -> None:
        if step.retried:
            run.retried(f"{step.name}: {step.retried}")
        if step.cells == 0:  # the start and the end of a notebook, not each of its cells
            run.note(NotebookRecord(step.name, step.outcome, round(step.seconds, 2), step.cell, step.reason))
        tell(step)

    jobs = [_job(plan, notebook, given[notebook.stem], run) for notebook in notebooks]
    pool.run_all(jobs, log, told, warm=warm)
    return [collect.chapter(job.name, chapters.read(job.executed)) for job in jobs]


def _job(plan: Plan, notebook: Path, given: dict[str, Value], run: Run) -> pool.Job:
    pinned: dict[str, Value] = {
        "month": str(plan.month),
        "store": str(plan.store.folder.resolve()),
        "snapshot": plan.meta.id,
        "output": str((run.folder / OUTPUT).resolve()),
    }
    executed = (run.folder / EXECUTED / notebook.name).resolve()
    return pool.Job(notebook, executed, {**pinned, **given}, plan.request.timeout)
