"""Whether a month is unlike the months before it: a prediction interval from their own ups and downs.

A counted number has no sampling error, yet most of its ups and downs are nothing to call anybody for.
What is usual is learned from the months before: a straight line through them, because a base may grow
or age, and the spread around it. With k months, residual spread s and leverage h of the next month,

    expected = line at the next month,    range = expected +- t(k - 2) s sqrt(1 + h)

which holds the next month 19 times in 20 if months scatter evenly around a line (Montgomery, Peck and
Vining 2012, 2.5). What a season does looks unusual until a second year is known; sentences say so.

Reference: Montgomery, Peck and Vining 2012, Introduction to Linear Regression Analysis, 5th ed.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from workbench.analysis.results import Withheld
from workbench.phrase import say

FEWEST_MONTHS = 8  # below this the line and the spread around it are hardly known


@dataclass(frozen=True)
class Usual:
    """What the months before let expect of the next: the expectation, its range, and how many months."""

    expected: float
    low: float
    high: float
    months: int

    def holds(self, value: float) -> bool:
        """Whether a value lies in the usual range, up to rounding."""
        rounding = 1e-9 * (1 + abs(self.expected))
        return self.low - rounding <= value <= self.high + rounding

    def less(self, amount: float) -> "Usual":
        """The same of the number less an amount."""
        return replace(self, expected=self.expected - amount, low=self.low - amount, high=self.high - amount)


def expected_next(values: ArrayLike, *, level: float = 0.95) -> Usual | Withheld:
    """What the months before let expect of the next one.

    Args:
        values: the number in the months before, oldest first.
        level: chance that the range holds the next month, if it is like the others.

    Withheld with fewer than eight months.

    >>> usual = expected_next([10, 12, 11, 10, 13, 11, 12, 10, 11, 12])
    >>> usual.holds(12), usual.holds(25)
    (True, False)
    """
    numbers = np.asarray(values, dtype=float)
    months = len(numbers)
    if months < FEWEST_MONTHS:
        why = say(
            "{months} months came before; {fewest} are needed to say what is usual", months=months, fewest=FEWEST_MONTHS
        )
        return Withheld(why, months)
    places = np.arange(months) - (months - 1) / 2
    spread = float((places**2).sum())
    slope = float(places @ numbers) / spread
    residuals = numbers - numbers.mean() - slope * places
    sigma = math.sqrt(float(residuals @ residuals) / (months - 2))
    ahead = places[-1] + 1
    expected = float(numbers.mean() + slope * ahead)
    quantile = float(stats.t.ppf((1 + level) / 2, months - 2))
    half = quantile * sigma * math.sqrt(1 + 1 / months + ahead**2 / spread)
    return Usual(expected, expected - half, expected + half, months)
