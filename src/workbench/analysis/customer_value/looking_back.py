"""Forecasts of past dates judged, and months that were reported measured again, from a store's own queries.

    judged(measured, seen.query, data_from=...)         expected against realised, span by span
    restated(measured, tested, records, seen.query)     closed months beside the records of their models

Models that are there already, of today's opening and of the spans that were judged, are not fitted again.
"""

import datetime as dt
from collections.abc import Callable, Iterable

import pandas as pd

from workbench.analysis.customer_value import back_test, kept
from workbench.analysis.customer_value.back_test import BackTest, Past, Span
from workbench.analysis.customer_value.kept import Record, Restated
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.measure import Measured
from workbench.analysis.origins import months_before
from workbench.analysis.results import Withheld

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
    return back_test.judge(
        {span: _past(ask, span) for span in spans},
        rate=period.yearly_rate,
        horizon_months=period.horizon_months,
        minimum=measured.minimum,
        models={period.opening: measured.opening},
    )


def restated(
    measured: Measured | Withheld, tested: BackTest | Withheld, records: Iterable[Record], ask: Ask
) -> list[Restated]:
    """Closed months measured again: last month, and those at which a span that was judged began.

    Args:
        measured: this month; nothing is measured again where it is withheld.
        tested: the spans that were judged.
        records: of the months closed, as `memory.reported_models` gives them.
        ask: a query of the snapshot by its name.
    """
    if isinstance(measured, Withheld):
        return []
    models = {} if isinstance(tested, Withheld) else dict(tested.models)
    last, found = months_before(measured.period.closing, 1), []
    for record in records:
        day = dt.date.fromisoformat(str(record["as_of"]))
        if day not in models and day != last:
            continue
        frame = ask("customer_lives", as_of=day)
        if day in models:
            found.append(kept.restate(record, Lives.read(frame), models[day]))
            continue
        again = _again(record, frame, measured)
        found += [] if isinstance(again, Withheld) else [again]
    return sorted(found, key=lambda one: one.as_of)


def _again(record: Record, frame: pd.DataFrame, measured: Measured) -> Restated | Withheld:
    period = measured.period
    return kept.restate_on_demand(record, frame, rate=period.yearly_rate, horizon_months=period.horizon_months)


def _past(ask: Ask, span: Span) -> Past:
    before, after = (ask("customer_lives", as_of=day) for day in span)
    booked = ask("customer_cash", start=span.opening, as_of=span.closing)
    tiers = ask("customer_states", as_of=span.opening).set_index("customer_id")["value_tier"]
    return Past(before, after, booked, tiers)
