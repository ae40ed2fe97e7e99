"""The summary picks, ranks and says what is missing; it calls nothing a change."""

from typing import Any

import pandas as pd
import pytest

from workbench.show.blocks import Finding, Kpi, Note, Table
from workbench.show.chapters import summary

COLUMNS = (
    *("month", "chapter", "block", "kind", "title", "name", "row", "value", "low", "high", "n"),
    *("unit", "period", "source", "why", "test", "worth", "do"),
)


def row(chapter: str, kind: str, name: str, value: float | None = None, **more: Any) -> dict[str, Any]:
    texts = dict.fromkeys(("row", "why", "test", "do"), "")
    common = {"month": "2026-09", "block": name, "title": name.title(), "n": 50, "unit": "number"}
    about = {"period": "September 2026", "source": "a query", "low": value, "high": value, "worth": None}
    return {**texts, **common, **about, "chapter": chapter, "kind": kind, "name": name, "value": value, **more}


def figures(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    numbers = ["value", "low", "high", "worth"]
    frame[numbers] = frame[numbers].astype(float)
    return frame


NONE = pd.DataFrame(columns=list(COLUMNS))
TWO = figures(
    row("05_return", "kpi", "roc", 0.09, low=0.05, high=0.13, unit="percent"),
    row("01_base", "kpi", "customers", 2340.0, unit="count"),
    row("01_base", "kpi", "prospects", 330.0, unit="count"),
)


def test_key_numbers_come_in_their_order_whatever_the_chapters() -> None:
    shown = summary.key_numbers(TWO)
    assert [(block.name, block.value) for block in shown] == [("customers", 2340.0), ("roc", 0.09)]
    assert all(isinstance(block, Kpi) for block in shown)
    assert shown[0].counted and not shown[1].counted and shown[1].low == 0.05


def test_a_withheld_key_number_is_shown_with_its_reason() -> None:
    [shown] = summary.key_numbers(figures(row("04_churn", "kpi", "churn_rate", None, why="only 12 left")))
    assert (shown.value, shown.why) == (None, "only 12 left")


def test_what_the_summary_itself_said_is_never_picked() -> None:
    own = figures(row("00_executive_summary", "kpi", "customers", 1.0), row("01_base", "kpi", "customers", 2.0))
    assert [block.value for block in summary.key_numbers(own)] == [2.0]


@pytest.mark.parametrize("part", [summary.key_numbers, summary.findings])
def test_without_any_figures_each_part_is_a_note(part: Any) -> None:
    [shown] = part(NONE)
    assert isinstance(shown, Note)


def test_without_any_figures_the_reader_is_told_what_to_do() -> None:
    [shown] = summary.key_numbers(NONE)
    assert shown.level == "missing" and "workbench report" in shown.text
    assert isinstance(summary.beside_last_month(NONE, NONE, period="September 2026"), Note)
    assert isinstance(summary.unsaid(NONE, period="September 2026"), Note)


def test_numbers_stand_beside_those_reported_last_month_without_a_claim() -> None:
    before = figures(row("01_base", "kpi", "customers", 2000.0, unit="count"))
    shown = summary.beside_last_month(TWO, before, period="September 2026")
    assert isinstance(shown, Table)
    texts = [[text.replace("\u00a0", " ") for text in line.values()] for line in shown.rows]
    assert texts == [["Customers", "2,340", "2,000"], ["Roc", "9.0% (5.0% to 13.0%)", "not reported"]]
    assert "takes a test" in shown.says


def test_a_first_month_has_nothing_beside_it() -> None:
    shown = summary.beside_last_month(TWO, NONE, period="September 2026")
    assert isinstance(shown, Note) and "no report" in shown.text


def test_findings_come_by_worth_then_by_strength() -> None:
    found = figures(
        row("02_groups", "finding", "weak", -2.0, low=-3.9, high=-0.1),
        row("03_drivers", "finding", "strong", -9.0, low=-10.0, high=-8.0),
        row("04_life", "finding", "unsure", 1.0, low=-1.0, high=3.0),
        row("05_return", "finding", "loss", -1.0, worth=-4e5, test="z", do="call them"),
        row("01_base", "finding", "gain", 1.0, worth=1e5),
    )
    shown = summary.findings(found)
    assert [block.name.split("_")[-1] for block in shown] == ["loss", "gain", "strong", "weak", "unsure"]
    assert isinstance(shown[0], Finding) and (shown[0].test, shown[0].do) == ("z", "call them")
    assert len(summary.findings(found, most=2)) == 2
    assert len({block.name for block in shown}) == 5


def test_no_chapter_is_crowded_out_by_the_large_sums_of_another() -> None:
    found = figures(
        row("03_drivers", "finding", "failure", -26.0, low=-30.0, high=-22.0),
        row("05_return", "finding", "value", 1.0, worth=6e5),
        row("05_return", "finding", "tier", 1.0, worth=4e5),
    )
    shown = summary.findings(found)
    assert [block.name.split("_")[-1] for block in shown] == ["value", "failure", "tier"]


def test_what_could_not_be_said_names_the_chapter_and_the_reason() -> None:
    frame = figures(
        row("04_churn", "kpi", "churn_rate", None, why="only 12 left"),
        row("03_satisfaction_drivers", "note", "missing", title="", why="There is no survey."),
        row("03_satisfaction_drivers", "note", "info", title="", why="How to read it."),
    )
    shown = summary.unsaid(frame, period="September 2026")
    assert isinstance(shown, Table) and shown.title == "2 things could not be said, in churn and satisfaction drivers"
    assert [line["why"] for line in shown.rows] == ["There is no survey.", "only 12 left"]


def test_a_month_in_which_all_was_said_says_so() -> None:
    assert "Every chapter" in summary.unsaid(TWO, period="September 2026").text
