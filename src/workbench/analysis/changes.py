"""What a number was in the months before, and whether it is another one now.

The same customers stand behind two months: they answer again, and the three months over which churn
is counted overlap. So a change is estimated as one statistic, with the same group of customers left
out of both months at once (delete-a-group jackknife, see `intervals`): what the months share cancels,
and where they share nothing the two variances add up as they should.

    number of a month = sum of its tops / sum of its bottoms    (a rate; for an index see `indices`)
    change            = number of this month - number of the month then

A counted number has no sampling error, and its change is a fact. What can be asked of it, and of the
others too, is whether such a change is usual after the months before (see `usual`).

One change in twenty is told though there is none; whoever looks at ten of them must expect that, or
have them judged together (see `false_discovery`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.intervals import jackknife
from workbench.analysis.origins import months_before
from workbench.analysis.results import Estimate, Result, Withheld, counted
from workbench.analysis.state_chain import leave_out
from workbench.analysis.usual import Usual, expected_next
from workbench.phrase import say

LAST_MONTH, LAST_YEAR = 1, 12
LOOKED_AT = (LAST_MONTH, LAST_YEAR)
NOT_THERE = say("there is no such number of that month")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """The months before this one, and what this one is against two of them.

    Args:
        past: a row per month that has the number, oldest first: month (first day), value, low, high;
            low and high are empty for a counted number.
        changes: this month less the month so many months before, by that number of months (1 and 12).
        usual: the change since last month that the months before let expect; else why there is none.
    """

    past: pd.DataFrame = field(repr=False)
    changes: Mapping[int, Result]
    usual: Usual | Withheld

    @property
    def is_unusual(self) -> bool:
        """Whether the change since last month is none that the months before let expect."""
        change = self.changes[LAST_MONTH]
        return isinstance(change, Estimate) and isinstance(self.usual, Usual) and not self.usual.holds(change.value)


def of_ratios(
    sums: pd.DataFrame,
    top: str,
    bottom: str,
    *,
    month: dt.date,
    n: str,
    fewest: int = 1,
    low: float = 0.0,
    high: float = 1.0,
) -> History:
    """The history of a rate, or of another ratio of sums.

    Args:
        sums: a row per month (first day) and bucket of customers, with the columns below.
        top, bottom: the columns whose sums are divided.
        month: first day of this month.
        n: the column that counts customers; months with less than ``fewest`` of them have no number.
        low, high: the ends of what the number can be.

    >>> half = pd.DataFrame({"month": pd.Timestamp("2026-09-01"), "bucket": range(20), "n": 5, "k": [2, 3] * 10})
    >>> both = pd.concat([half.assign(month=pd.Timestamp("2026-08-01")), half])
    >>> found = of_ratios(both, "k", "n", month=dt.date(2026, 9, 1), n="n")
    >>> found.past["value"].tolist(), found.changes[1].value
    ([0.5], 0.0)
    """
    days = pd.to_datetime(sums["month"]).dt.date
    months: dict[dt.date, _Sums] = {day: _Sums.of(sums[days == day], top, bottom, n) for day in days.unique()}
    known = {when: part for when, part in months.items() if when <= month and part.n >= fewest}
    told = {when: part.told(low, high) for when, part in known.items() if when < month}
    return estimated(told, {back: _change(known, month, back) for back in LOOKED_AT}, month)


def of_customers(months: pd.DataFrame, *, month: dt.date) -> dict[str, History]:
    """The histories of customers and of net arrivals.

    Args:
        months: `customer_history`: month (first day), customers, arrivals, returns, losses.
        month: first day of this month.

    Customers change by the net arrivals of the month, so both are usual or unusual together. Months
    before the first customer are before the data, and nothing is compared with them.
    """
    counted_by = months[months["customers"].ne(0).cummax()].set_index("month")
    net = counted_by["arrivals"] + counted_by["returns"] - counted_by["losses"]
    customers = of_counts(counted_by["customers"], month=month)
    arrived, last = of_counts(net, month=month), float(net[net.index < pd.Timestamp(month)].iloc[-1:].sum())
    usual = customers.usual.less(last) if isinstance(customers.usual, Usual) else customers.usual
    return {"customers": customers, "net_arrivals": replace(arrived, usual=usual)}


def of_counts(counts: pd.Series, *, month: dt.date) -> History:
    """The history of a counted number, by first day of the month, this month included.

    >>> days = pd.date_range("2025-09-01", periods=13, freq="MS")
    >>> found = of_counts(pd.Series([100, 110, 121, 130, 141, 150, 160, 171, 180, 190, 200, 211, 260], days),
    ...                   month=dt.date(2026, 9, 1))
    >>> found.changes[1].value, found.usual.holds(49)
    (49.0, False)
    """
    known = dict(zip(pd.DatetimeIndex(counts.index).date, counts.astype(float).tolist(), strict=True))
    past = {when: value for when, value in known.items() if when < month}
    frame = pd.DataFrame(
        {"month": list(past), "value": list(past.values()), "low": None, "high": None},
        columns=["month", "value", "low", "high"],
    )
    changes: dict[int, Result] = {}
    for back in LOOKED_AT:
        then = months_before(month, back)
        there = month in known and then in known
        changes[back] = counted(known[month] - known[then], int(known[month])) if there else Withheld(NOT_THERE)
    return History(frame, changes, expected_next(np.diff(list(past.values()))))


def estimated(told: Mapping[dt.date, Result], changes: Mapping[int, Result], month: dt.date) -> History:
    """A history of estimates: those of the months before, and the changes until this month."""
    past = past_of(told)
    usual: Usual | Withheld = Withheld(NOT_THERE)
    if len(past) and past["month"].iloc[-1] == months_before(month, LAST_MONTH):
        usual = expected_next(past["value"])
    if isinstance(usual, Usual):
        usual = usual.less(float(past["value"].iloc[-1]))
    return History(past, changes, usual)


def past_of(told: Mapping[dt.date, Result]) -> pd.DataFrame:
    """The months that have an estimate, as the rows of a history, oldest first."""
    rows = [
        {"month": when, "value": number.value, "low": number.low, "high": number.high}
        for when, number in sorted(told.items())
        if isinstance(number, Estimate)
    ]
    return pd.DataFrame(rows, columns=["month", "value", "low", "high"])


@dataclass(frozen=True)
class _Sums:
    """The sums of a month by bucket."""

    tops: pd.Series
    bottoms: pd.Series
    n: int

    @classmethod
    def of(cls, rows: pd.DataFrame, top: str, bottom: str, n: str) -> "_Sums":
        by_bucket = rows.groupby("bucket")[[top, bottom]].sum().astype(float)
        return cls(by_bucket[top], by_bucket[bottom], int(rows[n].sum()))

    def ratios(self, groups: pd.Index) -> Floats:
        """The number with everyone and without each group; not-a-number where nothing is left to divide by."""
        tops, bottoms = (leave_out(part.reindex(groups, fill_value=0.0).to_numpy()) for part in self._parts())
        return np.divide(tops, bottoms, out=np.full_like(tops, np.nan), where=bottoms > 0)

    def told(self, low: float, high: float) -> Result:
        numbers = self.ratios(self.tops.index)
        return jackknife(float(numbers[0]), numbers[1:], n=self.n, low=low, high=high)

    def _parts(self) -> tuple[pd.Series, pd.Series]:
        return self.tops, self.bottoms


def _change(known: Mapping[dt.date, _Sums], month: dt.date, back: int) -> Result:
    then = months_before(month, back)
    if month not in known or then not in known:
        return Withheld(NOT_THERE)
    # Only groups that hold somebody in one of the two months: an empty one says nothing of the variance.
    groups = known[month].tops.index.union(known[then].tops.index)
    change = known[month].ratios(groups) - known[then].ratios(groups)
    return jackknife(float(change[0]), change[1:], n=min(known[month].n, known[then].n))
