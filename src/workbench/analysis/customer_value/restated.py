"""Closed months measured again: what was reported, what it is by the data and the models of today, and why.

    corrected data      model of then, customers of then as they are known now    less    what was reported
    re-estimation       model fitted again to them                                less    model of then
    other assumptions   rate and horizon of now                                   less    those of then

and all three add up to the difference. Where the data are the same as then, the first two cannot come from
them: then other rules (another version of this workbench) are the reason, and both are told as that.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbench.analysis.customer_value import kept
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.kept import Record
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.results import Withheld
from workbench.analysis.return_on_customer import roc
from workbench.phrase import N_

DATA, ESTIMATE = N_("corrected data"), N_("re-estimation")
RULES, ASSUMPTIONS = N_("other rules"), N_("other assumptions")
REASONS = (DATA, ESTIMATE, RULES, ASSUMPTIONS)
DAMAGE = 1e-6  # relative; what is less is the last digit of a sum
NOT_KEPT = N_("the month has kept no return, or no model of its opening")
NOTHING_THERE = N_("at its opening, customers were worth nothing")


@dataclass(frozen=True)
class Restated:
    """A number as it was reported and as it is measured again.

    Args:
        reported, restated: the number.
        because: what each reason makes of the difference; they add up to it.
    """

    reported: float
    restated: float
    because: Mapping[str, float]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that make more than the last digit, the largest first."""
        told = [name for name in REASONS if abs(self.because[name]) > DAMAGE * abs(self.reported)]
        return tuple(sorted(told, key=lambda name: -abs(self.because[name])))


@dataclass(frozen=True)
class Month:
    """A closed month measured again.

    Args:
        as_of: the day after the month.
        equity, roc: customer equity and Return on Customer (frozen), or why it cannot be measured again.
    """

    as_of: dt.date
    equity: Restated | Withheld
    roc: Restated | Withheld


def of_equity(record: Record, lives: Lives, model: Valuation) -> Restated:
    """Customer equity of a month beside its record.

    Args:
        record: of the month.
        lives: the customers of the same date as they are known now.
        model: fitted to them, with the rate and the horizon of now.
    """
    return _steps(
        kept.number(record, "equity"),
        lambda one: float(one.worth(lives).value.sum()),
        kept.rebuilt(record),
        model,
        is_same=kept.is_same(record, lives),
    )


def of_roc(record: Record, books: Books, cash: float, opening: Valuation) -> Restated | Withheld:
    """Return on Customer (frozen) of a month beside its record; Withheld where the record holds none.

    Args:
        record: of the month.
        books: its opening and its closing, as they are known now.
        cash: contribution booked in between, all of it.
        opening: the model fitted to the customers of the opening, with the rate and the horizon of now.
    """
    then = kept.opening_of(record)
    if not then or "roc" not in record:
        return Withheld(NOT_KEPT)
    old = kept.rebuilt(then)
    if min(_opened(old, books), _opened(opening, books)) <= 0:
        return Withheld(NOTHING_THERE)
    same_cash = math.isclose(kept.number(record, "cash"), cash, rel_tol=1e-9, abs_tol=1e-6)
    return _steps(
        kept.number(record, "roc"),
        lambda one: _frozen(one, books, cash),
        old,
        opening,
        is_same=same_cash and kept.is_same(then, books.before) and kept.is_same(record, books.after),
    )


def _steps(
    reported: float, number: Callable[[Valuation], float], old: Valuation, model: Valuation, *, is_same: bool
) -> Restated:
    """From what was reported by way of the model of then to the model of now."""
    by_old, now = number(old), number(model)
    again = number(model.looking(rate=old.rate, horizon=old.horizon))
    data, estimate, rules = by_old - reported, again - by_old, 0.0
    if is_same:
        data, estimate, rules = 0.0, 0.0, again - reported
    return Restated(reported, now, {DATA: data, ESTIMATE: estimate, RULES: rules, ASSUMPTIONS: now - again})


def _opened(model: Valuation, books: Books) -> float:
    reach = model.horizon + books.days / model.year
    return float(model.looking(horizon=reach).worth(books.before).value.sum())


def _frozen(model: Valuation, books: Books, cash: float) -> float:
    closed = float(model.worth(books.after, books.groups(model)).value.sum())
    return roc(_opened(model, books), closed, cash)
