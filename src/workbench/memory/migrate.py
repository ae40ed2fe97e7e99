"""Bringing a store of an older version up to date, in one transaction, as a new snapshot.

When the schema changes, its version goes up by one and STEPS gains the step that leads from
the version before: a function that alters the tables of the catalog ``draft``. The steps
run on a copy; the old snapshot stays as it was, and the new one is published only when its
tables are what the schema says.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import duckdb

from workbench.errors import WorkbenchError
from workbench.memory import content, lock, publish
from workbench.memory.schema import SCHEMA_VERSION, SQL_TYPES, TABLES
from workbench.memory.store import SnapshotMeta, Store, require_readable
from workbench.memory.workspace import detach, workspace

Step = Callable[[duckdb.DuckDBPyConnection], None]


def _say_what_items_are_about(connection: duckdb.DuckDBPyConnection) -> None:
    """From version 1 to 2: items get a level and an object, which are empty until a source says them."""
    connection.execute("ALTER TABLE draft.survey_items ADD COLUMN level VARCHAR")
    connection.execute("ALTER TABLE draft.survey_items ADD COLUMN object VARCHAR")


# The step that leads from a version to the next one. Version 1 is the first.
STEPS: dict[int, Step] = {1: _say_what_items_are_about}


def migrate(store: Store, *, steps: Mapping[int, Step] = STEPS, wait: float = 0.0) -> SnapshotMeta:
    """Bring the snapshot in force to the schema's version; return the snapshot then in force.

    Raises:
        NotReady: the store is empty, or of a newer version.
        Locked: someone else is writing to the store.
        WorkbenchError: no step leads on from the store's version, or a step failed.
    """
    before = store.current()
    if before.schema_version == SCHEMA_VERSION:
        return before
    if before.schema_version > SCHEMA_VERSION:
        require_readable(before, store)
    with publish.writing(store), lock.hold(store.folder, "migrating the store", wait):
        publish.sweep(store)
        return _migrate(store, store.current(), steps)


def _migrate(store: Store, before: SnapshotMeta, steps: Mapping[int, Step]) -> SnapshotMeta:
    with publish.draft(store, before.id) as path:
        with workspace(path, publish.spill_folder(path)) as connection:
            connection.execute("BEGIN")
            for version in range(before.schema_version, SCHEMA_VERSION):
                _take(steps, version, connection, store)
            check_structure(connection)
            connection.execute("COMMIT")
            after = _described(connection, store, before)
            detach(connection)
        publish.publish(store, path, after)
    return after


def _take(steps: Mapping[int, Step], version: int, connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    where = f"{store.folder}, schema version {version}"
    if version not in steps:
        advice = "load the sources again into a new store with `workbench ingest`"
        raise WorkbenchError("no step leads on from the store's version", where=where, do=advice)
    try:
        steps[version](connection)
    except (duckdb.ProgrammingError, duckdb.DataError, duckdb.IntegrityError) as error:
        advice = "load the sources again into a new store with `workbench ingest`; this store is as it was"
        raise WorkbenchError("the store cannot be migrated", where=where, value=error, do=advice) from error


def check_structure(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a draft whose ten tables are not what the schema says."""
    for name, table in TABLES.items():
        found = [row[:2] for row in connection.execute(f"DESCRIBE draft.{name}").fetchall()]
        wanted = [(column.name, SQL_TYPES[column.type]) for column in table.columns]
        if found != wanted:
            difference = sorted(set(found) ^ set(wanted))
            raise WorkbenchError("a migrated table is not what the schema says", where=name, value=difference)


def _described(connection: duckdb.DuckDBPyConnection, store: Store, before: SnapshotMeta) -> SnapshotMeta:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0, tzinfo=None)
    hashes = content.hashes(connection)
    whole = content.whole_hash(hashes)
    return replace(
        before,
        id=publish.new_id(store, now, whole),
        created_at=now,
        parent=before.id,
        schema_version=SCHEMA_VERSION,
        content_hash=whole,
        table_hashes=hashes,
        rows=content.row_counts(connection),
    )
