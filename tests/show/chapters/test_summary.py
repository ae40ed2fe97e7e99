"""The summary picks, ranks and says what is missing; what changed, the chapters have tested."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from workbench.phrase import remembered, say
from workbench.show.blocks import Finding, Kpi, Note, Table
from workbench.show.chapters import summary

COLUMNS = (
    *("month", "chapter", "block", "kind", "title", "name", "row", "value", "low", "high", "n"),
    *("unit", "period", "source", "why", "test", "worth", "do", "tells", "phrases"),
)


def row(chapter: str, kind: str, name: str, value: float | None = None, **more: Any) -> dict[str, Any]:
    texts = dict.fromkeys(("row", "why", "test", "do", "tells", "phrases"), "")
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
    shown = summary.key_numbers(TWO, NONE, {})
    assert [(block.name, block.value) for block in shown] == [("customers", 2340.0), ("roc", 0.09)]
    assert all(isinstance(block, Kpi) for block in shown)
    assert shown[0].counted and not shown[1].counted and shown[1].low == 0.05


def test_a_withheld_key_number_is_shown_with_its_reason() -> None:
    [shown] = summary.key_numbers(figures(row("04_churn", "kpi", "churn_rate", None, why="only 12 left")), NONE, {})
    assert (shown.value, shown.why) == (None, "only 12 left")


def test_what_a_change_of_satisfaction_is_worth_stands_below_satisfaction_and_beside_no_other_month() -> None:
    worth = row("05_return", "kpi", "satisfaction_worth", -760.0, unit="money")
    index = row("03_satisfaction", "kpi", "satisfaction_index", 70.4, unit="points")
    before = of_last_month(row("05_return", "kpi", "satisfaction_worth", 300.0, unit="money"))
    shown = summary.key_numbers(figures(worth, index), before, {})
    assert [block.name for block in shown] == ["satisfaction_index", "satisfaction_worth"]
    assert shown[1].part_of == "satisfaction_index" and shown[1].past == shown[1].comparisons == []


def test_what_the_summary_itself_said_is_never_picked() -> None:
    own = figures(row("00_executive_summary", "kpi", "customers", 1.0), row("01_base", "kpi", "customers", 2.0))
    assert [block.value for block in summary.key_numbers(own, NONE, {})] == [2.0]


@pytest.mark.parametrize("part", [summary.findings, summary.hindsight])
def test_without_any_figures_each_part_is_a_note(part: Any) -> None:
    [shown] = part(NONE)
    assert isinstance(shown, Note)


def test_without_any_figures_the_reader_is_told_what_to_do() -> None:
    [shown] = summary.key_numbers(NONE, NONE, {})
    assert shown.level == "missing" and "workbench report" in shown.text
    assert isinstance(restated(NONE, NONE), Note)
    assert isinstance(summary.unsaid(NONE, period="September 2026"), Note)


@dataclass(frozen=True)
class Known:
    is_closed: bool = True
    settings_changed: bool = False
    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["table", "late", "corrected"]))


def restated(now: pd.DataFrame, before: pd.DataFrame) -> Note | Table:
    known = Known(is_closed=len(before) > 0)
    return summary.restatements(now, before, known, last="2026-08", period="September 2026")


def of_last_month(*rows: dict[str, Any]) -> pd.DataFrame:
    return figures(*rows).assign(month="2026-08")


def test_a_key_number_brings_its_past_its_comparisons_and_its_target() -> None:
    test = say("the interval {bounds} holds zero", bounds="of the change")
    rows = figures(
        row("03_drivers", "kpi", "satisfaction_index", 72.0, low=70.0, high=74.0, unit="points"),
        row("03_drivers", "past", "satisfaction_index", 71.0, row="2026-07"),
        row("03_drivers", "past", "satisfaction_index", 74.0, row="2026-08", low=72.0, high=76.0),
        row("03_drivers", "comparison", "satisfaction_index", -2.0, row="last month", low=-4.5, high=0.5)
        | {"why": "no more than chance", "test": str(test), "phrases": remembered({"test": test})},
    )
    [shown] = summary.key_numbers(rows, NONE, {"satisfaction_index": 75.0})
    assert [(month["month"], month["value"], month["low"]) for month in shown.past] == [
        ("2026-07", 71.0, 71.0),
        ("2026-08", 74.0, 72.0),
    ]
    then, target = shown.comparisons
    assert (then["to"], then["then"], then["verdict"]) == ("last month", 74.0, "no more than chance")
    assert then["test"].how == "say"
    assert (target["to"], target["verdict"]) == ("the target", "missed")


def test_a_forecast_stands_beside_what_was_reported_and_no_test_is_claimed() -> None:
    before = of_last_month(
        row("04_churn", "kpi", "value_at_risk", 80.0, unit="money"),
        row("00_executive_summary", "kpi", "value_at_risk", 80.0, unit="money"),
        row("00_executive_summary", "past", "value_at_risk", 70.0, row="2025-09", why="reported"),
    )
    [shown] = summary.key_numbers(figures(row("04_churn", "kpi", "value_at_risk", 84.0, unit="money")), before, {})
    known = [(month["month"], month["value"]) for month in shown.past if month["reported"]]
    assert known == [("2025-09", 70.0), ("2026-08", 80.0)]
    assert len(shown.past) == 12
    assert [(one["to"], one["change"], one["verdict"]) for one in shown.comparisons] == [
        ("last month", 4.0, "not tested"),
        ("the same month last year", 14.0, "not tested"),
    ]


def test_what_was_said_earlier_is_repeated_with_its_judgement() -> None:
    sentence = row(
        "04_churn", "note", "info", why="Of June 2026, 212 were expected and 230 did.", block="said_and_happened"
    )
    rows = figures(sentence, row("04_churn", "kpi", "happened_churn", 230.0, unit="count"))
    note, churned = summary.hindsight(rows)
    assert isinstance(note, Note) and "212" in note.text
    assert isinstance(churned, Kpi) and churned.value == 230.0


def test_a_figure_of_last_month_that_is_another_now_is_named() -> None:
    now = figures(
        row("01_base", "kpi", "customers", 2340.0, unit="count"),
        row("01_base", "past", "customers", 2310.0, row="2026-08", unit="count"),
    )
    before = of_last_month(row("01_base", "kpi", "customers", 2300.0, unit="count"))
    found = restated(now, before)
    assert isinstance(found, Table) and found.title.startswith("1 of 1 key numbers reported for August 2026")
    same = restated(now, before.assign(value=2310.0))
    assert isinstance(same, Note) and "still holds" in same.text


def test_a_first_month_has_nothing_to_restate() -> None:
    shown = restated(TWO, NONE)
    assert isinstance(shown, Note) and "no report" in shown.text


def test_what_changed_comes_before_how_things_stand() -> None:
    found = figures(
        row("05_return", "finding", "value", 1.0, worth=6e5, tells="state"),
        row("03_drivers", "finding", "fell", -2.1, low=-3.0, high=-1.0, tells="change"),
        row("04_churn", "finding", "rose", 0.1, worth=-1e5, tells="change"),
    )
    assert list(summary.ranked(found)["name"]) == ["rose", "fell", "value"]


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
