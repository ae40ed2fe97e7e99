"""Forecasts of past dates: calibrated where the model is right, off where customers change, by hand where simple."""

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from verification.simulated_lives import Base
from workbench.analysis.customer_value import Lives, Valuation, back_test, fit, forecast_errors, parameters
from workbench.analysis.customer_value.back_test import BackTest, Past, Span
from workbench.analysis.results import Withheld
from workbench.analysis.small_cells import OTHER

DAY = dt.date(2020, 1, 1)
ENDS = (730, 821, 913, 1004, 1095)
SPANS = [Span(DAY + dt.timedelta(first), DAY + dt.timedelta(last)) for first, last in pairwise(ENDS)]


def past(base: Base, spans: list[Span] = SPANS, *, luck: float = 1.0) -> dict[Span, Past]:
    """What is known of spans; ``luck`` multiplies what was booked. The segment is whether the number is odd."""
    found = {}
    for span in spans:
        first, last = ((day - DAY).days for day in span)
        before, booked = base.frame(first), base.booked(first, last)
        booked = booked.assign(contribution=booked.contribution * luck)
        segments = pd.Series(np.where(before.number % 2, "odd", "even"), index=before.customer_id)
        found[span] = Past(before, base.frame(last), booked, segments)
    return found


def judged(base: Base, models: Mapping[dt.date, Valuation] | None = None, luck: float = 1.0) -> BackTest:
    found = back_test.judge(past(base, luck=luck), rate=0.1, models=models)
    assert isinstance(found, BackTest), found
    return found


@pytest.fixture(scope="module")
def base() -> Base:
    return Base.drawn(2_000, seed=5, won_over=700, until=1_100)


@pytest.fixture(scope="module")
def tested(base: Base) -> BackTest:
    return judged(base)


def test_a_row_for_each_span_segment_and_measure_and_for_all_together(tested: BackTest) -> None:
    rows = tested.rows
    assert len(rows) == (len(SPANS) + 1) * 2 * 3 and rows.together.sum() == 6
    assert rows.segment.unique().tolist() == ["even", "odd", ""]
    one = rows[~rows.together & (rows.measure == "purchases")]
    whole = tested.overall("purchases")
    assert whole.opening == SPANS[0].opening and whole.closing == SPANS[-1].closing
    assert one[one.segment == ""].realised.sum() == whole.realised


def test_segments_add_up_to_everyone(tested: BackTest) -> None:
    sums = tested.rows.assign(part=tested.rows.segment != "")
    sums = sums.groupby(["opening", "closing", "measure", "part"])[["expected", "realised", "customers"]].sum()
    np.testing.assert_allclose(sums.xs(True, level="part"), sums.xs(False, level="part"), rtol=1e-9)


def test_realised_is_what_was_bought_and_booked(base: Base, tested: BackTest) -> None:
    first, last = ENDS[-2:]
    known = base.start[base.person] < first
    within = (base.time >= first) & (base.time < last) & known
    rows = tested.rows[~tested.rows.together & (tested.rows.segment == "")].tail(2)
    assert rows.realised.tolist() == pytest.approx([within.sum(), base.margin[within].sum()])


def test_expected_is_the_integral_of_what_is_expected_each_day(base: Base) -> None:
    lives = base.lives(730)
    model = fit(lives, rate=0.1)
    group = model.group(lives)
    purchases, cash = forecast_errors.expected(model, lives, group, 91)
    days = np.arange(0, 91, 0.25) + 0.125
    alive, pace = model.alive(lives, group), model.purchases(lives, group) / 365.25
    stays = np.array([model.life.stays(lives.age, group, day) for day in days]).sum(axis=0) * 0.25
    np.testing.assert_allclose(purchases, alive * pace * stays, rtol=1e-4)
    np.testing.assert_allclose(cash, purchases * model.margin(lives), rtol=1e-9)


def test_under_the_right_model_realised_lies_within_the_interval_as_often_as_it_says() -> None:
    """95 % of single quarters; 8 bases of 4 quarters and 2 measures, correlated within a base."""
    rows = [judged(Base.drawn(400, seed=seed, won_over=700, until=1_100, whole=True)).rows for seed in range(8)]
    everyone = pd.concat(rows)[lambda row: row.segment == ""]
    assert everyone[~everyone.together].calibrated.mean() > 0.85
    assert everyone[everyone.together].calibrated.sum() >= 12, "of 16"
    assert everyone.ratio.mean() == pytest.approx(1, abs=0.05)


def test_more_cash_than_chance_allows_is_off_and_far_too_much_shuts_out(base: Base, tested: BackTest) -> None:
    some, much = (judged(base, tested.models, luck) for luck in (1.2, 2.0))
    assert some.off == ("cash",) and not some.is_shut_out
    assert some.overall("cash").ratio_low > 1
    assert much.off == ("cash",) and much.is_shut_out


def test_a_loss_that_came_twice_as_large_is_far_off_too(base: Base) -> None:
    def losing(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(margin=-frame.margin)

    known = {
        span: replace(
            one,
            before=losing(one.before),
            after=losing(one.after),
            booked=one.booked.assign(contribution=-2 * one.booked.contribution),
        )
        for span, one in past(base, SPANS[-1:]).items()
    }
    found = back_test.judge(known, rate=0.1)
    assert isinstance(found, BackTest)
    assert np.isnan(found.overall("cash").ratio) and found.off == ("cash",) and found.is_shut_out


def test_the_interval_of_all_spans_counts_a_customer_once(tested: BackTest) -> None:
    """Models of four dates fitted to the same people err together."""
    rows = tested.rows[(tested.rows.segment == "") & (tested.rows.measure == "cash")]
    half = (rows.high - rows.low) / 2
    assert half[rows.together].iloc[0] > np.sqrt((half[~rows.together] ** 2).sum()) * 0.9
    assert half[rows.together].iloc[0] < half[~rows.together].sum()


def test_a_part_of_the_customers_gives_the_same_slopes(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    known = past(base, SPANS[-1:])
    wide = back_test.judge(known, rate=0.1)
    monkeypatch.setattr(parameters, "FOR_SLOPES", 400)
    monkeypatch.setattr(parameters, "FEWEST", 0)
    some = back_test.judge(known, rate=0.1, models=wide.models)
    np.testing.assert_allclose(some.rows.high - some.rows.low, wide.rows.high - wide.rows.low, rtol=0.01)


def test_small_segments_are_judged_together(base: Base) -> None:
    known = past(base, SPANS[-1:])
    told = known[SPANS[-1]].segments
    told = told.where(told.index >= 3, "three").where(told.index < 1_990, None)
    known[SPANS[-1]] = replace(known[SPANS[-1]], segments=told)
    found = back_test.judge(known, rate=0.1, minimum=20)
    assert found.rows.segment.unique().tolist()[-2:] == [OTHER, ""]
    assert "three" not in set(found.rows.segment) and "lost" not in set(found.rows.segment)
    assert found.rows.customers.min() >= 20


def test_spans_end_today_and_begin_when_there_is_half_a_year_to_learn_from() -> None:
    today, begins = dt.date(2026, 10, 1), dt.date(2023, 10, 1)
    four = back_test.spans(today, begins)
    assert [span.opening for span in four] == [dt.date(2025, 10, 1), *(dt.date(2026, m, 1) for m in (1, 4, 7))]
    assert four[-1].closing == today and all(a.closing == b.opening for a, b in pairwise(four))
    assert len(back_test.spans(today, begins, months=1, count=12)) == 12
    assert back_test.spans(today, dt.date(2026, 2, 1)) == []


def test_without_a_model_there_is_a_sentence(base: Base) -> None:
    assert isinstance(back_test.judge({}, rate=0.1), Withheld)
    known = past(base, SPANS[:1])
    few = replace(known[SPANS[0]], before=known[SPANS[0]].before.head(5))
    found = back_test.judge({SPANS[0]: few}, rate=0.1)
    assert isinstance(found, Withheld) and found.why


def test_an_opening_without_a_model_leaves_the_others(base: Base) -> None:
    young = Span(DAY + dt.timedelta(5), DAY + dt.timedelta(96))
    found = back_test.judge(past(base, [young, SPANS[-1]]), rate=0.1)
    assert list(found.models) == [SPANS[-1].opening] and list(found.withheld) == [young.opening]
    assert found.n == len(Lives.read(base.frame(ENDS[-2])))


def test_only_measures_that_exist_are_told(tested: BackTest) -> None:
    with pytest.raises(KeyError, match="revenue"):
        tested.overall("revenue")
