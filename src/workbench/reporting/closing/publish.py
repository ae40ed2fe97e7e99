"""A month is published whole or not at all, in two places that may lie on two disks.

``OUT/YYYY-MM/`` is for executives, ``STORE/memory/YYYY-MM/`` is the customer memory. Both
are staged in the run's folder, and then

1. copied beside their places, as ``.YYYY-MM.new-<run>``: a full disk or a folder that is
   read-only is met here, when nothing has been touched;
2. a commit marker is written into the run's folder: from here on the month is published,
   even if this process dies;
3. each place is swapped by two renames (old month aside, new month in), the index is
   written again, and the marker goes.

Every step can be done twice. The next command finds the marker of a run that died and
finishes its publication (``repair``); without a marker, what lies beside is swept away.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.memory.month import Month
from workbench.memory.store import Store
from workbench.reporting.closing import runs
from workbench.reporting.files import copy_folder, explained, sync_folder, write_whole

MANIFEST = "manifest.json"
REPORT = "report.html"
STAGED = "staged"
PLACES = ("memory", "report")


@dataclass(frozen=True)
class Publication:
    """What is published where.

    Args:
        run: the id of the run that made it.
        month: the month it closes.
        out: the absolute folder of the published reports.
        places: where it goes; a report that is no customer memory goes to "report" only.
    """

    run: str
    month: str
    out: str
    places: tuple[str, ...] = PLACES


def staging(run_folder: Path, place: str) -> Path:
    """The folder in which a run stages what goes to a place: "memory" or "report"."""
    folder = run_folder / STAGED / place
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def prepare(store: Store, publication: Publication) -> None:
    """Copy what is staged beside its places; WorkbenchError if one of them cannot take it."""
    for place in publication.places:
        final = _final(store, publication, place)
        with _or_swept(store, publication), explained(f"cannot publish {publication.month}", final.parent):
            final.parent.mkdir(parents=True, exist_ok=True)
            _sweep(final)
            copy_folder(_staged(store, publication, place), _beside(final, "new", publication.run))


def commit(store: Store, publication: Publication) -> None:
    """Write the marker: from here on the publication will be finished, by us or by the next command."""
    with _or_swept(store, publication), explained(f"cannot publish {publication.month}", store.runs_folder):
        write_whole(_marker(store, publication.run), json.dumps(asdict(publication), indent=2))


def finish(store: Store, publication: Publication) -> None:
    """Swap both places and write the index; may be done again after a crash at any point."""
    from workbench.reporting.history import attempts
    from workbench.reporting.page import index

    for place in publication.places:
        final = _final(store, publication, place)
        with explained(f"cannot publish {publication.month}", final.parent):
            swap(_staged(store, publication, place), final, publication.run)
    with explained("cannot write the list of months", Path(publication.out)):
        attempts.forget(Path(publication.out), publication.month)
        index.write(Path(publication.out))


def close(store: Store, run: str) -> None:
    """Remove the marker and what the run no longer needs; its record and its log stay."""
    _marker(store, run).unlink(missing_ok=True)
    for folder in (store.runs_folder / run).iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)


def repair(store: Store) -> list[str]:
    """Finish the publications of runs that died after their commit; returns the months.

    Raises WorkbenchError if one cannot be finished, with what hinders it and how to give it up.
    """
    months = []
    for marker in sorted(store.runs_folder.glob(f"*/{runs.COMMIT}")):
        publication = Publication(**json.loads(marker.read_text(encoding="utf-8")))
        try:
            finish(store, publication)
        except WorkbenchError as error:
            what = f"an earlier run died while it published {publication.month}, and that cannot be finished"
            do = f"{error.do}; or give that publication up: delete {marker}"
            raise WorkbenchError(what, where=error.where, value=error.what, do=do) from error
        runs.mark_finished(marker.parent)
        close(store, publication.run)
        months.append(publication.month)
    return months


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a published month; empty if there is none."""
    path = folder / MANIFEST
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def published(report: Path, memory: Path | None) -> dict[str, Any]:
    """The manifest of a month's report; empty if the page is missing or the memory is of another run.

    Args:
        report: the month's folder among the reports.
        memory: the month's folder in the store; None for a report that is no customer memory.
    """
    found = manifest(report)
    same = memory is None or manifest(memory).get("run") == found.get("run")
    return found if same and (report / REPORT).exists() else {}


def swap(staged: Path, final: Path, run: str) -> None:
    """Put the copy that lies beside ``final`` in its place, unless it is there already."""
    new, old = _beside(final, "new", run), _beside(final, "old", run)
    if manifest(final).get("run") != run:
        if not new.exists():  # someone removed it between the crash and the repair
            final.parent.mkdir(parents=True, exist_ok=True)
            copy_folder(staged, new)
        if final.exists():
            final.rename(old)
        new.rename(final)
        sync_folder(final.parent)
    for rest in (new, old):
        shutil.rmtree(rest, ignore_errors=True)


@contextmanager
def _or_swept(store: Store, publication: Publication) -> Iterator[None]:
    """Remove the copies beside the places if the block cannot be done."""
    try:
        yield
    except WorkbenchError:
        for place in publication.places:
            shutil.rmtree(_beside(_final(store, publication, place), "new", publication.run), ignore_errors=True)
        raise


def _sweep(final: Path) -> None:
    """Remove what runs without a marker left beside a place; bring an old month back that stands alone."""
    for old in final.parent.glob(f".{final.name}.old-*"):
        if final.exists():
            shutil.rmtree(old)
        else:
            old.rename(final)
    for new in final.parent.glob(f".{final.name}.new-*"):
        shutil.rmtree(new)


def _final(store: Store, publication: Publication, place: str) -> Path:
    month = Month.parse(publication.month)
    return store.month_folder(month) if place == "memory" else Path(publication.out) / publication.month


def _staged(store: Store, publication: Publication, place: str) -> Path:
    return store.runs_folder / publication.run / STAGED / place


def _beside(final: Path, state: str, run: str) -> Path:
    return final.with_name(f".{final.name}.{state}-{run}")


def _marker(store: Store, run: str) -> Path:
    return store.runs_folder / run / runs.COMMIT
