"""What a table holds, as a hash: of its rows, whatever their order, engine or number of threads.

Each row is written as text (values by the schema's types, separated by an unprintable
character), each text gives a 128-bit MD5 number, and the numbers are combined by exclusive
or, which knows no order. Keys are unique, so no two rows can cancel each other. MD5 is used as a
fingerprint, not against an adversary, and unlike the engine's own hash it is the same in every version.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

import duckdb

from workbench.memory.schema import TABLES
from workbench.memory.workspace import number

_SEPARATOR, _MISSING = 31, 30


def hashes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The hash of each of the draft's ten tables."""
    return {name: table_hash(connection, f"draft.{name}", table.names) for name, table in TABLES.items()}


def row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each of the draft's ten tables has."""
    return {name: number(connection, f"SELECT count(*) FROM draft.{name}") for name in TABLES}


def covered(connection: duckdb.DuckDBPyConnection) -> tuple[dt.date | None, dt.date | None]:
    """The days of the first and the last event in the draft; None if it holds no event."""
    dated = " UNION ALL ".join(
        f"SELECT min({table.happens}) AS first_at, max({table.happens}) AS last_at FROM draft.{table.name}"
        for table in TABLES.values()
        if table.happens
    )
    row = connection.execute(
        f"SELECT CAST(min(first_at) AS DATE), CAST(max(last_at) AS DATE) FROM ({dated})"
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def table_hash(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> str:
    """The hash of a table's rows and their number, as 32 hexadecimal digits."""
    texts = ", ".join(f"coalesce(CAST({column} AS VARCHAR), chr({_MISSING}))" for column in columns)
    row = connection.execute(
        f"SELECT count(*), bit_xor(md5_number(concat_ws(chr({_SEPARATOR}), {texts}))) FROM {table}"
    ).fetchone()
    assert row is not None
    return hashlib.md5(f"{row[0]} {row[1] or 0}".encode(), usedforsecurity=False).hexdigest()


def whole_hash(hashes: Mapping[str, str]) -> str:
    """One hash of several tables' hashes.

    >>> whole_hash({"a": "1", "b": "2"}) == whole_hash({"b": "2", "a": "1"})
    True
    """
    text = "\n".join(f"{name} {hashes[name]}" for name in sorted(hashes))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
