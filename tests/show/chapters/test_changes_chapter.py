"""A number beside its past: what a test supports is called a change, and nothing else."""

import pytest
from customer_results import Before, Nothing, Number, Range, months

from workbench.show import blocks
from workbench.show.blocks import Kpi
from workbench.show.chapters import changes
from workbench.show.digits import SPACE

ABOUT = {"period": "September 2026", "source": "a_query"}


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def points(change: Number | Nothing, better: int = 1) -> list[dict]:
    kpi = blocks.kpi("index", "Index", Number(72.0, 70.0, 74.0), unit="points", **ABOUT)
    return changes.told(kpi, Before(months(m2026_08=74.1), {1: change}), better=better).comparisons


def counted(change: float, usual: Range | Nothing) -> dict:
    kpi = Kpi("customers", "Customers", **ABOUT, unit="count", value=100, low=100, high=100, counted=True)
    history = Before(months(m2026_08=90.0), {1: Number(change, change, change)}, usual)
    (one,) = changes.told(kpi, history, better=1).comparisons
    return one


@pytest.mark.parametrize(
    ("change", "better", "verdict"),
    [
        (Number(-2.1, -4.0, -0.2), 1, "worse"),
        (Number(-2.1, -4.0, -0.2), -1, "better"),
        (Number(2.1, 0.2, 4.0), 0, "higher"),
        (Number(-2.1, -4.3, 0.1), 1, "no more than chance"),
    ],
)
def test_a_verdict_follows_the_interval_of_the_change(change: Number, better: int, verdict: str) -> None:
    (one,) = points(change, better)
    assert (one["to"], one["verdict"], one["change"]) == ("last month", verdict, change.value)
    assert one["then"] == pytest.approx(72.0 - change.value)
    assert ("does not hold zero" in one["test"]) == (verdict != "no more than chance")


def test_what_cannot_be_compared_is_left_out() -> None:
    assert points(Nothing("no such month")) == []


def test_a_withheld_number_keeps_its_past_and_is_compared_with_nothing() -> None:
    kpi = blocks.kpi("index", "Index", Nothing("4 answers"), unit="points", **ABOUT)
    told = changes.told(kpi, Before(months(m2026_08=74.1), {1: Number(1.0, 0.5, 1.5)}), better=1)
    assert (len(told.past), told.comparisons) == (1, [])


def test_a_counted_change_is_a_fact_and_judged_by_what_is_usual() -> None:
    assert counted(10, Range(-5, 20))["verdict"] == "no more than chance"
    assert counted(30, Range(-5, 20))["verdict"] == "better"
    assert counted(-30, Range(-5, 20))["verdict"] == "worse"
    short = counted(30, Nothing("too few months"))
    assert (short["verdict"], short["low"]) == ("not tested", None)
    assert "too few months came before" in short["test"]


def test_past_months_stand_in_a_row_with_gaps_without_a_value() -> None:
    kpi = blocks.kpi("index", "Index", Number(72.0, 70.0, 74.0), unit="points", **ABOUT)
    past = changes.told(kpi, Before(months(m2025_11=70.0, m2026_01=71.0))).past
    assert [(month["month"], month["value"]) for month in past] == [
        ("2025-11", 70.0),
        ("2025-12", None),
        ("2026-01", 71.0),
    ]
    assert not any(month["reported"] for month in past)
