"""Forecasts of past dates judged, and months that were reported measured again, from a store's own queries.

    judged(measured, seen.query, data_from=...)               expected against realised, span by span
    measured_again(measured, tested, records, seen.query)     closed months beside the records of their models
    again(record, seen.query, period)                         any one of them

Models that are there already, of today's opening and of the spans that were judged, are not fitted again.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.customer_value import back_test, kept, restated, valuation
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.back_test import BackTest, Past, Span
from workbench.analysis.customer_value.kept import Record
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.measure import Measured
from workbench.analysis.customer_value.restated import Month, Restated
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.origins import months_before
from workbench.analysis.results import Withheld
from workbench.analysis.return_on_customer import Period

Ask = Callable[..., pd.DataFrame]


def judged(measured: Measured | Withheld, ask: Ask, *, data_from: dt.date, count: int = 4) -> BackTest | Withheld:
    """What the models of past dates let expect, beside what came.

    Args:
        measured: this month; its period says how long a span is. Withheld as it is.
        ask: a query of the snapshot by its name, as `Snapshot.query`.
        data_from: the first day known.
        count: how many spans back; each costs the fit of a model.
    """
    if isinstance(measured, Withheld):
        return measured
    period = measured.period
    spans = back_test.spans(period.closing, data_from, months=period.months, count=count)
    lives = functools.cache(lambda day: ask("customer_lives", as_of=day))  # one span ends where the next begins
    return back_test.judge(
        {span: _past(ask, span, lives) for span in spans},
        rate=period.yearly_rate,
        horizon_months=period.horizon_months,
        minimum=measured.minimum,
        models={period.opening: measured.opening},
    )


def measured_again(
    measured: Measured | Withheld, tested: BackTest | Withheld, records: Iterable[Record], ask: Ask
) -> list[Month] | Withheld:
    """Closed months measured again: last month, and those at which a span that was judged began.

    Args:
        measured: this month; nothing is measured again where it is withheld.
        tested: the spans that were judged.
        records: of the months closed, as `memory.reported_models` gives them.
        ask: a query of the snapshot by its name.
    """
    if isinstance(measured, Withheld):
        return measured
    models = {} if isinstance(tested, Withheld) else dict(tested.models)
    days = {*models, months_before(measured.period.closing, 1)}
    now = _Now(ask, measured.period, models)
    looked_at = sorted((record for record in records if kept.date_of(record) in days), key=kept.date_of)
    return [now.month(record) for record in looked_at]


def again(record: Record, ask: Ask, period: Period) -> Month:
    """Any closed month measured again, with models fitted for it.

    Args:
        record: of the month, as `memory.reported_models` gives it.
        ask: a query of the snapshot by its name.
        period: whose discount rate and horizon are used; its dates are not.
    """
    return _Now(ask, period, {}).month(record)


@dataclass(frozen=True)
class _Now:
    """What is known today of any date: the customers, and the model that is fitted to them."""

    ask: Ask
    period: Period
    models: dict[dt.date, Valuation]

    def month(self, record: Record) -> Month:
        closing = kept.date_of(record)
        lives = self._lives(closing)
        model = self._model(closing, lives)
        equity = model if isinstance(model, Withheld) else restated.of_equity(record, lives, model)
        return Month(closing, equity, self._roc(record, closing, lives))

    def _roc(self, record: Record, closing: dt.date, after: Lives) -> Restated | Withheld:
        then = kept.opening_of(record)
        if not then:
            return Withheld(restated.NOT_KEPT)
        opening = kept.date_of(then)
        before = self._lives(opening)
        model = self._model(opening, before)
        if isinstance(model, Withheld):
            return model
        booked = self.ask("customer_cash", start=opening, as_of=closing)
        numbers, amounts = booked["number"].to_numpy(dtype=np.int64), booked["contribution"].to_numpy(dtype=float)
        books = Books.of(before, after, (closing - opening).days, numbers, amounts, np.zeros(len(amounts)))
        everyone = self.ask("cash_flow", start=opening, as_of=closing)
        return restated.of_roc(record, books, float(everyone["contribution"].astype(float).sum()), model)

    def _lives(self, day: dt.date) -> Lives:
        return Lives.read(self.ask("customer_lives", as_of=day))

    def _model(self, day: dt.date, lives: Lives) -> Valuation | Withheld:
        """The model of a day that was fitted already, or that is fitted now."""
        if day in self.models:
            return self.models[day]
        horizon = self.period.horizon_months / 12 if self.period.horizon_months else np.inf
        return valuation.fit(lives, rate=self.period.yearly_rate, horizon=horizon)


def _past(ask: Ask, span: Span, lives: Callable[[dt.date], pd.DataFrame]) -> Past:
    before, after = (lives(day) for day in span)
    booked = ask("customer_cash", start=span.opening, as_of=span.closing)
    tiers = ask("customer_states", as_of=span.opening).set_index("customer_id")["value_tier"]
    return Past(before, after, booked, tiers)
