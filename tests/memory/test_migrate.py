"""Migration, with a store of a version 0 that never was: payments had no ``issued_on``."""

import json
from pathlib import Path

import duckdb
import pytest
from small_source import CUSTOMERS, load, rows_of, tree, write_source

from workbench.errors import NotReady, WorkbenchError
from workbench.memory import migrate
from workbench.memory.schema import SCHEMA_VERSION, TABLES, ddl
from workbench.memory.store import Store

PAYMENT = {"invoice_id": "I1", "customer_id": "C1", "issued_on": "2024-03-01", "due_on": "2024-03-31", "amount": "10"}


@pytest.fixture
def old(tmp_path: Path) -> Store:
    """A store whose snapshot was written with version 0."""
    store = Store(tmp_path / "store")
    load(write_source(tmp_path / "source", customers=CUSTOMERS, payments=[PAYMENT]), store.folder)
    path, meta = store.snapshot_file(store.current_id()), store.meta_file(store.current_id())
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        connection.execute("ALTER TABLE payments DROP COLUMN issued_on")
    path.chmod(0o444)
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "schema_version": 0}))
    return store


def issue_payments(connection: duckdb.DuckDBPyConnection) -> None:
    """From version 0 to 1: the table is made again, as issued on the day it fell due."""
    connection.execute("ALTER TABLE draft.payments RENAME TO payments_0")
    connection.execute(ddl(TABLES["payments"], prefix="draft."))
    connection.execute(
        "INSERT INTO draft.payments SELECT invoice_id, customer_id, due_on, due_on, paid_on, amount "
        "FROM draft.payments_0"
    )
    connection.execute("DROP TABLE draft.payments_0")


def test_an_older_store_is_refused_with_the_command_that_migrates_it(old: Store, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="older version") as caught:
        load(tmp_path / "source", old.folder)
    assert caught.value.do == f"run `workbench migrate --store {old.folder}`"


def test_migration_makes_a_new_snapshot_and_keeps_the_old(old: Store) -> None:
    before = old.current_id()
    content = old.snapshot_file(before).read_bytes()
    after = migrate.migrate(old, steps={0: issue_payments})
    assert old.current() == after
    assert (after.parent, after.schema_version, after.rows["payments"]) == (before, SCHEMA_VERSION, 1)
    assert old.snapshot_file(before).read_bytes() == content
    assert rows_of(old.folder, "SELECT CAST(issued_on AS VARCHAR) FROM payments") == [("2024-03-31",)]


def test_after_migration_the_store_takes_loads_again(old: Store, tmp_path: Path) -> None:
    migrate.migrate(old, steps={0: issue_payments})
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
    [({}, "no step leads on"), ({0: failing}, "cannot be migrated"), ({0: incomplete}, "not what the schema says")],
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
