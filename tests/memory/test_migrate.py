"""Migration: from version 1, whose items had no level and no object, and from a version 0 that never was.

In version 0 payments had no ``issued_on``.
"""

import contextlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_source import CUSTOMERS, TRANSACTIONS, load, rows_of, tree, write_source

from workbench.errors import NotReady, WorkbenchError
from workbench.memory import MonthView, migrate, open_month
from workbench.memory.month import Month
from workbench.memory.restated import known_since
from workbench.memory.schema import SCHEMA_VERSION, TABLES, ddl
from workbench.memory.store import Store

QUESTION = {"construct": "quality", "kind": "perception", "scale_min": "1", "scale_max": "10", "reversed": "no"}
ITEMS = [
    {"item": "q1", **QUESTION, "touchpoint": "", "not_applicable": "99"},
    {"item": "q2", **QUESTION, "touchpoint": "web", "not_applicable": ""},
]
ANSWER = {"response_id": "R1", "customer_id": "C1", "answered_at": "2024-04-01", "item": "q1", "score": "7"}
PAYMENT = {"invoice_id": "I1", "customer_id": "C1", "issued_on": "2024-03-01", "due_on": "2024-03-31", "amount": "10"}


def as_of_version(version: int, store: Store, *statements: str) -> Store:
    """The store with its snapshot as an earlier version wrote it: changed by the statements."""
    path, meta = store.snapshot_file(store.current_id()), store.meta_file(store.current_id())
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    path.chmod(0o444)
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "schema_version": version}))
    return store


ABOUT = ("level", "object")
WITHOUT_ABOUT = [f"ALTER TABLE survey_items DROP COLUMN {name}" for name in ABOUT]


@pytest.fixture
def first(tmp_path: Path) -> Store:
    """A store of version 1 with a survey."""
    tables = {"customers": CUSTOMERS, "transactions": TRANSACTIONS, "payments": [PAYMENT]}
    tables |= {"survey_items": ITEMS, "survey_responses": [ANSWER]}
    load(write_source(tmp_path / "source", **tables), tmp_path / "store")
    return as_of_version(1, Store(tmp_path / "store"), *WITHOUT_ABOUT)


@pytest.fixture
def old(tmp_path: Path) -> Store:
    """A store of version 0."""
    load(write_source(tmp_path / "source", customers=CUSTOMERS, payments=[PAYMENT]), tmp_path / "store")
    issued = "ALTER TABLE payments DROP COLUMN issued_on"
    return as_of_version(0, Store(tmp_path / "store"), *WITHOUT_ABOUT, issued)


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the store's ten tables, by what version 1 had of them."""
    return {
        table.name: rows_of(
            store.folder, f"SELECT {', '.join(name for name in table.names if name not in ABOUT)} FROM {table.name}"
        )
        for table in TABLES.values()
    }


def test_a_store_of_version_1_is_refused_until_it_is_migrated_and_keeps_its_content(first: Store) -> None:
    with pytest.raises(NotReady, match="older version"):
        open_month("2024-03", store=first.folder)
    before = content(first)
    assert migrate.migrate(first).schema_version == SCHEMA_VERSION
    assert content(first) == before
    assert rows_of(first.folder, "SELECT DISTINCT level, object FROM survey_items") == [(None, None)]
    assert open_month("2024-03", store=first.folder).query("customer_features")["purchases"].sum() == 2


def test_a_file_without_the_new_columns_still_loads_and_one_with_them_fills_them(first: Store, tmp_path: Path) -> None:
    migrate.migrate(first)
    again = load(tmp_path / "source", first.folder)
    assert {(table.appended, table.corrected) for table in again.tables} == {(0, 0)}
    known = {"level": "core", "object": "product"}
    load(
        write_source(tmp_path / "mended", survey_items=[{**ITEMS[0], **known}, ITEMS[1] | dict.fromkeys(known, "")]),
        first.folder,
    )
    assert rows_of(first.folder, "SELECT level, object FROM survey_items ORDER BY item") == [
        ("core", "product"),
        (None, None),
    ]


def test_what_became_known_since_a_month_closed_before_the_migration_is_still_told(
    first: Store, tmp_path: Path
) -> None:
    folder = first.month_folder(Month(2024, 3))
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"snapshot": first.current_id()}))
    migrate.migrate(first)
    load(write_source(tmp_path / "late", transactions=[{**TRANSACTIONS[1], "transaction_id": "T9"}]), first.folder)
    with contextlib.closing(open_month("2024-03", store=first.folder).snapshot) as snapshot:
        told = known_since(MonthView(Month(2024, 3), snapshot), Month(2024, 3), store=first.folder)
    assert told.rows.to_dict("records") == [{"table": "transactions", "late": 1, "corrected": 0}]


def issue_payments(connection: duckdb.DuckDBPyConnection) -> None:
    """From version 0 to 1: the table is made again, as issued on the day it fell due."""
    connection.execute("ALTER TABLE draft.payments RENAME TO payments_0")
    connection.execute(ddl(TABLES["payments"], prefix="draft."))
    connection.execute(
        "INSERT INTO draft.payments SELECT invoice_id, customer_id, due_on, due_on, paid_on, amount "
        "FROM draft.payments_0"
    )
    connection.execute("DROP TABLE draft.payments_0")


FROM_0 = {**migrate.STEPS, 0: issue_payments}


def test_an_older_store_is_refused_with_the_command_that_migrates_it(old: Store, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="older version") as caught:
        load(tmp_path / "source", old.folder)
    assert caught.value.do == f"run `workbench migrate --store {old.folder}`"


def test_migration_makes_a_new_snapshot_and_keeps_the_old(old: Store) -> None:
    before = old.current_id()
    content = old.snapshot_file(before).read_bytes()
    after = migrate.migrate(old, steps=FROM_0)
    assert old.current() == after
    assert (after.parent, after.schema_version, after.rows["payments"]) == (before, SCHEMA_VERSION, 1)
    assert old.snapshot_file(before).read_bytes() == content
    assert rows_of(old.folder, "SELECT CAST(issued_on AS VARCHAR) FROM payments") == [("2024-03-31",)]


def test_after_migration_the_store_takes_loads_again(old: Store, tmp_path: Path) -> None:
    migrate.migrate(old, steps=FROM_0)
    report = load(tmp_path / "source", old.folder)
    assert [table.corrected for table in report.tables] == [0, 1]


def test_a_store_that_is_up_to_date_stays(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    load(write_source(tmp_path / "source", customers=CUSTOMERS), store.folder)
    before = tree(store.folder)
    assert migrate.migrate(store).id == store.current_id()
    assert tree(store.folder) == before


def failing(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE draft.payments ADD COLUMN issued_on DATE")
    connection.execute("SELECT * FROM no_such_table")


def incomplete(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE draft.payments ADD COLUMN issued_on DATE")


@pytest.mark.parametrize(
    ("steps", "what"),
    [
        ({}, "no step leads on"),
        ({0: failing}, "cannot be migrated"),
        ({**migrate.STEPS, 0: incomplete}, "not what the schema says"),
    ],
)
def test_a_migration_that_fails_leaves_the_store_as_it_was(
    old: Store, steps: dict[int, migrate.Step], what: str
) -> None:
    before = tree(old.folder)
    with pytest.raises(WorkbenchError, match=what):
        migrate.migrate(old, steps=steps)
    assert tree(old.folder) == before
    assert old.current().schema_version == 0


def test_a_newer_store_is_refused_and_says_to_upgrade(old: Store) -> None:
    meta = old.meta_file(old.current_id())
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "schema_version": SCHEMA_VERSION + 1}))
    with pytest.raises(NotReady, match="newer version") as caught:
        migrate.migrate(old)
    assert caught.value.do == "upgrade the workbench"
