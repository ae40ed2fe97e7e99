"""The chapter on satisfaction: each sentence claims what its numbers carry, and no more."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import pytest
from customer_results import Before

from workbench.show.blocks import Chart, Finding, Kpi, Note
from workbench.show.chapters import satisfaction

PERIOD = "September 2026"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@dataclass(frozen=True)
class Number:
    """A number with its doubt, as an analysis hands it over."""

    value: float
    low: float
    high: float
    n: int = 400


@dataclass(frozen=True)
class Nothing:
    """A number withheld."""

    why: str
    n: int = 0


@dataclass(frozen=True)
class Response:
    """How many answered."""

    share: Number | Nothing
    of_asked: bool


def months(*values: float | None) -> pd.DataFrame:
    """The index of successive months to September 2026; None for a month without one."""
    last = len(values) - 1
    rows = [
        {"month": dt.date(2026, 9 - last + at, 1), "index": v, "low": v and v - 1, "high": v and v + 1, "n": 400}
        for at, v in enumerate(values)
    ]
    return pd.DataFrame(rows)


def changes(*moves: tuple[str, float, float]) -> pd.DataFrame:
    """Touchpoints with their change and half the width of its interval."""
    rows = [
        {"touchpoint": name, "now": 70 + size, "before": 70.0, "change": size, "low": size - half, "high": size + half}
        for name, size, half in moves
    ]
    return pd.DataFrame(rows, columns=["touchpoint", "now", "before", "change", "low", "high"]).assign(n=120)


def gaps(*found: tuple[str, float, float]) -> pd.DataFrame:
    frame = changes(*found).rename(columns={"now": "perception", "before": "expectation", "change": "gap"})
    return frame.sort_values("gap", ignore_index=True)


def test_the_index_is_a_key_number_other_chapters_find_by_name() -> None:
    block = satisfaction.index_kpi(Number(72.4, 71.1, 73.7), Before(), "satisfaction", period=PERIOD)
    assert isinstance(block, Kpi)
    assert (block.name, block.unit, block.value, block.n) == ("satisfaction_index", "points", 72.4, 400)


def test_a_withheld_index_is_a_sentence() -> None:
    block = satisfaction.index_kpi(
        Nothing("4 answers; at least 10 are needed", 4), Before(), "satisfaction", period=PERIOD
    )
    assert isinstance(block, Kpi)
    assert (block.value, block.why) == (None, "4 answers; at least 10 are needed")


@dataclass(frozen=True)
class Place:
    touchpoint: str = "call centre"
    share: float = 0.66


FALLEN = Before(changes={1: Number(-2.1, -3.4, -0.8)})


def test_a_fall_of_the_index_says_with_whom_most_of_it_lies() -> None:
    (found,) = satisfaction.index_finding(FALLEN, Place(), "satisfaction", period=PERIOD)
    assert plain(found.title) == (
        "Satisfaction fell by 2.1 points against last month, more than chance explains; 66% of it among customers "
        "who rated call centre"
    )
    assert (found.name, found.value, found.low) == ("index_changed", -2.1, -3.4)
    assert "does not hold zero" in found.test and "call centre" in found.do and found.worth is None


def test_a_fall_with_all_customers_names_no_touchpoint() -> None:
    (found,) = satisfaction.index_finding(FALLEN, None, "satisfaction", period=PERIOD)
    assert found.title.endswith("more than chance explains")


def test_what_may_be_chance_is_no_finding() -> None:
    for change in (Number(-2.1, -4.4, 0.2), Nothing("no such month")):
        assert satisfaction.index_finding(Before(changes={1: change}), Place(), "satisfaction", period=PERIOD) == ()


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (Number(-2.1, -3.4, -0.8), "Satisfaction fell by 2.1 points since the month before, to 70.3 of 100"),
        (Number(2.1, 0.8, 3.4), "Satisfaction rose by 2.1 points since the month before, to 70.3 of 100"),
        (Number(-2.1, -4.4, 0.2), "Satisfaction stands at 70.3 of 100, no change beyond chance since the month before"),
        (Nothing("no answers"), "Satisfaction stands at 70.3 of 100"),
    ],
)
def test_a_change_of_the_index_is_claimed_only_beyond_chance(change: Number | Nothing, title: str) -> None:
    block = satisfaction.index_over_months(months(72.4, 70.3), "satisfaction", change, period=PERIOD)
    assert isinstance(block, Chart)
    assert block.title == title


def test_months_without_an_index_are_not_drawn() -> None:
    block = satisfaction.index_over_months(months(71.0, None, 70.3), "loyalty", Nothing("no answers"), period=PERIOD)
    assert isinstance(block, Chart)
    assert [row["index"] for row in block.rows] == [71.0, 70.3]
    assert block.title == "Loyalty stands at 70.3 of 100"
    nothing = satisfaction.index_over_months(months(None, None), "loyalty", Nothing("none"), period=PERIOD)
    assert isinstance(nothing, Note)
    assert "index of loyalty" in nothing.text


def test_the_touchpoint_that_moved_most_makes_the_title_and_the_finding() -> None:
    frame = changes(("call centre", -12.3, 4.0), ("shop", -5.0, 4.0), ("web", 3.0, 5.0))
    block = satisfaction.touchpoint_changes(frame, period=PERIOD)
    assert isinstance(block, Chart)
    assert block.title == "Call centre is rated 12.3 points worse than the month before"
    assert len(block.rows) == 3
    (finding,) = satisfaction.change_findings(frame, period=PERIOD)
    assert isinstance(finding, Finding)
    assert (finding.title, finding.value, finding.low) == (block.title, -12.3, -16.3)
    assert finding.worth is None
    assert "call centre" in finding.do


def test_a_rise_is_called_better() -> None:
    block = satisfaction.touchpoint_changes(changes(("web", 6.0, 2.0)), period=PERIOD)
    assert block.title == "Web is rated 6.0 points better than the month before"


def test_movements_within_chance_are_no_finding() -> None:
    frame = changes(("shop", -3.0, 4.0), ("web", 3.0, 5.0))
    assert satisfaction.touchpoint_changes(frame, period=PERIOD).title == satisfaction.NONE_MOVED
    assert satisfaction.change_findings(frame, period=PERIOD) == []


def test_the_widest_gap_told_from_chance_makes_the_title() -> None:
    block = satisfaction.expectation_gaps(gaps(("web", -2.0, 3.0), ("phone", -9.5, 2.0)), period=PERIOD)
    assert isinstance(block, Chart)
    assert block.title == "Expectations are missed most at phone, by 9.5 points"
    met = satisfaction.expectation_gaps(gaps(("web", -2.0, 3.0), ("shop", 4.0, 2.0)), period=PERIOD)
    assert met.title == satisfaction.MET


def test_nothing_to_compare_is_said_in_a_note() -> None:
    for block in (
        satisfaction.touchpoint_changes(changes(), period=PERIOD),
        satisfaction.expectation_gaps(gaps(), period=PERIOD),
    ):
        assert isinstance(block, Note)
        assert block.level == "missing"
    assert satisfaction.change_findings(changes(), period=PERIOD) == []


@pytest.mark.parametrize(
    ("of_asked", "title"), [(True, "Answered, of those asked"), (False, "Answered, of all customers")]
)
def test_the_response_says_its_base(of_asked: bool, title: str) -> None:
    block = satisfaction.response_kpi(Response(Number(0.25, 0.25, 0.25), of_asked), period=PERIOD)
    assert isinstance(block, Kpi)
    assert (block.title, block.value, block.unit) == (title, 0.25, "percent")


def test_a_store_without_a_survey_says_what_one_would_add() -> None:
    (note,) = satisfaction.survey_missing(pd.DataFrame())
    assert isinstance(note, Note)
    assert "survey_responses" in note.text
    assert satisfaction.survey_missing(months(70.0)) == []


def test_markup_in_a_touchpoint_reaches_no_figure_unescaped() -> None:
    block = satisfaction.touchpoint_changes(changes(("<script>alert(1)</script>", -12.0, 4.0)), period=PERIOD)
    assert isinstance(block, Chart) and block.figure is not None
    assert "<script>" not in block.figure.to_json().replace("\\u003c", "<")
