"""What has become known of a closed month: late rows, corrections, other settings."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from workbench import memory
from workbench.memory import ingest
from workbench.memory.month import Month
from workbench.memory.restated import Restated

MONTH = Month.parse("2026-02")
CUSTOMERS = "customer_id,region\nann,North\nbob,South\n"
FIRST = "transaction_id,customer_id,occurred_at,revenue\n1,ann,2026-01-10,10\n2,bob,2026-02-10,20\n3,bob,2026-03-31,5\n"
LATER = "transaction_id,customer_id,occurred_at,revenue\n2,bob,2026-02-10,25\n4,ann,2026-02-20,7\n5,ann,2026-04-30,9\n"


def load(folder: Path, store: Path, transactions: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "customers.csv").write_text(CUSTOMERS)
    (folder / "transactions.csv").write_text(transactions)
    ingest.load(folder, store=store)


def close(store: Path, month: Month) -> None:
    """Leave what a closed month leaves, as far as it is read here."""
    place = memory.Store(store)
    folder = place.month_folder(month)
    folder.mkdir(parents=True)
    settings = hashlib.sha256((store / "workbench.toml").read_bytes()).hexdigest()
    manifest = {"snapshot": place.current_id(), "fingerprint": {"settings": settings}}
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store in which February was closed."""
    load(tmp_path / "source", tmp_path / "store", FIRST)
    close(tmp_path / "store", MONTH)
    return tmp_path / "store"


def known(store: Path, month: Month = MONTH) -> Restated:
    seen = memory.open_month("2026-03", store=store)
    found = memory.known_since(seen, month, store=store)
    seen.snapshot.close()
    return found


def rows(found: Restated) -> dict[str, tuple[int, int]]:
    return {row.table: (row.late, row.corrected) for row in found.rows.itertuples()}


def test_nothing_new_is_known_while_the_data_are_the_same(store: Path) -> None:
    found = known(store)
    assert (found.is_closed, rows(found), found.settings_changed) == (True, {}, False)


def test_a_month_never_closed_has_nothing_to_restate(store: Path) -> None:
    assert not known(store, MONTH - 1).is_closed


def test_late_and_corrected_rows_are_counted_by_table(store: Path) -> None:
    load(store.parent / "source", store, LATER)
    assert rows(known(store)) == {"transactions": (1, 1)}


def test_corrections_are_known_even_where_the_old_snapshot_is_gone(store: Path) -> None:
    place = memory.Store(store)
    old = place.current_id()
    load(store.parent / "source", store, LATER)
    place.meta_file(old).unlink()
    assert rows(known(store)) == {"transactions": (0, 1)}


def test_other_settings_are_noticed(store: Path) -> None:
    path = store / "workbench.toml"
    path.write_text(path.read_text().replace("new_days = 90", "new_days = 60"))
    assert known(store).settings_changed


def test_rows_are_a_frame_with_its_columns_even_when_empty(store: Path) -> None:
    pd.testing.assert_index_equal(known(store).rows.columns, pd.Index(["table", "late", "corrected"]))
