"""Each check of the gate: silent on what is sound, one sentence for a fault."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.reporting.closing.collect import Chapter, Shown
from workbench.reporting.closing.figures import figures
from workbench.reporting.gate import checks as gate_checks
from workbench.reporting.gate.limits import Limits

LIMITS = Limits()
SEPTEMBER = dt.date(2026, 9, 1)


def rows(*each: int, table: str = "transactions") -> pd.DataFrame:
    """Rows of months that end with September 2026."""
    months = pd.date_range(end=pd.Timestamp(SEPTEMBER), periods=len(each), freq="MS")
    frame = pd.DataFrame({"table_name": table, "month": [month.date() for month in months], "rows": each})
    return frame[frame["rows"] > 0]


def chapter(name: str, *blocks: dict[str, Any]) -> Chapter:
    return Chapter(name, "Who?", tuple(Shown({"title": "", **block}) for block in blocks))


def kpi(name: str = "customers", value: float | None = 3, **more: Any) -> dict[str, Any]:
    fields = {"block": "kpi", "name": name, "value": value, "low": value, "high": value, "n": 3, "unit": "count"}
    return {**fields, "why": "", **more}


def note(name: str) -> dict[str, Any]:
    return {"block": "note", "name": name, "level": "missing", "text": "no survey"}


@pytest.mark.parametrize(
    ("each", "fault"),
    [
        ((1000, 1200, 900, 1100, 1000, 950, 1000), False),
        ((1000, 1200, 900, 1100, 1000, 950, 449), True),
        ((1000, 1200, 900, 1100, 1000, 950, 451), False),
        ((1000, 1200, 900, 1100, 1000, 950, 0), True),
        ((1000, 0, 0, 1100, 0, 0, 0), False),
        ((1000, 40, 900, 1100, 1000, 950, 30), False),
        ((45, 50, 60, 90, 80, 70, 3), False),
        ((1000, 1200, 3), False),
    ],
    ids=["usual", "few", "half", "none", "in waves", "a lean season", "a small table", "a young store"],
)
def test_a_table_that_brings_far_less_than_in_its_leanest_month_is_a_fault(each: tuple[int, ...], fault: bool) -> None:
    whole = pd.concat([rows(*each), rows(*[500] * len(each), table="feedback")])
    found = list(gate_checks.rows_near_usual(whole, SEPTEMBER, LIMITS))
    assert [sentence.startswith(f"table transactions has {each[-1]} rows") for sentence in found] == [True] * fault


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=13), st.integers(2, 50))
def test_a_store_that_grows_or_stands_still_is_never_at_fault(each: list[int], factor: int) -> None:
    assert list(gate_checks.rows_near_usual(rows(*each, min(each)), SEPTEMBER, LIMITS)) == []
    assert list(gate_checks.rows_near_usual(rows(*each, max(each) * factor), SEPTEMBER, LIMITS)) == []


def test_rows_that_were_lost_are_a_fault() -> None:
    before = {"customers": 1000, "feedback": 0}
    assert list(gate_checks.rows_kept({"customers": 950}, before, LIMITS)) == []
    [fault] = gate_checks.rows_kept({"customers": 800}, before, LIMITS)
    assert fault == "table customers holds 800 rows; at the last report it held 1000"


def test_a_failed_cell_and_one_that_was_not_run_are_faults() -> None:
    def cell(count: int | None, *outputs: dict[str, str], source: str = "1") -> dict[str, Any]:
        return {"cell_type": "code", "source": source, "execution_count": count, "outputs": list(outputs)}

    error = {"output_type": "error", "ename": "ValueError", "evalue": "no"}
    prose = {"cell_type": "markdown", "source": "# Who?"}
    sound = {"cells": [prose, cell(1, {"output_type": "display_data"}), cell(None, source="")]}
    assert list(gate_checks.cells_done({"01": sound})) == []
    assert list(gate_checks.cells_done({"01": {"cells": [prose, cell(1, error), cell(None)]}})) == [
        "cell 2 of 01 failed: ValueError: no",
        "cell 3 of 01 was not run",
    ]


def test_a_block_that_is_gone_without_a_word_is_a_fault() -> None:
    now = [chapter("01", kpi("customers")), chapter("02")]
    assert list(gate_checks.blocks_there(now, {"01": ["customers", "arrivals"]})) == [
        "chapter 01 no longer shows arrivals, and does not say why",
        "chapter 02 shows nothing",
    ]
    told = [chapter("01", kpi("customers"), note("no_arrivals"))]
    assert list(gate_checks.blocks_there(told, {"01": ["customers", "arrivals"]})) == []
    instead = [chapter("01", kpi("customers"), note("arrivals"))]
    assert list(gate_checks.blocks_there(instead, {"01": ["customers", "arrivals"]})) == []
    assert gate_checks.lasting(told) == {"01": ["customers"]}


def test_a_key_number_is_there_or_says_why_not() -> None:
    said = [
        chapter("00", kpi("customers"), kpi("roc", None, why="one month of data"), note("churn_rate"), kpi("x", None))
    ]
    assert list(gate_checks.key_numbers_there(said, ["customers", "roc", "churn_rate"])) == []
    assert len(list(gate_checks.key_numbers_there(said, ["x", "y"]))) == 2


def test_what_is_on_stderr_is_harmless_or_a_fault() -> None:
    harmless = "[cell 2] 0.00s - Debugger warning: It seems that frozen modules are being used, which may\n\n"
    assert list(gate_checks.quiet(harmless, LIMITS)) == []
    loud = harmless + "[cell 3] RuntimeWarning: divide by zero\n[cell 3] again\n"
    assert list(gate_checks.quiet(loud, LIMITS)) == [
        "2 unexpected lines on stderr, the first: RuntimeWarning: divide by zero"
    ]
    assert list(gate_checks.quiet(loud, Limits(quiet=("RuntimeWarning: .*", "again")))) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": float("inf")}, "not finite"),
        ({"value": 1e17}, "too large"),
        ({"n": -1}, "it rests on -1 cases"),
        ({"value": -3}, "it should be from 0"),
        ({"low": 4}, "outside its interval from 4"),
        ({"high": 2}, "outside its interval"),
        ({"name": "churn_rate", "unit": "percent", "value": 1.2}, "it should be from 0 to 1"),
        ({"name": "roc", "unit": "percent", "value": 120}, "it should be from -100 to 100"),
        ({"name": "satisfaction_index", "unit": "points", "value": -2}, "it should be from 0 to 100"),
        ({"name": "satisfaction_change", "unit": "points", "value": -101}, "from -100 to 100"),
    ],
)
def test_a_number_that_cannot_be_is_a_fault(fields: dict[str, Any], said: str) -> None:
    bounds = {"low": fields["value"], "high": fields["value"]} if "value" in fields else {}
    [fault] = gate_checks.numbers_sane(figures("2026-09", [chapter("01", kpi(**{**bounds, **fields}))]), LIMITS)
    assert said in fault and "of 01" in fault


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "net_arrivals", "value": -12},
        {"name": "satisfaction_change", "unit": "points", "value": -20},
        {"name": "roc", "unit": "percent", "value": -0.3},
        {"name": "share", "unit": "percent", "value": 1.07},
        {"unit": "money", "value": -72698.55},
        {"value": None, "why": "too few"},
        {"value": 0.1 + 0.2, "low": 0.3, "high": 0.3},
    ],
)
def test_a_number_that_can_be_is_none(fields: dict[str, Any]) -> None:
    bounds = {"low": fields["value"], "high": fields["value"]}
    said = [chapter("01", kpi(**{**bounds, **fields}))]
    assert list(gate_checks.numbers_sane(figures("2026-09", said), LIMITS)) == []


def test_a_company_may_set_the_bounds_of_a_number() -> None:
    frame = figures("2026-09", [chapter("01", kpi("churn_rate", 0.3, unit="percent"))])
    [fault] = gate_checks.numbers_sane(frame, Limits(bounds={"churn_rate": (0.01, 0.2)}))
    assert "is 0.3: it should be from 0.01 to 0.2" in fault


def test_a_page_that_is_too_heavy_is_a_fault() -> None:
    assert list(gate_checks.light_enough(1_500_000, LIMITS)) == []
    assert len(list(gate_checks.light_enough(1_500_001, LIMITS))) == 1
