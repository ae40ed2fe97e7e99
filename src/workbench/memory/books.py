"""What a snapshot keeps beside the ten tables: quarantine, corrections and loads.

    quarantine    a row for each cell that broke the contract: where it stood, what it held, why
    corrections   a row for each value that a later load changed
    loads         a row for each load and table: how many rows were accepted, rejected, ...

During a load their ``load_id`` is empty; it becomes the snapshot's id when that is known.
"""

from collections.abc import Sequence

import duckdb

from workbench.memory.load_report import TableLoad
from workbench.memory.schema import TABLES, ddl
from workbench.memory.store import SnapshotMeta
from workbench.memory.workspace import literal

_BOOKS = ("quarantine", "corrections", "loads")


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
