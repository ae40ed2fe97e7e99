"""Every number behind the report is one row, with its doubt."""

from typing import Any

import pandas as pd

from workbench.memory.handover import FIGURE_COLUMNS
from workbench.phrase import Phrase, month, recalled, say
from workbench.reporting.closing.collect import Chapter, Shown
from workbench.reporting.closing.figures import COLUMNS, figures


def test_the_columns_are_those_that_the_memory_promises_to_readers() -> None:
    assert tuple(COLUMNS) == FIGURE_COLUMNS


def rows(*blocks: dict[str, Any]) -> list[dict[str, Any]]:
    frame = figures("2026-09", [Chapter("01_base", "Who?", tuple(Shown(block) for block in blocks))])
    assert list(frame.columns) == list(COLUMNS)
    return frame.to_dict("records")


def table(columns: dict[str, str], *content: dict[str, Any], kind: str = "table") -> dict[str, Any]:
    named = [{"name": name, "label": name, "unit": unit} for name, unit in columns.items()]
    return {"block": kind, "name": "t", "title": "T", "columns": named, "rows": list(content), "n": 9, "source": "q"}


def test_a_kpi_is_one_row_with_its_interval() -> None:
    [row] = rows(
        {
            "block": "kpi",
            "name": "roc",
            "title": "ROC",
            "value": 0.1,
            "low": 0.0,
            "high": 0.2,
            "n": 5,
            "unit": "percent",
        }
    )
    assert (row["name"], row["value"], row["low"], row["high"], row["n"], row["unit"]) == (
        "roc",
        0.1,
        0.0,
        0.2,
        5,
        "percent",
    )
    assert (row["month"], row["chapter"], row["kind"]) == ("2026-09", "01_base", "kpi")


def test_a_withheld_kpi_is_a_row_with_its_reason() -> None:
    [row] = rows({"block": "kpi", "name": "roc", "title": "ROC", "value": None, "n": 3, "why": "too few"})
    assert pd.isna(row["value"]) and row["why"] == "too few"


def test_a_finding_keeps_its_test_its_worth_and_its_advice() -> None:
    [row] = rows(
        {"block": "finding", "name": "f", "title": "It fell", "value": -2.0, "test": "z", "worth": 4e5, "do": "call"}
    )
    assert (row["test"], row["worth"], row["do"]) == ("z", 4e5, "call")


def test_a_table_is_a_row_for_each_number() -> None:
    block = table(
        {"region": "text", "customers": "count", "share": "percent"}, {"region": "North", "customers": 6, "share": 0.75}
    )
    found = [(row["name"], row["row"], row["value"], row["unit"]) for row in rows(block)]
    assert found == [("customers", "North", 6.0, "count"), ("share", "North", 0.75, "percent")]


def test_low_and_high_bound_the_only_measure() -> None:
    block = table(
        {"driver": "text", "weight": "number", "low": "number", "high": "number", "n": "count"},
        {"driver": "Price", "weight": 0.4, "low": 0.3, "high": 0.5, "n": 70},
        kind="chart",
    )
    [row] = rows(block)
    assert (row["name"], row["value"], row["low"], row["high"], row["n"]) == ("weight", 0.4, 0.3, 0.5, 70)


def test_of_several_measures_each_has_its_own_bounds() -> None:
    block = table({"a": "number", "a_low": "number", "b": "number"}, {"a": 1.0, "a_low": 0.5, "b": 2.0})
    found = {row["name"]: row["low"] for row in rows(block)}
    assert found["a"] == 0.5 and pd.isna(found["b"])


def test_a_row_of_texts_alone_is_kept_without_a_value() -> None:
    [row] = rows(table({"table": "text", "adds": "text"}, {"table": "feedback", "adds": "what they say"}))
    assert row["row"] == "feedback / what they say" and pd.isna(row["value"])


def test_a_note_is_kept_with_its_level() -> None:
    [row] = rows({"block": "note", "name": "no_survey", "title": "", "level": "missing", "text": "There is no survey."})
    assert (row["name"], row["why"]) == ("missing", "There is no survey.")


def test_without_blocks_the_frame_has_its_columns_and_types() -> None:
    empty = figures("2026-09", [])
    assert empty.empty and empty["value"].dtype == "float64" and empty["n"].dtype == "int64"


def test_what_a_kpi_was_and_what_it_is_compared_to_are_rows_of_their_own() -> None:
    past = [
        {"month": "2026-07", "value": 70.0, "low": 69.0, "high": 71.0, "reported": False},
        {"month": "2026-08", "value": None, "low": None, "high": None, "reported": False},
    ]
    compared = {
        "to": "last month",
        "then": 70.0,
        "change": 2.0,
        "low": 0.5,
        "high": 3.5,
        "verdict": "better",
        "test": "t",
    }
    fields = {"block": "kpi", "name": "index", "title": "Index", "value": 72.0, "n": 90, "unit": "points"}
    kpi = Shown({**fields, "past": past, "comparisons": [compared]})
    frame = figures("2026-09", [Chapter("03_drivers", "Why?", (kpi,))])
    rows = frame[["kind", "name", "row", "value", "low", "why", "test", "n"]].fillna(0.0).to_numpy().tolist()
    assert rows == [
        ["kpi", "index", "", 72.0, 0.0, "", "", 90],
        ["past", "index", "2026-07", 70.0, 69.0, "", "", 90],
        ["comparison", "index", "last month", 2.0, 0.5, "better", "t", 90],
    ]


def test_texts_stay_readable_english_and_their_phrases_come_back() -> None:
    title = say("{n} left", n=1204)
    finding = {
        "block": "finding",
        "name": "left",
        "title": title,
        "value": 1.0,
        "period": month("2026-09"),
        "do": "Ask.",
    }
    (row,) = rows(finding)
    assert (row["title"], row["period"], row["do"]) == ("1,204 left", "September 2026", "Ask.")
    assert type(row["title"]) is str
    again = recalled(row)
    assert (again["title"].how, again["period"].how, again["title"]) == ("say", "month", "1,204 left")
    assert not isinstance(again["do"], Phrase)
