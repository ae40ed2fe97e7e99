"""The rows of a frame as plain values for JSON; phrases stay phrases."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.phrase import Phrase
from workbench.show.fields import Field


def plain_rows(name: str, frame: pd.DataFrame, columns: Sequence[str] | Mapping[str, Field]) -> list[dict[str, Any]]:
    """The rows of the named columns as plain values; a phrase stays one.

    Raises KeyError with the columns that the frame lacks.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise KeyError(f"block {name!r} names columns that its frame lacks: {missing}; it has {list(frame.columns)}")
    records = frame[list(columns)].to_dict("records")
    return [{str(key): _plain(value) for key, value in record.items()} for record in records]


def _plain(value: Any) -> Any:
    """A JSON value: numpy scalars unpacked, dates as ISO text, not-a-number as nothing."""
    if isinstance(value, Phrase):
        return value
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, (bool, int, float, str)) else str(value)
