"""What changed at the touchpoints is said only where it holds among all of them."""

from dataclasses import replace

from customer_results import Nothing
from survey_results import SEPTEMBER, WINDOW, compared, differ

from workbench.show.blocks import Chart, Finding, Note
from workbench.show.chapters import satisfaction
from workbench.show.chapters.satisfaction import touchpoints


def test_the_touchpoint_that_moved_most_makes_the_title_and_the_finding() -> None:
    moves = (("call centre", -12.3, 4.0), ("shop", -5.0, 4.0), ("web", 3.0, 5.0))
    frame = compared(*moves, told=("call centre", "shop"))
    block = satisfaction.touchpoint_changes(frame, period=SEPTEMBER)
    assert isinstance(block, Chart)
    assert block.title == "Call centre is rated 12.3 points worse than the month before"
    assert len(block.rows) == 3
    (finding,) = satisfaction.change_findings(frame, period=SEPTEMBER)
    assert isinstance(finding, Finding)
    assert (finding.title, finding.value, finding.low) == (block.title, -12.3, -16.3)
    assert finding.worth is None
    assert "call centre" in finding.do


def test_a_rise_is_called_better() -> None:
    block = satisfaction.touchpoint_changes(compared(("web", 6.0, 2.0), told=("web",)), period=SEPTEMBER)
    assert block.title == "Web is rated 6.0 points better than the month before"


def test_a_movement_that_does_not_hold_among_all_is_no_finding() -> None:
    frame = compared(("shop", -4.1, 4.0), ("web", 3.0, 5.0))
    assert satisfaction.touchpoint_changes(frame, period=SEPTEMBER).title == touchpoints.NONE_MOVED
    assert satisfaction.change_findings(frame, period=SEPTEMBER) == []


def test_a_touchpoint_without_a_change_keeps_its_reason() -> None:
    frame = compared(("shop", -1.0, 4.0), ("web", None, 0.0))
    block = satisfaction.touchpoint_changes(frame, period=SEPTEMBER)
    assert isinstance(block, Chart)
    assert [row["why"] for row in block.rows] == ["", "nobody answered then"]


def test_nothing_to_compare_is_said_in_a_note() -> None:
    for frame in (compared(), compared(("web", None, 0.0))):
        block = satisfaction.touchpoint_changes(frame, period=SEPTEMBER)
        assert isinstance(block, Note)
        assert block.level == "missing"
        assert satisfaction.change_findings(frame, period=SEPTEMBER) == []


def test_markup_in_a_touchpoint_reaches_no_figure_unescaped() -> None:
    block = satisfaction.touchpoint_changes(compared(("<script>alert(1)</script>", -12.0, 4.0)), period=SEPTEMBER)
    assert isinstance(block, Chart) and block.figure is not None
    assert "<script>" not in block.figure.to_json().replace("\\u003c", "<")


def test_whether_touchpoints_are_rated_alike_is_said_with_its_chance_n_and_period() -> None:
    told = satisfaction.touchpoint_levels(differ(told=True), period=WINDOW)
    assert isinstance(told, Note)
    assert told.text == (
        "Touchpoints are not rated alike: bottom 30% stands lowest, at 0.1, and top 20% highest, at 6.1. Were they "
        "alike, chance would set them so far apart in 1.0% of surveys (900 customers, 3 months to September 2026)."
    )
    surer = satisfaction.touchpoint_levels(replace(differ(told=True), chance=1e-9), period=WINDOW)
    assert "in less than 0.1% of surveys" in surer.text
    alike = satisfaction.touchpoint_levels(differ(told=False), period=WINDOW)
    assert alike.text.startswith("Which touchpoint is rated lowest cannot be told from chance")
    untested = satisfaction.touchpoint_levels(Nothing("only 1 of 5 groups"), period=WINDOW)
    assert untested.text == "Whether touchpoints are rated alike cannot be tested: only 1 of 5 groups."
