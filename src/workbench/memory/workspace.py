"""The engine during a load: an in-memory database with the draft of the new snapshot attached."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from workbench.memory import engine

# What the engine raises when the disk refuses, whatever it was doing.
DISK_ERRORS = (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException, duckdb.TransactionException)


@contextmanager
def workspace(draft: Path, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the database file ``draft``, made if it does not exist, attached under that name.

    What does not fit into memory spills into the folder ``spill``.
    """
    with engine.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(spill)}")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH {literal(draft)} AS draft")
        try:
            yield connection
        except RuntimeError as error:
            # The engine wraps Ctrl-C; give it back as what it is.
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise error.__cause__ from None
            raise


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Do several statements at once: the engine then waits for the disk once, not after each."""
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")


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
