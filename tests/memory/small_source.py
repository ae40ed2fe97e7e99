"""Small sources and stores for the tests of the memory."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from workbench.memory import ingest
from workbench.memory.load_report import LoadReport
from workbench.memory.store import Store

Rows = Sequence[Mapping[str, object]]

CUSTOMERS: Rows = (
    {"customer_id": "C1", "acquired_on": "2024-01-01", "region": "North"},
    {"customer_id": "C2", "acquired_on": "2024-02-01", "region": "South"},
    {"customer_id": "C3", "acquired_on": "", "region": "South"},
)
TRANSACTIONS: Rows = (
    {"transaction_id": "T1", "customer_id": "C1", "occurred_at": "2024-01-05 10:00:00", "revenue": "12.50"},
    {"transaction_id": "T2", "customer_id": "C1", "occurred_at": "2024-03-05 10:00:00", "revenue": "20"},
    {"transaction_id": "T3", "customer_id": "C2", "occurred_at": "2024-03-09 10:00:00", "revenue": "-3"},
)


def write_source(folder: Path, **tables: Rows) -> Path:
    """A source folder with a CSV for each table given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def good_source(folder: Path) -> Path:
    """Three customers and three transactions that keep the contract."""
    return write_source(folder, customers=CUSTOMERS, transactions=TRANSACTIONS)


def load(source: Path, store: Path, **options: Any) -> LoadReport:
    """Load a source, and read nothing but what the report says."""
    return ingest.load(source, store=store, **options)


def rows_of(store: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query of the snapshot in force returns."""
    current = Store(store)
    with duckdb.connect(str(current.snapshot_file(current.current_id())), read_only=True) as connection:
        return connection.execute(query).fetchall()


def rejected(store: Path) -> set[tuple[Any, ...]]:
    """The table, row, column and reason of everything in quarantine."""
    return set(rows_of(store, "SELECT table_name, row_number, column_name, reason FROM quarantine"))


def tree(folder: Path) -> set[str]:
    """The files below a folder, without the lock."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in names if not name.startswith(".lock")}
