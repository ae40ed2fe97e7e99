"""The statement of customer equity: from the opening to the closing, line by line, to the cent.

    opening equity
    + unwind of the discount     a period has passed, so what is expected is nearer
    - expected cash              what the customers of the opening were expected to bring has left the account
    + experience                 they stayed, left, rose and fell other than expected (frozen chain)
    + new customers              what those won or won back since are worth (frozen chain)
    + re-estimation              all customers of the closing, refitted less frozen
    = closing equity

Under the chain of the opening the first three lines are what was expected of the closing, and the
unwind divided by the opening is the return that was expected. What came in as cash is told beside it,
against what was expected, and reconciles with what the store has booked.

Where fewer customers were won than a number may be about, they have no line of their own: any line could
be had from the others, so their worth is told in one line with experience, and their cash with the rest.

Reference: Wiesel, Skiera and Villanueva 2008, Customer equity: an integral part of financial
reporting, Journal of Marketing 72(2):1-14.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.analysis import equity_tables, markov
from workbench.analysis.equity import CustomerReturn
from workbench.analysis.results import Withheld
from workbench.phrase import N_

EXPERIENCE = N_("experience")
MORE = N_("customers brought more or less")
NEW = N_("new customers")
TOGETHER = {EXPERIENCE: N_("experience, with new customers"), MORE: N_("customers brought more or less, with new ones")}


@dataclass(frozen=True)
class Statement:
    """The lines of equity and of cash, each in money, and the return that was expected.

    Args:
        equity: line, amount, level (true for opening and closing); low and high where they are known.
        cash: line, amount, level (true for what was expected and what was booked).
        expected_return: unwind over opening equity, as a fraction; not-a-number without opening equity.
        n: customers at the closing.
        segments: the lines of equity with a column for each segment and one for the whole; empty where
            nobody was divided.
    """

    equity: pd.DataFrame = field(repr=False)
    cash: pd.DataFrame = field(repr=False)
    expected_return: float
    n: int
    segments: pd.DataFrame = field(repr=False, default_factory=pd.DataFrame)


def statement(measured: CustomerReturn | Withheld) -> Statement | Withheld:
    """The statement of a measured period; both tables foot to the cent. Withheld when the measure is."""
    if isinstance(measured, Withheld):
        return measured
    held, months = measured.held, measured.period.months
    start, chain = np.append(held.customers[0], 0.0), held.opening
    opening, kept, won, closing = (float(part[0].sum()) for part in (held.opened, held.kept, held.won, held.closed))
    expected_cash = float(markov.expected_cash(start, chain.moves[0], chain.rewards[0], periods=months).sum())
    there = start
    for _ in range(months):
        there = markov.step(there, chain.moves[0])
    expected_closing = float(there @ held.values[0])
    unwind = expected_closing + expected_cash - opening
    changes = {N_("unwind of the discount"): unwind, N_("expected cash, paid out"): -expected_cash}
    changes |= _with_new(measured, (EXPERIENCE, kept - expected_closing), won)
    changes[N_("re-estimation")] = closing - kept - won
    more = float(held.cash[0].sum()) - expected_cash
    received = _with_new(measured, (MORE, more), float(held.cash_arrived[0]))
    received[N_("people who are no customers")] = held.cash_elsewhere
    return Statement(
        equity=_account((N_("opening equity"), opening), changes, (N_("closing equity"), closing)),
        cash=_account((N_("expected cash"), expected_cash), received, (N_("cash booked"), measured.cash)),
        expected_return=unwind / opening if opening > 0 else float("nan"),
        n=held.n,
    )


def foot(opening: float, changes: ArrayLike, closing: float) -> NDArray[np.float64]:
    """Opening, changes and closing rounded to the cent so that they add up.

    The cents that rounding leaves over go to the largest change, where they matter least.

    >>> foot(100.004, [0.004, 0.004], 100.012).tolist()
    [100.0, 0.01, 0.0, 100.01]
    """
    amounts = np.asarray(changes, dtype=float)
    cents = np.rint(amounts * 100)
    ends = np.rint(np.array([opening, closing]) * 100)
    cents[np.argmax(np.abs(amounts))] += ends[1] - ends[0] - cents.sum()
    return np.asarray(np.concatenate([ends[:1], cents, ends[1:]]) / 100)


def _with_new(measured: CustomerReturn, known: tuple[str, float], new: float) -> dict[str, float]:
    """The line of customers known at the opening and that of new ones; one line where these are few."""
    line, amount = known
    if equity_tables.few_won(measured.held, measured.minimum):
        return {TOGETHER[line]: amount + new}
    return {line: amount, NEW: new}


def _account(opening: tuple[str, float], changes: dict[str, float], closing: tuple[str, float]) -> pd.DataFrame:
    amounts = foot(opening[1], list(changes.values()), closing[1])
    lines = [opening[0], *changes, closing[0]]
    return pd.DataFrame({"line": lines, "amount": amounts, "level": [True, *[False] * len(changes), True]})
