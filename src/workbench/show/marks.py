"""The marks of a chart in words: which rows can be drawn, what each is called, and its number.

Both who builds a chart (for the sentence it says) and who draws it (for what stands in it) read
the rows by these.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.phrase import Phrase
from workbench.show import format
from workbench.show.fields import Field


def complete(frame: pd.DataFrame, needed: Sequence[str], numbers: Sequence[str] = ()) -> pd.DataFrame:
    """The rows that can be drawn, counted from nought.

    Args:
        frame: a row a mark.
        needed: the columns without which a row cannot be drawn.
        numbers: columns of numbers; '' stands for one that is not given.
    """
    drawn = frame.dropna(subset=[column for column in needed if column]).reset_index(drop=True)
    return drawn.astype({column: float for column in numbers if column})


def called(row: Mapping[Any, Any], label: str, columns: Mapping[str, Field]) -> Phrase:
    """What a row's mark is called: its label by the unit of the column, a day as a day."""
    return format.value(row[label], columns[label].unit if label in columns else "text")


def shown(row: Mapping[Any, Any], value: str, field: Field, low: str = "", high: str = "") -> Phrase:
    """A row's number in words, with its interval where it has one."""
    if low and high:
        return format.with_interval(row[value], row[low], row[high], field.unit)
    return format.value(row[value], field.unit)


def told(row: Mapping[Any, Any], low: str, high: str) -> bool:
    """Whether a row's number is told from zero: it has an interval, and zero is outside.

    >>> told({"lo": 0.1, "hi": 0.3}, "lo", "hi"), told({"lo": None, "hi": None}, "lo", "hi")
    (True, False)
    """
    return bool(pd.notna(row[low]) and pd.notna(row[high]) and not row[low] <= 0 <= row[high])


def stepped(row: Mapping[Any, Any], value: str, total: str, field: Field) -> Phrase:
    """A step in words: a level as it is, a change with its sign."""
    return format.value(row[value], field.unit) if row[total] else format.change(row[value], field.unit)
