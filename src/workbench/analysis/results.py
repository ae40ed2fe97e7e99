"""What an estimator hands out: a number with its doubt, or a sentence that says why not.

Every analysis returns ``Estimate`` or ``Withheld``; nothing in between. An ``Estimate`` has
the interval and the n it rests on; a ``Withheld`` is shown as its sentence, never as a number.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Estimate:
    """A number and its doubt.

    Args:
        value: the point estimate, in the unit of the quantity.
        low, high: bounds of the interval at ``level``; equal to ``value`` for a plain count.
        n: the independent observations (customers, answers) behind it.
        level: coverage of the interval.
        method: how the interval was made, in a few words.

    >>> Estimate(0.5, 0.4, 0.6, n=100).value
    0.5
    """

    value: float
    low: float
    high: float
    n: int
    level: float = 0.95
    method: str = ""

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) for x in (self.value, self.low, self.high)):
            raise ValueError(f"an estimate must be finite: {self.value}, [{self.low}, {self.high}]")
        if self.low > self.high:
            raise ValueError(f"interval upside down: [{self.low}, {self.high}]")


@dataclass(frozen=True)
class Withheld:
    """A number that is not shown, and why.

    >>> Withheld("only 12 answers; 30 are needed").why
    'only 12 answers; 30 are needed'
    """

    why: str
    n: int = 0


Result = Estimate | Withheld


def counted(value: float, n: int) -> Estimate:
    """A number that was counted, not estimated: its interval is itself.

    >>> counted(12.0, n=12).low
    12.0
    """
    return Estimate(value, value, value, n, method="counted")


def frame_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Rows as a frame whose reasons (column ``why``) stay phrases, to be said again in another language.

    pandas' own kind of text would forget how they were made.

    >>> frame_of([{"touchpoint": "web", "why": "3 answers"}])["why"].dtype
    dtype('O')
    """
    frame = pd.DataFrame(rows, columns=None if columns is None else list(columns))
    if "why" in frame:
        frame["why"] = pd.Series([row.get("why", "") for row in rows], index=frame.index, dtype=object)
    return frame
