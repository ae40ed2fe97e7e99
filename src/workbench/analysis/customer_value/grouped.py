"""Histories of customers in groups: alike customers of a group are one row with a count."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from workbench.analysis.purchase_models import Histories
from workbench.analysis.purchase_models.counted import Counted, Places


@dataclass(frozen=True, eq=False)
class Grouped(Counted):
    """Distinct histories by group, with counts.

    Args:
        counts: customers of each row.
        parts: the histories of each group, in the order of the rows.
        rows_of: the row of each customer it was read from.
    """

    parts: tuple[Histories, ...] = field(repr=False)
    rows_of: Places = field(repr=False)

    @classmethod
    def read(cls, histories: Histories, group: Places, groups: int) -> "Grouped":
        """From histories and the group of each row."""
        first, back = distinct(histories, group, groups)
        order: Places = np.argsort(group[first], kind="stable")
        place, rank = first[order], np.argsort(order)
        counts = np.asarray(np.bincount(back, histories.counts, minlength=len(first))[order], dtype=float)
        rows = np.column_stack([histories.frequency, histories.recency, histories.age])[place]
        of = group[place]
        parts = tuple(Histories.read(rows[of == each], counts[of == each]) for each in range(groups))
        return cls(counts, parts, np.asarray(rank[back]))

    @property
    def edges(self) -> Places:
        """Where each group's rows begin and end."""
        return np.concatenate([[0], np.cumsum([len(part.counts) for part in self.parts])])

    @property
    def mean_age(self) -> float:
        """The mean age of a customer, in the unit of the histories."""
        return sum(float(part.counts @ part.age) for part in self.parts) / self.customers

    def in_units_of(self, unit: float) -> "Grouped":
        return Grouped(self.counts, tuple(part.in_units_of(unit) for part in self.parts), self.rows_of)

    def weighted(self, counts: ArrayLike) -> "Grouped":
        new = np.asarray(counts, dtype=float)
        parts = tuple(map(Histories.weighted, self.parts, np.split(new, self.edges[1:-1])))
        return Grouped(new, parts, self.rows_of)

    def thinned(self, customers: int) -> "Grouped":
        parts = tuple(part.thinned(max(1, round(customers * part.customers / self.customers))) for part in self.parts)
        return Grouped(np.concatenate([part.counts for part in parts]), parts, self.rows_of)


def distinct(histories: Histories, group: Places, groups: int) -> tuple[Places, Places]:
    """The first customer of each distinct history and group, and which of these every customer is."""
    times, since, ages = histories.frequencies, histories.recencies, histories.ages
    code = (times.codes * len(since.values) + since.codes) * len(ages.values) + ages.codes
    _, first, back = np.unique(code * groups + group, return_index=True, return_inverse=True)
    return first, back
