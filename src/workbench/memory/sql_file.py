"""Reading a source's SQL: exactly one SELECT, run where it can read only its own folders."""

from pathlib import Path

import duckdb

from workbench.errors import BadParameter

DATA = "{data}"
SOURCE = "{source}"


def relation(path: Path, data: Path | None) -> str:
    """The SELECT of the file as a subquery, with ``{data}`` and ``{source}`` replaced.

    Raises:
        BadParameter: it is not one SELECT, or it needs DIR and none was named.
    """
    text = path.read_text(encoding="utf-8-sig")
    if DATA in text and data is None:
        raise BadParameter(
            "the source needs to know where its data lie", where=str(path), value=DATA, do="name the folder with --data"
        )
    text = text.replace(DATA, _inside_quotes(data)).replace(SOURCE, _inside_quotes(path.parent))
    return f"(\n{_only_select(text, path)}\n)"


def explained(error: duckdb.Error, path: Path) -> BadParameter:
    """The engine's complaint in our words."""
    message = " ".join(line.strip() for line in str(error).splitlines() if line.strip())
    if isinstance(error, duckdb.PermissionException):
        advice = "read only files in the source's own folder ({source}) or in the one named with --data ({data})"
        return BadParameter("the SQL reads outside its folders", where=str(path), value=message, do=advice)
    return BadParameter("the SQL cannot be run", where=str(path), value=message, do="mend the SELECT")


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


def _inside_quotes(folder: Path | None) -> str:
    return str(folder).replace("'", "''")
