"""A month is published whole or not at all, wherever a crash comes."""

import datetime as dt
import itertools
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import WorkbenchError
from workbench.memory.store import Store
from workbench.reporting.closing import publish, runs
from workbench.reporting.closing.publish import Publication


class Crash(BaseException):
    """Stands for a kill at this very point."""


def stage(store: Store, out: Path, run: str, text: str) -> Publication:
    """A run of September 2026 with both halves staged, and a record."""
    folder = store.runs_folder / run
    about = {"month": "2026-09", "run": run, "closed_at": "2026-10-02", "snapshot": "s", "key_figures": []}
    for place in ("memory", "report"):
        staged = publish.staging(folder, place)
        (staged / publish.MANIFEST).write_text(json.dumps(about))
        (staged / publish.REPORT).write_text(text)
    record = runs.RunRecord(run, "month", "2026-09", "s", dt.datetime(2026, 10, 2))
    (folder / runs.RECORD).write_bytes(runs._RECORD.dump_json(record))
    return Publication(run, "2026-09", str(out))


def both(store: Store, out: Path) -> tuple[str, str]:
    """What stands in the two places."""
    places = store.folder / "memory" / "2026-09", out / "2026-09"
    return tuple((place / publish.REPORT).read_text() if place.exists() else "nothing" for place in places)


def publish_all(store: Store, publication: Publication) -> None:
    publish.prepare(store, publication)
    publish.commit(store, publication)
    publish.finish(store, publication)
    publish.close(store, publication.run)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def hidden(store: Store, out: Path) -> list[str]:
    return [path.name for folder in (store.folder / "memory", out) for path in folder.glob(".*")]


def test_a_month_appears_in_both_places_and_in_the_list(store: Store, out: Path) -> None:
    publish_all(store, stage(store, out, "r1", "first"))
    assert both(store, out) == ("first", "first")
    assert "2026-09/report.html" in (out / "index.html").read_text()
    assert hidden(store, out) == [] and publish.repair(store) == []
    assert sorted(path.name for path in (store.runs_folder / "r1").iterdir()) == ["run.json"]


def test_a_later_run_replaces_the_month(store: Store, out: Path) -> None:
    publish_all(store, stage(store, out, "r1", "first"))
    publish_all(store, stage(store, out, "r2", "second"))
    assert both(store, out) == ("second", "second") and hidden(store, out) == []


def crashes(monkeypatch: pytest.MonkeyPatch, store: Store, publication: Publication, after: int) -> bool:
    """Publish with a process that dies at its ``after``-th call to the file system; whether it got that far."""
    calls = 0

    def mortal(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls >= after:  # a dead process does nothing more, no cleaning up either
                raise Crash
            return function(*args, **kwargs)

        return call

    with monkeypatch.context() as patch:
        for name in ("rename", "replace", "mkdir", "unlink"):
            patch.setattr(Path, name, mortal(getattr(Path, name)))
        patch.setattr("os.fsync", mortal(os.fsync))
        for name in ("copytree", "rmtree"):
            patch.setattr(shutil, name, mortal(getattr(shutil, name)))
        try:
            publish_all(store, publication)
        except Crash:
            return True
    return False


def test_a_crash_at_any_call_leaves_the_old_month_or_the_new_one_in_both_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for after in itertools.count(1):
        store, out = Store(tmp_path / f"store-{after}"), tmp_path / f"out-{after}"
        publish_all(store, stage(store, out, "r1", "first"))
        if not crashes(monkeypatch, store, stage(store, out, "r2", "second"), after):
            break
        committed, shown = (store.runs_folder / "r2" / runs.COMMIT).exists(), both(store, out)
        assert committed or shown in [("first", "first"), ("second", "second")], after
        assert publish.repair(store) == (["2026-09"] if committed else []), after
        assert both(store, out) == (("second", "second") if committed else shown), after
        publish_all(store, stage(store, out, "r3", "third"))
        assert both(store, out) == ("third", "third") and hidden(store, out) == [], after
    assert after > 20


def test_a_repair_makes_the_record_true_and_needs_no_copy_that_was_lost(store: Store, out: Path) -> None:
    publication = stage(store, out, "r1", "first")
    publish.commit(store, publication)  # died right after, and someone swept the copies away
    assert runs.read(store.runs_folder / "r1").status == "died"
    assert publish.repair(store) == ["2026-09"]
    record = runs.read(store.runs_folder / "r1")
    assert (record.status, record.exit_code) == ("done", 0) and "later command" in record.reason
    assert both(store, out) == ("first", "first")


def test_an_old_month_that_stands_alone_comes_back_to_its_place(store: Store, out: Path) -> None:
    publish_all(store, stage(store, out, "r1", "first"))
    (out / "2026-09").rename(out / ".2026-09.old-r0")  # its run's folder was deleted by hand
    publish.prepare(store, stage(store, out, "r2", "second"))
    assert both(store, out) == ("first", "first")


def test_a_place_that_cannot_take_it_is_met_before_anything_is_touched(store: Store, out: Path) -> None:
    publish_all(store, stage(store, out, "r1", "first"))
    blocked = out.parent / "file"
    blocked.write_text("not a folder")
    with pytest.raises(WorkbenchError) as caught:
        publish.prepare(store, stage(store, blocked, "r2", "second"))
    assert "cannot publish 2026-09" in caught.value.what and caught.value.do
    assert both(store, out) == ("first", "first") and hidden(store, out) == [] and publish.repair(store) == []


def test_a_repair_that_cannot_be_done_says_how_to_give_it_up(store: Store, out: Path) -> None:
    publication = stage(store, out, "r1", "first")
    publish.commit(store, publication)
    out.write_text("a file stands where the reports were")
    with pytest.raises(WorkbenchError) as caught:
        publish.repair(store)
    assert "died while it published 2026-09" in caught.value.what
    assert str(store.runs_folder / "r1" / runs.COMMIT) in caught.value.do
