"""Rows with counts: customers who look alike are one row, and what depends on one column is computed once a value."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Distinct:
    """A column as its distinct values and, for each row, which of them it has."""

    values: Floats = field(repr=False)
    codes: Places = field(repr=False)

    @classmethod
    def of(cls, column: Floats) -> "Distinct":
        """The distinct values of a column, in rising order."""
        values, codes = np.unique(column, return_inverse=True)
        return cls(values, codes)


@dataclass(frozen=True, eq=False)
class Counted(ABC):
    """What every table of rows with counts can do.

    Args:
        counts: customers of each row; any weight from 0 on, shape ``(n,)``.
    """

    counts: Floats = field(repr=False)

    @property
    def customers(self) -> float:
        """How many customers there are."""
        return float(self.counts.sum())

    @abstractmethod
    def in_units_of(self, unit: float) -> Self:
        """The same with what has a unit counted in so many of the present ones."""

    @abstractmethod
    def weighted(self, counts: ArrayLike) -> Self:
        """The same rows with other counts, for a resample of the customers."""

    @abstractmethod
    def thinned(self, customers: int) -> Self:
        """An even picture of all by fewer customers."""

    def evenly(self, customers: int, order: Places) -> tuple[Places, Floats]:
        """The rows of customers evenly spread in an order, and the counts that make them stand for all."""
        if self.customers <= customers:
            return np.arange(len(self.counts)), self.counts
        ends = np.cumsum(self.counts[order])
        drawn = np.searchsorted(ends, (np.arange(customers) + 0.5) * ends[-1] / customers)
        places, drawn_times = np.unique(order[drawn], return_counts=True)
        return places, drawn_times * (ends[-1] / customers)
