"""What the customers returned in a period: Return on Customer three ways, and value created.

    ROC           = (cash + closing equity - opening equity) / opening equity
    value created =  cash + closing equity - opening equity - r x opening equity

frozen: both dates by the model of the opening; refitted: the closing by its own; without new customers:
frozen, customers of the opening only, which under a right model is expected to be the discount rate.
Every number has its interval from paired resamples (`doubt`). Segments are ranked by value created, never by
the level of ROC: a base that was nearly written off returns much on little.

References: Peppers and Rogers 2005, Return on Customer. Wiesel, Skiera and Villanueva 2008, Journal of
Marketing 72(2):1-14.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.analysis import return_on_customer
from workbench.analysis.customer_value.doubt import Totals
from workbench.analysis.customer_value.groups import NO_CUSTOMERS, WON, Segments, Shown, shown
from workbench.analysis.customer_value.lives import DAYS_A_YEAR
from workbench.analysis.equity_tables import FEW_WON, UNDEFINED
from workbench.analysis.intervals import bootstrap
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.return_on_customer import Period
from workbench.phrase import say

KEPT = ("leaving", "frequency", "spend", "contracts")


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
        return self.told(self.line("opening"))

    @property
    def rate(self) -> float:
        """The discount rate of the period, counted in days as the model's own unwinding is."""
        days = (self.period.closing - self.period.opening).days
        return float((1 + self.period.yearly_rate) ** (days / DAYS_A_YEAR) - 1)

    @property
    def closing_equity(self) -> Result:
        """What the customers of the closing are worth, refitted."""
        return self.told(self.line("closing"))

    @property
    def change(self) -> Result:
        """Closing less opening equity, refitted."""
        return self.told(self.line("closing") - self.line("opening"))

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
        created = return_on_customer.value_created(self.line("opening"), self._frozen, self._cash, self.rate)
        return self.told(created)

    @property
    def few_won(self) -> int:
        """How many customers were won, if so few that no number may be about them; else 0."""
        return self.segments.won if 0 < self.segments.won < self.minimum else 0

    @property
    def rows(self) -> list[Shown]:
        """The rows a report may show."""
        return shown(self.segments, self.elsewhere, self.minimum)

    def line(self, *names: str, of: Shown | None = None) -> Floats:
        """Lines added up, of all segments together or of a row's, shape ``(1 + resamples,)``."""
        chosen = slice(None) if of is None else list(of.places)
        return np.asarray(sum(self.totals.of(name)[:, chosen].sum(axis=1) for name in names))

    def by_segment(self) -> pd.DataFrame:
        """Value created by segment of the opening, frozen.

        A row per segment, one for customers won and one for money booked on who is no customer; small
        ones added up as "other": group, customers, opened, cash, closed, value_created, low, high, roc,
        roc_low, roc_high.
        """
        return pd.DataFrame([self._row(row) for row in self.rows])

    def beyond(self) -> pd.DataFrame:
        """What each segment of the opening brought and built beyond what was expected of it.

        A row per segment that was worth something: group, customers, cash, cash_low, cash_high (booked
        less expected), equity, equity_low, equity_high (experience), burns (surely more cash than
        expected, and surely less equity).
        """
        rows = [self._beyond(row) for row in self.rows if row.name not in (WON, NO_CUSTOMERS)]
        return pd.DataFrame(rows)

    def told(self, values: Floats) -> Result:
        """A number with the interval of its resamples."""
        return bootstrap(float(values[0]), values[1:], n=self.n)

    @property
    def _cash(self) -> Floats:
        return self.line("cash of known", "cash of new") + self.elsewhere

    @property
    def _frozen(self) -> Floats:
        """Closing equity by the model of the opening."""
        return self._kept(None)

    def _kept(self, row: Shown | None) -> Floats:
        return np.asarray(self.line("closing", of=row) - self.line("re-estimation", "assumptions", of=row))

    def _without_new(self) -> Result:
        if self.few_won:
            return Withheld(say(FEW_WON, few=self.few_won))
        return self._roc(self.line("opening"), self._frozen - self.line("new"), self.line("cash of known"))

    def _roc(self, opened: Floats, closed: Floats, cash: Floats) -> Result:
        base = self.told(opened)
        if not isinstance(base, Estimate) or base.low <= 0:
            return Withheld(UNDEFINED, base.n)
        # A resample without equity has no return; the interval counts and says it.
        safe = np.where(opened > 0, opened, np.nan)
        return self.told((cash + closed - safe) / safe)

    def _row(self, row: Shown) -> dict[str, object]:
        opened, closed = self.line("opening", of=row), self._kept(row)
        cash = self.line("cash of known", "cash of new", of=row) + row.elsewhere
        created = return_on_customer.value_created(opened, closed, cash, self.rate)
        back = self._roc(opened, closed, cash)
        low, high = bounds(self.told(created))
        return {
            "group": row.name,
            "customers": row.customers,
            "opened": float(opened[0]),
            "cash": float(cash[0]),
            "closed": float(closed[0]),
            "value_created": float(created[0]),
            "low": low,
            "high": high,
            "roc": back.value if isinstance(back, Estimate) else np.nan,
            "roc_low": bounds(back)[0],
            "roc_high": bounds(back)[1],
        }

    def _beyond(self, row: Shown) -> dict[str, object]:
        cash = self.line("cash of known", "cash of new", of=row) - self.line("cash expected", of=row) + row.elsewhere
        equity = self.line(*KEPT, "new", of=row)
        (low, high), (least, most) = bounds(self.told(cash)), bounds(self.told(equity))
        return {
            "group": row.name,
            "customers": row.customers,
            **{"cash": float(cash[0]), "cash_low": low, "cash_high": high},
            **{"equity": float(equity[0]), "equity_low": least, "equity_high": most},
            "burns": bool(low > 0 and most < 0),
        }


def bounds(result: Result) -> tuple[float, float]:
    """The interval of an estimate; gaps for what is withheld."""
    return (result.low, result.high) if isinstance(result, Estimate) else (np.nan, np.nan)
