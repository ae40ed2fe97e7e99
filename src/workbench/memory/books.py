"""What a snapshot keeps beside the ten tables: quarantine, corrections and loads.

    quarantine    a row for each cell that broke the contract: where it stood, what it held, why
    corrections   a row for each value that a later load changed
    loads         a row for each load and table: how many rows were accepted, rejected, ...

During a load their ``load_id`` is empty; it becomes the snapshot's id when that is known.
"""

from collections.abc import Sequence

import duckdb

from workbench.memory.load_report import Rejection, TableLoad
from workbench.memory.schema import TABLES, Table, ddl
from workbench.memory.sources import SourceFile
from workbench.memory.store import SnapshotMeta
from workbench.memory.workspace import literal, number

QUARANTINE = ("table_name", "source_file", "row_number", "column_name", "value", "reason")
_BOOKS = ("quarantine", "corrections", "loads")
_LONGEST_VALUE = 200


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the ten tables and the books in an empty draft."""
    for table in TABLES.values():
        connection.execute(ddl(table, prefix="draft."))
    connection.execute(
        "CREATE TABLE draft.quarantine (table_name VARCHAR, source_file VARCHAR, row_number BIGINT, "
        "column_name VARCHAR, value VARCHAR, reason VARCHAR, load_id VARCHAR)"
    )
    connection.execute(
        "CREATE TABLE draft.corrections (table_name VARCHAR, key VARCHAR, column_name VARCHAR, "
        "old_value VARCHAR, new_value VARCHAR, load_id VARCHAR)"
    )
    connection.execute(
        "CREATE TABLE draft.loads (load_id VARCHAR, loaded_at TIMESTAMP, source VARCHAR, table_name VARCHAR, "
        "accepted BIGINT, appended BIGINT, unchanged BIGINT, corrected BIGINT, rejected BIGINT)"
    )


def quarantine(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Put the faults of a checked table into quarantine, those that are not there already."""
    table = file.table
    values = " ".join(f"WHEN {literal(name)} THEN {name}" for name in table.names)
    shown = f"left(replace(CASE column_name {values} END, chr(0), '\\0'), {_LONGEST_VALUE})"
    connection.execute(
        f"INSERT INTO draft.quarantine SELECT *, '' FROM ("
        f"SELECT {literal(table.name)}, {literal(file.label)}, row_number, column_name, {shown}, reason "
        f"FROM faults_{table.name} JOIN staged_{table.name} AS staged ON staged.rowid + 1 = row_number "
        f"EXCEPT SELECT {', '.join(QUARANTINE)} FROM draft.quarantine) ORDER BY 3"
    )


def rejections(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Rejection]:
    """The faults of a checked table by column and reason, the most frequent first."""
    found = connection.execute(
        f"SELECT column_name, reason, count(*), min(row_number) FROM faults_{table.name} "
        "GROUP BY column_name, reason ORDER BY count(*) DESC, column_name, reason"
    ).fetchall()
    return [
        Rejection(table.name, column, reason, rows, first, _value(connection, table, column, first))
        for column, reason, rows, first in found
    ]


def rejected_rows(connection: duckdb.DuckDBPyConnection, table: Table, excused: Sequence[Rejection] = ()) -> int:
    """How many rows of a checked table have a fault that is not excused."""
    pairs = " OR ".join(f"(column_name = {literal(r.column)} AND reason = {literal(r.reason)})" for r in excused)
    condition = f"WHERE NOT ({pairs})" if pairs else ""
    return number(connection, f"SELECT count(DISTINCT row_number) FROM faults_{table.name} {condition}")


def sign(connection: duckdb.DuckDBPyConnection, loads: Sequence[TableLoad], meta: SnapshotMeta) -> None:
    """Write the load into the books, and the snapshot's id wherever it was still empty."""
    for load in loads:
        connection.execute(
            "INSERT INTO draft.loads VALUES ('', $1, $2, $3, $4, $5, $6, $7, $8)",
            [
                meta.created_at,
                meta.source,
                load.table,
                load.accepted,
                load.appended,
                load.unchanged,
                load.corrected,
                load.rejected,
            ],
        )
    for book in _BOOKS:
        connection.execute(f"UPDATE draft.{book} SET load_id = {literal(meta.id)} WHERE load_id = ''")


def _value(connection: duckdb.DuckDBPyConnection, table: Table, column: str, row: int) -> str:
    found = connection.execute(
        f"SELECT left({column}, {_LONGEST_VALUE}) FROM staged_{table.name} WHERE rowid = {row - 1}"
    ).fetchone()
    return str(found[0]) if found and found[0] is not None else ""
