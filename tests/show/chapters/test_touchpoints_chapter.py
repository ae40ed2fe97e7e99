"""What changed at the touchpoints is said only where it holds among all of them."""

from survey_results import SEPTEMBER, compared

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
