"""The rows a load rejects: each broken cell with where it stands, what it holds and why.

They are noted first in a temporary table, ``rejected``, because a load that is refused
writes them into files instead; a load that is accepted keeps them in the snapshot's
``quarantine``, each only once however often its file is loaded again.
"""

from collections.abc import Sequence

import duckdb

from workbench.memory.load_report import Rejection
from workbench.memory.schema import Table
from workbench.memory.sources import SourceFile
from workbench.memory.workspace import literal, number

COLUMNS = ("table_name", "source_file", "row_number", "column_name", "value", "reason")
_LONGEST_VALUE = 200


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty table ``rejected`` for a load."""
    connection.execute(
        "CREATE TEMP TABLE rejected (table_name VARCHAR, source_file VARCHAR, row_number BIGINT, "
        "column_name VARCHAR, value VARCHAR, reason VARCHAR)"
    )


def note(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Note the faults of a checked table, with where they stand and what they hold, in ``rejected``."""
    table = file.table
    values = " ".join(f"WHEN {literal(name)} THEN {name}" for name in table.names)
    shown = f"left(replace(CASE column_name {values} END, chr(0), '\\0'), {_LONGEST_VALUE})"
    connection.execute(
        f"INSERT INTO rejected "
        f"SELECT {literal(table.name)}, {literal(file.label)}, row_number, column_name, {shown}, reason "
        f"FROM faults_{table.name} JOIN staged_{table.name} AS staged ON staged.rowid + 1 = row_number"
    )


def keep(connection: duckdb.DuckDBPyConnection) -> None:
    """Put what was rejected into quarantine, unless the same lies there from an earlier load."""
    columns = ", ".join(COLUMNS)
    connection.execute(
        f"INSERT INTO draft.quarantine SELECT *, '' FROM "
        f"(SELECT {columns} FROM rejected EXCEPT SELECT {columns} FROM draft.quarantine) "
        "ORDER BY table_name, row_number, column_name"
    )


def reasons(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Rejection]:
    """The faults of a checked table by column and reason, the most frequent first."""
    found = connection.execute(
        f"SELECT column_name, reason, count(*), min(row_number) FROM faults_{table.name} "
        "GROUP BY column_name, reason ORDER BY count(*) DESC, column_name, reason"
    ).fetchall()
    return [
        Rejection(table.name, column, reason, rows, first, _value(connection, table, column, first))
        for column, reason, rows, first in found
    ]


def count_rows(connection: duckdb.DuckDBPyConnection, table: Table, excused: Sequence[Rejection] = ()) -> int:
    """How many rows of a checked table have a fault that is not excused."""
    pairs = " OR ".join(f"(column_name = {literal(r.column)} AND reason = {literal(r.reason)})" for r in excused)
    condition = f"WHERE NOT ({pairs})" if pairs else ""
    return number(connection, f"SELECT count(DISTINCT row_number) FROM faults_{table.name} {condition}")


def _value(connection: duckdb.DuckDBPyConnection, table: Table, column: str, row: int) -> str:
    found = connection.execute(
        f"SELECT left({column}, {_LONGEST_VALUE}) FROM staged_{table.name} WHERE rowid = {row - 1}"
    ).fetchone()
    return str(found[0]) if found and found[0] is not None else ""
