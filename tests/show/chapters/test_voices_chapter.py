"""What customers say, what delights them, and what they get for what it costs: each class and lead only where told."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest
from customer_results import Nothing, Number
from survey_results import WINDOW, plain

from workbench.show.blocks import Chart, Kpi, Note, Table
from workbench.show.chapters import satisfaction
from workbench.show.chapters.satisfaction import kano, worth


@dataclass(frozen=True)
class Said:
    nps: Number | Nothing
    csat: Number | Nothing
    ces: Number | Nothing


def test_three_short_measures_are_key_numbers_or_sentences() -> None:
    said = Said(Number(12.0, 8.0, 16.0), Number(0.31, 0.28, 0.34), Nothing("nobody was asked about 'effort'"))
    blocks = satisfaction.advocacy_kpis(said, period=WINDOW)
    assert [(block.name, block.unit, block.value) for block in blocks if isinstance(block, Kpi)] == [
        ("nps", "points", 12.0),
        ("csat", "percent", 0.31),
        ("ces", "points", None),
    ]


@dataclass(frozen=True)
class Kink:
    at: Number = field(default_factory=lambda: Number(48.0, 42.0, 53.0))
    per_ten: float = 2.4


@dataclass(frozen=True)
class Talk:
    complaint: Kink | Nothing = field(default_factory=Kink)
    praise: Kink | Nothing = field(default_factory=lambda: Nothing("no threshold found: praise does not rise"))


def talk(shown: bool = True) -> pd.DataFrame:
    share = 0.2 if shown else np.nan
    rows = {f"{side}{end}": share for side in ("complained", "praised") for end in ("", "_low", "_high")}
    return pd.DataFrame([{"satisfaction": at, "n": 90, **rows} for at in (30.0, 60.0, 90.0)])


def test_where_complaint_begins_is_said_with_its_interval_and_where_praise_does_not_too() -> None:
    complaint, praise = satisfaction.word_of_mouth(Talk(), talk(), period=WINDOW)
    assert isinstance(complaint, Chart) and isinstance(praise, Chart)
    assert plain(complaint.title) == (
        "Below 48.0 (42.0 to 53.0) of 100 customers begin to complain: for ten points less, the odds are 2.40 times "
        "as high"
    )
    assert praise.title == "Share who praised in public, by satisfaction; no threshold found: praise does not rise"
    assert (complaint.n, len(complaint.rows)) == (270, 3)


def test_talk_of_too_few_is_a_sentence_only() -> None:
    blocks = satisfaction.word_of_mouth(Talk(), talk(shown=False), period=WINDOW)
    assert all(isinstance(block, Note) for block in blocks)


def classes(*kinds: str) -> pd.DataFrame:
    sides = {f"{side}{end}": 2.0 for side in ("penalty", "reward") for end in ("", "_low", "_high")}
    rows = [{"driver": f"quality: t{at}", **sides, "kind": kind, "n": 300, "why": ""} for at, kind in enumerate(kinds)]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        (("basic", "one for one"), "t0: taken for granted, so a failure is noticed and excellence is not"),
        (("basic", "delight"), "t0: taken for granted, so a failure is noticed and excellence is not; t1: a delight, "),
        (("one for one", ""), kano.NEITHER),
    ],
)
def test_what_is_taken_for_granted_and_what_delights_is_named(kinds: tuple[str, ...], title: str) -> None:
    table = satisfaction.kano_classes(classes(*kinds), period=WINDOW)
    assert isinstance(table, Table)
    assert table.title.startswith(title)
    assert table.rows[0]["driver"] == "t0"


def test_a_class_that_cannot_be_told_has_its_reason() -> None:
    note = satisfaction.kano_classes(Nothing("no touchpoint was rated"), period=WINDOW)
    assert isinstance(note, Note) and "no touchpoint was rated" in note.text


@dataclass(frozen=True)
class Sides:
    lead: Number | Nothing


GOT, COST, LEFT = Number(71.0, 70.0, 72.0), Number(38.0, 37.0, 39.0), Number(33.0, 31.0, 35.0)


@dataclass(frozen=True)
class Delivered:
    sides: Sides | Nothing
    total_value: Number | Nothing = GOT
    total_cost: Number | Nothing = COST
    delivered_value: Number | Nothing = LEFT
    parts: pd.DataFrame = field(default_factory=lambda: part("part", "mean").assign(side="value"))


def part(name: str, value: str) -> pd.DataFrame:
    return pd.DataFrame([{name: "product value", value: 71.0, "low": 70.0, "high": 72.0, "n": 300, "why": ""}])


@pytest.mark.parametrize(
    ("lead", "begins"),
    [
        (Number(0.2, 0.1, 0.3), "What customers get moves satisfaction more"),
        (Number(-0.2, -0.3, -0.1), "What it costs customers moves satisfaction more"),
        (Number(0.1, -0.1, 0.3), "Neither what customers get nor what it costs them"),
        (Nothing("too few answers"), "Whether satisfaction moves more"),
    ],
)
def test_a_side_leads_only_where_its_lead_is_told(lead: Number | Nothing, begins: str) -> None:
    *kpis, note = satisfaction.delivered(Delivered(Sides(lead)), "satisfaction", period=WINDOW)
    assert [block.name for block in kpis] == ["delivered_value", "total_value", "total_cost"]
    assert isinstance(note, Note) and note.text.startswith(begins)


def test_delivered_value_that_was_not_asked_is_a_note_without_tables() -> None:
    (note,) = satisfaction.delivered(Nothing("nobody was asked"), "satisfaction", period=WINDOW)
    assert isinstance(note, Note)
    assert satisfaction.delivered_tables(Nothing("nobody was asked"), part("segment", "value"), period=WINDOW) == []


def test_parts_and_groups_are_tables_where_there_are_any() -> None:
    found = Delivered(Nothing("one side only"))
    tables = satisfaction.delivered_tables(found, part("segment", "value"), period=WINDOW)
    assert [(table.name, table.n) for table in tables] == [("delivered_by_group", 300), ("delivered_parts", 300)]
    (alone,) = satisfaction.delivered_tables(found, part("segment", "value").head(0), period=WINDOW)
    assert alone.name == "delivered_parts"
    assert [row["side"] for row in alone.rows] == ["what they get"]


def prices(low: float) -> pd.DataFrame:
    told = {f"{name}{end}": 0.4 for name in ("level", "per_point", "share") for end in ("", "_low", "_high")}
    empty = dict.fromkeys(told, np.nan)
    rows = [
        {"outcome": "price tolerance", **told, "per_point_low": low, "driver": "quality: web", "n": 300, "why": ""},
        {"outcome": "price premium", **empty, "driver": "", "n": 0, "why": "nobody was asked"},
    ]
    return pd.DataFrame(rows)


def test_what_customers_would_pay_goes_with_satisfaction_only_where_told() -> None:
    table = satisfaction.price_outcomes(prices(0.3), period=WINDOW)
    assert isinstance(table, Table)
    assert table.title == "One point more satisfaction goes with 0.40 points more price tolerance"
    assert (table.rows[0]["driver"], table.rows[1]["why"]) == ("web", "nobody was asked")
    assert satisfaction.price_outcomes(prices(-0.1), period=WINDOW).title == worth.NOT_PRICED


def test_prices_nobody_was_asked_about_are_a_note() -> None:
    note = satisfaction.price_outcomes(prices(0.3).tail(1), period=WINDOW)
    assert isinstance(note, Note) and note.text.endswith("nobody was asked.")
