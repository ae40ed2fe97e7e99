"""The engine: one place that says how a DuckDB connection is made safe.

Nothing is downloaded (no extension is installed or loaded by itself), memory, threads and
the folder for spilling are set, and a reader's connection cannot touch any file but its own
snapshot: the snapshot is attached read-only, then access to everything outside is switched
off and the settings are locked. So a query of the store can neither change it nor leave it.
"""

import secrets
import tempfile
from pathlib import Path

import duckdb

CATALOG = "snapshot"


def connect(*, memory_limit: str = "", threads: int = 0) -> duckdb.DuckDBPyConnection:
    """A new in-memory connection that installs and loads nothing by itself.

    Args:
        memory_limit: such as "4GB"; empty leaves the engine's own limit, 80 % of the machine.
        threads: how many to use; 0 means one a core.

    >>> with connect(threads=1) as connection:
    ...     connection.execute("SELECT 6 * 7").fetchall()
    [(42,)]
    """
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # A folder of its own: two connections that spill into the same one overwrite each other.
        "temp_directory": str(Path(tempfile.gettempdir()) / f"workbench-spill-{secrets.token_hex(8)}"),
    }
    if memory_limit:
        options["memory_limit"] = memory_limit
    if threads:
        options["threads"] = threads
    connection = duckdb.connect(":memory:", config=options)
    # In a notebook the engine would draw a bar among the outputs.
    connection.execute("SET enable_progress_bar = false")
    return connection


def read_only(database: Path, *, memory_limit: str = "", threads: int = 0) -> duckdb.DuckDBPyConnection:
    """A connection that sees the tables of ``database`` and can change or reach nothing else.

    Raises:
        duckdb.IOException: there is no such database.
    """
    connection = connect(memory_limit=memory_limit, threads=threads)
    path = str(database).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{path}' AS {CATALOG} (READ_ONLY)")
    except duckdb.Error:
        connection.close()
        raise
    lock(connection)
    return connection


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the attached snapshot the default and shut every other door."""
    connection.execute(f"USE {CATALOG}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
