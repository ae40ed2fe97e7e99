"""From the frames of two dates to what the customers returned between them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.customer_value import doubt, valuation
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.returns import Returns, Segments
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.results import Withheld
from workbench.analysis.return_on_customer import Period

OTHERS = ""  # customers of the opening without a segment


@dataclass(frozen=True, eq=False)
class Measured:
    """The returns of a period and the two models behind them."""

    returns: Returns
    opening: Valuation
    closing: Valuation
    after: Lives


def measure(
    before: pd.DataFrame,
    after: pd.DataFrame,
    booked: pd.DataFrame,
    cash: float,
    segments: pd.Series,
    asked: Period,
    *,
    minimum: int = 10,
    resamples: int = doubt.RESAMPLES,
) -> Measured | Withheld:
    """What the customers returned in a period.

    Args:
        before, after: `customer_lives` of the opening and of the closing, of one snapshot.
        booked: `customer_cash` of the period.
        cash: all contribution booked in the period (`cash_flow`), that on who is no customer included.
        segments: the segment of each customer_id at the opening; nothing for who has none.
        asked: the dates and assumptions.
        minimum: the fewest customers a number may be about.
        resamples: how many are drawn for the intervals.

    Withheld when the purchases before one of the dates do not carry a model.
    """
    horizon = asked.horizon_months / 12 if asked.horizon_months else np.inf
    lives = Lives.read(before), Lives.read(after)
    models = [valuation.fit(each, rate=asked.yearly_rate, horizon=horizon) for each in lives]
    opening, closing = models
    if isinstance(opening, Withheld):
        return opening
    if isinstance(closing, Withheld):
        return closing
    numbers = booked["number"].to_numpy(dtype=np.int64)
    amounts = (booked[name].to_numpy(dtype=float) for name in ("contribution", "acquisition"))
    books = Books.of(*lives, (asked.closing - asked.opening).days, numbers, *amounts)
    names, codes = _segments(after, segments, books)
    totals = doubt.totals(books, opening, closing, codes, len(names) + 1, resamples=resamples)
    counts = np.bincount(codes, minlength=len(names) + 1).tolist()
    elsewhere = cash - float(books.cash.sum())
    returns = Returns(asked, totals, Segments(names, counts[:-1], counts[-1]), elsewhere, minimum)
    return Measured(returns, opening, closing, lives[1])


def _segments(after: pd.DataFrame, segments: pd.Series, books: Books) -> tuple[list[str], np.ndarray]:
    """The names of the segments and each customer's place; who was won since is the last."""
    told = segments.reindex(after["customer_id"]).fillna(OTHERS).astype(str).to_numpy(dtype=object)
    names = sorted(set(told[books.there].tolist()))
    place = {name: at for at, name in enumerate(names)}
    codes = [place[name] if there else len(names) for name, there in zip(told, books.there, strict=True)]
    return names, np.array(codes, dtype=np.intp)
