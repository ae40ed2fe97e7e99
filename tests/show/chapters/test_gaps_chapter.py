"""Where customers expected more: a gap is claimed only beyond chance."""

from survey_results import WINDOW, gaps

from workbench.show.blocks import Chart, Note
from workbench.show.chapters import satisfaction
from workbench.show.chapters.satisfaction import gaps as chapter


def test_the_widest_gap_told_from_chance_makes_the_title() -> None:
    block = satisfaction.expectation_gaps(gaps(("web", -2.0, 3.0), ("phone", -9.5, 2.0)), period=WINDOW)
    assert isinstance(block, Chart)
    assert block.title == "Expectations are missed most at phone, by 9.5 points"
    met = satisfaction.expectation_gaps(gaps(("web", -2.0, 3.0), ("shop", 4.0, 2.0)), period=WINDOW)
    assert met.title == chapter.MET


def test_a_touchpoint_without_a_gap_keeps_its_reason() -> None:
    block = satisfaction.expectation_gaps(gaps(("web", -2.0, 1.0), ("shop", None, 0.0)), period=WINDOW)
    assert isinstance(block, Chart)
    assert [row["why"] for row in block.rows] == ["", "only 4 answers"]


def test_no_gap_at_all_is_a_note() -> None:
    for frame in (gaps(), gaps(("web", None, 0.0))):
        block = satisfaction.expectation_gaps(frame, period=WINDOW)
        assert isinstance(block, Note) and block.level == "missing"


def test_channels_name_the_one_where_most_is_missed() -> None:
    (table,) = satisfaction.channel_gaps(gaps(("billing", -7.0, 2.0), channel="phone"), period=WINDOW)
    assert table.title == "Expectations are missed most at billing by customers who came by phone: by 7.0 points"
    (quiet,) = satisfaction.channel_gaps(gaps(("billing", -1.0, 2.0), channel="phone"), period=WINDOW)
    assert quiet.title == chapter.NO_CHANNEL
    assert satisfaction.channel_gaps(gaps(), period=WINDOW) == []
