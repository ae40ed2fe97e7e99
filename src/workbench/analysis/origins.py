"""The dates of an out-of-time model: fit, calibrate, test, score.

Four origins lie one horizon apart and end today. At each, features look strictly before and outcomes
strictly after, so that the outcomes of one origin are known by the next: nothing that was fitted or
calibrated has seen what it is judged on, and the order is the one the model lives in.
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from workbench.analysis.results import Withheld
from workbench.errors import BadParameter
from workbench.phrase import N_, say

LONGEST_HORIZON = 24
TOO_SHORT = N_(
    "a model over {horizon} months needs {history} months of history before {score}: one horizon of behaviour, "
    "and three to fit, calibrate and test; the data begin on {begins} and would have to begin by {needed}"
)


@dataclass(frozen=True)
class Origins:
    """Four dates, ``horizon_months`` apart, the last one today.

    >>> Origins.ending(dt.date(2026, 10, 1), horizon_months=3).test
    datetime.date(2026, 7, 1)
    """

    fit: dt.date
    calibrate: dt.date
    test: dt.date
    score: dt.date
    horizon_months: int

    @classmethod
    def ending(cls, as_of: dt.date, *, horizon_months: int) -> "Origins":
        """The origins that end at ``as_of``; BadParameter unless the horizon is 1 to 24 months."""
        if not 1 <= horizon_months <= LONGEST_HORIZON:
            raise BadParameter(
                f"a horizon must be 1 to {LONGEST_HORIZON} months",
                where="horizon_months",
                value=horizon_months,
                do="give a number of months, such as 3",
            )
        fit, calibrate, test = (months_before(as_of, k * horizon_months) for k in (3, 2, 1))
        return cls(fit, calibrate, test, as_of, horizon_months)

    @property
    def labelled(self) -> tuple[dt.date, dt.date, dt.date]:
        """The origins whose outcomes are known by now, the earliest first."""
        return self.fit, self.calibrate, self.test

    @property
    def all(self) -> tuple[dt.date, ...]:
        """All four, the earliest first."""
        return *self.labelled, self.score

    def too_short(self, data_from: dt.date) -> Withheld | None:
        """Why data that begin on that day cannot carry the model, if they cannot.

        Before the first origin there must be a horizon of behaviour to learn from.

        >>> Origins.ending(dt.date(2026, 10, 1), horizon_months=3).too_short(dt.date(2025, 10, 1)) is None
        True
        """
        needed = months_before(self.fit, self.horizon_months)
        if data_from <= needed:
            return None
        spans = {"horizon": self.horizon_months, "history": 4 * self.horizon_months}
        return Withheld(say(TOO_SHORT, **spans, score=self.score, begins=data_from, needed=needed))


def months_before(day: dt.date, months: int) -> dt.date:
    """The day that many calendar months earlier, or the last of that month if it is shorter.

    >>> months_before(dt.date(2026, 5, 31), 3)
    datetime.date(2026, 2, 28)
    """
    earlier: dt.date = (pd.Timestamp(day) - pd.DateOffset(months=months)).date()
    return earlier
