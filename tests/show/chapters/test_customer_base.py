"""Chapter 01 says what its numbers say, and says why where there are none."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest
from customer_results import Before, Number, Range, months

from workbench.show.blocks import Chart, Kpi, Note, Table
from workbench.show.chapters import customer_base

PERIOD = "September 2026"
NBSP = "\u00a0"
CAME = {1: Number(3.0, 3.0, 3.0)}
CUSTOMERS = Before(months(m2026_08=47.0), CAME, Range(-2.0, 1.0), is_unusual=True)
HISTORIES = {"customers": CUSTOMERS, "net_arrivals": CUSTOMERS}


@dataclass(frozen=True)
class Silence:
    why: str
    n: int = 0


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def tables(**rows: int) -> pd.DataFrame:
    kinds = {
        "customers": "descriptive",
        "transactions": "behavioural",
        "survey_responses": "attitudinal",
        "interactions": "interaction",
    }
    return pd.DataFrame(
        {
            "table": list(kinds),
            "kind": list(kinds.values()),
            "rows": [rows.get(name, 0) for name in kinds],
            "first": pd.Timestamp("2024-01-01"),
            "last": pd.Timestamp("2026-09-30"),
            "adds": [f"what {name} add" for name in kinds],
        }
    )


def region(**changes: Any) -> pd.DataFrame:
    frame = {
        "region": ["North", "South", "other"],
        "customers": [60, 30, 110],
        "revenue_12m": [500.0, 300.0, 200.0],
        "contribution_12m": [90.0, 30.0, -20.0],
    }
    return pd.DataFrame(frame | changes)


def test_coverage_names_the_kinds_that_are_missing_and_what_they_would_add() -> None:
    chart, missing = customer_base.coverage(tables(customers=10, transactions=1200), period=PERIOD)
    assert isinstance(chart, Chart) and isinstance(missing, Table)
    assert chart.title == "2 of 4 kinds of customer data are here; attitudinal and interaction data are missing"
    assert [row["adds"] for row in missing.rows] == ["what survey_responses add", "what interactions add"]
    assert [row["present"] for row in chart.rows] == [True, True, False, False]
    assert "survey responses missing" in chart.says


def test_full_coverage_needs_no_table_of_what_is_missing() -> None:
    rows = {"customers": 1, "transactions": 1, "survey_responses": 1, "interactions": 1}
    (chart,) = customer_base.coverage(tables(**rows), period=PERIOD)
    assert chart.title == "All 4 kinds of customer data are here, in 4 of 4 tables"


def test_counts_are_counted_and_named_as_other_chapters_expect() -> None:
    row = {"prospects": 3, "targets": 2, "customers": 50, "arrivals": 4, "returns": 0, "losses": 1}
    frame = pd.DataFrame([row | {"customers_before": 47}])
    numbers = customer_base.counts(frame, HISTORIES, period=PERIOD)
    row |= {"net_arrivals": 3}
    assert {kpi.name: kpi.value for kpi in numbers} == row
    assert all(isinstance(kpi, Kpi) and kpi.counted for kpi in numbers)
    assert {kpi.name: kpi.n for kpi in numbers} == row | dict.fromkeys(
        ("arrivals", "returns", "losses", "net_arrivals"), 50
    )


def test_customers_and_net_arrivals_bring_their_past() -> None:
    row = {"prospects": 3, "targets": 2, "customers": 50, "arrivals": 4, "returns": 0, "losses": 1}
    numbers = {kpi.name: kpi for kpi in customer_base.counts(pd.DataFrame([row]), HISTORIES, period=PERIOD)}
    assert [month["month"] for month in numbers["customers"].past] == ["2026-08"]
    assert numbers["customers"].comparisons[0]["verdict"] == "better"
    assert numbers["arrivals"].past == []


def test_net_arrivals_are_a_finding_only_where_they_are_unusual() -> None:
    (found,) = customer_base.unusual_arrivals(HISTORIES, period=PERIOD)
    assert plain(found.title).startswith("Net arrivals were 3 in")
    assert "more than the −2 to 1" in plain(found.title) and found.test and found.do
    usual = {"customers": replace(HISTORIES["customers"], is_unusual=False)}
    assert customer_base.unusual_arrivals(usual, period=PERIOD) == ()


def test_a_closed_cohort_is_said() -> None:
    (note,) = customer_base.closed_cohort(pd.DataFrame({"arrivals": [9] + [0] * 12}))
    assert "the age of the same customers" in note.text
    assert customer_base.closed_cohort(pd.DataFrame({"arrivals": [9] + [0] * 11})) == ()
    assert customer_base.closed_cohort(pd.DataFrame({"arrivals": [0] * 3})) == ()


def test_the_largest_group_is_named_and_never_the_pool() -> None:
    chart = customer_base.groups(region(), "region", period=PERIOD)
    assert isinstance(chart, Chart)
    assert plain(chart.title) == "North is the largest region: 30% of customers, 500 revenue in 12 months"
    assert chart.n == 200
    assert [row["share"] for row in chart.rows] == pytest.approx([0.3, 0.15, 0.55])


def test_a_hostile_name_reaches_the_figure_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    chart = customer_base.groups(region(region=[hostile, "South", "other"]), "region", period=PERIOD)
    assert isinstance(chart, Chart) and chart.figure is not None
    assert "<script>" not in chart.figure.to_json().replace("\\u003c", "<")


def test_a_dimension_that_is_not_recorded_says_so() -> None:
    nothing = region().rename(columns={"region": "industry"}).assign(industry="not recorded")
    note = customer_base.groups(nothing, "industry", period=PERIOD)
    assert isinstance(note, Note) and note.level == "missing"
    assert note.text.startswith("Industry or household type is recorded for too few customers")


def test_withheld_groups_say_why() -> None:
    note = customer_base.groups(Silence("by region, no group has 10 customers or more"), "region", period=PERIOD)
    assert isinstance(note, Note)
    assert note.text == "By region, no group has 10 customers or more."


def months(buyers: list[float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": pd.date_range("2026-07-01", periods=len(buyers), freq="MS"),
            "buyers": buyers,
            "purchases": 20,
            "new_customers": 2,
            "revenue": 100.0,
            "contribution": 10.0,
        }
    )


def test_the_busiest_month_is_named() -> None:
    chart = customer_base.buying_months(months([40, 1200, 35]), period=PERIOD)
    assert isinstance(chart, Chart)
    title = "35 customers bought in Sep 2026; the busiest of 3 months was Aug 2026 with 1,200"
    assert plain(chart.title) == title


def test_months_without_buyers_are_a_note() -> None:
    for nothing in ([0, 0], [None, None]):
        assert isinstance(customer_base.buying_months(months(list(nothing)), period=PERIOD), Note)


def bands(amounts: list[float], invoices: int = 5) -> pd.DataFrame:
    names = ["not due", "1-30", "31-60", "61-90", "over 90"]
    return pd.DataFrame({"band": names, "amount": amounts, "invoices": invoices, "customers": 20})


def test_receivables_say_what_is_overdue() -> None:
    chart = customer_base.receivables(bands([600.0, 200.0, 100.0, 60.0, 40.0]), period=PERIOD)
    assert isinstance(chart, Chart)
    assert plain(chart.title) == "1,000 is outstanding; 40% of it is overdue"
    assert chart.rows[0]["band"] == "not due"


def test_receivables_with_hidden_bands_say_no_share() -> None:
    chart = customer_base.receivables(bands([600.0, 200.0, 100.0, float("nan"), float("nan")]), period=PERIOD)
    assert plain(chart.title) == "900 is outstanding in the bands shown"


def test_without_invoices_there_is_a_note() -> None:
    note = customer_base.receivables(bands([0.0] * 5, invoices=0), period=PERIOD)
    assert isinstance(note, Note) and note.level == "missing"
