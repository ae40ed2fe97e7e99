import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from small_source import good_source, load

from workbench.errors import BadParameter, NotReady, WorkbenchError
from workbench.memory import store as stores
from workbench.memory.month import Month
from workbench.memory.schema import SCHEMA_VERSION
from workbench.memory.store import Store


def test_the_store_named_wins_then_the_environment_then_the_nearest_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    near, named, other = tmp_path / "data" / "store", tmp_path / "named", tmp_path / "other"
    inside = tmp_path / "notebooks" / "deep"
    for folder in (near, named, other, inside):
        folder.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert stores.find().folder == near
    monkeypatch.setenv(stores.ENVIRONMENT, str(other))
    assert stores.find().folder == other
    assert stores.find(named).folder == named


def test_without_a_store_the_advice_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotReady, match="no store here") as caught:
        stores.find()
    assert "workbench ingest" in caught.value.do
    with pytest.raises(BadParameter, match="no such store"):
        stores.find("nowhere")


def test_a_load_may_name_a_store_that_does_not_exist_but_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert stores.find_or_new("new").folder == Path("new")
    assert stores.find_or_new().folder == stores.USUAL
    Path("file").touch()
    with pytest.raises(BadParameter, match="no folder"):
        stores.find_or_new("file")


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    assert Store(tmp_path).current_id() == ""
    assert Store(tmp_path).snapshots() == ()
    with pytest.raises(NotReady, match="holds no data yet"):
        Store(tmp_path).current()


def test_the_description_of_a_snapshot_reads_back(tmp_path: Path) -> None:
    report = load(good_source(tmp_path / "source"), tmp_path / "store")
    store = Store(tmp_path / "store")
    meta = store.current()
    assert (meta,) == store.snapshots()
    assert meta.id == report.snapshot == store.current_id()
    assert meta.id.endswith(f"Z-{meta.content_hash[:8]}")
    assert meta.source == str(tmp_path / "source")
    assert (meta.parent, meta.schema_version, meta.rejected) == ("", SCHEMA_VERSION, 0)
    assert (meta.rows["customers"], meta.rows["transactions"], meta.rows["feedback"]) == (3, 3, 0)
    assert (meta.data_from, meta.data_to) == (dt.date(2024, 1, 5), dt.date(2024, 3, 9))


def test_an_unknown_or_damaged_snapshot_is_named(tmp_path: Path) -> None:
    load(good_source(tmp_path / "source"), tmp_path / "store")
    store = Store(tmp_path / "store")
    for wrong in ("20240101T000000Z-00000000", "../store", ""):
        with pytest.raises(BadParameter, match="no such snapshot"):
            store.meta(wrong)
    store.meta_file(store.current_id()).write_text("{}")
    with pytest.raises(BadParameter, match="description is damaged"):
        store.current()


def test_a_pointer_to_nothing_says_how_to_set_it_right(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.pointer.write_text("20240101T000000Z-00000000\n")
    with pytest.raises(WorkbenchError, match="the pointer names a snapshot that is not there") as caught:
        store.current()
    assert caught.value.where == str(store.pointer)


def test_closed_months_are_those_with_a_manifest(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name in ("2024-02", "2024-01", ".2024-03.new-run"):
        (tmp_path / "memory" / name).mkdir(parents=True)
        (tmp_path / "memory" / name / "manifest.json").write_text("{}")
    (tmp_path / "memory" / "2024-04").mkdir()
    assert store.closed_months() == (Month(2024, 1), Month(2024, 2))
    assert store.month_folder(Month(2024, 1)) == tmp_path / "memory" / "2024-01"


def test_another_version_of_the_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    load(good_source(tmp_path / "source"), tmp_path / "store")
    store = Store(tmp_path / "store")
    meta = store.current()
    stores.require_readable(meta, store)
    with pytest.raises(NotReady, match="older version") as caught:
        stores.require_readable(replace(meta, schema_version=SCHEMA_VERSION - 1), store)
    assert f"workbench migrate --store {store.folder}" in caught.value.do
    with pytest.raises(NotReady, match="newer version") as caught:
        stores.require_readable(replace(meta, schema_version=SCHEMA_VERSION + 1), store)
    assert "upgrade" in caught.value.do


def test_a_snapshot_is_read_only_and_has_no_log_beside_it(tmp_path: Path) -> None:
    load(good_source(tmp_path / "source"), tmp_path / "store")
    store = Store(tmp_path / "store")
    path = store.snapshot_file(store.current_id())
    assert path.stat().st_mode & 0o222 == 0
    assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.stem}.json"}
