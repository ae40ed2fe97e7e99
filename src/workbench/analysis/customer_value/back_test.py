"""Was the forecast right? What each past date let expect, beside what then came.

At each of a few past dates the model is fitted to what was known then, and asked for purchases and cash of the
customers of then until the next date. A group was expected to bring e and brought y; with the errors u_i of
`forecast_errors`

    interval   = e +- 1.96 sqrt(sum u_i^2)
    calibrated : y lies in the interval
    ratio      = y / e, with the interval (y +- 1.96 sqrt(sum u_i^2)) / e

For spans together u_i is added up over them before it is squared: a customer who surprises twice counts as one
customer, and models fitted to the same people err together. The model knows no seasons, so single quarters may
miss where a whole year does not; the verdict is of all spans together.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.analysis.customer_value import valuation
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.forecast_errors import MEASURES, Errors, errors
from workbench.analysis.customer_value.groups import in_order
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.origins import months_before
from workbench.analysis.purchase_models.counted import Floats, Places
from workbench.analysis.purchase_models.holdout import MOST_BIAS
from workbench.analysis.results import Withheld
from workbench.analysis.return_on_customer import FEWEST_MONTHS
from workbench.analysis.small_cells import OTHER, smallest_together
from workbench.analysis.states import LOST
from workbench.phrase import N_

EVERYONE = ""  # the segment of all customers
DEVIATIONS = 1.96  # of a 95 % interval
NONE_OLD = N_("the data begin too late for a forecast that is old enough to be judged")


class Span(NamedTuple):
    """From the day a forecast is made to the first day it says nothing of."""

    opening: dt.date
    closing: dt.date


@dataclass(frozen=True, eq=False)
class Past:
    """What is known of a span: the customers at both its ends, and what was booked between.

    Args:
        before, after: `customer_lives` of the opening and of the closing, of one snapshot.
        booked: `customer_cash` from the opening to the closing.
        segments: the segment of each customer_id at the opening; who has none is lost.
    """

    before: pd.DataFrame = field(repr=False)
    after: pd.DataFrame = field(repr=False)
    booked: pd.DataFrame = field(repr=False)
    segments: pd.Series = field(repr=False)


@dataclass(frozen=True, eq=False)
class BackTest:
    """Expected against realised.

    Args:
        rows: a row per span, segment with customers and measure, then for all spans together: opening, closing,
            together (whether of all spans), segment ('' for everyone), measure (purchases or cash), customers,
            expected, low, high (the interval of what could come), realised, ratio, ratio_low, ratio_high
            (gaps where nothing was expected), calibrated.
        models: the model of each opening.
        withheld: why an opening has none.
    """

    rows: pd.DataFrame = field(repr=False)
    models: Mapping[dt.date, Valuation] = field(repr=False)
    withheld: Mapping[dt.date, Withheld]

    @property
    def n(self) -> int:
        """Customers of the last opening."""
        return int(self.rows.loc[~self.rows.together & (self.rows.segment == EVERYONE), "customers"].iloc[-1])

    def overall(self, measure: str) -> "pd.Series[float]":
        """The row of everyone and of all spans together; KeyError for a measure that is not in `MEASURES`."""
        if measure not in MEASURES:
            raise KeyError(f"no measure {measure!r}; there are {MEASURES}")
        rows = self.rows
        return rows[rows.together & (rows.segment == EVERYONE) & (rows.measure == measure)].iloc[0]

    @property
    def off(self) -> tuple[str, ...]:
        """The measures that were off by more than chance, of everyone and all spans together: the gate."""
        return tuple(measure for measure in MEASURES if not self.overall(measure).calibrated)

    @property
    def is_shut_out(self) -> bool:
        """Whether a measure was surely off by more than a model may be (`holdout.MOST_BIAS`); losses go by size."""
        return any(_is_far_off(self.overall(measure)) for measure in MEASURES)


def _is_far_off(row: "pd.Series[float]") -> bool:
    size, half = abs(row.expected), row.high - row.expected
    came = row.realised if row.expected >= 0 else -row.realised
    return bool(size > 0 and (came + half < size / (1 + MOST_BIAS) or came - half > size / (1 - MOST_BIAS)))


def spans(as_of: dt.date, data_from: dt.date, *, months: int = 3, count: int = 4) -> list[Span]:
    """The last spans before a date, the earliest first; those too close to the beginning of the data are left out.

    Args:
        as_of: the end of the last span.
        data_from: the first day of which the store knows anything.
        months: of each span.
        count: how many; each costs the fit of a model.

    >>> spans(dt.date(2026, 10, 1), dt.date(2025, 9, 15), count=3)[0]
    Span(opening=datetime.date(2026, 4, 1), closing=datetime.date(2026, 7, 1))
    """
    ends = [months_before(as_of, back * months) for back in range(count + 1)]
    found = [Span(opening, closing) for closing, opening in pairwise(ends)]
    return [span for span in reversed(found) if data_from <= months_before(span.opening, FEWEST_MONTHS)]


def judge(
    past: Mapping[Span, Past],
    *,
    rate: float,
    horizon_months: int = 0,
    minimum: int = 10,
    models: Mapping[dt.date, Valuation] | None = None,
) -> BackTest | Withheld:
    """Judge the forecasts of past spans.

    Args:
        past: what is known of each span, of one snapshot; those of `spans`, the earliest first.
        rate: the yearly discount rate of the models, for restating them; forecasts are not discounted.
        horizon_months: months that the models count, likewise; 0 for all.
        minimum: the fewest customers a number may be about; smaller segments are judged together.
        models: of openings that have been fitted already.

    Withheld when no opening carries a model.
    """
    horizon = horizon_months / 12 if horizon_months else np.inf
    lives = {span: Lives.read(known.before) for span, known in past.items()}
    known = models or {}
    found = {
        span.opening: known.get(span.opening) or valuation.fit(each, rate=rate, horizon=horizon)
        for span, each in lives.items()
    }
    fitted = {day: model for day, model in found.items() if not isinstance(model, Withheld)}
    withheld = {day: model for day, model in found.items() if isinstance(model, Withheld)}
    judged = {span: each for span, each in past.items() if span.opening in fitted}
    if not judged:
        return next(iter(withheld.values()), Withheld(NONE_OLD))
    names, codes = _segments(list(judged.values()), minimum)
    each = [
        errors(fitted[span.opening], _books(span, lives[span], past[span]), code, len(names))
        for span, code in zip(judged, codes, strict=True)
    ]
    return BackTest(_table(list(judged), each, [*names, EVERYONE]), fitted, withheld)


def _books(span: Span, before: Lives, known: Past) -> Books:
    amounts = (known.booked[name].to_numpy(dtype=float) for name in ("contribution", "acquisition"))
    number = known.booked["number"].to_numpy(dtype=np.int64)
    return Books.of(before, Lives.read(known.after), (span.closing - span.opening).days, number, *amounts)


def _segments(past: Sequence[Past], minimum: int) -> tuple[list[str], list[Places]]:
    """The names of the segments, and of each span the place of each customer's; small ones are one."""
    told = [known.segments.reindex(known.before["customer_id"]).replace("", None).fillna(LOST) for known in past]
    names = in_order(set().union(*(set(each) for each in told)))
    fewest = pd.DataFrame([each.value_counts() for each in told]).reindex(columns=names).min().fillna(0)
    small = smallest_together(fewest.to_numpy(), minimum)
    small |= (fewest.to_numpy() == 0) & bool(small.any())
    shown = [name for name, hide in zip(names, small, strict=True) if not hide]
    shown += [OTHER] if small.any() else []
    place = {name: shown.index(name) if name in shown else len(shown) - 1 for name in names}
    return shown, [np.asarray(each.map(place), dtype=np.intp) for each in told]


def _table(judged: Sequence[Span], each: Sequence[Errors], names: Sequence[str]) -> pd.DataFrame:
    """All spans one by one, then together."""
    size = 1 + max(int(one.number.max()) for one in each)
    moved = np.zeros((len(MEASURES), len(names), size))
    parts = []
    for span, one in zip(judged, each, strict=True):
        moved[:, :, one.number] += one.moved
        parts.append(_rows(span, one, (one.moved**2).sum(axis=2), names, together=False))
    whole = Errors(
        np.arange(size),
        np.array([one.customers for one in each]).max(axis=0),
        np.sum([one.expected for one in each], axis=0),
        np.sum([one.realised for one in each], axis=0),
        moved,
    )
    span = Span(judged[0].opening, judged[-1].closing)
    parts.append(_rows(span, whole, (moved**2).sum(axis=2), names, together=True))
    return pd.concat(parts, ignore_index=True)


def _rows(span: Span, one: Errors, variance: Floats, names: Sequence[str], *, together: bool) -> pd.DataFrame:
    half = DEVIATIONS * np.sqrt(variance)
    over = np.where(one.expected > 0, one.expected, np.nan)
    places = np.arange(len(names))
    frames = [
        pd.DataFrame(
            {
                "opening": span.opening,
                "closing": span.closing,
                "together": together,
                "segment": list(names),
                "measure": measure,
                "customers": one.customers[places].astype(int),
                "expected": one.expected[row],
                "low": (one.expected - half)[row],
                "high": (one.expected + half)[row],
                "realised": one.realised[row],
                "ratio": (one.realised / over)[row],
                "ratio_low": ((one.realised - half) / over)[row],
                "ratio_high": ((one.realised + half) / over)[row],
                "calibrated": (np.abs(one.realised - one.expected) <= half)[row],
            }
        )
        for row, measure in enumerate(MEASURES)
    ]
    rows = pd.concat(frames, ignore_index=True)
    return rows[rows["customers"] > 0]
