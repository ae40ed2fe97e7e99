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

from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Standing, Valuation
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

    def only(self, chosen: Places) -> "Books":
        """The books of some customers, by their rows in ``after``."""
        there = self.there[chosen]
        place = np.where(there, np.cumsum(there) - 1, 0)
        before = self.before.of(self.place[chosen][there])
        return Books(
            before, self.after.of(chosen), there, place, self.days, self.cash[chosen], self.acquisition[chosen]
        )

    def groups(self, opening: Valuation) -> Places:
        """Spend groups by the model of the opening; who was there keeps the group of then."""
        group = opening.group(self.after)
        group[self.there] = opening.group(self.before)[self.place[self.there]]
        return group

    def standing(self, opening: Valuation, group: Places) -> Standing:
        """What the model of the opening sees in those who were there, a row each in the order of ``after``."""
        return opening.standing(self.before.of(self.place[self.there]), group[self.there])


def lines(books: Books, opening: Valuation, closing: Valuation) -> Floats:
    """The lines of the account, shape ``(lines, customers of the closing)``, in the order of `LINES`.

    Args:
        books: the two dates.
        opening: fitted at the opening.
        closing: fitted at the closing; its rate and horizon are those of the closing.
    """
    group = books.groups(opening)
    seen = books.standing(opening, group)
    now = opening.standing(books.after, group)
    later = closing.standing(books.after)
    return from_opening(books, opening, closing.horizon, seen, now) + from_closing(closing, opening.rate, later)


def from_opening(books: Books, opening: Valuation, horizon: float, seen: Standing, now: Standing) -> Floats:
    """What the model of the opening has in each of `LINES`; the lines are this and `from_closing` together.

    Args:
        books: the two dates.
        opening: fitted at the opening.
        horizon: years after the closing that are counted.
        seen, now: what it sees at the opening, in who was there, and at the closing, in everyone.
    """
    there, years = np.flatnonzero(books.there), books.days / opening.year
    at_closing = opening.looking(horizon=horizon)
    carry = float(np.exp(opening.rate * years))
    value = opening.looking(horizon=horizon + years).worth_of(seen).value
    expected, cash = value * carry, opening.looking(horizon=years).worth_of(seen).value * carry
    here = seen.alive * opening.life.stays(seen.lives.age, seen.group, books.days)
    if_here = np.divide(expected - cash, here, out=np.zeros(len(there)), where=here > 0)
    frozen = at_closing.worth_of(now).value
    alive, purchases, margin = now.alive[there], now.purchases[there], now.margin[there]
    stays = alive * at_closing.years(books.after.of(there), seen.group)
    found = np.zeros((len(LINES), len(books.after)))
    found[0, there], found[1, there], found[2, there] = value, expected - value, -cash
    found[3, there] = (alive - here) * if_here
    found[4, there] = stays * (purchases - seen.purchases) * seen.margin
    found[5, there] = stays * purchases * (margin - seen.margin)
    # Where no contract is in sight the rest is nothing but rounding.
    rest = frozen[there] - found[:6, there].sum(axis=0)
    found[6, there] = np.where(_in_sight(books.after.of(there), opening, seen), rest, 0.0)
    found[7] = np.where(books.there, 0.0, frozen)
    found[8] = -frozen
    return found


def from_closing(closing: Valuation, rate: float, later: Standing) -> Floats:
    """What the model of the closing has in each of `LINES`: re-estimation, assumptions, closing.

    Args:
        closing: fitted at the closing.
        rate: the continuous discount rate a year of the opening.
        later: what the model sees at the closing.
    """
    same_rate = closing.looking(rate=rate).worth_of(later).value
    closed = same_rate if closing.rate == rate else closing.worth_of(later).value
    found = np.zeros((len(LINES), len(same_rate)))
    found[8], found[9], found[10] = same_rate, closed - same_rate, closed
    return found


def expected_cash(books: Books, opening: Valuation, seen: Standing | None = None) -> Floats:
    """Contribution each customer of the opening was expected to bring in the period, undiscounted.

    Args:
        books: the two dates.
        opening: fitted at the opening.
        seen: what it sees in who was there, where that is at hand.
    """
    period = opening.looking(rate=0.0, horizon=books.days / opening.year)
    found = np.zeros(len(books.after))
    found[books.there] = period.worth_of(books.standing(opening, books.groups(opening)) if seen is None else seen).value
    return found


def _in_sight(after: Lives, opening: Valuation, seen: Standing) -> NDArray[np.bool_]:
    """Who has, had or is expected to sign a contract, or was surely gone."""
    to_come = (opening.flows.signing * opening.flows.margin)[seen.group] != 0
    before = seen.lives
    return np.asarray(to_come | before.held | after.held | before.left | after.left | (seen.alive <= 0))


def _by_customer(wanted: Places, number: Places, values: Floats) -> Floats:
    """Values of the wanted customers, 0 where nothing was booked; ``number`` is sorted."""
    if not len(number):
        return np.zeros(len(wanted))
    place = np.minimum(np.searchsorted(number, wanted), len(number) - 1)
    return np.where(number[place] == wanted, values[place], 0.0)
