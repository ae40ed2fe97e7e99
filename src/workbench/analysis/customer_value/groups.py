"""The rows a report may show: segments of the opening, customers won since, money on who is no customer.

Small ones are added up as "other", the next smallest with them where that is needed (`small_cells`): the
total is shown too, and a row left out could be had from it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from workbench.analysis.small_cells import OTHER, smallest_together
from workbench.analysis.states import LOST, TIERS
from workbench.phrase import N_

WON = N_("won in the period")
NO_CUSTOMERS = N_("not yet or no longer customers")


class Segments(NamedTuple):
    """How customers are divided.

    Args:
        names: of the segments of the opening; customers won since are the last segment of the totals.
        opened, won: customers of each segment at the opening, and customers won since.
    """

    names: Sequence[str]
    opened: Sequence[int]
    won: int


class Shown(NamedTuple):
    """A row: its name, its customers, the places of its segments in the totals, and its cash on no customers."""

    name: str
    customers: int
    places: tuple[int, ...]
    elsewhere: float = 0.0

    @property
    def has_equity(self) -> bool:
        """Whether it holds customers."""
        return bool(self.places)


def in_order(names: set[str]) -> list[str]:
    """Value tiers from the top, then others by name, the lost last.

    >>> in_order({"lost", "north", "bottom 30%", "top 20%"})
    ['top 20%', 'bottom 30%', 'north', 'lost']
    """
    known = (*TIERS, *sorted(names - {*TIERS, LOST}), LOST)
    return [name for name in known if name in names]


def shown(segments: Segments, elsewhere: float, minimum: int) -> list[Shown]:
    """The rows of segments.

    Args:
        segments: how customers are divided.
        elsewhere: cash booked on people who are no customers.
        minimum: the fewest customers a row may stand for.

    >>> [row.name for row in shown(Segments(["a", "b", "c"], [50, 30, 4], 0), 0.0, 10)]
    ['a', 'other']
    """
    counts = [*segments.opened, segments.won]
    named = enumerate(zip([*segments.names, WON], counts, strict=True))
    rows = [Shown(name, count, (place,)) for place, (name, count) in named if count]
    if abs(elsewhere) >= 0.005:
        rows.append(Shown(NO_CUSTOMERS, 0, (), elsewhere))
    small = smallest_together([row.customers for row in rows], minimum)
    if not small.any():
        return rows
    # How many people are no customers is not known, so what was booked on them goes into the pool.
    is_hidden = [bool(is_small) or not row.customers for row, is_small in zip(rows, small, strict=True)]
    hidden = [row for row, hide in zip(rows, is_hidden, strict=True) if hide]
    places = tuple(place for row in hidden for place in row.places)
    pool = Shown(OTHER, sum(row.customers for row in hidden), places, sum(row.elsewhere for row in hidden))
    return [*(row for row, hide in zip(rows, is_hidden, strict=True) if not hide), pool]
