"""A snapshot held open: one state of the store, whatever is loaded meanwhile."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from small_source import CUSTOMERS, TRANSACTIONS, good_source, load, write_source

from workbench.errors import BadParameter, NotReady
from workbench.memory import Month, Snapshot, Store
from workbench.memory.store import encode

LATER = {"transaction_id": "T9", "customer_id": "C2", "occurred_at": "2024-04-30 10:00:00", "revenue": "5"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    load(good_source(tmp_path / "source"), tmp_path / "store")
    return tmp_path / "store"


def load_more(store: Path) -> None:
    source = write_source(store.parent / "more", customers=CUSTOMERS, transactions=[*TRANSACTIONS, LATER])
    load(source, store)


def lines(snapshot: Snapshot) -> int:
    return int(snapshot.sql("SELECT count(*) AS n FROM transactions")["n"].item())


def test_a_reader_keeps_its_snapshot_while_another_is_loaded(store: Path) -> None:
    with Snapshot.open(store) as before:
        load_more(store)
        with Snapshot.open(store) as after:
            assert (lines(before), lines(after)) == (3, 4)
            assert before.id < after.id
    with Snapshot.open(store, before.id) as again:
        assert lines(again) == 3


def test_a_query_takes_thresholds_from_the_settings_unless_given(store: Path) -> None:
    (store / "workbench.toml").write_text("dormant_days = 20\nlost_days = 30\nnew_days = 5\n")
    with Snapshot.open(store) as snapshot:
        as_of = dt.date(2024, 4, 1)
        states = snapshot.query("customer_states", as_of=as_of).set_index("customer_id")["state"]
        assert states.to_dict() == {"C1": "dormant", "C2": "lost", "C3": "target"}
        states = snapshot.query("customer_states", as_of=as_of, lost_days=61).set_index("customer_id")["state"]
        assert states["C2"] == "dormant"


def test_a_query_without_its_date_is_refused(store: Path) -> None:
    with Snapshot.open(store) as snapshot, pytest.raises(BadParameter, match="as_of"):
        snapshot.query("customer_features")


def test_an_sql_text_takes_parameters_and_changes_nothing(store: Path) -> None:
    with Snapshot.open(store) as snapshot:
        found = snapshot.sql("SELECT region FROM customers WHERE customer_id = $customer", {"customer": "C1"})
        assert found["region"].tolist() == ["North"]
        with pytest.raises(duckdb.Error):
            snapshot.sql("DELETE FROM customers")


def test_threads_may_share_a_snapshot(store: Path) -> None:
    with Snapshot.open(store) as snapshot, ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: lines(snapshot), range(20))) == [3] * 20


def test_it_knows_its_latest_full_month(store: Path) -> None:
    with Snapshot.open(store) as snapshot:
        assert snapshot.latest_full_month() == Month(2024, 2)
    load_more(store)
    with Snapshot.open(store) as snapshot:
        assert snapshot.latest_full_month() == Month(2024, 4)


def test_without_an_event_there_is_no_month(store: Path) -> None:
    with pytest.raises(NotReady, match="no event"):
        replace(Store(store).current(), data_to=None).latest_full_month()


@pytest.mark.parametrize("name", ["20200101T000000Z-00000000", "../store", ""])
def test_only_a_snapshot_of_the_store_is_opened(store: Path, name: str) -> None:
    if name:
        with pytest.raises(BadParameter, match="no such snapshot"):
            Snapshot.open(store, name)
    else:
        with Snapshot.open(store, name) as snapshot:
            assert snapshot.id == Store(store).current_id()


def test_a_snapshot_of_another_version_is_not_opened(store: Path) -> None:
    place = Store(store)
    meta = place.current()
    path = place.meta_file(meta.id)
    path.chmod(0o644)
    path.write_bytes(encode(replace(meta, schema_version=0)))
    with pytest.raises(NotReady, match="workbench migrate"):
        Snapshot.open(store)


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="workbench ingest"):
        Snapshot.open(tmp_path)
