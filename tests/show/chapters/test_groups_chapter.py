"""Do groups differ: said of all of them together, before any single one is named."""

from customer_results import Nothing
from survey_results import WINDOW, differ, groups

from workbench.show.blocks import Chart, Note, Table
from workbench.show.chapters import satisfaction


def test_a_difference_is_named_only_where_groups_are_told_to_differ() -> None:
    chart = satisfaction.segment_index(groups(), differ(told=True), "satisfaction", period=WINDOW)
    assert isinstance(chart, Chart)
    assert chart.title == "Satisfaction differs between groups: bottom 30% stand lowest, top 20% 6.0 points higher"
    alike = satisfaction.segment_index(groups(), differ(told=False), "satisfaction", period=WINDOW)
    assert alike.title == "No difference in satisfaction between these groups is told from chance"
    untested = satisfaction.segment_index(groups(), Nothing("one group only"), "satisfaction", period=WINDOW)
    assert untested.title.endswith("cannot be tested: one group only")


def test_pooled_numbers_are_drawn_and_a_small_group_has_its_reason() -> None:
    chart = satisfaction.segment_index(groups(), differ(told=True), "satisfaction", period=WINDOW)
    assert isinstance(chart, Chart)
    assert [row["shown"] for row in chart.rows] == [75.5, 70.6, None]
    assert chart.rows[2]["why"] == "fewer than 10 customers"
    alone = satisfaction.segment_index(groups(pooled=False), differ(told=True), "satisfaction", period=WINDOW)
    assert isinstance(alone, Chart)
    assert [row["shown"] for row in alone.rows] == [76.0, 70.0, None]


def test_no_group_large_enough_is_a_note() -> None:
    note = satisfaction.segment_index(groups().tail(1), differ(told=False), "satisfaction", period=WINDOW)
    assert isinstance(note, Note)


def test_drivers_are_said_to_work_otherwise_only_where_that_is_told() -> None:
    apart = satisfaction.segment_drivers(differ(told=True, number="quality: web"), "satisfaction")
    assert isinstance(apart, Note)
    assert "a point more for web goes with 6.10 points of satisfaction among top 20%" in apart.text
    assert "No driver" in satisfaction.segment_drivers(differ(told=False), "satisfaction").text
    assert "too few" in satisfaction.segment_drivers(Nothing("too few answers"), "satisfaction").text


def test_the_table_of_drivers_by_group_is_for_the_analyst() -> None:
    (table,) = satisfaction.segment_driver_table(differ(told=True, number="quality: web"), period=WINDOW)
    assert isinstance(table, Table)
    assert table.rows[0]["number"] == "web"
    assert satisfaction.segment_driver_table(Nothing("none"), period=WINDOW) == []
