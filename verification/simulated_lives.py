"""Customers who buy and leave as the Pareto/NBD says, with known parameters: what is known of them on any day.

Everybody buys on the first day. Then purchases follow at a rate lambda until the customer leaves, at a rate
mu, both drawn once a customer; what a purchase brings varies around a mean that is drawn once a customer.
Nobody tells of leaving. Times are in days, exact or whole.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.customer_value import Lives

Floats = np.ndarray[Any, np.dtype[np.float64]]

R, ALPHA, S, BETA = 1.5, 120.0, 1.8, 1400.0
MEAN, BETWEEN, WITHIN = 40.0, 0.4, 12.0
WITHOUT_MORE = dict.fromkeys(
    ("contracts", "contract_margin", "contract_ended", "signed_12m", "signed_margin_12m", "serving_12m", "acquisition"),
    0.0,
)


@dataclass(frozen=True, eq=False)
class Base:
    """Customers with all their purchases, the first on ``start``.

    Args:
        start: the first day of each, shape ``(n,)``, in whole days if these were asked for.
        person, time, margin: of each purchase.
        whole: whether times are whole days.
    """

    start: Floats = field(repr=False)
    person: np.ndarray[Any, np.dtype[np.intp]] = field(repr=False)
    time: Floats = field(repr=False)
    margin: Floats = field(repr=False)
    whole: bool

    @classmethod
    def drawn(
        cls, customers: int, *, seed: int, won_over: float = 1000.0, until: float = 1200.0, whole: bool = False
    ) -> "Base":
        """Customers won over the first days, followed until a day; whole days have one purchase each."""
        rng = np.random.default_rng(seed)
        start = np.sort(rng.uniform(0, won_over, customers))
        pace, leaves = rng.gamma(R, 1 / ALPHA, customers), rng.gamma(S, 1 / BETA, customers)
        here = np.minimum(rng.exponential(1 / leaves), until - start)
        again = rng.poisson(pace * here)
        person = np.concatenate([np.arange(customers), np.repeat(np.arange(customers), again)])
        time = start[person] + np.concatenate([np.zeros(customers), rng.random(again.sum()) * np.repeat(here, again)])
        if whole:
            days = np.unique(person * int(until + 1) + time.astype(int))
            person, time, start = days // int(until + 1), (days % int(until + 1)).astype(float), np.floor(start)
        usual = MEAN * np.exp(rng.normal(0, BETWEEN, customers))
        return cls(start, person, time, usual[person] + rng.normal(0, WITHIN, len(person)), whole)

    def frame(self, day: float) -> pd.DataFrame:
        """The customers of a day as `customer_lives` tells them, with nothing but purchases."""
        known = self.start < day
        seen = self.time < day
        person, margin = self.person[seen], self.margin[seen]
        purchases = np.bincount(person, minlength=len(self.start))
        last = np.zeros(len(self.start))
        np.maximum.at(last, person, self.time[seen] - self.start[person])
        told = {
            "customer_id": np.arange(len(self.start)),
            "number": np.arange(len(self.start)),
            # The query counts to the day, which is not seen itself; `Lives` takes that day off again.
            "age_days": day - self.start + (0 if self.whole else 1),
            "last_days": last,
            "repeats": purchases - 1,
            "purchases": purchases,
            "margin": np.bincount(person, margin, minlength=len(self.start)),
            "margin_squares": np.bincount(person, margin**2, minlength=len(self.start)),
        }
        return pd.DataFrame(told)[known].assign(**WITHOUT_MORE).reset_index(drop=True)

    def lives(self, day: float) -> Lives:
        """The customers of a day."""
        return Lives.read(self.frame(day))

    def booked(self, first: float, end: float) -> pd.DataFrame:
        """What was booked between two days, as `customer_cash` tells it."""
        within = (self.time >= first) & (self.time < end)
        person, sums = np.unique(self.person[within], return_inverse=True)
        return pd.DataFrame(
            {"number": person, "contribution": np.bincount(sums, self.margin[within]), "acquisition": 0.0}
        )
