"""Staging: a source's file as a table of texts, before anything is checked.

Whatever the file's kind, ``staged_<table>`` has every column of the table as text, in the
order of the schema; a column the file lacks is empty. Spaces around a value do not count,
and an empty value is a missing one. Rows are numbered from 1 below the header by rowid + 1.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from workbench.errors import BadParameter
from workbench.memory.sources import columns as contract
from workbench.memory.sources import csv_file, excel_file, sql_file
from workbench.memory.sources.folder import SourceFile
from workbench.memory.workspace import literal, number

_CHUNK = 50_000


@dataclass(frozen=True)
class Staged:
    """What a file brought: how many rows, and which of its table's columns."""

    rows: int
    columns: frozenset[str]


def stage(connection: duckdb.DuckDBPyConnection, file: SourceFile, data: Path | None, scratch: Path) -> Staged:
    """Read a file into ``staged_<table>``.

    Args:
        connection: the load's workspace.
        file: the file and its table.
        data: what ``{data}`` stands for in SQL.
        scratch: a file name that may be used meanwhile.

    Raises:
        BadParameter: the file cannot be read, or its columns are not the table's.
    """
    ending = file.path.suffix.lower()
    if ending == ".sql":
        columns = _stage_sql(connection, file, data, scratch)
    elif ending == ".csv":
        columns = _stage_csv(connection, file)
    elif ending == ".xlsx":
        columns = _stage_excel(connection, file)
    else:
        columns = _stage_parquet(connection, file)
    return Staged(number(connection, f"SELECT count(*) FROM staged_{file.table.name}"), columns)


def _stage_csv(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> frozenset[str]:
    relation = csv_file.relation(file.path, file.table)
    try:
        return _create(connection, file, relation)
    except duckdb.InvalidInputException as error:
        raise csv_file.explained(error, file.path) from error


def _stage_parquet(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> frozenset[str]:
    try:
        return _create(connection, file, f"read_parquet({literal(file.path)})")
    except duckdb.InvalidInputException as error:
        raise BadParameter("not a Parquet file", where=str(file.path), value=error, do="write it again") from error


def _stage_sql(
    connection: duckdb.DuckDBPyConnection, file: SourceFile, data: Path | None, scratch: Path
) -> frozenset[str]:
    sql_file.run(file.path, file.table, data, scratch)
    connection.execute(f"ATTACH {literal(scratch)} AS scratch (READ_ONLY)")
    columns = _create(connection, file, "scratch.rows")
    connection.execute("DETACH scratch")
    scratch.unlink()
    return columns


def _stage_excel(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> frozenset[str]:
    header, cells = excel_file.read(file.path, file.table)
    contract.check(header, file.table, file.path)
    connection.execute(f"CREATE TEMP TABLE sheet ({', '.join(f'{name} VARCHAR' for name in header)})")
    unnested = ", ".join(f"unnest(${place + 1})" for place in range(len(cells)))
    for start in range(0, len(cells[0]), _CHUNK):
        part = [column[start : start + _CHUNK] for column in cells]
        connection.execute(f"INSERT INTO sheet SELECT {unnested}", part)
    columns = _create(connection, file, "sheet")
    connection.execute("DROP TABLE sheet")
    return columns


def _create(connection: duckdb.DuckDBPyConnection, file: SourceFile, relation: str) -> frozenset[str]:
    """Create the staged table from anything that can stand in FROM; return the columns that has."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    contract.check([str(row[0]) for row in described], file.table, file.path)
    types = {str(row[0]): str(row[1]) for row in described}
    texts = ", ".join(f"{_as_text(name, types.get(name))} AS {name}" for name in file.table.names)
    connection.execute(f"CREATE TEMP TABLE staged_{file.table.name} AS SELECT {texts} FROM {relation}")
    return frozenset(types)


def _as_text(name: str, found: str | None) -> str:
    """A column as trimmed text; NaN, which is how some tools write a missing number, as missing."""
    if found is None:
        return "CAST(NULL AS VARCHAR)"
    if found in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isnan({name}) THEN NULL ELSE CAST({name} AS VARCHAR) END"
    return f"nullif(trim(CAST({name} AS VARCHAR)), '')"
