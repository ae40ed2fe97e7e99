"""What a spend model knows of customers: how often they bought, and what it brought.

    purchases  n       purchase days with their money (the repeat ones, for comparison with published fits)
    total      sum     of their contribution, in any currency unit, net of returns
    squares    sum     of the squares of the contribution of each of these days

Customers without such a purchase are rows with 0 everywhere: they have no spend of their own yet.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from workbench.analysis.purchase_models.counted import Counted, Distinct, Floats
from workbench.errors import BadParameter

COLUMNS = ("purchases", "total", "squares")


@dataclass(frozen=True, eq=False)
class Spending(Counted):
    """Rows of customers with what they spent.

    Args:
        counts: customers of each row, shape ``(n,)``.
        purchases: whole numbers from 0 on.
        total, squares: sums of contribution a purchase and of its squares.
    """

    purchases: Floats = field(repr=False)
    total: Floats = field(repr=False)
    squares: Floats = field(repr=False)

    @classmethod
    def read(cls, X: ArrayLike, sample_weight: ArrayLike | None = None) -> "Spending":
        """Check a table of purchases, total and squares; without squares, those of equal purchases are taken.

        Args:
            X: a frame with these columns, or an array of shape ``(n, 2)`` or ``(n, 3)`` in this order.
            sample_weight: customers of each row, shape ``(n,)``; one where not given.

        BadParameter when a row cannot be the spend of a customer.
        """
        table = np.asarray(X[list(COLUMNS)] if isinstance(X, pd.DataFrame) else X, dtype=float)
        purchases, total = table[:, 0], table[:, 1]
        equal = np.divide(total**2, purchases, out=np.zeros(len(table)), where=purchases > 0)
        squares = table[:, 2] if table.shape[1] > len(COLUMNS) - 1 else equal
        counts = np.ones(len(table)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        rows = cls(counts, purchases, total, np.maximum(squares, equal))
        rows._check()
        return rows

    @cached_property
    def mean(self) -> Floats:
        """Contribution of a purchase of each row; 0 where there is none."""
        return np.divide(self.total, self.purchases, out=np.zeros(len(self.total)), where=self.purchases > 0)

    @cached_property
    def numbers(self) -> Distinct:
        """The numbers of purchases, each value once."""
        return Distinct.of(self.purchases)

    @cached_property
    def typical(self) -> float:
        """The mean size of a purchase, whatever its sign."""
        return float(self.counts @ np.abs(self.total)) / max(float(self.counts @ self.purchases), 1.0)

    @property
    def buyers(self) -> "Spending":
        """The rows with a purchase."""
        return self._at(np.flatnonzero((self.purchases > 0) & (self.counts > 0)))

    def in_units_of(self, unit: float) -> "Spending":
        """The same with money counted in units of so many of the present ones."""
        return replace(self, total=self.total / unit, squares=self.squares / unit**2)

    def weighted(self, counts: ArrayLike) -> "Spending":
        """The same rows with other counts, for a resample of the customers."""
        again = replace(self, counts=np.asarray(counts, dtype=float))
        again._check()
        return again

    def thinned(self, customers: int) -> "Spending":
        """An even picture of all by fewer customers, in the order of purchases and mean."""
        places, counts = self.evenly(customers, np.lexsort((self.mean, self.purchases)))
        return replace(self._at(places), counts=counts)

    def _at(self, places: ArrayLike) -> "Spending":
        chosen = np.asarray(places, dtype=np.intp)
        return Spending(*(part[chosen] for part in (self.counts, self.purchases, self.total, self.squares)))

    def _check(self) -> None:
        told = (self.purchases, self.total, self.squares, self.counts)
        if len({part.shape for part in told}) > 1:
            raise _broken("counts must be one number a row", [part.shape for part in told])
        for what, wrong in (
            ("a number is missing or not finite", ~np.isfinite(told).all(axis=0)),
            ("purchases are a whole number from 0 on", (self.purchases < 0) | (self.purchases % 1 != 0)),
            ("who bought nothing spent nothing", (self.purchases == 0) & (self.total != 0)),
            ("a count is from 0 on", self.counts < 0),
        ):
            if wrong.any():
                row = int(np.argmax(wrong))
                raise _broken(what, tuple(float(part[row]) for part in told[:3]))


def _broken(what: str, value: object) -> BadParameter:
    return BadParameter(what, where="purchases, total, squares", value=value, do="see the query purchase_histories")
