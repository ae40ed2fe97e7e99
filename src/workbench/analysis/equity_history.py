"""Customer equity and Return on Customer of the months before, measured again by the rules of today.

Each past month is valued as it was when it closed: its customers by the chain of the twelve months
before it, its return with the chain of its own opening. So a figure reported then and the same figure
here differ only if the data, the settings or the rules have changed since. Months for which the
history carried a shorter window or horizon than today's are left out: they are another quantity.

Only monthly steps are needed: closing equity is the customers of a day times the values of their
states, and the cash of a period is what was booked in its months. Intervals and tests leave the same
customers out of both months, of both chains of each and of the cash (delete-a-group jackknife, see
`holdings`); what remains is scaled back to all customers of the later month.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis import reach, state_chain
from workbench.analysis.changes import LOOKED_AT, NOT_THERE, History, estimated
from workbench.analysis.intervals import jackknife
from workbench.analysis.origins import months_before
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.return_on_customer import Period

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Histories:
    """The months before, of both numbers; empty where the history does not carry them."""

    equity: History
    roc: History


@dataclass(frozen=True)
class _Measured:
    """A month's totals, for everyone and with each group left out, not scaled; each of shape ``(G + 1,)``.

    Args:
        people: its customers.
        equity: what they are worth, refitted.
        opened, closed: equity at the opening and, frozen, at the closing.
        cash: booked on customers in the period.
        elsewhere: booked on everybody else.
    """

    people: Floats
    equity: Floats
    opened: Floats
    closed: Floats
    cash: Floats
    elsewhere: float

    @property
    def scale(self) -> Floats:
        # Where everybody is lost, or in one group that is left out, there is nothing to bring to size.
        none = np.full_like(self.people, np.nan)
        return np.asarray(np.divide(self.people[0], self.people, out=none, where=self.people > 0))

    @property
    def has_return(self) -> bool:
        """Whether the equity of the opening can be told from nothing."""
        base = self.told(self.opened * self.scale)
        return isinstance(base, Estimate) and base.low > 0

    def told(self, statistic: Floats) -> Result:
        return jackknife(float(statistic[0]), statistic[1:], n=int(self.people[0]))


@dataclass
class _Store:
    """Steps and money of all months, and the chains that were fitted so far."""

    steps: pd.DataFrame
    money: Mapping[dt.date, float]
    window: int
    frame: state_chain.Frame
    chains: dict[dt.date, state_chain.Chain] = field(default_factory=dict)

    def chain(self, day: dt.date) -> state_chain.Chain:
        if day not in self.chains:
            self.chains[day] = state_chain.fit(self._between(months_before(day, self.window), day), self.frame)
        return self.chains[day]

    def customers(self, day: dt.date) -> Floats:
        """Customers of a day by state, ``(G + 1, S)``."""
        last = self._between(months_before(day, 1), day)
        return np.asarray(state_chain.tally(last, self.frame).moved.sum(axis=1)[:, :-1])

    def cash(self, opening: dt.date, closing: dt.date) -> Floats:
        """Booked on customers between two days, ``(G + 1,)``."""
        return np.asarray(state_chain.tally(self._between(opening, closing), self.frame).brought.sum(axis=(1, 2)))

    def booked(self, opening: dt.date, closing: dt.date) -> float:
        """Booked on everybody between two days."""
        return sum(amount for month, amount in self.money.items() if opening <= month < closing)

    def _between(self, after: dt.date, until: dt.date) -> pd.DataFrame:
        ends = self.steps.step_end
        return self.steps[(ends > pd.Timestamp(after)) & (ends <= pd.Timestamp(until))]


def histories(
    steps: pd.DataFrame,
    money: pd.DataFrame,
    asked: Period,
    *,
    data_from: dt.date,
    lost_days: int,
    months_back: int = max(LOOKED_AT),
) -> Histories:
    """What both numbers were in the months before, and how they changed.

    Args:
        steps: `state_steps` of single months, back to ``months_back`` months before the window of today.
        money: `monthly_activity` of as many months: month and contribution of everybody.
        asked: today's dates and assumptions.
        data_from, lost_days: as for `equity.measure`.
        months_back: how many months before are looked at.
    """
    dated = steps.assign(step_end=pd.to_datetime(steps.step_end))
    today = reach.reach(asked, dated, data_from=data_from, lost_days=lost_days)
    if isinstance(today, Withheld):
        return Histories(_empty(), _empty())
    days = pd.to_datetime(money["month"]).dt.date
    amounts = dict(zip(days, money["contribution"].astype(float), strict=True))
    store = _Store(dated, amounts, today.window_months, state_chain.Frame.of(dated))
    months = {
        period.closing: _measured(store, period)
        for period in _periods(asked, dated, months_back, data_from, lost_days)
        if (period.window_months, period.horizon_months) == (today.window_months, today.horizon_months)
    }
    with_return = {day: one for day, one in months.items() if one.has_return}
    return Histories(_history(months, today.closing, _equity), _history(with_return, today.closing, _roc))


def _periods(
    asked: Period, steps: pd.DataFrame, months_back: int, data_from: dt.date, lost_days: int
) -> Iterator[Period]:
    """The periods that ended so many months before, as far as the history carried each."""
    for back in range(months_back + 1):
        opening, closing = (months_before(day, back) for day in (asked.opening, asked.closing))
        before = steps[steps.step_end <= pd.Timestamp(closing)]
        period = reach.reach(
            replace(asked, opening=opening, closing=closing), before, data_from=data_from, lost_days=lost_days
        )
        if isinstance(period, Period):
            yield period


def _measured(store: _Store, period: Period) -> _Measured:
    start, end = store.chain(period.opening), store.chain(period.closing)
    there, here = store.customers(period.opening), store.customers(period.closing)
    cash = store.cash(period.opening, period.closing)
    return _Measured(
        people=here.sum(axis=1),
        equity=(here * period.values(end)[:, :-1]).sum(axis=1),
        opened=(there * period.values(start, at_opening=True)[:, :-1]).sum(axis=1),
        closed=(here * period.values(start)[:, :-1]).sum(axis=1),
        cash=cash,
        elsewhere=store.booked(period.opening, period.closing) - float(cash[0]),
    )


def _history(
    months: Mapping[dt.date, _Measured], closing: dt.date, number: Callable[[_Measured, Floats], Floats]
) -> History:
    """The history of a number of a month, given the month and the scale its totals are brought to."""
    told = {months_before(day, 1): one.told(number(one, one.scale)) for day, one in months.items() if day != closing}
    now = months.get(closing)
    changes: dict[int, Result] = {}
    for back in LOOKED_AT:
        then = months.get(months_before(closing, back))
        changes[back] = (
            now.told(number(now, now.scale) - number(then, now.scale)) if now and then else Withheld(NOT_THERE)
        )
    return estimated(told, changes, months_before(closing, 1))


def _equity(one: _Measured, scale: Floats) -> Floats:
    return one.equity * scale


def _roc(one: _Measured, scale: Floats) -> Floats:
    base, cash = one.opened * scale, one.cash * scale + one.elsewhere
    none = np.full_like(base, np.nan)
    return np.divide(cash + one.closed * scale - base, base, out=none, where=base > 0)


def _empty() -> History:
    return estimated({}, {back: Withheld(NOT_THERE) for back in LOOKED_AT}, dt.date.max)
