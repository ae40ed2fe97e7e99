"""What to make: how many customers, over which months, from which seed.

Time inside the generator is a plain float: days since the first midnight of the world. A year
has 365.25 days. Dates appear only where rows are written.
"""

from dataclasses import dataclass

import numpy as np

from workbench.errors import BadParameter
from workbench.synthetic.arrays import Floats, Ints

YEAR = 365.25


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a world; the same recipe always gives the same world.

    Args:
        customers: people who bought at least once; prospects and targets come on top of them.
        months: length of the recorded history.
        seed: of the random streams.
        end: the last full month, YYYY-MM.
        events: whether the planted events happen (see ``events``).
        seasonality: how far purchases swing around their mean over the year, 0 to 0.5.
        leaving_slope: fall of the log rate of leaving for each standard deviation of satisfaction.
        spend_slope: rise of the log spend of a purchase for each standard deviation of satisfaction.
        hostile: adds markup as region, category and text, and personal data in texts, for tests.

    Raises BadParameter for a size, month or slope that makes no world.

    >>> Recipe(customers=100, months=3, end="2026-03").start
    np.datetime64('2026-01-01')
    """

    customers: int = 20_000
    months: int = 36
    seed: int = 1
    end: str = "2026-09"
    events: bool = True
    seasonality: float = 0.15
    leaving_slope: float = 0.6
    spend_slope: float = 0.15
    hostile: bool = False

    def __post_init__(self) -> None:
        _within("customers", self.customers, 1, 50_000_000)
        _within("months", self.months, 1, 600)
        _within("seed", self.seed, 0, 2**63)
        _within("seasonality", self.seasonality, 0, 0.5)
        _within("leaving_slope", self.leaving_slope, -2, 2)
        _within("spend_slope", self.spend_slope, -2, 2)
        try:
            np.datetime64(f"{self.end}-01")
        except ValueError as error:
            raise BadParameter("not a month", where="end", value=self.end, do="write it as YYYY-MM") from error

    @property
    def start(self) -> np.datetime64:
        """The first day of the world."""
        first: np.datetime64 = (np.datetime64(self.end, "M") + 1 - self.months).astype("datetime64[D]")
        return first

    @property
    def edges(self) -> Floats:
        """The first day of each month and of the month after the last, in days since the start.

        >>> Recipe(months=2, end="2026-02").edges.tolist()
        [0.0, 31.0, 59.0]
        """
        firsts = np.datetime64(self.end, "M") + 1 - self.months + np.arange(self.months + 1)
        return (firsts.astype("datetime64[D]") - self.start).astype(float)

    @property
    def days(self) -> float:
        """Length of the world in days; nothing happens at or after it."""
        return float(self.edges[-1])

    @property
    def last_day(self) -> np.datetime64:
        """The last day of the world.

        >>> Recipe(end="2026-02").last_day
        np.datetime64('2026-02-28')
        """
        next_month: np.datetime64 = (np.datetime64(self.end, "M") + 1).astype("datetime64[D]")
        return next_month - np.timedelta64(1, "D")

    @property
    def seasons(self) -> Floats:
        """Purchases by calendar month (January first), as a factor with mean 1: high before Christmas."""
        wave = np.cos(2 * np.pi * (np.arange(12) - 10.5) / 12)
        return 1 + self.seasonality * wave

    def calendar_month(self, time: Floats) -> Ints:
        """Calendar month 0 to 11 of times in days, the world's future included."""
        day = self.start + np.floor(time).astype("timedelta64[D]")
        return day.astype("datetime64[M]").astype(int) % 12


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise BadParameter("out of range", where=name, value=value, do=f"choose between {low:,} and {high:,}")
