"""Changes are told as often as they promise, and what two months share is not counted twice."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from workbench.analysis import changes, usual
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.usual import Usual

NOW, BEFORE = dt.date(2026, 9, 1), dt.date(2026, 8, 1)


def panel(rng: np.random.Generator, customers: int, shift: float = 0.0, kept: float = 0.8) -> pd.DataFrame:
    """Two months of answers by bucket; ``kept`` says how alike the same customer answers in both."""
    person = rng.normal(70, 15, customers)
    bucket = rng.integers(0, 50, customers)
    frames = []
    for month, moved in ((BEFORE, 0.0), (NOW, shift)):
        answers = kept * person + (1 - kept) * 70 + rng.normal(moved, 8, customers)
        here = rng.random(customers) < 0.7
        rows = pd.DataFrame({"bucket": bucket[here], "wy": answers[here], "n": 1, "w": 1.0})
        frames.append(rows.groupby("bucket", as_index=False).sum().assign(month=pd.Timestamp(month)))
    return pd.concat(frames)


def change(frame: pd.DataFrame, **more: float) -> Estimate | Withheld:
    return changes.of_ratios(frame, "wy", "w", month=NOW, n="n", high=100, **more).changes[1]


def is_told(found: Estimate | Withheld) -> bool:
    assert isinstance(found, Estimate)
    return not found.low <= 0 <= found.high


def test_without_a_change_one_pair_in_twenty_alarms() -> None:
    rng = np.random.default_rng(1)
    alarms = [is_told(change(panel(rng, 400))) for _ in range(400)]
    assert 0.025 <= np.mean(alarms) <= 0.08


def test_a_change_is_found_because_the_same_customers_answer_twice() -> None:
    rng = np.random.default_rng(2)
    found = [change(panel(rng, 400, shift=-3.5, kept=1.0)) for _ in range(40)]
    assert np.mean([one.value for one in found]) == pytest.approx(-3.5, abs=0.4)
    assert np.mean([is_told(one) for one in found]) > 0.7


def test_past_months_come_oldest_first_without_this_one_and_without_small_ones() -> None:
    frame = panel(np.random.default_rng(3), 400)
    few = frame[frame["month"] == pd.Timestamp(BEFORE)].head(1).assign(month=pd.Timestamp("2026-07-01"))
    found = changes.of_ratios(pd.concat([frame, few]), "wy", "w", month=NOW, n="n", fewest=20, high=100)
    assert found.past["month"].tolist() == [BEFORE]
    assert found.past["low"].iloc[0] < found.past["value"].iloc[0] < found.past["high"].iloc[0]


def test_a_month_that_is_not_there_has_no_change() -> None:
    found = changes.of_ratios(panel(np.random.default_rng(4), 200), "wy", "w", month=NOW, n="n", high=100)
    assert isinstance(found.changes[12], Withheld)
    assert not found.is_unusual
    empty = changes.of_ratios(pd.DataFrame(columns=["month", "bucket", "wy", "w", "n"]), "wy", "w", month=NOW, n="n")
    assert empty.past.empty and isinstance(empty.changes[1], Withheld)


def test_a_counted_change_is_a_fact_and_its_like_is_looked_for() -> None:
    days = pd.date_range("2024-10-01", periods=24, freq="MS")
    steady = pd.Series(np.arange(24) * 10 + np.tile([0, 3], 12), days)
    found = changes.of_counts(steady, month=NOW)
    assert (found.changes[1].value, found.changes[1].low) == (13, 13)
    assert found.changes[12].value == 120
    assert not found.is_unusual
    jumped = steady.copy()
    jumped.iloc[-1] += 60
    assert changes.of_counts(jumped, month=NOW).is_unusual


def test_nothing_is_compared_with_a_month_before_the_data() -> None:
    days = pd.date_range("2025-09-01", periods=13, freq="MS")
    rows = {"month": days, "customers": [0, 0, *range(100, 111)], "arrivals": 1, "returns": 0, "losses": 0}
    found = changes.of_customers(pd.DataFrame(rows), month=NOW)["customers"]
    assert found.changes[1].value == 1 and isinstance(found.changes[12], Withheld)
    assert found.past["month"].min() == dt.date(2025, 11, 1)


def test_a_short_count_has_nothing_usual() -> None:
    found = changes.of_counts(pd.Series([5, 9], pd.date_range("2026-08-01", periods=2, freq="MS")), month=NOW)
    assert found.changes[1].value == 4
    assert isinstance(found.usual, Withheld) and not found.is_unusual
    alone = changes.of_counts(pd.Series([9], pd.date_range("2026-09-01", periods=1, freq="MS")), month=NOW)
    assert isinstance(alone.changes[1], Withheld) and alone.past.empty


def test_a_month_like_the_others_is_unusual_once_in_twenty() -> None:
    rng = np.random.default_rng(5)
    months = rng.normal(50, 10, (1000, 13)) + np.arange(13) * 4
    alarms = [not usual.expected_next(row[:-1]).holds(row[-1]) for row in months]
    assert 0.03 <= np.mean(alarms) <= 0.07


def test_a_line_through_the_months_goes_on() -> None:
    found = usual.expected_next([100, 90, 80, 70, 60, 50, 40, 30])
    assert isinstance(found, Usual)
    assert found.expected == pytest.approx(20)
    assert found.holds(20 + 1e-9) and not found.holds(25)
    assert found.less(30).expected == pytest.approx(-10)
