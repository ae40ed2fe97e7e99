"""Refusing a load that breaks the contract too often, and leaving the reasons to be mended.

Two limits: the share of all rows that may be rejected, and half the rows of any one table,
because a table that loses more than half is the wrong file, however small it is beside the
others. Rejections that the source declares uncounted are left out of both.
"""

import csv
import datetime as dt
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from workbench.errors import NotReady
from workbench.memory.load_report import Rejection, TableLoad
from workbench.memory.schema import TABLES

TABLE_LIMIT = 0.5
KEPT = 6
_EXAMPLES = 8
_CHUNK = 10_000
_COLUMNS = "source_file, row_number, column_name, value, reason"


def too_many(loads: Sequence[TableLoad], max_rejected: float) -> bool:
    """Whether the counted rejections exceed a limit.

    >>> load = TableLoad("customers", "customers.csv", 100, 98, 0, 0, 2, 2)
    >>> too_many([load], 0.01), too_many([load], 0.02)
    (True, False)
    """
    rows, counted = sum(load.rows for load in loads), sum(load.counted for load in loads)
    table_limit = max(TABLE_LIMIT, max_rejected)
    return counted > max_rejected * rows or any(load.counted > table_limit * load.rows for load in loads)


def refusal(
    connection: duckdb.DuckDBPyConnection,
    loads: Sequence[TableLoad],
    rejections: Sequence[Rejection],
    max_rejected: float,
    folder: Path,
) -> NotReady:
    """The error of a refused load, after its rejected rows were written below ``folder``."""
    rows, counted = sum(load.rows for load in loads), sum(load.counted for load in loads)
    written = _write(connection, folder)
    examples = "".join(f"\n  - {rejection}" for rejection in rejections[:_EXAMPLES])
    more = f"\n  - and {len(rejections) - _EXAMPLES} more reasons" if len(rejections) > _EXAMPLES else ""
    return NotReady(
        f"the load is refused: {counted:,} of {rows:,} rows break the contract, more than may{examples}{more}",
        where=str(written),
        value=f"{counted / rows:.2%} of the rows, at most {max_rejected:.2%} are allowed "
        f"(and {max(TABLE_LIMIT, max_rejected):.0%} of any one table)",
        do="mend the rows listed there, or allow more with --max-rejected; the store is as it was",
    )


def _write(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write the load's rejected rows as one CSV a table, for the person who must mend them."""
    target = folder / dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    target.mkdir(parents=True)
    for old in sorted(folder.iterdir())[:-KEPT]:
        shutil.rmtree(old)
    for table in TABLES:
        _write_table(connection, table, target / f"{table}.csv")
    return target


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM rejected WHERE table_name = $1 ORDER BY row_number, column_name", [table]
    )
    rows = found.fetchmany(_CHUNK)
    if not rows:
        return
    # The mark at the start lets Excel read the file as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS.split(", "))
        while rows:
            writer.writerows([_harmless(value) for value in row] for row in rows)
            rows = found.fetchmany(_CHUNK)


def _harmless(value: object) -> object:
    """A value that a spreadsheet takes for text, not for a formula.

    >>> _harmless("=1+1"), _harmless("-12,50"), _harmless(3)
    ("'=1+1", '-12,50', 3)
    """
    return f"'{value}" if isinstance(value, str) and re.match(r"[=@\t\r]|[+-](?![\d.,])", value) else value
