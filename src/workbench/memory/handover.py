"""What notebooks hand over to the closing of a month, and what they read of closed months.

A notebook hands over a row per customer; the runner joins what all notebooks left into the
month's ``customers.parquet``. The executive summary reads the figures the other chapters
reported, and any notebook may read those of an earlier month: they are what was said then,
whatever a later snapshot would say.
"""

from pathlib import Path

import pandas as pd

from workbench.errors import BadParameter
from workbench.memory import engine
from workbench.memory.month import Month
from workbench.memory.store import find

KEY = "customer_id"
FIGURES = "figures.parquet"
CUSTOMERS = "customers.parquet"
FIGURE_COLUMNS = (
    *("month", "chapter", "block", "kind", "title", "name", "row", "value", "low", "high", "n"),
    *("unit", "period", "source", "why", "test", "worth", "do", "tells", "phrases"),
)


def leave_customers(output: str, chapter: str, frame: pd.DataFrame) -> None:
    """Leave what a chapter knows of each customer, as OUTPUT/<chapter>.customers.parquet.

    Args:
        output: the folder the runner gave; empty outside a run, and then nothing is written.
        chapter: the notebook's name, such as "03_satisfaction_drivers".
        frame: a row per customer with ``customer_id`` as a column or as the index.

    Raises:
        BadParameter: there is no ``customer_id``, or a customer comes twice.
    """
    if not output:
        return
    keyed = frame.reset_index() if frame.index.name == KEY else frame
    if KEY not in keyed.columns:
        do = "hand over a frame keyed by customer_id"
        raise BadParameter(
            "the frame has no customer_id", where=chapter, value=", ".join(map(str, frame.columns)), do=do
        )
    twice = keyed[KEY][keyed[KEY].duplicated()]
    if len(twice):
        do = "hand over one row for each customer"
        raise BadParameter("a customer comes twice", where=chapter, value=", ".join(map(str, twice[:3])), do=do)
    _write(keyed, Path(output) / f"{chapter}.{CUSTOMERS}")


def reported_figures(store: str | Path = "", month: Month | str = "", output: str = "") -> pd.DataFrame:
    """Every number reported for a month: those of the run under way, else of the closed month.

    Args:
        store: the store's folder; empty for the usual one.
        month: the month.
        output: the folder of the run under way; empty outside a run.

    Returns:
        The columns of ``FIGURE_COLUMNS``; no row if the month was never closed.
    """
    running = Path(output) / FIGURES
    if output and running.exists():
        return _read(running)
    path = find(store).month_folder(month if isinstance(month, Month) else Month.parse(month)) / FIGURES
    return _read(path) if path.exists() else pd.DataFrame(columns=list(FIGURE_COLUMNS))


def closed_customers(store: str | Path, month: Month | str) -> pd.DataFrame:
    """The row per customer of a closed month; a frame with only ``customer_id`` and no row if it was never closed."""
    path = find(store).month_folder(month if isinstance(month, Month) else Month.parse(month)) / CUSTOMERS
    return _read(path) if path.exists() else pd.DataFrame(columns=[KEY])


def _write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as parquet; texts stay texts even where all of them are missing."""
    columns = ", ".join(
        f"CAST({_name(column)} AS VARCHAR) AS {_name(column)}" if is_text else _name(column)
        for column, is_text in ((str(name), _is_text(frame[name])) for name in frame)
    )
    with engine.connect() as connection:
        connection.register("handed_over", frame)
        connection.execute(f"COPY (SELECT {columns} FROM handed_over) TO '{_quoted(path)}' (FORMAT parquet)")


def _is_text(column: pd.Series) -> bool:
    """Whether a column holds texts; one of plain objects does if each of them is one, or there is none."""
    return column.dtype == "str" or (column.dtype == "object" and all(isinstance(one, str) for one in column.dropna()))


def _read(path: Path) -> pd.DataFrame:
    with engine.connect() as connection:
        return connection.execute(f"SELECT * FROM read_parquet('{_quoted(path)}')").df()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
