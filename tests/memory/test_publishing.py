import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from small_source import good_source, load, tree, write_source

from workbench.errors import WorkbenchError
from workbench.memory import publish, retention
from workbench.memory.store import Store, encode

NOW = dt.datetime(2026, 9, 30, 10, 15)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    load(good_source(tmp_path / "source"), tmp_path / "store")
    return Store(tmp_path / "store")


def test_ids_sort_by_time_even_if_the_clock_is_set_back(store: Store) -> None:
    current = store.current_id()
    behind = publish.new_id(store, dt.datetime(2000, 1, 1), "ffffffffff")
    assert behind > current
    assert behind.endswith("Z-ffffffff")
    ahead = publish.new_id(store, dt.datetime(2100, 1, 1), "0000000000")
    assert ahead == "21000101T000000Z-00000000"


def test_a_draft_that_is_not_published_leaves_nothing(store: Store) -> None:
    before = tree(store.folder)
    with publish.draft(store, store.current_id()) as path:
        assert path.read_bytes() == store.snapshot_file(store.current_id()).read_bytes()
        path.with_name(path.name + ".wal").touch()
        publish.scratch_file(path).touch()
        publish.spill_folder(path).mkdir()
    assert tree(store.folder) == before


def test_a_draft_with_an_unwritten_log_is_not_published(store: Store) -> None:
    meta = replace(store.current(), id="20990101T000000Z-00000000")
    current = store.current_id()
    with publish.draft(store, current) as path:
        path.with_name(path.name + ".wal").touch()
        with pytest.raises(WorkbenchError, match="was not closed"):
            publish.publish(store, path, meta)
    assert store.current_id() == current


def test_a_small_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "current"
    for content in (b"one", b"two"):
        publish.write(path, content)
        assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["current"]


def test_what_killed_loads_left_is_swept_and_nothing_else(store: Store) -> None:
    before = tree(store.folder)
    leftovers = [".load-1.duckdb", ".load-1.duckdb.wal", "20990101T000000Z-00000000.duckdb", ".load-2.json"]
    for name in (*leftovers, "20990101T000000Z-11111111.json"):
        (store.snapshots_folder / name).touch()
    (store.snapshots_folder / ".load-1.duckdb.tmp").mkdir()
    (store.snapshots_folder / ".load-1.duckdb.tmp" / "spilled").touch()
    (store.folder / ".load-current").touch()
    assert [meta.id for meta in store.snapshots()] == [store.current_id()]
    publish.sweep(store)
    assert tree(store.folder) == before


def test_a_load_sweeps_before_it_begins(store: Store, tmp_path: Path) -> None:
    (store.snapshots_folder / ".load-1.duckdb").touch()
    load(tmp_path / "source", store.folder)
    assert not (store.snapshots_folder / ".load-1.duckdb").exists()


def made(store: Store, day: int) -> str:
    """A snapshot of that day, as far as retention looks at it."""
    meta = replace(store.current(), id=f"2027{day:04d}T000000Z-00000000")
    store.snapshot_file(meta.id).touch()
    store.meta_file(meta.id).write_bytes(encode(meta))
    return meta.id


def test_the_newest_are_kept_and_those_in_force_in_a_closed_month_or_in_a_run_at_work(store: Store) -> None:
    in_force = store.current_id()
    closed, running, failed, *rest = [made(store, day) for day in range(1, 12)]
    for path, text in {
        "memory/2026-09/manifest.json": f'{{"snapshot": "{closed}"}}',
        "runs/1/run.json": f'{{"snapshot": "{running}", "status": "running"}}',
        "runs/2/run.json": f'{{"snapshot": "{failed}", "status": "failed"}}',
    }.items():
        (store.folder / path).parent.mkdir(parents=True)
        (store.folder / path).write_text(text)
    newest = rest[-retention.NEWEST :]
    assert retention.prune(store) == (failed, *rest[: -retention.NEWEST])
    assert [meta.id for meta in store.snapshots()] == [in_force, closed, running, *newest]
    assert retention.prune(store) == ()


def test_a_damaged_manifest_stops_the_removal_and_is_named(store: Store) -> None:
    for day in range(1, 12):
        made(store, day)
    path = store.folder / "memory" / "2026-09" / "manifest.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with pytest.raises(WorkbenchError, match="damaged") as caught:
        retention.prune(store)
    assert caught.value.where == str(path)
    assert len(store.snapshots()) == 12


def test_a_load_prunes(store: Store, tmp_path: Path) -> None:
    for number in range(retention.NEWEST + 1):
        load(write_source(tmp_path / "more", customers=[{"customer_id": f"D{number}"}]), store.folder)
    assert len(store.snapshots()) == retention.NEWEST
    assert store.current_id() == store.snapshots()[-1].id
