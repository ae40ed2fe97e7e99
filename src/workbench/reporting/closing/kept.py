"""Results of chapters that are kept with a closed month: what did not change is not run again.

A chapter's result depends on

    its notebook, its parameters, the data, the settings, the chapters' code, versions of packages;
    earlier months, if it asks for them; and what the chapters found, if it is the summary.

Each has a hash. If all are what they were when the month was last closed, the executed notebook
and what it handed over are taken as they are, otherwise the names that differ are the reason it
runs again. Results come from published months only, so none of a failed run is ever used, and
a file that is not byte for byte what was kept is not used either.

They lie in the store as ``memory/<month>/chapters/``, for the months closed last.
"""

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from workbench.memory.store import Store
from workbench.reporting.closing import fingerprint
from workbench.reporting.closing.plan import Plan
from workbench.reporting.closing.runs import NotebookRecord, Run
from workbench.reporting.notebooks import chapters

FOLDER = "chapters"
RECORD = "chapters.json"
MONTHS = 3
# What a notebook asks the memory for that another month's closing has left.
OF_EARLIER_MONTHS = ("closed_customers", "known_since", "reported_figures", "reported_models")
_COMMON = ("data", "settings", "the chapters' code")


@dataclass(frozen=True)
class Kept:
    """The result of a chapter.

    Args:
        run: the run that made it.
        seconds: how long the notebook took then.
        depends: the name and hash of all it depends on.
        files: its files by name, with the hash of each.
    """

    run: str
    seconds: float
    depends: dict[str, str]
    files: dict[str, str]


@dataclass(frozen=True)
class Verdict:
    """Whether a notebook has to run: its kept result if not, else why."""

    notebook: Path
    kept: Kept | None
    why: str = ""


_KEPT = TypeAdapter(dict[str, Kept])


def judge(plan: Plan, notebook: Path, figures: Path | None = None) -> Verdict:
    """Whether a notebook of a plan has to run.

    Args:
        figures: the file of the figures that the run's chapters found; the summary depends on it.
    """
    if plan.request.force:
        return Verdict(notebook, None, "asked for by --force")
    folder = _folder(plan)
    try:
        found = _read(folder).get(notebook.stem)
    except ValidationError:
        return Verdict(notebook, None, "the record of kept results is damaged")
    if found is None:
        return Verdict(notebook, None, "no result of it was kept")
    names = fingerprint.changed(found.depends, depends(plan, notebook, figures))
    if names:
        return Verdict(notebook, None, f"{', '.join(names)} changed")
    if any(fingerprint.file_hash(folder / name) != sha256 for name, sha256 in found.files.items()):
        return Verdict(notebook, None, "its kept result is damaged")
    return Verdict(notebook, found)


def in_words(verdicts: Sequence[Verdict]) -> str:
    """What runs again and why; empty if all run and the reason is the month's own.

    >>> old = Kept("r1", 2.0, {}, {})
    >>> in_words([Verdict(Path("01_a.ipynb"), old), Verdict(Path("02_b.ipynb"), None, "its notebook changed")])
    '02_b runs again: its notebook changed. 1 chapter as before.'
    """
    before = sum(verdict.kept is not None for verdict in verdicts)
    if not before and not any(verdict.why.endswith("damaged") for verdict in verdicts):
        return ""
    again = [f"{verdict.notebook.stem} runs again: {verdict.why}." for verdict in verdicts if not verdict.kept]
    return " ".join([*again, f"{before} chapter{'' if before == 1 else 's'} as before."])


def depends(plan: Plan, notebook: Path, figures: Path | None = None) -> dict[str, str]:
    """All a notebook's result depends on: name and hash."""
    whole, text = plan.fingerprint, _code(notebook)
    given = {name: value for name, value in plan.request.parameters.items() if name in text}
    found = {
        "the month": str(plan.month),
        "its notebook": whole[f"notebook {notebook.stem}"],
        "its parameters": fingerprint.text_hash(given),
        **{name: whole[name] for name in _COMMON},
        **{f"the version of {name}": text for name, text in fingerprint.versions().items()},
    }
    if any(name in text for name in OF_EARLIER_MONTHS):
        found |= {"earlier months": whole["earlier months"], "the snapshot": plan.meta.id}
    if chapters.is_summary(notebook) and figures:
        found["what the chapters found"] = fingerprint.file_hash(figures)
    return found


def take(plan: Plan, name: str, found: Kept, executed: Path, output: Path) -> NotebookRecord:
    """Put a kept result where its notebook would have put it; returns the record of how far it got."""
    for file in found.files:
        shutil.copyfile(_folder(plan) / file, (executed if file.endswith(".ipynb") else output) / file)
    return NotebookRecord(name, "done", found.seconds, kept_from=found.run)


def stage(plan: Plan, run: Run, results: tuple[Path, Path], figures: Path, target: Path) -> None:
    """Lay out the results of a run, so that they are published with the month.

    Args:
        results: the folders of the executed notebooks and of what they handed over.
        figures: the file of the figures that the chapters found.
        target: the folder to make.
    """
    executed, output = results
    target.mkdir()
    records = {record.name: record for record in run.record.notebooks}
    kept = {}
    for notebook in plan.notebooks:
        record = records[notebook.stem]
        (target / notebook.name).write_text(chapters.neutral_text(executed / notebook.name), encoding="utf-8")
        for handed in output.glob(f"{notebook.stem}.*"):
            shutil.copyfile(handed, target / handed.name)
        files = {path.name: fingerprint.file_hash(path) for path in target.glob(f"{notebook.stem}.*")}
        about = depends(plan, notebook, figures)
        kept[notebook.stem] = Kept(record.kept_from or run.record.id, record.seconds, about, files)
    (target / RECORD).write_bytes(_KEPT.dump_json(kept, indent=2))


def prune(store: Store, months: int = MONTHS) -> None:
    """Remove the kept results of all but the months closed last; what was reported of them stays."""
    folders = [store.month_folder(month) / FOLDER for month in store.closed_months()]
    there = sorted((folder for folder in folders if folder.exists()), key=_closed_at, reverse=True)
    for folder in there[months:]:
        shutil.rmtree(folder)


def _closed_at(folder: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(folder.parent.stat().st_mtime, dt.UTC)


def _folder(plan: Plan) -> Path:
    return plan.store.month_folder(plan.month) / FOLDER


def _read(folder: Path) -> dict[str, Kept]:
    record = folder / RECORD
    return _KEPT.validate_json(record.read_bytes()) if record.exists() else {}


def _code(notebook: Path) -> str:
    cells = chapters.read(notebook)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
