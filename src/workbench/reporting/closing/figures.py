"""Every number behind a report, as one tidy frame: a row per number, or per reason for its absence.

From it the summary picks its key numbers, next month compares, and ``figures.parquet`` is
made. A kpi or finding is one row; what a kpi was in a month before is a row of the kind
``past``, what it is compared to one of the kind ``comparison``. A table or chart is a row
for each of its cells that holds a number, and one without a value for each of its rows that
holds none; a note is a row without a value, its sentence in ``why``.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from workbench.phrase import remembered
from workbench.reporting.closing.collect import Chapter

COLUMNS = {
    "month": "month of the report, YYYY-MM",
    "chapter": "the notebook",
    "block": "name of the block",
    "kind": "kpi, past, comparison, finding, chart, table or note",
    "title": "the block's title",
    "name": "what the number is: the block's name, or the column of a table; the level of a note",
    "row": "label of a table's row: its texts, joined by ' / '; month of a past; what a comparison is to; else empty",
    "value": "the number, in `unit`, or the change that a comparison is about; empty if it is withheld",
    "low": "lower bound of its interval; empty if it has none",
    "high": "upper bound of its interval; empty if it has none",
    "n": "how many customers or answers it rests on",
    "unit": "its unit; percent is a fraction",
    "period": "the time it covers",
    "source": "the query or function it comes from",
    "why": "why it is withheld; what a note says; the verdict of a comparison; 'reported' or 'by today' of a past",
    "test": "the test behind a finding or a comparison",
    "worth": "what a finding is worth, in money of the store; empty if unknown",
    "do": "what a finding says to do",
    "tells": "whether a finding tells a change or a state; empty for all else",
    "phrases": "JSON: those of the row's texts that can be written in another language; see `phrase.recalled`",
}
NUMBERS = ("value", "low", "high", "worth")
PAST, COMPARISON, REPORTED = "past", "comparison", "reported"
_BOUNDS = ("low", "high", "n")


def figures(month: str, chapters: Iterable[Chapter]) -> pd.DataFrame:
    """The tidy frame of a month's chapters, with the columns of COLUMNS.

    >>> from workbench.reporting.closing.collect import Shown
    >>> kpi = {"block": "kpi", "name": "customers", "title": "Customers", "value": 12, "n": 12, "unit": "count"}
    >>> figures("2026-09", [Chapter("01_base", "Who?", (Shown(kpi),))])[["name", "value", "n"]].to_dict("records")
    [{'name': 'customers', 'value': 12.0, 'n': 12}]
    """
    rows = [
        {"month": month, "chapter": chapter.name, **row, "phrases": remembered(row)}
        for chapter in chapters
        for block in chapter.blocks
        for row in _rows(block)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    for column in COLUMNS.keys() - {*NUMBERS, "n"}:
        told = [str(text) if isinstance(text, str) else "" for text in frame[column]]
        frame[column] = pd.Series(told, dtype=str)
    frame[list(NUMBERS)] = frame[list(NUMBERS)].astype(float)
    frame["n"] = frame["n"].fillna(0).astype("int64")
    return frame


def _rows(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    common = {"block": block["name"], "kind": block["block"], "title": block.get("title"), "n": block.get("n")}
    common |= {key: block.get(key) for key in ("period", "source")}
    if block["block"] in ("kpi", "finding"):
        own = ("value", "low", "high", "unit", "why", "test", "worth", "do", "tells")
        yield {**common, "name": block["name"], **{key: block.get(key) for key in own}}
        yield from _beside({**common, "name": block["name"], "unit": block.get("unit")}, block)
    elif block["block"] in ("table", "chart"):
        units = {column["name"]: column["unit"] for column in block["columns"]}
        for position, row in enumerate(block["rows"]):
            label = _label([row.get(name) for name in units], position)
            for cell in _cells(row, units) or [{}]:
                yield {**common, "row": label, **cell}
    elif block["block"] == "note":
        yield {**common, "name": block.get("level"), "why": block.get("text")}


def _beside(common: dict[str, Any], block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a kpi was in the months before, and what it is compared to where the change is known."""
    for month in block.get("past") or ():
        told = {key: month.get(key) for key in ("value", "low", "high")}
        if told["value"] is not None:
            why = REPORTED if month["reported"] else month.get("by", "")
            yield {**common, "kind": PAST, "row": month["month"], **told, "why": why}
    for one in block.get("comparisons") or ():
        told = {"value": one["change"], **{key: one.get(key) for key in ("low", "high", "test")}}
        yield {**common, "kind": COMPARISON, "row": one["to"], **told, "why": one["verdict"]}


def _cells(row: dict[str, Any], units: dict[str, str]) -> list[dict[str, Any]]:
    """The numbers of a table's row; columns ``low`` and ``high`` bound its only measure, ``x_low`` the measure x."""
    bounds = {*_BOUNDS, *(f"{column}_{bound}" for column in units for bound in _BOUNDS)}
    measures = [column for column in units if _is_number(row.get(column)) and column not in bounds]
    cells = []
    for column in measures:
        own = {bound: row.get(f"{column}_{bound}") for bound in _BOUNDS}
        if len(measures) == 1:
            own = {bound: row.get(bound) if own[bound] is None else own[bound] for bound in _BOUNDS}
        found = {bound: value for bound, value in own.items() if value is not None}
        cells.append({"name": column, "value": row[column], "unit": units[column], **found})
    return cells


def _label(values: list[Any], position: int) -> str:
    texts = [str(value) for value in values if value is not None and not _is_number(value)]
    return " / ".join(texts) or str(position + 1)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
