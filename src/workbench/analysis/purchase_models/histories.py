"""What a purchase model knows of customers: how often they bought again, when last, and for how long we know them.

    frequency  x    purchase days after the first
    recency    t_x  from the first purchase day to the last; 0 where there is only one
    age        T    from the first purchase day to the last day observed

Recency and age are in any one unit of time, counted in real days: a month is as long as it was. Customers
with the same three numbers are one row with a count, because a likelihood cannot tell them apart: a
million customers are a hundred thousand rows. A customer who first bought on the last day has age 0 and
says nothing yet.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.purchase_models.counted import Counted, Distinct, Floats
from workbench.errors import BadParameter

COLUMNS = ("frequency", "recency", "age")


@dataclass(frozen=True, eq=False)
class Histories(Counted):
    """Rows of customers with the same history.

    Args:
        counts: customers of each row; any weight from 0 on, shape ``(n,)``.
        frequency: repeat purchases, whole numbers.
        recency, age: in one unit of time, ``0 <= recency <= age``.
    """

    frequency: Floats = field(repr=False)
    recency: Floats = field(repr=False)
    age: Floats = field(repr=False)

    @classmethod
    def read(cls, X: ArrayLike, sample_weight: ArrayLike | None = None) -> "Histories":
        """Check a table of frequency, recency and age.

        Args:
            X: a frame with these columns, or an array of shape ``(n, 3)`` in this order.
            sample_weight: customers of each row, shape ``(n,)``; one where not given.

        BadParameter when a row cannot be the history of a customer.

        >>> Histories.read([[2, 30.4, 38.9], [0, 0, 38.9]], [1, 5]).customers
        6.0
        """
        table = X[list(COLUMNS)] if isinstance(X, pd.DataFrame) else X
        rows = np.asarray(table, dtype=float).reshape(-1, len(COLUMNS))
        counts = np.ones(len(rows)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        frequency, recency, age = (np.ascontiguousarray(column) for column in rows.T)
        histories = cls(counts, frequency, recency, age)
        histories._check()
        return histories

    @property
    def repeaters(self) -> float:
        """How many of them bought again."""
        return float(self.counts[self.frequency > 0].sum())

    @cached_property
    def frequencies(self) -> Distinct:
        """The frequencies, each value once."""
        return Distinct.of(self.frequency)

    @cached_property
    def recencies(self) -> Distinct:
        """The recencies, each value once."""
        return Distinct.of(self.recency)

    @cached_property
    def ages(self) -> Distinct:
        """The ages, each value once."""
        return Distinct.of(self.age)

    @cached_property
    def mean_age(self) -> float:
        """The mean age of a customer."""
        return float(self.counts @ self.age) / self.customers

    def in_units_of(self, unit: float) -> "Histories":
        """The same with time counted in units of so many of the present ones."""
        scaled = replace(self, recency=self.recency / unit, age=self.age / unit)
        recencies, ages = (Distinct(part.values / unit, part.codes) for part in (self.recencies, self.ages))
        scaled.__dict__.update(frequencies=self.frequencies, recencies=recencies, ages=ages)  # found already
        return scaled

    def weighted(self, counts: ArrayLike) -> "Histories":
        """The same rows with other counts, for a resample of the customers."""
        again = replace(self, counts=np.asarray(counts, dtype=float))
        again._check()
        again.__dict__.update({name: getattr(self, name) for name in ("frequencies", "recencies", "ages")})
        return again

    def thinned(self, customers: int) -> "Histories":
        """An even picture of all by fewer customers, in the order of frequency, recency and age."""
        places, counts = self.evenly(customers, np.lexsort((self.age, self.recency, self.frequency)))
        return Histories(counts, self.frequency[places], self.recency[places], self.age[places])

    def _check(self) -> None:
        told = (self.frequency, self.recency, self.age, self.counts)
        if len({len(part) for part in told}) > 1 or any(part.ndim != 1 for part in told):
            raise _broken("counts must be one number a row", [part.shape for part in told])
        for what, wrong in (
            ("a number is missing or not finite", ~np.isfinite(told).all(axis=0)),
            ("a frequency is a whole number from 0 on", (self.frequency < 0) | (self.frequency % 1 != 0)),
            ("recency lies between 0 and age", (self.recency < 0) | (self.recency > self.age)),
            ("who bought once has a recency of 0, who bought again one above 0", self._recency_unlike_frequency),
            ("a count is from 0 on", self.counts < 0),
        ):
            if wrong.any():
                row = int(np.argmax(wrong))
                raise _broken(what, tuple(float(part[row]) for part in told[:3]))

    @property
    def _recency_unlike_frequency(self) -> NDArray[np.bool_]:
        return np.asarray((self.frequency > 0) != (self.recency > 0))


def _broken(what: str, value: object) -> BadParameter:
    return BadParameter(what, where="frequency, recency, age", value=value, do="see the query purchase_counts")
