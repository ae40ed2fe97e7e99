"""How a column of a frame is read: its label in words and its unit."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal[
    "text", "count", "number", "money", "cents", "percent", "points", "ratio", "days", "months", "date", "month"
]


@dataclass(frozen=True)
class Field:
    """A column's label and unit.

    >>> Field("Share of profit", "percent").unit
    'percent'
    """

    label: str
    unit: Unit = "text"
