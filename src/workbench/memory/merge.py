"""Adding a load's rows to what the store holds.

A new key is appended. A known key with the same content is left alone. A known key with
other content is a correction: the row is changed, and each changed value is kept with its
old and new text in ``corrections``, because corrections are what restate a month later.

A file says nothing of the columns it lacks, so in rows that are known they stay as they are.
"""

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from workbench.memory.schema import Table
from workbench.memory.workspace import literal, number


@dataclass(frozen=True)
class Merged:
    """How many rows were appended, left as they were, and corrected."""

    appended: int
    unchanged: int
    corrected: int


def merge(connection: duckdb.DuckDBPyConnection, table: Table, brought: Collection[str]) -> Merged:
    """Merge ``typed_<table>``, whose file has the columns ``brought``, into the draft's table of that name."""
    values = [name for name in table.names if name in brought and name not in table.key]
    if not number(connection, f"SELECT count(*) FROM draft.{table.name}"):
        return Merged(_append(connection, table, "true"), 0, 0)
    _find_known(connection, table, values)
    corrected = number(connection, "SELECT count(*) FROM known WHERE differs")
    unchanged = number(connection, "SELECT count(*) FROM known WHERE NOT differs")
    if corrected:
        _keep_corrections(connection, table, values)
        _correct(connection, table, values)
    appended = _append(connection, table, "row_number NOT IN (SELECT row_number FROM known)")
    connection.execute("DROP TABLE known")
    return Merged(appended, unchanged, corrected)


def _append(connection: duckdb.DuckDBPyConnection, table: Table, condition: str) -> int:
    names = ", ".join(table.names)
    query = f"INSERT INTO draft.{table.name} SELECT {names} FROM typed_{table.name} WHERE {condition}"
    return number(connection, query)


def _find_known(connection: duckdb.DuckDBPyConnection, table: Table, values: Collection[str]) -> None:
    """``known``: the load's rows whose key the store has, and whether they differ."""
    differs = " OR ".join(f"new.{name} IS DISTINCT FROM old.{name}" for name in values) or "false"
    connection.execute(
        f"CREATE TEMP TABLE known AS SELECT row_number, {differs} AS differs "
        f"FROM typed_{table.name} AS new JOIN draft.{table.name} AS old ON {_same_key(table)}"
    )


def _keep_corrections(connection: duckdb.DuckDBPyConnection, table: Table, values: Collection[str]) -> None:
    key = " || ', ' || ".join(f"CAST(old.{name} AS VARCHAR)" for name in table.key)
    for name in values:
        connection.execute(
            f"INSERT INTO draft.corrections SELECT {literal(table.name)}, {key}, {literal(name)}, "
            f"CAST(old.{name} AS VARCHAR), CAST(new.{name} AS VARCHAR), '' "
            f"FROM {_differing(table)} WHERE new.{name} IS DISTINCT FROM old.{name}"
        )


def _correct(connection: duckdb.DuckDBPyConnection, table: Table, values: Collection[str]) -> None:
    names = ", ".join(f"{name} = new.{name}" for name in values)
    connection.execute(
        f"UPDATE draft.{table.name} AS old SET {names} "
        f"FROM (SELECT * FROM typed_{table.name} JOIN known USING (row_number) WHERE differs) AS new "
        f"WHERE {_same_key(table)}"
    )


def _differing(table: Table) -> str:
    return (
        f"(SELECT * FROM typed_{table.name} JOIN known USING (row_number) WHERE differs) AS new "
        f"JOIN draft.{table.name} AS old ON {_same_key(table)}"
    )


def _same_key(table: Table) -> str:
    return " AND ".join(f"new.{name} = old.{name}" for name in table.key)
