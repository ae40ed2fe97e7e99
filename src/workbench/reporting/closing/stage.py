"""What a run made, laid out as it will be published: the page, the notebooks, figures, customers, models.

Aggregates go to the report, a row per customer goes to the store only.
"""

import json
from pathlib import Path
from typing import Any

from workbench.memory.handover import CUSTOMERS, FIGURES
from workbench.memory.models import MODELS
from workbench.reporting.closing import customers, figures, fingerprint, kept, manifest, models, publish
from workbench.reporting.closing.collect import Chapter
from workbench.reporting.closing.perform import EXECUTED, OUTPUT
from workbench.reporting.closing.plan import Plan, pages
from workbench.reporting.closing.runs import Run
from workbench.reporting.commentary import placed as commentary
from workbench.reporting.files import explained
from workbench.reporting.notebooks import chapters, pictures
from workbench.reporting.page import report as page


def month(plan: Plan, run: Run, said: list[Chapter]) -> None:
    """Stage both halves of a closed month in the run's folder."""
    with explained("cannot write the report", run.folder):
        report, memory = (publish.staging(run.folder, place) for place in ("report", "memory"))
        found = figures.figures(str(plan.month), said)
        executed, output = run.folder / EXECUTED, run.folder / OUTPUT
        customers.join(output, memory / CUSTOMERS)
        models.join(output, memory / MODELS)
        hashes = {
            "customers": fingerprint.file_hash(memory / CUSTOMERS),
            "models": fingerprint.file_hash(memory / MODELS),
        }
        about = manifest.describe(plan, run, found) | hashes
        _write_pages(plan, said, about, report)
        _copy_notebooks(executed, report / "notebooks")
        kept.stage(plan, run, (executed, output), output / FIGURES, memory / kept.FOLDER)
        customers.write(found, memory / FIGURES)
        for folder in (report, memory):
            (folder / publish.MANIFEST).write_text(json.dumps(about, indent=2), encoding="utf-8")


def chapter(plan: Plan, run: Run, said: list[Chapter]) -> Path:
    """Write the page of a single chapter into the run's folder; returns its path."""
    about = manifest.describe(plan, run, figures.figures(str(plan.month), said))
    with explained("cannot write the page", run.folder):
        _write_pages(plan, said, about, run.folder)
    return run.folder / publish.REPORT


def _write_pages(plan: Plan, said: list[Chapter], about: dict[str, Any], folder: Path) -> None:
    """The same report once a language."""
    for language, name in pages(plan.request.languages).items():
        told = commentary.placed(said, plan.store, plan.month, language)
        (folder / name).write_text(page.render(plan.month, told, about, language), encoding="utf-8")


def _copy_notebooks(source: Path, target: Path) -> None:
    target.mkdir()
    for path in sorted(source.glob("*.ipynb")):
        text = json.dumps(pictures.drawn(chapters.neutral(chapters.read(path))), indent=1, ensure_ascii=False)
        (target / path.name).write_text(text + "\n", encoding="utf-8")
