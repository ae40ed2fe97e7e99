"""Reading a source's SQL: exactly one SELECT, run in a sandbox.

The sandbox is an engine of its own. It may read files in the source's folder and in DIR,
may write nothing but the result, loads no extension, sees no Python variable, and its
configuration is locked. In particular it cannot see the store.
"""

from pathlib import Path

import duckdb

from workbench.errors import BadParameter
from workbench.memory import engine
from workbench.memory.schema import Table
from workbench.memory.sources import columns, encoding
from workbench.memory.workspace import DISK_ERRORS, literal

DATA = "{data}"
SOURCE = "{source}"


def run(path: Path, table: Table, data: Path | None, result: Path) -> None:
    """Write what the file selects into the table ``rows`` of a new database file ``result``.

    Raises:
        BadParameter: it is not one SELECT, needs DIR and none was named, reads outside its
            folders, cannot be run, or does not return the table's columns.
    """
    select = _only_select(_filled(path, data), path)
    readable = [path.parent] if data is None else [path.parent, data]
    with engine.connect() as connection:
        _close_doors(connection, result, readable)
        try:
            found = connection.execute(f"DESCRIBE {select}").fetchall()
            columns.check([str(row[0]) for row in found], table, path)
            connection.execute(f"CREATE TABLE result.rows AS\n{select}")
        except duckdb.Error as error:
            if isinstance(error, DISK_ERRORS) and "Could not write" in str(error):
                raise  # the result, not the source
            raise _explained(error, path) from error
        connection.execute("DETACH result")


def _close_doors(connection: duckdb.DuckDBPyConnection, result: Path, readable: list[Path]) -> None:
    folders = ", ".join(literal(f"{folder}/") for folder in readable)
    connection.execute(f"SET temp_directory = {literal(f'{result}.tmp')}")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET python_enable_replacements = false")
    connection.execute(f"ATTACH {literal(result)} AS result")
    connection.execute(f"SET allowed_directories = [{folders}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _filled(path: Path, data: Path | None) -> str:
    """The file's text with its placeholders replaced; they stand inside quotes."""
    encoding.check(path)
    text = path.read_text(encoding="utf-8-sig")
    if DATA in text and data is None:
        advice = "name the folder with --data"
        raise BadParameter("the source does not know where its data lie", where=str(path), value=DATA, do=advice)
    return text.replace(DATA, literal(data)[1:-1]).replace(SOURCE, literal(path.parent)[1:-1])


def _only_select(text: str, path: Path) -> str:
    advice = "write exactly one SELECT that returns the table's columns"
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise BadParameter("not SQL", where=str(path), value=error, do=advice) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        found = ", ".join(statement.type.name for statement in statements) or "nothing"
        raise BadParameter("the file holds more or other than one SELECT", where=str(path), value=found, do=advice)
    return statements[0].query.strip().removesuffix(";")


def _explained(error: duckdb.Error, path: Path) -> BadParameter:
    """The engine's complaint in our words."""
    message = " ".join(line.strip() for line in str(error).splitlines() if line.strip())
    if isinstance(error, duckdb.PermissionException):
        advice = "read only files in the source's own folder ({source}) or in the one named with --data ({data})"
        return BadParameter("the SQL reads outside its folders", where=str(path), value=message, do=advice)
    return BadParameter("the SQL cannot be run", where=str(path), value=message, do="mend the SELECT")
