"""The checks of the gate, each a function of plain values that returns a sentence for every fault.

Nothing here runs a notebook, reads the store or decides what happens to a report.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from workbench.reporting.closing.collect import Chapter
from workbench.reporting.gate.limits import Limits

# Lines that come with the tools and say nothing of the report.
HARMLESS = (
    r"\s*",
    r".*Debugger warning: It seems that frozen modules are being used.*",
    r".*make the debugger miss breakpoints.*",
    r".*to python to disable frozen modules\.?",
    r".*Note: Debugging will proceed\..*",
    r"tried again: .*",
    r"A kernel starts without the warm start: .*",
)
FEWEST_ROWS = 50
FEWEST_MONTHS = 6
_TOO_LARGE = 1e15
_RATE = re.compile(r"(.*_)?(rate|probability|response|coverage)")
_INDEX = re.compile(r"(.*_)?index")
_MAY_BE_NEGATIVE = re.compile(r"(.*_)?(net|change|difference|gap|balance|effect)(_.*)?")
# Numbers come from a page as decimal text; their last digits are no evidence.
_SLACK = 1e-9


def rows_near_usual(counted: pd.DataFrame, month: dt.date, limits: Limits) -> Iterator[str]:
    """Tables that brought far fewer rows than in the leanest of the months before.

    Args:
        counted: table_name, month (its first day), rows; of the month and the twelve before it.
        month: the first day of the month that is judged.

    A table is judged if six months or more lie before, each of which brought fifty rows or more:
    of fewer, half is too often chance.
    """
    if counted.empty:  # people were acquired, and nothing else happened
        return
    by_month = counted.assign(month=pd.to_datetime(counted["month"])).pivot_table(
        index="month", columns="table_name", values="rows", fill_value=0
    )
    every = pd.date_range(by_month.index.min(), pd.Timestamp(month), freq="MS")
    by_month = by_month.reindex(every, fill_value=0)
    before = by_month.iloc[:-1]
    judged: Iterable[str] = before.columns[before.min() >= FEWEST_ROWS] if len(before) >= FEWEST_MONTHS else []
    for table in judged:
        now, leanest = by_month[table].iloc[-1], before[table].min()
        if now < limits.fewest_rows * leanest:
            yield f"table {table} has {now:.0f} rows of this month; the leanest month before had {leanest:.0f}"


def rows_kept(now: Mapping[str, int], before: Mapping[str, int], limits: Limits) -> Iterator[str]:
    """Tables that hold fewer rows than at the last report: rows were lost, not added."""
    for table, rows in before.items():
        if now.get(table, 0) < limits.fewest_kept * rows:
            yield f"table {table} holds {now.get(table, 0)} rows; at the last report it held {rows}"


def cells_done(notebooks: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Cells that failed or were not run, in the executed notebooks by name."""
    for name, notebook in notebooks.items():
        for position, cell in enumerate(notebook["cells"], start=1):
            if cell["cell_type"] != "code":
                continue
            errors = [output for output in cell["outputs"] if output["output_type"] == "error"]
            if errors:
                yield f"cell {position} of {name} failed: {errors[0]['ename']}: {errors[0]['evalue']}"
            elif "".join(cell["source"]).strip() and cell["execution_count"] is None:
                yield f"cell {position} of {name} was not run"


def blocks_there(chapters: Iterable[Chapter], before: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Chapters that show nothing, and blocks of the last report that are gone without a word.

    Args:
        before: names of the blocks by chapter, of the last report; only of chapters whose code is the same.

    A chapter that says what is missing, in a note that it had no need of before, may miss blocks.
    """
    for chapter in chapters:
        if not chapter.blocks:
            yield f"chapter {chapter.name} shows nothing"
            continue
        then, now = set(before.get(chapter.name, ())), {block["name"] for block in chapter.blocks}
        says_why = any(block["block"] == "note" and block["name"] not in then for block in chapter.blocks)
        if then - now and not says_why:
            gone = ", ".join(sorted(then - now))
            yield f"chapter {chapter.name} no longer shows {gone}, and does not say why"


def lasting(chapters: Iterable[Chapter]) -> dict[str, list[str]]:
    """The blocks that are looked for next month, by chapter; findings and notes come and go.

    >>> from workbench.reporting.closing.collect import Shown
    >>> lasting([Chapter("01", "", (Shown({"block": "kpi", "name": "customers"}),))])
    {'01': ['customers']}
    """
    return {
        chapter.name: [block["name"] for block in chapter.blocks if block["block"] in ("kpi", "chart", "table")]
        for chapter in chapters
    }


def key_numbers_there(chapters: Iterable[Chapter], names: Iterable[str]) -> Iterator[str]:
    """Numbers that must be in the report and are neither shown nor withheld with a reason."""
    blocks = [block for chapter in chapters for block in chapter.blocks]
    said = {block["name"] for block in blocks if block["block"] == "note"}
    said |= {block["name"] for block in blocks if block["block"] == "kpi" and _says_something(block)}
    for name in names:
        if name not in said:
            yield f"the number {name} is not there, and nothing says why"


def _says_something(kpi: Mapping[str, Any]) -> bool:
    return kpi.get("value") is not None or bool(kpi.get("why"))


def quiet(log: str, limits: Limits) -> Iterator[str]:
    """Lines on stderr that are not known to be harmless; the first of them is quoted."""
    harmless = re.compile("|".join(f"(?:{pattern})" for pattern in (*HARMLESS, *limits.quiet)))
    lines = [re.sub(r"^\[cell \d+\] ", "", line) for line in log.splitlines()]
    loud = [line for line in lines if not harmless.fullmatch(line)]
    if loud:
        yield f"{len(loud)} unexpected line{'s' * (len(loud) > 1)} on stderr, the first: {loud[0].strip()[:200]}"


def numbers_sane(figures: pd.DataFrame, limits: Limits) -> Iterator[str]:
    """Numbers outside what they can be: not finite, outside their interval, their unit or their bounds.

    Args:
        figures: with the columns of ``figures.COLUMNS``.
    """
    shown = figures[figures["value"].notna() & (figures["kind"] != "comparison")]  # changes may have any sign
    for row in shown[["chapter", "block", "name", "value", "low", "high", "n", "unit"]].itertuples(index=False):
        fault = _fault(row, limits)
        if fault:
            yield f"{row.name} in {row.block} of {row.chapter} is {row.value:g}: {fault}"


def _fault(row: Any, limits: Limits) -> str:
    low, high = _allowed(row.name, row.unit, limits)
    slack = _SLACK * max(1.0, abs(row.value))
    if any(abs(number) > _TOO_LARGE for number in (row.value, row.low, row.high)):
        return "it or its interval is not finite, or too large to be meant"
    if row.n < 0:
        return f"it rests on {row.n} cases"
    if row.low > row.value + slack or row.high < row.value - slack:
        return f"it lies outside its interval from {row.low:g} to {row.high:g}"
    return "" if low - slack <= row.value <= high + slack else f"it should be from {low:g} to {high:g}"


def _allowed(name: str, unit: str, limits: Limits) -> tuple[float, float]:
    """The bounds of a number: the company's own, else those of its name and unit."""
    if name in limits.bounds:
        return limits.bounds[name]
    if unit == "percent":
        return (0, 1) if _RATE.fullmatch(name) else (-100, 100)
    if unit == "points":
        return (0, 100) if _INDEX.fullmatch(name) else (-100, 100)
    if unit in ("count", "days", "months") and not _MAY_BE_NEGATIVE.fullmatch(name):
        return 0, _TOO_LARGE
    return -_TOO_LARGE, _TOO_LARGE


def light_enough(page_bytes: int, limits: Limits) -> Iterator[str]:
    """Whether the page is small enough to be sent."""
    if page_bytes > limits.page_bytes:
        yield f"the page has {page_bytes} bytes; {limits.page_bytes} are allowed"
