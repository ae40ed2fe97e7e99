"""What each customer's life with us has shown by a date: purchases, contracts, costs.

A life begins with the first purchase or contract. It ends unseen, unless a contract ended and nothing was
bought since: that is taken as a goodbye. While a contract runs the customer is here for sure.
"""

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.purchase_models import Histories, Spending
from workbench.analysis.purchase_models.counted import Floats

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, eq=False)
class Lives:
    """A row per customer, all arrays of shape ``(n,)``.

    Args:
        number: a small number of the customer, the same at every date.
        frequency: purchase days after the first day.
        recency, age: days from the first day to the last purchase, and to the last day observed.
        purchases, total, squares: purchase days, their margin and the sum of its squares.
        held: whether a contract runs.
        contract: margin a year of contracts running.
        left: whether the last contract ended and nothing was bought since.
        signed, signed_margin: contracts signed in the last year after the first day, and their margin a year.
        serving: what the customer cost to serve in the last year.
        acquisition: what winning the customer cost.
    """

    number: NDArray[np.int64] = field(repr=False)
    frequency: Floats = field(repr=False)
    recency: Floats = field(repr=False)
    age: Floats = field(repr=False)
    purchases: Floats = field(repr=False)
    total: Floats = field(repr=False)
    squares: Floats = field(repr=False)
    held: NDArray[np.bool_] = field(repr=False)
    contract: Floats = field(repr=False)
    left: NDArray[np.bool_] = field(repr=False)
    signed: Floats = field(repr=False)
    signed_margin: Floats = field(repr=False)
    serving: Floats = field(repr=False)
    acquisition: Floats = field(repr=False)

    @classmethod
    def read(cls, frame: pd.DataFrame) -> Self:
        """From the query `customer_lives`."""

        def column(name: str) -> Floats:
            return np.asarray(frame[name], dtype=float)

        # The last day seen is the day before the date; whoever began on it has an age of 0.
        age = np.maximum(column("age_days") - 1, 0)
        return cls(
            number=frame["number"].to_numpy(dtype=np.int64),
            frequency=column("repeats"),
            recency=column("last_days"),
            age=age,
            purchases=column("purchases"),
            total=np.where(column("purchases") > 0, column("margin"), 0.0),
            squares=column("margin_squares"),
            held=column("contracts") > 0,
            contract=column("contract_margin"),
            left=frame["contract_ended"].to_numpy(dtype=bool),
            signed=column("signed_12m"),
            signed_margin=column("signed_margin_12m"),
            serving=column("serving_12m"),
            acquisition=column("acquisition"),
        )

    @classmethod
    def bought(
        cls, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, purchases: ArrayLike, total: ArrayLike
    ) -> Self:
        """Customers who did nothing but buy, in any unit of time, numbered as they come.

        >>> len(Lives.bought(frequency=[2, 0], recency=[30, 0], age=[39, 39], purchases=[3, 1], total=[60.0, 15.0]))
        2
        """
        told = (np.asarray(part, dtype=float) for part in (frequency, recency, age, purchases, total))
        times, since, known, bought, money = told
        nothing, never = np.zeros(len(times)), np.zeros(len(times), dtype=bool)
        return cls(
            number=np.arange(len(times)),
            frequency=times,
            recency=since,
            age=known,
            purchases=bought,
            total=money,
            squares=np.divide(money**2, bought, out=np.zeros(len(times)), where=bought > 0),
            held=never,
            contract=nothing,
            left=never,
            signed=nothing,
            signed_margin=nothing,
            serving=nothing,
            acquisition=nothing,
        )

    def __len__(self) -> int:
        return len(self.number)

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Self:
        """Some of the customers, by mask or place."""
        return type(self)(*(getattr(self, each.name)[chosen] for each in fields(self)))

    @property
    def has_money(self) -> bool:
        """Whether anything that is valued brought or cost anything."""
        told = (self.squares, self.total, self.contract, self.signed_margin, self.serving)
        return any(part.any() for part in told)

    @cached_property
    def histories(self) -> Histories:
        """What a model of buying knows, a row a customer."""
        return Histories.read(np.column_stack([self.frequency, self.recency, self.age]))

    @property
    def spending(self) -> Spending:
        """What a model of spend knows, a row a customer."""
        return Spending.read(self.spent)

    @property
    def spent(self) -> Floats:
        """Purchases, their total and squares, shape ``(n, 3)``."""
        return np.column_stack([self.purchases, self.total, self.squares])

    def years_observed(self, alive: Floats, year: float = DAYS_A_YEAR) -> Floats:
        """Expected years each was a customer within the last year.

        Until the last purchase for sure; from then on alive with a chance that falls to ``alive``, taken
        as a straight line.

        Args:
            alive: the chance that each still is one, shape ``(n,)``.
            year: a year in the unit of the lives.
        """
        years = np.minimum(self.age / year, 1.0)
        silent = np.minimum((self.age - self.recency) / year, years)
        return np.asarray(years - silent * (1 - alive) / 2)
