"""A calendar month, and the half-open time it stands for.

A month covers ``[start, end)``; the ``as_of`` of its close is ``end``, the first day of the
next month. Everything the workbench knows "as of" a date happened strictly before it.
"""

import datetime as dt
import re
from dataclasses import dataclass

from workbench.errors import BadParameter


@dataclass(frozen=True, order=True)
class Month:
    """A month such as 2026-09.

    >>> Month.parse("2026-09").end
    datetime.date(2026, 10, 1)
    >>> str(Month.parse("2026-01") - 1)
    '2025-12'
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``YYYY-MM``; anything else is a BadParameter."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1900:
            raise BadParameter("not a month", where="month", value=text, do="write it as YYYY-MM, or 'latest'")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def start(self) -> dt.date:
        """The first day."""
        return dt.date(self.year, self.number, 1)

    @property
    def end(self) -> dt.date:
        """The first day after it: the ``as_of`` of its close."""
        return (self + 1).start

    def __add__(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __sub__(self, months: int) -> "Month":
        return self + -months

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
