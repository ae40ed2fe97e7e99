"""What the customers returned in a period: Return on Customer three ways, value created, the statement.

    ROC           = (cash + closing equity - opening equity) / opening equity
    value created =  cash + closing equity - opening equity - r x opening equity

frozen: both dates by the model of the opening; refitted: the closing by its own; without new customers:
frozen, customers of the opening only, which under a right model is expected to be the discount rate.
Every number has its interval from paired resamples (`doubt`). Segments are ranked by value created, never by
the level of ROC: a base that was nearly written off returns much on little.

References: Peppers and Rogers 2005, Return on Customer. Wiesel, Skiera and Villanueva 2008, Journal of
Marketing 72(2):1-14.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.analysis import return_on_customer
from workbench.analysis.customer_value.doubt import Totals
from workbench.analysis.intervals import bootstrap
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.return_on_customer import Period
from workbench.analysis.small_cells import OTHER, smallest_together
from workbench.analysis.statement import foot
from workbench.phrase import N_, say

WON = N_("won in the period")
NO_CUSTOMERS = N_("not yet or no longer customers")
UNDEFINED = N_(
    "a return is undefined here: the customers of the opening were worth nothing or less, "
    "or what they were worth cannot be told from nothing"
)
FEW_WON = N_("only {few} customers were won in the period, so leaving them out would show what they bring")
LINES = {
    "unwind": N_("unwind of the discount"),
    "expected cash": N_("expected cash, paid out"),
    "leaving": N_("customers left earlier or later than expected"),
    "frequency": N_("customers came more or less often"),
    "spend": N_("a purchase brought more or less"),
    "contracts": N_("contracts were signed, changed or ended otherwise"),
    "new": N_("new customers"),
    "re-estimation": N_("re-estimation"),
    "assumptions": N_("change of assumptions"),
}
WITH_NEW = N_("experience, with new customers")
KEPT = ("leaving", "frequency", "spend", "contracts")


class Segments(NamedTuple):
    """How customers are divided.

    Args:
        names: of the segments of the opening; customers won since are the last segment of the totals.
        opened, won: customers of each segment at the opening, and customers won since.
    """

    names: Sequence[str]
    opened: Sequence[int]
    won: int


@dataclass(frozen=True, eq=False)
class Returns:
    """What the customers are worth and what they returned.

    Args:
        period: the dates and what is assumed.
        totals: all lines by segment, with resamples; the last segment are customers won since.
        segments: what the segments are.
        elsewhere: cash booked on people who are no customers.
        minimum: the fewest customers a number may be about.
    """

    period: Period
    totals: Totals = field(repr=False)
    segments: Segments
    elsewhere: float
    minimum: int

    @property
    def n(self) -> int:
        """Customers at the closing."""
        return sum(self.segments.opened) + self.segments.won

    @property
    def opening_equity(self) -> Result:
        """What the customers of the opening were worth."""
        return self._told(self.line("opening"))

    @property
    def closing_equity(self) -> Result:
        """What the customers of the closing are worth, refitted."""
        return self._told(self.line("closing"))

    @property
    def change(self) -> Result:
        """Closing less opening equity, refitted."""
        return self._told(self.line("closing") - self.line("opening"))

    @property
    def cash(self) -> float:
        """Contribution booked in the period, all of it."""
        return float(self._cash[0])

    @property
    def roc(self) -> dict[str, Result]:
        """Return on Customer: frozen, refitted, without new customers."""
        opened = self.line("opening")
        return {
            "frozen": self._roc(opened, self._frozen, self._cash),
            "refitted": self._roc(opened, self.line("closing"), self._cash),
            "without new customers": self._without_new(),
        }

    @property
    def value_created(self) -> Result:
        """Value created beyond the discount rate, frozen."""
        created = return_on_customer.value_created(self.line("opening"), self._frozen, self._cash, self.period.rate)
        return self._told(created)

    def line(self, name: str) -> Floats:
        """A line of all segments together, shape ``(1 + resamples,)``."""
        return np.asarray(self.totals.of(name).sum(axis=1))

    def statement(self) -> pd.DataFrame:
        """From opening to closing equity, to the cent: line, amount, low, high, level (opening and closing)."""
        changes = {name: self.line(name) for name in LINES if name != "assumptions" or self.line(name).any()}
        if not np.any(changes["contracts"]):
            changes.pop("contracts")
        named = {LINES[name]: values for name, values in changes.items()}
        if self._few_won:
            parts = [LINES[name] for name in (*KEPT, "new") if LINES[name] in named]
            named[WITH_NEW] = np.sum([named.pop(part) for part in parts], axis=0)
        opening, closing = self.line("opening"), self.line("closing")
        rows = {N_("opening equity"): opening, **named, N_("closing equity"): closing}
        amounts = foot(float(opening[0]), [float(values[0]) for values in named.values()], float(closing[0]))
        bounds = [_bounds(self._told(values)) for values in rows.values()]
        frame = pd.DataFrame(bounds, columns=["low", "high"])
        frame.insert(0, "line", pd.Series(list(rows), dtype=object))
        frame.insert(1, "amount", amounts)
        return frame.assign(level=[True, *[False] * len(named), True])

    def cash_statement(self) -> pd.DataFrame:
        """From expected to booked cash, to the cent: line, amount, level."""
        expected, known, new = (float(self.line(name)[0]) for name in ("cash expected", "cash of known", "cash of new"))
        rows = {N_("customers brought more or less"): known - expected, N_("new customers"): new}
        if self._few_won:
            rows = {N_("customers brought more or less, with new ones"): known - expected + new}
        rows[N_("people who are no customers")] = self.elsewhere
        amounts = foot(expected, list(rows.values()), self.cash)
        names = [N_("expected cash"), *rows, N_("cash booked")]
        return pd.DataFrame({"line": names, "amount": amounts, "level": [True, *[False] * len(rows), True]})

    def by_segment(self) -> pd.DataFrame:
        """Value created by segment of the opening, frozen.

        A row per segment, one for customers won and one for money booked on who is no customer; small
        ones added up as "other": group, customers, opened, cash, closed, value_created, low, high, roc,
        roc_low, roc_high.
        """
        return pd.DataFrame([self._row(group) for group in self._pooled(self._groups())])

    @property
    def _cash(self) -> Floats:
        return self.line("cash of known") + self.line("cash of new") + self.elsewhere

    @property
    def _frozen(self) -> Floats:
        """Closing equity by the model of the opening."""
        return np.asarray(self.line("closing") - self.line("re-estimation") - self.line("assumptions"))

    @property
    def _few_won(self) -> int:
        return self.segments.won if 0 < self.segments.won < self.minimum else 0

    def _without_new(self) -> Result:
        if self._few_won:
            return Withheld(say(FEW_WON, few=self._few_won))
        kept = self._frozen - self.line("new")
        return self._roc(self.line("opening"), kept, self.line("cash of known"))

    def _roc(self, opened: Floats, closed: Floats, cash: Floats) -> Result:
        base = self._told(opened)
        if not isinstance(base, Estimate) or base.low <= 0:
            return Withheld(UNDEFINED, base.n)
        # A resample without equity has no return; the interval counts and says it.
        safe = np.where(opened > 0, opened, np.nan)
        return self._told((cash + closed - safe) / safe)

    def _told(self, values: Floats) -> Result:
        return bootstrap(float(values[0]), values[1:], n=self.n)

    def _groups(self) -> "list[_Group]":
        frozen = self.totals.of("closing") - self.totals.of("re-estimation") - self.totals.of("assumptions")
        opened, cash = self.totals.of("opening"), self.totals.of("cash of known") + self.totals.of("cash of new")
        names = [*self.segments.names, WON]
        counts = [*self.segments.opened, self.segments.won]
        groups = [
            _Group(name, float(counts[place]), opened[:, place], cash[:, place], frozen[:, place])
            for place, name in enumerate(names)
            if counts[place]
        ]
        if abs(self.elsewhere) >= 0.005:
            none = np.zeros(len(opened))
            groups.append(_Group(NO_CUSTOMERS, 0.0, none, none + self.elsewhere, none))
        return groups

    def _pooled(self, groups: "list[_Group]") -> "list[_Group]":
        small = smallest_together([round(group.customers) for group in groups], self.minimum)
        if not small.any():
            return groups
        hidden = [group for group, is_small in zip(groups, small, strict=True) if is_small or not group.customers]
        names = {group.name for group in hidden}
        _, *sums = zip(*hidden, strict=True)
        return [*(group for group in groups if group.name not in names), _Group(OTHER, *(sum(part) for part in sums))]

    def _row(self, group: "_Group") -> dict[str, object]:
        created = return_on_customer.value_created(group.opened, group.closed, group.cash, self.period.rate)
        back = self._roc(group.opened, group.closed, group.cash)
        low, high = _bounds(self._told(created))
        return {
            "group": group.name,
            "customers": round(group.customers),
            "opened": float(group.opened[0]),
            "cash": float(group.cash[0]),
            "closed": float(group.closed[0]),
            "value_created": float(created[0]),
            "low": low,
            "high": high,
            "roc": back.value if isinstance(back, Estimate) else np.nan,
            "roc_low": _bounds(back)[0],
            "roc_high": _bounds(back)[1],
        }


class _Group(NamedTuple):
    """A row of the table: who, how many, and their sums with resamples."""

    name: str
    customers: float
    opened: Floats
    cash: Floats
    closed: Floats


def _bounds(result: Result) -> tuple[float, float]:
    """The interval of an estimate; gaps for what is withheld."""
    return (result.low, result.high) if isinstance(result, Estimate) else (np.nan, np.nan)
