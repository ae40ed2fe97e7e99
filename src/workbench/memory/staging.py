"""Staging: a source's file as a table of texts, before anything is checked.

Whatever the file's kind, ``staged_<table>`` has every column of the table as text, in the
order of the schema; a column the file lacks is empty. Spaces around a value do not count,
and an empty value is a missing one. Rows are numbered from 1 below the header by rowid + 1.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from workbench.errors import BadParameter
from workbench.memory import columns, csv_file, excel_file, sql_file
from workbench.memory.schema import Table
from workbench.memory.sources import SourceFile
from workbench.memory.workspace import literal, number


def stage(connection: duckdb.DuckDBPyConnection, file: SourceFile, data: Path | None) -> int:
    """Read a file into ``staged_<table>``; return how many rows it has.

    Raises:
        BadParameter: the file cannot be read, or its columns are not the table's.
    """
    ending = file.path.suffix.lower()
    try:
        if ending == ".xlsx":
            return _stage_excel(connection, file)
        if ending == ".csv":
            return _create(connection, file.table, csv_file.relation(file.path, file.table), file.path)
        if ending == ".sql":
            return _create(connection, file.table, sql_file.relation(file.path, data), file.path)
        return _create(connection, file.table, f"read_parquet({literal(file.path)})", file.path)
    except OSError as error:
        advice = "make it readable"
        raise BadParameter("a file cannot be read", where=str(file.path), value=error.strerror, do=advice) from error
    except duckdb.Error as error:
        raise _explained(error, file.path) from error


def _explained(error: duckdb.Error, path: Path) -> BadParameter:
    ending = path.suffix.lower()
    if ending == ".csv":
        return csv_file.explained(error, path)
    if ending == ".sql":
        return sql_file.explained(error, path)
    return BadParameter("the file cannot be read", where=str(path), value=error, do="write it again, or as CSV")


def _create(connection: duckdb.DuckDBPyConnection, table: Table, relation: str, path: Path) -> int:
    """Create the staged table from anything that can stand in FROM."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    found = {str(row[0]): str(row[1]) for row in described}
    columns.check([str(row[0]) for row in described], table, path)
    texts = ", ".join(f"{_as_text(name, found.get(name))} AS {name}" for name in table.names)
    connection.execute(f"CREATE TEMP TABLE staged_{table.name} AS SELECT {texts} FROM {relation}")
    return number(connection, f"SELECT count(*) FROM staged_{table.name}")


def _as_text(name: str, found: str | None) -> str:
    """A column as trimmed text; NaN, which is how some tools write a missing number, as missing."""
    if found is None:
        return "CAST(NULL AS VARCHAR)"
    if found in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isnan({name}) THEN NULL ELSE CAST({name} AS VARCHAR) END"
    return f"nullif(trim(CAST({name} AS VARCHAR)), '')"


def _stage_excel(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> int:
    header, cells = excel_file.read(file.path, file.table)
    columns.check(header, file.table, file.path)
    definition = ", ".join(f"{name} VARCHAR" for name in header)
    connection.execute(f"CREATE TEMP TABLE sheet ({definition})")
    _insert(connection, cells)
    rows = _create(connection, file.table, "sheet", file.path)
    connection.execute("DROP TABLE sheet")
    return rows


def _insert(connection: duckdb.DuckDBPyConnection, cells: Sequence[list[str]], chunk: int = 50_000) -> None:
    unnested = ", ".join(f"unnest(${place + 1})" for place in range(len(cells)))
    for start in range(0, len(cells[0]), chunk):
        part = [column[start : start + chunk] for column in cells]
        connection.execute(f"INSERT INTO sheet SELECT {unnested}", part)
