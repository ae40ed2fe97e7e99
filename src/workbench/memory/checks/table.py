"""Checking a staged table: what keeps the contract goes on, the rest is told why not.

``staged_<table>`` (texts) becomes ``typed_<table>`` (row number and typed values of the rows
that keep the contract) and ``faults_<table>`` (row number, column, reason of those that do
not). A row may have several faults; rows are checked against each other only when their own
cells are sound.
"""

import datetime as dt

import duckdb

from workbench.memory.checks import cells, relations
from workbench.memory.schema import Table
from workbench.memory.workspace import literal, number


def check(connection: duckdb.DuckDBPyConnection, table: Table, today: dt.date) -> None:
    """Split the staged rows of a table into sound ones and faults; ``today`` is the last day allowed."""
    last_day = f"DATE {literal(today)}"
    reasons = {column.name: cells.reason(column, last_day) for column in table.columns}
    connection.execute(
        f"CREATE TEMP TABLE faults_{table.name} (row_number BIGINT, column_name VARCHAR, reason VARCHAR)"
    )
    _check_cells(connection, table, reasons)
    for query in (*relations.checks(table), relations.duplicates(table)):
        _reject(connection, table, query)


def _check_cells(connection: duckdb.DuckDBPyConnection, table: Table, reasons: dict[str, str]) -> None:
    """Convert all rows in one pass that only marks the faulty; then ask the faulty for their reasons."""
    values = ", ".join(f"{cells.value(column)} AS {column.name}" for column in table.columns)
    faulty = " OR ".join(f"({reason}) IS NOT NULL" for reason in reasons.values())
    connection.execute(
        f"CREATE TEMP TABLE typed_{table.name} AS "
        f"SELECT rowid + 1 AS row_number, {values}, {faulty} AS faulty FROM staged_{table.name}"
    )
    if number(connection, f"SELECT count(*) FROM typed_{table.name} WHERE faulty"):
        _explain(connection, table, reasons)
    connection.execute(f"ALTER TABLE typed_{table.name} DROP COLUMN faulty")


def _explain(connection: duckdb.DuckDBPyConnection, table: Table, reasons: dict[str, str]) -> None:
    """Move the faulty rows out, one fault for each of their cells that has a reason."""
    connection.execute(
        f"CREATE TEMP TABLE suspects AS SELECT rowid + 1 AS row_number, * FROM staged_{table.name} "
        f"WHERE rowid + 1 IN (SELECT row_number FROM typed_{table.name} WHERE faulty)"
    )
    for name, reason in reasons.items():
        connection.execute(
            f"INSERT INTO faults_{table.name} SELECT row_number, {literal(name)}, reason "
            f"FROM (SELECT row_number, {reason} AS reason FROM suspects) WHERE reason IS NOT NULL"
        )
    connection.execute("DROP TABLE suspects")
    connection.execute(f"DELETE FROM typed_{table.name} WHERE faulty")


def _reject(connection: duckdb.DuckDBPyConnection, table: Table, query: str) -> None:
    connection.execute(f"INSERT INTO faults_{table.name} {query}")
    connection.execute(
        f"DELETE FROM typed_{table.name} WHERE row_number IN (SELECT row_number FROM faults_{table.name})"
    )
