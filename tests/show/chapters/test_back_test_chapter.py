"""The page that says whether forecasts held: the picture, the sentences, the finding when they did not."""

import datetime as dt
import sys
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest
from customer_results import Nothing

from workbench.show.blocks import Chart, Note, Table
from workbench.show.chapters import back_test
from workbench.show.digits import SPACE

PERIOD = "September 2026"
DAYS = [dt.date(2025, 10, 1), dt.date(2026, 4, 1), dt.date(2026, 10, 1)]


def row(place: int, segment: str, measure: str, expected: float, realised: float, half: float) -> dict[str, object]:
    """A row of one span, or of both for place 2."""
    together = place == 2
    over = expected if expected > 0 else np.nan
    return {
        "opening": DAYS[0 if together else place],
        "closing": DAYS[2 if together else place + 1],
        "together": together,
        "segment": segment,
        "measure": measure,
        "customers": 400 if segment else 1_000,
        "expected": expected,
        "low": expected - half,
        "high": expected + half,
        "realised": realised,
        "ratio": realised / over,
        "ratio_low": (realised - half) / over,
        "ratio_high": (realised + half) / over,
        "calibrated": abs(realised - expected) <= half,
    }


@dataclass(frozen=True)
class Outcome:
    rows: pd.DataFrame = field(repr=False)
    off: tuple[str, ...] = ()
    is_shut_out: bool = False
    n: int = 1_000


def outcome(cash: float = 50_000.0, bought: float = 1_000.0, shut_out: bool = False) -> Outcome:
    """Two spans; each was expected to bring 50,000 from 1,000 purchases, and brought what is given."""
    rows = []
    for place, times in ((0, 1), (1, 1), (2, 2)):
        for segment, share in (("top 20%", 0.7), ("lost", 0.0), ("", 1.0)):
            rows.append(row(place, segment, "purchases", 1_000 * share * times, bought * share * times, 50.0 * times))
            rows.append(row(place, segment, "cash", 50_000 * share * times, cash * share * times, 2_000.0 * times))
    frame = pd.DataFrame(rows)
    whole = frame[frame.together & (frame.segment == "")]
    return Outcome(frame, tuple(whole.measure[~whole.calibrated]), shut_out)


def said(text: str) -> str:
    return text.replace(SPACE, " ")


def test_a_forecast_that_held_is_said_and_no_finding() -> None:
    picture, note, numbers = back_test.back_test(outcome(), period=PERIOD)
    assert isinstance(picture, Chart) and isinstance(note, Note) and isinstance(numbers, Table)
    expected = "Over 12 months 100K in cash was expected of customers and 100K came: no further off than chance"
    assert said(picture.title) == expected
    assert said(note.text) == (
        f"{expected}. Customers were expected to buy 2,000 times and bought 2,000 times. "
        "In each single period cash lay within chance."
    )
    assert back_test.findings(outcome(), period=PERIOD) == ()


def test_the_picture_has_everyone_by_period_then_segments_over_all() -> None:
    picture = back_test.back_test(outcome(), period=PERIOD)[0]
    assert [said(one["what"]) for one in picture.rows if one["ratio"] is not None] == [
        "cash to March 2026",
        "cash to September 2026",
        "purchases to March 2026",
        "purchases to September 2026",
        "cash: top 20%",
        "purchases: top 20%",
    ], "who was expected to bring nothing has no ratio"
    assert picture.options["reference"] == 1.0 and picture.columns["ratio"].unit == "percent"


def test_the_table_has_both_measures_of_each_period_and_segment() -> None:
    numbers = back_test.back_test(outcome(cash=60_000.0), period=PERIOD)[2]
    assert len(numbers.rows) == 9
    last = numbers.rows[-1]
    assert (last["when"], last["who"], last["held"]) == ("all periods", "everyone", "more")
    assert (last["cash_expected"], last["cash_low"], last["cash_realised"]) == (100_000, 96_000, 120_000)


def test_groups_that_were_off_are_named_though_everyone_was_not() -> None:
    told = outcome()
    rows = told.rows.copy()
    of_top = rows.together & (rows.segment == "top 20%") & (rows.measure == "cash")
    rows.loc[of_top, ["calibrated", "ratio"]] = [False, 1.432]
    _, note, _ = back_test.back_test(Outcome(rows), period=PERIOD)
    assert isinstance(note, Note)
    assert note.text.replace(SPACE, " ").endswith("as shares of what was expected: top 20% 143%.")
    _, quiet, _ = back_test.back_test(told, period=PERIOD)
    assert isinstance(quiet, Note) and "these groups" not in quiet.text


def test_more_than_chance_is_a_finding_that_says_how_to_read_the_values() -> None:
    more = outcome(cash=55_000.0)
    (found,) = back_test.findings(more, period=PERIOD)
    assert said(found.title) == "Forecasts of cash were 10,000 too low over 12 months, more than chance explains"
    assert (found.value, found.low, found.high, found.unit) == (10_000, 6_000, 14_000, "money")
    assert "rather too low" in found.do and found.worth is None
    assert "6,000 to 14,000" in said(found.test)
    picture, note, _ = back_test.back_test(more, period=PERIOD)
    assert said(picture.title).endswith("110K came: 10,000 more, which is more than chance explains")
    assert "Of 2 single periods, 2 brought more or less cash than chance explains" in note.text


def test_less_is_told_as_such_and_far_off_as_not_to_be_used() -> None:
    (less,) = back_test.findings(outcome(cash=45_000.0), period=PERIOD)
    assert "of cash were 10,000 too high" in said(less.title) and "rather too high" in less.do
    (far,) = back_test.findings(outcome(cash=20_000.0, shut_out=True), period=PERIOD)
    assert far.do.startswith("Do not act")


def test_off_over_less_than_a_year_may_be_a_season(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "DAYS", [dt.date(2026, month, 1) for month in (4, 7, 10)])
    off = outcome(cash=20_000.0, shut_out=True)
    assert "a season may be the reason" in back_test.back_test(off, period=PERIOD)[1].text
    assert back_test.findings(off, period=PERIOD)[0].do.startswith("Judge again")
    assert "season may" not in back_test.back_test(outcome(), period=PERIOD)[1].text


def test_purchases_alone_can_be_off() -> None:
    (found,) = back_test.findings(outcome(bought=1_100.0), period=PERIOD)
    assert found.unit == "count" and "of purchases were 200 too low" in found.title and "so cash held" in found.do
    assert "below what chance" in back_test.back_test(outcome(bought=900.0), period=PERIOD)[1].text


def test_without_a_result_there_is_its_reason() -> None:
    (note,) = back_test.back_test(Nothing("the data are too young"), period=PERIOD)
    assert note.level == "missing" and "the data are too young" in note.text
    assert back_test.findings(Nothing("too young"), period=PERIOD) == ()
