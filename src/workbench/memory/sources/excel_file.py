"""Reading an Excel sheet: every cell as the text a person would type for it.

Excel knows numbers, times and truth values but neither whole numbers nor days, so a number
without a fraction is written without one, and a midnight as its day.
"""

import datetime as dt
from pathlib import Path
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from workbench.errors import BadParameter
from workbench.memory.schema import Table

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read(path: Path, table: Table) -> tuple[list[str], list[list[str]]]:
    """The header and the columns of the sheet that holds the table.

    Raises:
        BadParameter: it is no workbook, or no sheet can be told to be the table.
    """
    try:
        sheet = _sheet(CalamineWorkbook.from_path(path), table, path)
    except (CalamineError, BadZipFile, OSError) as error:
        advice = "save it as an Excel workbook (.xlsx)"
        raise BadParameter("not an Excel workbook", where=str(path), value=error, do=advice) from error
    rows = [[text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    while rows and not any(rows[-1]):  # rows that have only a format
        rows.pop()
    header = [name.strip() for name in rows[0]] if rows else []
    while header and not header[-1]:
        header.pop()
    where = f"{path}, sheet {sheet.name}"
    if not header:
        advice = f"begin the sheet with a row of column names: {', '.join(table.names)}"
        raise BadParameter("no header", where=where, do=advice)
    beyond = [cell for row in rows[1:] for cell in row[len(header) :] if cell]
    if beyond:
        raise BadParameter("values in a column without a name", where=where, value=beyond[0], do="name or clear it")
    return header, [[row[place] for row in rows[1:]] for place in range(len(header))]


def text(cell: Cell) -> str:
    """A cell as text.

    >>> text(17850.0), text(2.5), text(True), text(dt.datetime(2026, 9, 30)), text(dt.datetime(2026, 9, 30, 8, 5))
    ('17850', '2.5', 'true', '2026-09-30', '2026-09-30 08:05:00')
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
    return str(cell)


def _sheet(book: CalamineWorkbook, table: Table, path: Path) -> CalamineSheet:
    names = book.sheet_names
    if table.name in names:
        return book.get_sheet_by_name(table.name)
    if len(names) == 1:
        return book.get_sheet_by_index(0)
    advice = f"name the sheet {table.name}, or keep only one"
    raise BadParameter(
        "more than one sheet, none named as the table", where=str(path), value=", ".join(names), do=advice
    )
