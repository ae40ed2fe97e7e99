"""Reports into a folder: whole or not at all."""

import itertools
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from delivering import manifest, publish_month

from workbench.memory.store import Store
from workbench.reporting import deliver
from workbench.reporting.deliver.channels import Folder


class Crash(BaseException):
    """Stands for a kill at this very point."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "store").mkdir()
    return Store(tmp_path / "store")


def put(store: Store, share: Path, run: str, out: Path) -> None:
    """A month of this run in the outbox."""
    channel = Folder(kind="folder", path=share)
    deliver.report(store, "board", [channel], publish_month(out / run, run), manifest(run))


def shown(share: Path) -> str:
    """The run whose report lies in the folder."""
    path = share / "board" / "2026-09" / "manifest.json"
    return str(json.loads(path.read_text())["run"]) if path.exists() else "nothing"


def test_a_month_appears_whole_and_a_later_run_replaces_it(store: Store, tmp_path: Path) -> None:
    share = tmp_path / "share"
    for run in ("r1", "r2"):
        put(store, share, run, tmp_path)
        [outcome] = deliver.flush(store)
        assert outcome.status == "sent" and shown(share) == run
    months = share / "board"
    assert [path.name for path in months.iterdir()] == ["2026-09"]
    assert (months / "2026-09" / "notebooks" / "00_executive_summary.ipynb").exists()
    assert not list((store.folder / "outbox").glob("*/report")), "what has arrived lies in the outbox no longer"


def test_a_folder_that_cannot_be_written_keeps_the_letter_waiting(store: Store, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.write_text("a file stands in the way")
    put(store, share, "r1", tmp_path)
    [outcome] = deliver.flush(store)
    assert outcome.status == "waiting" and "does not take it" in outcome.reason
    share.unlink()
    [outcome] = deliver.flush(store)
    assert outcome.status == "sent" and shown(share) == "r1"


def test_a_crash_at_any_point_leaves_a_whole_month_and_the_next_flush_brings_the_new_one(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for after in itertools.count(1):
        share = tmp_path / f"share-{after}"
        put(store, share, f"{after}-old", tmp_path)
        deliver.flush(store)
        put(store, share, f"{after}-new", tmp_path)
        crashed = _crashes(store, monkeypatch, after)
        assert shown(share) in (f"{after}-old", f"{after}-new") or _aside(share)
        deliver.flush(store)
        assert shown(share) == f"{after}-new"
        assert [path.name for path in (share / "board").iterdir()] == ["2026-09"]
        if not crashed:
            break
    assert after > 5


def _aside(share: Path) -> bool:
    """Whether the old month stands aside at this instant, both copies being whole."""
    return len(list((share / "board").glob(".2026-09.*/manifest.json"))) == 2


def _crashes(store: Store, monkeypatch: pytest.MonkeyPatch, after: int) -> bool:
    calls = 0

    def mortal(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls >= after:
                raise Crash
            return function(*args, **kwargs)

        return call

    with monkeypatch.context() as patch:
        for name in ("rename", "replace", "mkdir"):
            patch.setattr(Path, name, mortal(getattr(Path, name)))
        for name in ("copytree", "rmtree"):
            patch.setattr(shutil, name, mortal(getattr(shutil, name)))
        try:
            deliver.flush(store)
        except Crash:
            return True
    return False
