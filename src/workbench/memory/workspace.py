"""The engine during a load: an in-memory database with the draft of the new snapshot attached.

A source may bring SQL, so the connection is a sandbox: it reads files only in the folders
named, opens nothing else, sees no Python variable, and its configuration is locked.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from workbench.memory import engine


@contextmanager
def workspace(draft: Path, spill: Path, readable: Iterable[Path] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the database file ``draft`` attached under that name.

    Args:
        draft: the database file to build; made if it does not exist.
        spill: the folder for what does not fit into memory.
        readable: the folders a source's SQL may read; nothing else can be.
    """
    folders = ", ".join(literal(f"{folder}/") for folder in readable)
    with engine.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(spill)}")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET python_enable_replacements = false")
        connection.execute(f"ATTACH {literal(draft)} AS draft")
        connection.execute(f"SET allowed_directories = [{folders}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def detach(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the draft out whole and close it: no log stays beside it."""
    connection.execute("CHECKPOINT draft")
    connection.execute("DETACH draft")


def literal(value: object) -> str:
    """A text literal of SQL.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + str(value).replace("'", "''") + "'"


def number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one whole number a query returns."""
    row = connection.execute(query).fetchone()
    assert row is not None, query
    return int(row[0])
