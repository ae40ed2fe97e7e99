"""The account of customer equity between two dates, customer by customer.

All lines but the last two are by the model of the opening. For a customer of the opening, with V the
value, S the chance that somebody here at the opening is still here at the closing, C the cash expected in
the period carried to its end, and the period D years long at the continuous rate d:

    opening          V0
    unwind           V0 (e^(d D) - 1)                     a period nearer
    expected cash    C = e^(d D) x value of the period    has left the account
    leaving          (P1 - P0 S) W                        left earlier or later than expected
    frequency        P1 L1 (lambda1 - lambda0) z0         came more or less often
    spend            P1 L1 lambda1 (z1 - z0)              a purchase brought more or less
    contracts        the rest                             signed, changed or ended otherwise
    = closing, by the model of the opening

W = (V0 e^(d D) - C) / (P0 S) is what the customer was expected to be worth at the closing, if still here:
under the model the first three lines are all that is expected, and the others have mean nothing. Then come
customers won since, what the model of the closing sees otherwise (re-estimation), and what a change of the
discount rate does (assumptions).

Reference: Wiesel, Skiera and Villanueva 2008, Journal of Marketing 72(2):1-14.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.customer_value.lives import DAYS_A_YEAR, Lives
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.purchase_models.counted import Floats, Places

EXPERIENCE = ("leaving", "frequency", "spend", "contracts")
LINES = ("opening", "unwind", "expected cash", *EXPERIENCE, "new", "re-estimation", "assumptions", "closing")


@dataclass(frozen=True, eq=False)
class Books:
    """Two dates of one snapshot and what was booked between them, a row per customer of the closing.

    Args:
        before, after: the customers of the opening and of the closing.
        there: which customers of the closing were customers at the opening, shape ``(n,)``.
        place: their rows in ``before``; 0 for the others.
        days: between the dates.
        cash: contribution booked on each in the period.
        acquisition: of it, spent on winning the customer.
    """

    before: Lives = field(repr=False)
    after: Lives = field(repr=False)
    there: NDArray[np.bool_] = field(repr=False)
    place: Places = field(repr=False)
    days: int
    cash: Floats = field(repr=False)
    acquisition: Floats = field(repr=False)

    @classmethod
    def of(cls, before: Lives, after: Lives, days: int, number: Places, cash: Floats, acquisition: Floats) -> "Books":
        """From the lives at both dates and the bookings of customers by ``number``; ValueError if someone vanished."""
        place = np.searchsorted(before.number, after.number)
        place = np.minimum(place, max(len(before) - 1, 0))
        there = before.number[place] == after.number if len(before) else np.zeros(len(after), dtype=bool)
        if there.sum() != len(before):
            gone = sorted(set(before.number.tolist()) - set(after.number.tolist()))[:3]
            raise ValueError(f"customers of the opening are not in the closing: {gone}; are both of one snapshot?")
        booked, spent = (_by_customer(after.number, number, values) for values in (cash, acquisition))
        return cls(before, after, there, np.where(there, place, 0), days, booked, spent)


def lines(books: Books, opening: Valuation, closing: Valuation) -> Floats:
    """The lines of the account, shape ``(lines, customers of the closing)``, in the order of `LINES`.

    Args:
        books: the two dates.
        opening: fitted at the opening.
        closing: fitted at the closing; its rate and horizon are those of the closing.
    """
    years = books.days / DAYS_A_YEAR
    first = opening.looking(horizon=closing.horizon + years)
    group = _groups(books, opening)
    known, of = books.place[books.there], group[books.there]
    frozen = opening.looking(horizon=closing.horizon).worth(books.after, group).value
    old, carry = _before(books, first, of, known), float(np.exp(opening.rate * years))
    expected, cash = old.value * carry, old.cash * carry
    now = books.after.of(books.there)
    alive, stays = opening.alive(now, of), opening.looking(horizon=closing.horizon).years(now, of)
    purchases, margin = opening.purchases(now, of), opening.margin(now)
    if_here = np.divide(expected - cash, old.stays, out=np.zeros(len(of)), where=old.stays > 0)
    found = np.zeros((len(LINES), len(books.after)))
    there = np.flatnonzero(books.there)
    found[0, there], found[1, there], found[2, there] = old.value, expected - old.value, -cash
    found[3, there] = (alive - old.stays) * if_here
    found[4, there] = alive * stays * (purchases - old.purchases) * old.margin
    found[5, there] = alive * stays * purchases * (margin - old.margin)
    found[6, there] = frozen[there] - found[:6, there].sum(axis=0)
    found[7] = np.where(books.there, 0.0, frozen)
    same_rate = closing.looking(rate=opening.rate).worth(books.after).value
    found[10] = same_rate if closing.rate == opening.rate else closing.worth(books.after).value
    found[8], found[9] = same_rate - frozen, found[10] - same_rate
    return found


def expected_cash(books: Books, opening: Valuation) -> Floats:
    """Contribution each customer of the opening was expected to bring in the period, undiscounted."""
    period = opening.looking(rate=0.0, horizon=books.days / DAYS_A_YEAR)
    known = _groups(books, opening)[books.there]
    found = np.zeros(len(books.after))
    found[books.there] = period.worth(books.before.of(books.place[books.there]), known).value
    return found


@dataclass(frozen=True)
class _Old:
    """What was expected of the customers of the opening, row by row."""

    value: Floats
    cash: Floats
    stays: Floats
    purchases: Floats
    margin: Floats


def _before(books: Books, opening: Valuation, group: Places, known: Places) -> _Old:
    then = books.before.of(known)
    worth = opening.worth(then, group)
    years = books.days / DAYS_A_YEAR
    return _Old(
        worth.value,
        opening.looking(horizon=years).worth(then, group).value,
        worth.alive * opening.life.stays(then.age, group, books.days),
        opening.purchases(then, group),
        opening.margin(then),
    )


def _groups(books: Books, opening: Valuation) -> Places:
    """Spend groups by the model of the opening; who was there keeps the group of then."""
    group = opening.group(books.after)
    group[books.there] = opening.group(books.before)[books.place[books.there]]
    return group


def _by_customer(wanted: Places, number: Places, values: Floats) -> Floats:
    """Values of the wanted customers, 0 where nothing was booked; ``number`` is sorted."""
    if not len(number):
        return np.zeros(len(wanted))
    place = np.minimum(np.searchsorted(number, wanted), len(number) - 1)
    return np.where(number[place] == wanted, values[place], 0.0)
