"""Reading a CSV file strictly: nothing about it is guessed from its rows.

The separator is the one that splits the header into the table's columns. The file must be
UTF-8, each line must have as many values as the header, and quotes must be closed; else
the whole file is refused, because a file damaged in one place cannot be trusted in another.
"""

import csv
from pathlib import Path

import duckdb

from workbench.errors import BadParameter
from workbench.memory.schema import Table
from workbench.memory.sources import columns, encoding
from workbench.memory.workspace import literal

SEPARATORS = (",", ";", "\t")
LONGEST_LINE = 32 * 2**20


def relation(path: Path, table: Table) -> str:
    """The SQL that reads the file as text columns, after its encoding and header were checked.

    Raises:
        BadParameter: it is not UTF-8, has no header, or its columns are not the table's.
    """
    encoding.check(path)
    separator, header = _header(path, table)
    columns.check(header, table, path)
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in header)
    return (
        f"read_csv({literal(path)}, auto_detect = false, columns = {{{types}}}, header = true, "
        f"delim = {literal(separator)}, quote = '\"', escape = '\"', strict_mode = true, null_padding = false, "
        f"max_line_size = {LONGEST_LINE}, buffer_size = {2 * LONGEST_LINE})"
    )


def explained(error: duckdb.Error, path: Path) -> BadParameter:
    """The engine's complaint about a line, in our words: which line, and what is wrong with it."""
    line, _, rest = str(error).partition("\n")
    original, _, rest = rest.partition("\n")
    reason = rest.split("\n\n")[0].split("\nPossible")[0].strip()
    return BadParameter(
        f"a line of a CSV file cannot be read: {reason or line}",
        where=f"{path}, {line.rpartition('Error on ')[2].lower().replace(': ', ' ')}",
        value=original.removeprefix("Original Line: "),
        do="write as many values as the header has columns, and put texts with separators or quotes into quotes",
    )


def _header(path: Path, table: Table) -> tuple[str, list[str]]:
    """The separator that gives the most known columns, and the header it gives."""
    candidates = [(separator, _first_row(path, separator)) for separator in SEPARATORS]
    separator, header = max(candidates, key=lambda found: len(set(found[1]) & set(table.names)))
    if not any(header):
        advice = f"begin it with a line of column names: {', '.join(table.names)}"
        raise BadParameter("no header", where=str(path), do=advice)
    return separator, header


def _first_row(path: Path, separator: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            return [name.strip() for name in next(csv.reader(file, delimiter=separator), [])]
        except csv.Error as error:
            advice = "begin the file with a line of column names"
            raise BadParameter(f"the header cannot be read: {error}", where=str(path), do=advice) from error
