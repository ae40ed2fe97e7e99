"""Tables in memory to ask the queries of, without a store: for tests of the read side."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pandas as pd

from workbench.memory import engine, queries
from workbench.memory.schema import TABLES, ddl
from workbench.memory.settings import Settings

Row = Mapping[str, Any]
AS_OF = dt.date(2026, 3, 1)


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


def open_tables(rows: Mapping[str, Iterable[Row]] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection with the ten tables of the schema; a row may leave out columns."""
    connection = engine.connect(threads=1)
    for table in TABLES.values():
        connection.execute(ddl(table))
    for name, given in (rows or {}).items():
        fill(connection, name, given)
    return connection


def fill(connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Row]) -> None:
    names = TABLES[name].names
    key = TABLES[name].key
    values = [
        [row.get(column, f"{name}-{number}" if (column,) == key else None) for column in names]
        for number, row in enumerate(rows)
    ]
    if values:
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})", values)


def ask(connection: duckdb.DuckDBPyConnection, name: str, **params: Any) -> pd.DataFrame:
    """The frame a query gives; by default as of AS_OF and with the default settings."""
    composed = queries.compose(name)
    usual = Settings().model_dump() | {"as_of": AS_OF, "known_until": AS_OF, "start": AS_OF - days(28)}
    return connection.execute(composed.sql, queries.bind(name, composed, params, usual)).df()


def of(frame: pd.DataFrame, customer: str) -> dict[str, Any]:
    """The one row of a customer."""
    (row,) = frame[frame["customer_id"] == customer].to_dict("records")
    return row
