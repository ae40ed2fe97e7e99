"""A row per customer: what the chapters handed over, joined on the customer.

Each chapter may leave ``OUTPUT/<chapter>.customers.parquet``, keyed by ``customer_id``.
The engine joins them, so the frame never passes through Python.
"""

from pathlib import Path

import duckdb
import pandas as pd
from duckdb import DuckDBPyConnection

from workbench.errors import NotebookFailed, WorkbenchError
from workbench.memory.engine import connect
from workbench.memory.handover import CUSTOMERS, KEY


def join(output: Path, target: Path) -> int:
    """Join all handovers below ``output`` into ``target``; returns the number of customers.

    A customer whom one chapter leaves out has empty values in its columns. Without any
    handover the file has no row.

    Raises:
        NotebookFailed: a handover has a customer twice, or no customer_id, or two hand over
            a column of the same name.
    """
    handed = sorted(output.glob(f"*.{CUSTOMERS}"))
    with connect() as engine:
        _refuse_double_columns({path: _columns(engine, path) for path in handed})
        for path in handed:
            _refuse_double_customers(engine, path)
        joined = f"(SELECT CAST(NULL AS VARCHAR) AS {KEY} WHERE false) AS nobody"
        for position, path in enumerate(handed):
            joined += f" FULL JOIN {_table(path)} AS handed_{position} USING ({KEY})"
        _copy(engine, f"SELECT * FROM {joined} ORDER BY {KEY}", target)
        return int(engine.execute(f"SELECT count(*) FROM {_table(target)}").fetchall()[0][0])


def write(frame: pd.DataFrame, target: Path) -> None:
    """Write a frame as parquet, by the engine."""
    with connect() as engine:
        engine.register("frame", frame)
        _copy(engine, "SELECT * FROM frame", target)


def _copy(engine: DuckDBPyConnection, query: str, target: Path) -> None:
    try:
        engine.execute(f"COPY ({query}) TO {_quoted(target)} (FORMAT parquet)")
    except duckdb.IOException as error:
        do = "see that there is room and that the folder can be written to, and run the command again"
        raise WorkbenchError("cannot write a table", where=str(target), value=error, do=do) from error


def _columns(engine: DuckDBPyConnection, path: Path) -> list[str]:
    return [row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {_table(path)}").fetchall()]


def _refuse_double_columns(columns: dict[Path, list[str]]) -> None:
    seen: dict[str, Path] = {}
    for path, names in columns.items():
        if KEY not in names:
            raise NotebookFailed(f"a handover has no {KEY}", where=str(path), value=", ".join(names), do="hand it over")
        for name in names:
            if name != KEY and name in seen:
                where = f"{seen[name].name} and {path.name}"
                raise NotebookFailed("two chapters hand over the same column", where=where, value=name, do="rename one")
            seen[name] = path


def _refuse_double_customers(engine: DuckDBPyConnection, path: Path) -> None:
    twice = f"SELECT {KEY} FROM {_table(path)} GROUP BY {KEY} HAVING count(*) > 1 ORDER BY {KEY} LIMIT 3"
    found = [str(row[0]) for row in engine.execute(twice).fetchall()]
    if found:
        do = "hand over one row for each customer"
        raise NotebookFailed("a handover has a customer twice", where=str(path), value=", ".join(found), do=do)


def _table(path: Path) -> str:
    return f"read_parquet({_quoted(path)})"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
