"""Customer equity and Return on Customer of the months before, measured again by the models of today.

One valuation is held for all months: equity by the model of today's closing, returns by that of today's
opening, as today's own are. So a change between two months is one of the customers, what they bought and
how long they were silent, never one of the model, and nothing is fitted again. Each past month asks the
store for its customers and for what was booked on each of them.

Intervals draw the same customers in both months, and move the models' parameters alike (`resampling`).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.analysis.changes import LOOKED_AT, NOT_THERE, History, estimated
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.measure import Measured
from workbench.analysis.equity_history import Histories
from workbench.analysis.intervals import bootstrap
from workbench.analysis.origins import months_before
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.return_on_customer import FEWEST_MONTHS, Period

Ask = Callable[..., pd.DataFrame]
TODAY = "by today's model"  # which is not what was reported of these months, and no restatement of it


@dataclass(frozen=True)
class _Month:
    """A month: its customers, equity, and the sums of its return, each of shape ``(1 + resamples,)``."""

    n: int
    equity: Floats
    opened: Floats
    closed: Floats
    cash: Floats

    @property
    def roc(self) -> Floats:
        none = np.full_like(self.opened, np.nan)
        return np.divide(self.cash + self.closed - self.opened, self.opened, out=none, where=self.opened > 0)

    @property
    def has_return(self) -> bool:
        """Whether the equity of the opening can be told from nothing."""
        base = bootstrap(float(self.opened[0]), self.opened[1:], n=self.n)
        return isinstance(base, Estimate) and base.low > 0


@dataclass
class _Store:
    """The lives of the dates asked for so far, and what was booked on everybody in each month."""

    ask: Ask
    known: dict[dt.date, Lives]
    booked: "pd.Series[float]"

    def lives(self, day: dt.date) -> Lives:
        if day not in self.known:
            self.known[day] = Lives.read(self.ask("customer_lives", as_of=day))
        return self.known[day]

    def cash(self, period: Period) -> float:
        """Booked on everybody in a period."""
        return float(self.booked[(self.booked.index >= period.opening) & (self.booked.index < period.closing)].sum())

    def forget(self, since: dt.date) -> None:
        """No date after this one is asked for again."""
        self.known = {day: lives for day, lives in self.known.items() if day <= since}


def histories(
    measured: Measured, ask: Ask, *, data_from: dt.date | None, months_back: int = max(LOOKED_AT)
) -> Histories:
    """What both numbers were in the months before, and how they changed.

    Args:
        measured: today's.
        ask: a query of the snapshot by its name, as `Snapshot.query`.
        data_from: the first day known; a month counts whose opening is half a year or more after it.
        months_back: how many months before are looked at.
    """
    today = {measured.period.opening: measured.books.before, measured.period.closing: measured.after}
    store, months = _Store(ask, today, _booked(ask, measured.period.months + months_back)), {}
    for period in _periods(measured.period, data_from, months_back):
        store.forget(period.closing)
        if len(store.lives(period.opening)):
            months[period.closing] = _month(store, measured, period)
    closing = measured.period.closing
    with_return = {day: one for day, one in months.items() if one.has_return}
    return Histories(
        _history(months, closing, lambda month: month.equity), _history(with_return, closing, lambda month: month.roc)
    )


def _booked(ask: Ask, months: int) -> "pd.Series[float]":
    """What was booked on everybody in each of the last months, by the month's first day."""
    frame = ask("monthly_activity", months=months)
    return pd.Series(frame["contribution"].to_numpy(dtype=float), index=pd.to_datetime(frame["month"]).dt.date)


def _periods(today: Period, data_from: dt.date | None, months_back: int) -> Iterator[Period]:
    """The periods that ended so many months before, as far as there were customers to be known."""
    for back in range(months_back + 1):
        opening, closing = (months_before(day, back) for day in (today.opening, today.closing))
        if data_from is None or months_before(opening, FEWEST_MONTHS) >= data_from:
            yield replace(today, opening=opening, closing=closing)


def _month(store: _Store, measured: Measured, period: Period) -> _Month:
    before, after = store.lives(period.opening), store.lives(period.closing)
    booked = store.ask("customer_cash", start=period.opening, as_of=period.closing)
    number = booked["number"].to_numpy(dtype=np.int64)
    amounts = booked["contribution"].to_numpy(dtype=float)
    days = (period.closing - period.opening).days
    books = Books.of(before, after, days, number, amounts, np.zeros(len(amounts)))
    horizon = measured.closing.horizon
    opening, closing = measured.of_opening, measured.of_closing
    elsewhere = store.cash(period) - float(books.cash.sum())
    held = books.groups(measured.opening)
    return _Month(
        n=len(after),
        equity=closing.worth(after, horizon=horizon)[:, 0],
        opened=opening.worth(before, horizon=horizon + days / measured.opening.year)[:, 0],
        closed=opening.worth(after, horizon=horizon, held=held)[:, 0],
        cash=opening.counted(after.number, books.cash)[:, 0] + elsewhere,
    )


def _history(months: Mapping[dt.date, _Month], closing: dt.date, number: Callable[[_Month], Floats]) -> History:
    told = {months_before(day, 1): _told(number(one), one.n) for day, one in months.items() if day != closing}
    now = months.get(closing)
    changes: dict[int, Result] = {}
    for back in LOOKED_AT:
        then = months.get(months_before(closing, back))
        changes[back] = _told(number(now) - number(then), now.n) if now and then else Withheld(NOT_THERE)
    found = estimated(told, changes, months_before(closing, 1))
    return replace(found, past=found.past.assign(by=TODAY))


def _told(values: Floats, n: int) -> Result:
    return bootstrap(float(values[0]), values[1:], n=n)
