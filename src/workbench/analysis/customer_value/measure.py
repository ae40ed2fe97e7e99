"""From the frames of two dates to what the customers returned between them."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.analysis.customer_value import doubt, statements, valuation
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.groups import Segments, in_order
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.resampling import Resampling
from workbench.analysis.customer_value.returns import Returns
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.purchase_models.counted import Places
from workbench.analysis.results import Result, Withheld
from workbench.analysis.return_on_customer import Period
from workbench.analysis.statement import Statement
from workbench.analysis.states import LOST
from workbench.phrase import N_, say

NOTHING = N_(
    "the purchases and contracts of the {n} customers brought neither profit nor loss, so they are worth nothing so "
    "far, and there is no return on nothing"
)


@dataclass(frozen=True, eq=False)
class Measured:
    """The returns of a period and the two models behind them.

    Args:
        returns: what was returned.
        opening, closing: the models fitted to the customers of either date.
        books: the two dates and what was booked between them.
        customer_id: the customers of the closing, in the order of ``after``.
        asked: the dates and assumptions as asked for, where the history carried less.
        resamples: how many stand behind each interval.
    """

    returns: Returns
    opening: Valuation
    closing: Valuation
    books: Books = field(repr=False)
    customer_id: pd.Series = field(repr=False)
    asked: Period
    resamples: int

    @property
    def after(self) -> Lives:
        """The customers of the closing."""
        return self.books.after

    @property
    def period(self) -> Period:
        """The dates and assumptions."""
        return self.returns.period

    @property
    def rate(self) -> float:
        """What was asked of the customers of the opening, as a fraction."""
        return self.returns.rate

    @property
    def minimum(self) -> int:
        """The fewest customers a number may be about."""
        return self.returns.minimum

    @property
    def closing_equity(self) -> Result:
        """What the customers of the closing are worth."""
        return self.returns.closing_equity

    @property
    def change(self) -> Result:
        """Closing less opening equity, refitted."""
        return self.returns.change

    @property
    def cash(self) -> float:
        """Contribution booked in the period, all of it."""
        return self.returns.cash

    @property
    def roc(self) -> dict[str, Result]:
        """Return on Customer: frozen, refitted, without new customers."""
        return self.returns.roc

    @property
    def value_created(self) -> Result:
        """Value created beyond the discount rate, frozen."""
        return self.returns.value_created

    @cached_property
    def by_tier(self) -> pd.DataFrame:
        """A row per segment, as `Returns.by_segment`."""
        return self.returns.by_segment()

    @cached_property
    def statement(self) -> Statement:
        """The statement of the period."""
        return statements.statement(self.returns)

    @cached_property
    def of_opening(self) -> Resampling:
        """Resamples of the model of the opening, the same customers as in the returns."""
        return self._resampled(self.opening, self.books.before)

    @cached_property
    def of_closing(self) -> Resampling:
        """Resamples of the model of the closing."""
        return self._resampled(self.closing, self.books.after)

    @cached_property
    def expected_value(self) -> pd.Series:
        """What each customer of the closing is expected to bring from now on, in present value."""
        worth = self.closing.worth(self.after).value
        return pd.Series(worth, index=pd.Index(self.customer_id, name="customer_id"), name="expected_value")

    def _resampled(self, model: Valuation, known: Lives) -> Resampling:
        blocks = min(doubt.BLOCKS, max(len(self.after), 1))
        return Resampling.of(model, known, blocks=blocks, resamples=self.resamples)


def measure(
    before: pd.DataFrame,
    after: pd.DataFrame,
    booked: pd.DataFrame,
    cash: float,
    segments: pd.Series,
    period: Period | Withheld,
    *,
    asked: Period | None = None,
    minimum: int = 10,
    resamples: int = doubt.RESAMPLES,
) -> Measured | Withheld:
    """What the customers returned in a period.

    Args:
        before, after: `customer_lives` of the opening and of the closing, of one snapshot.
        booked: `customer_cash` of the period.
        cash: all contribution booked in the period (`cash_flow`), that on who is no customer included.
        segments: the segment of each customer_id at the opening; who has none was lost.
        period: the dates and assumptions, as far as the history carries them (`reach`); or why it does not.
        asked: the same as they were asked for, where that differs.
        minimum: the fewest customers a number may be about.
        resamples: how many are drawn for the intervals.

    Withheld when the purchases before one of the dates do not carry a model, or the history no period, and when
    nothing that customers did brought or cost anything.
    """
    if isinstance(period, Withheld):
        return period
    horizon = period.horizon_months / 12 if period.horizon_months else np.inf
    lives = Lives.read(before), Lives.read(after)
    if not any(each.has_money for each in lives):
        return Withheld(say(NOTHING, n=len(after)), len(after))
    models = [valuation.fit(each, rate=period.yearly_rate, horizon=horizon) for each in lives]
    opening, closing = models
    if isinstance(opening, Withheld):
        return opening
    if isinstance(closing, Withheld):
        return closing
    numbers = booked["number"].to_numpy(dtype=np.int64)
    amounts = (booked[name].to_numpy(dtype=float) for name in ("contribution", "acquisition"))
    books = Books.of(*lives, (period.closing - period.opening).days, numbers, *amounts)
    names, codes = _segments(after, segments, books)
    totals = doubt.totals(books, opening, closing, codes, len(names) + 1, resamples=resamples)
    counts = np.bincount(codes, minlength=len(names) + 1).tolist()
    elsewhere = cash - float(books.cash.sum())
    returns = Returns(period, totals, Segments(names, counts[:-1], counts[-1]), elsewhere, minimum)
    return Measured(returns, opening, closing, books, after["customer_id"], asked or period, resamples)


def _segments(after: pd.DataFrame, segments: pd.Series, books: Books) -> tuple[list[str], Places]:
    """The names of the segments and each customer's place; who was won since is the last."""
    told = segments.reindex(after["customer_id"])
    named = told.astype(object).where(told.notna() & told.ne(""), LOST).astype(str).to_numpy(dtype=object)
    names = in_order(set(named[books.there].tolist()))
    place = {name: at for at, name in enumerate(names)}
    codes = [place[name] if there else len(names) for name, there in zip(named, books.there, strict=True)]
    return names, np.array(codes, dtype=np.intp)
