"""What charts say: their marks, numbers, names and order; never pixels."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.show import charts, languages, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.common import About
from workbench.show.digits import SPACE
from workbench.show.drawing.axes import round_ticks, time_axis
from workbench.show.drawing.lines import apart
from workbench.show.drawing.text import label

ABOUT = About(n=22, period="September 2026", source="ledger")
HOSTILE = '<script>alert(1)</script><a href="javascript:x">&</a>'


@pytest.fixture(autouse=True)
def euros() -> Iterator[None]:
    with languages.writing("en", "EUR"):
        yield


def figure(chart: Chart) -> go.Figure:
    assert chart.figure is not None
    return chart.figure


def words(chart: Chart) -> list[str]:
    return [note.text.replace(SPACE, " ").strip() for note in figure(chart).layout.annotations]


def regions(**columns: Any) -> tuple[pd.DataFrame, dict[str, Field]]:
    frame = pd.DataFrame({"region": ["South", "North"], "profit": [8.3e5, 1.24e6], **columns})
    fields = {"region": Field("Region"), "profit": Field("Profit", "money")}
    return frame, fields | {name: Field(name.title(), "money") for name in columns}


def test_bars_are_longest_first_with_their_numbers_at_their_ends() -> None:
    chart = charts.bars("r", "The north leads", *regions(), label="region", value="profit", **ABOUT)
    (bar,) = figure(chart).data
    assert (bar.orientation, list(bar.x), list(bar.y)) == ("h", [1.24e6, 8.3e5], [0, 1])
    assert list(figure(chart).layout.yaxis.ticktext) == ["North", "South"]
    assert words(chart) == ["€1.24M", "€830K"]
    assert figure(chart).layout.xaxis.visible is False
    assert chart.says.replace(SPACE, " ") == "Profit by region: North €1.24M, South €830K."


def test_bars_can_keep_their_order_and_be_described_by_hand() -> None:
    chart = charts.bars("r", "t", *regions(), label="region", value="profit", sort=False, says="Two.", **ABOUT)
    assert list(figure(chart).layout.yaxis.ticktext) == ["South", "North"]
    assert chart.says == "Two."


def test_the_data_table_keeps_the_order_of_the_frame_and_all_its_columns() -> None:
    chart = charts.bars("r", "t", *regions(low=[7e5, 1.1e6]), label="region", value="profit", **ABOUT)
    assert chart.rows[0] == {"region": "South", "profit": 8.3e5, "low": 7e5}
    assert (chart.n, chart.period, chart.source) == (22, "September 2026", "ledger")


def test_bars_show_intervals_and_the_number_stands_beyond_them() -> None:
    frame, fields = regions(low=[7e5, 1.1e6], high=[9.5e5, 1.4e6])
    chart = charts.bars("r", "t", frame, fields, label="region", value="profit", low="low", high="high", **ABOUT)
    (bar,) = figure(chart).data
    assert list(bar.error_x.array) == pytest.approx([1.6e5, 1.2e5])
    assert list(bar.error_x.arrayminus) == pytest.approx([1.4e5, 1.3e5])
    assert [note.x for note in figure(chart).layout.annotations] == [1.4e6, 9.5e5]


def test_a_bar_below_zero_has_its_number_on_the_free_side() -> None:
    frame, fields = regions()
    chart = charts.bars("r", "t", frame.assign(profit=[-5.0, 3.0]), fields, label="region", value="profit", **ABOUT)
    assert [note.x for note in figure(chart).layout.annotations] == [3.0, 0.0]
    assert list(figure(chart).layout.xaxis.range) == [-5.0, 3.0]


def test_highlighted_bars_stand_out() -> None:
    chart = charts.bars("r", "t", *regions(), label="region", value="profit", highlight=["South"], **ABOUT)
    assert list(figure(chart).data[0].marker.color) == [theme.colour("quiet"), theme.colour("accent")]


def test_states_have_their_own_colours() -> None:
    frame = pd.DataFrame({"state": ["active", "lost"], "customers": [4000, 2200]})
    fields = {"state": Field("State"), "customers": Field("Customers", "count")}
    chart = charts.bars("s", "t", frame, fields, label="state", value="customers", **ABOUT)
    assert list(figure(chart).data[0].marker.color) == [theme.colour("active"), theme.colour("lost")]


def touchpoints() -> tuple[pd.DataFrame, dict[str, Field]]:
    rows = [("Shop", "expected", 78.2), ("Shop", "perceived", 76.1), ("Web", "expected", 70), ("Web", "perceived", 71)]
    frame = pd.DataFrame(rows, columns=["touchpoint", "kind", "score"])
    return frame, {"touchpoint": Field("Touchpoint"), "kind": Field("Kind"), "score": Field("Index", "points")}


def test_grouped_bars_name_their_groups_and_keep_rows_together() -> None:
    chart = charts.grouped_bars("g", "t", *touchpoints(), label="touchpoint", group="kind", value="score", **ABOUT)
    expected, perceived = figure(chart).data
    assert (expected.name, perceived.name) == ("expected", "perceived")
    assert [round(place) for place in (*expected.y, *perceived.y)] == [0, 1, 0, 1]
    assert expected.y[0] < perceived.y[0]
    assert expected.marker.color != perceived.marker.color
    assert words(chart) == ["78.2", "70.0", "76.1", "71.0"]


def effects() -> tuple[pd.DataFrame, dict[str, Field]]:
    frame = pd.DataFrame({"driver": ["Web", "Wait"], "b": [0.02, 0.31], "lo": [-0.03, 0.27], "hi": [0.07, 0.35]})
    fields = {"driver": Field("Driver"), "b": Field("Effect", "ratio"), "lo": Field("From", "ratio")}
    return frame, fields | {"hi": Field("To", "ratio")}


def test_intervals_are_lines_with_dots_and_what_holds_the_reference_is_hollow() -> None:
    frame, fields = effects()
    chart = charts.intervals(
        "i", "t", frame, fields, label="driver", value="b", low="lo", high="hi", reference=0, **ABOUT
    )
    first, second, dots = figure(chart).data
    assert (list(first.x), list(second.x), list(dots.x)) == ([0.27, 0.35], [-0.03, 0.07], [0.31, 0.02])
    assert list(dots.marker.color) == [theme.colour("accent"), theme.colour("paper")]
    assert "Wait 0.31 (0.27 to 0.35)" in chart.says


def months(**columns: Any) -> tuple[pd.DataFrame, dict[str, Field]]:
    frame = pd.DataFrame({"month": pd.to_datetime(["2026-08-01", "2026-09-01"]), "index": [72.0, 70.5], **columns})
    return frame, {"month": Field("Month", "month"), "index": Field("Satisfaction", "points")}


def test_a_line_has_its_band_and_its_last_number() -> None:
    frame, fields = months(low=[71.0, 69.4], high=[73.0, 71.6])
    chart = charts.line_with_band("l", "t", frame, fields, x="month", value="index", low="low", high="high", **ABOUT)
    band, line = figure(chart).data
    assert list(band.y) == [73.0, 71.6, 69.4, 71.0] and band.fill == "toself"
    assert list(line.x) == ["2026-08-01T00:00:00", "2026-09-01T00:00:00"]
    assert words(chart) == ["70.5"]
    assert line.hovertext[1].replace(SPACE, " ") == "Sep 2026<br>70.5 (69.4 to 71.6)"


def test_a_missing_month_is_a_gap_in_line_and_band() -> None:
    months = pd.date_range("2026-05-01", periods=5, freq="MS")
    value = pd.Series([70.0, 71.0, None, 72.0, 73.0])
    frame = pd.DataFrame({"month": months, "index": value, "low": value - 1, "high": value + 1})
    fields = {"month": Field("Month", "month"), "index": Field("Satisfaction", "points")}
    chart = charts.line_with_band("l", "t", frame, fields, x="month", value="index", low="low", high="high", **ABOUT)
    before, after, line = figure(chart).data
    assert (list(before.y), list(after.y)) == ([71, 72, 70, 69], [73, 74, 72, 71])
    assert list(line.y) == [70, 71, None, 72, 73]


def test_lines_are_named_at_their_ends_not_in_a_legend() -> None:
    frame, fields = months()
    both = pd.concat([frame.assign(segment="families"), frame.assign(segment="seniors")])
    fields |= {"segment": Field("Segment")}
    chart = charts.line_with_band("l", "t", both, fields, x="month", value="index", group="segment", **ABOUT)
    assert [text.split("</span> ")[1] for text in words(chart)] == ["families<br>70.5", "seniors<br>70.5"]
    heights = [note.y for note in figure(chart).layout.annotations]
    low, high = figure(chart).layout.yaxis.range
    assert abs(heights[0] - heights[1]) >= 0.16 * (high - low) and max(heights) <= high
    assert figure(chart).layout.showlegend is None


def shares(**columns: Any) -> tuple[pd.DataFrame, dict[str, Field]]:
    frame = pd.DataFrame({"customers": [0.0, 0.2, 1.0], "profit": [0.0, 0.78, 1.0], **columns})
    return frame, {"customers": Field("Share of customers", "percent"), "profit": Field("Share of profit", "percent")}


def test_a_curve_is_marked_where_it_is_told_and_knows_the_line_of_equality() -> None:
    chart = charts.curve("c", "t", *shares(), x="customers", value="profit", diagonal="all alike", mark=0.2, **ABOUT)
    diagonal, line = figure(chart).data
    assert list(diagonal.x) == list(diagonal.y)
    assert list(line.y) == [0.0, 0.78, 1.0]
    assert {"Share of profit", "all alike", "78.0% at 20%"} <= set(words(chart))
    assert figure(chart).layout.xaxis.title.text == "Share of customers"


def test_a_calibration_is_dots_with_intervals() -> None:
    frame, fields = shares(low=[0.0, 0.7, 0.9], high=[0.1, 0.8, 1.0])
    chart = charts.curve(
        "c", "t", frame, fields, x="customers", value="profit", low="low", high="high", dots=True, **ABOUT
    )
    (dots,) = figure(chart).data
    assert dots.mode == "markers"
    assert list(dots.error_y.array) == pytest.approx([0.1, 0.02, 0.0])


def moves() -> tuple[pd.DataFrame, dict[str, Field]]:
    rows = [("new", "active", 0.9), ("new", "lost", 0.1), ("active", "active", 0.998), ("active", "lost", 0.002)]
    frame = pd.DataFrame(rows, columns=["from", "to", "share"])
    return frame, {"from": Field("From"), "to": Field("To"), "share": Field("Share moving", "percent")}


def test_a_heatmap_writes_each_number_in_its_cell() -> None:
    chart = charts.heatmap("h", "t", *moves(), row="from", column="to", value="share", **ABOUT)
    (heat,) = figure(chart).data
    assert [list(line) for line in heat.z] == [[0.9, 0.1], [0.998, 0.002]]
    assert words(chart) == ["90", "10", "100", "&lt;1"]
    assert heat.hovertext[0][1].replace(SPACE, " ") == "new / lost<br>10.0%"
    assert "active / active 99.8" in chart.says


def test_an_absent_cell_stays_empty() -> None:
    frame, fields = moves()
    chart = charts.heatmap("h", "t", frame.iloc[:3], fields, row="from", column="to", value="share", **ABOUT)
    assert figure(chart).data[0].z[1][1] is None and len(words(chart)) == 3


def test_a_waterfall_goes_from_level_to_level_by_its_changes() -> None:
    steps = {"step": ["Opening", "Cash", "New", "Closing"], "money": [100.0, -20.0, 30.0, 110.0], "level": [1, 0, 0, 1]}
    fields = {"step": Field("Step"), "money": Field("Equity", "money")}
    chart = charts.waterfall("w", "t", pd.DataFrame(steps), fields, label="step", value="money", total="level", **ABOUT)
    bars, dots = figure(chart).data
    assert (list(bars.base), list(bars.x), list(bars.y)) == ([100.0, 80.0], [-20.0, 30.0], [1, 2])
    assert (list(dots.x), list(dots.y)) == ([100.0, 110.0], [0, 3])
    assert list(bars.marker.color) == [theme.colour("negative"), theme.colour("positive")]
    assert words(chart) == ["€100", "−€20.00", "+€30.00", "€110"]


def test_a_number_of_a_waterfall_stands_beyond_its_whisker() -> None:
    steps = {"step": ["Opening", "New", "Closing"], "money": [100.0, 30.0, 130.0], "level": [1, 0, 1]}
    frame = pd.DataFrame(steps).assign(low=[90.0, 20.0, 120.0], high=[110.0, 45.0, 140.0])
    money = {name: Field(name, "money") for name in ("money", "low", "high")}
    given = {"label": "step", "value": "money", "total": "level", "low": "low", "high": "high"}
    drawn = figure(charts.waterfall("w", "t", frame, {"step": Field("Step"), **money}, **given, **ABOUT))
    places = {note.text: note.x for note in drawn.layout.annotations}
    assert places["+€30.00"] == 145.0 and places["€130"] == 130.0
    assert drawn.layout.xaxis.range[1] > 145.0


def kinds() -> tuple[pd.DataFrame, dict[str, Field]]:
    rows = [("descriptive", "customers", True, "12 rows"), ("descriptive", "life events", False, "")]
    rows += [("attitudinal", "feedback", False, "")]
    frame = pd.DataFrame(rows, columns=["kind", "table", "there", "rows"])
    return frame, {"kind": Field("Kind"), "table": Field("Table"), "there": Field("In the store")}


def test_tiles_say_what_is_there_and_what_is_missing() -> None:
    chart = charts.tiles("t", "t", *kinds(), label="table", group="kind", present="there", text="rows", **ABOUT)
    assert [shape.line.dash for shape in figure(chart).layout.shapes] == ["solid", "dot", "dot"]
    assert "customers<br>12 rows" in words(chart)
    assert chart.says == "In the store: customers present, life events missing, feedback missing."


def hostile_charts() -> list[Callable[[], Chart]]:
    frame, fields = regions(low=[1.0, 2.0], high=[9e6, 9e6])
    bad = frame.assign(region=[HOSTILE, f"b {HOSTILE}"])
    line, line_fields = months()
    line_fields |= {"segment": Field("Segment")}
    grid, grid_fields = moves()
    tile, tile_fields = kinds()
    spans = {"label": "region", "value": "profit", "low": "low", "high": "high"}
    return [
        lambda: charts.bars("a", "t", bad, fields, **spans, **ABOUT),
        lambda: charts.grouped_bars("b", "t", bad.assign(g=HOSTILE), fields, group="g", **spans, **ABOUT),
        lambda: charts.intervals("c", "t", bad, fields, reference=0, reference_label=HOSTILE, **spans, **ABOUT),
        lambda: charts.line_with_band(
            "d", "t", line.assign(segment=HOSTILE), line_fields, x="month", value="index", group="segment", **ABOUT
        ),
        lambda: charts.heatmap(
            "e", "t", grid.assign(to=HOSTILE).iloc[[0, 2]], grid_fields, row="from", column="to", value="share", **ABOUT
        ),
        lambda: charts.waterfall("f", "t", bad.assign(t=0), fields, label="region", value="profit", total="t", **ABOUT),
        lambda: charts.tiles(
            "g", "t", tile.assign(table=HOSTILE, kind=HOSTILE), tile_fields, label="table", group="kind",
            present="there", text="table", **ABOUT,
        ),
        lambda: charts.curve("h", "t", *shares(), x="customers", value="profit", diagonal=HOSTILE, **ABOUT),
    ]  # fmt: skip


@pytest.mark.parametrize("make", hostile_charts())
def test_text_from_data_is_never_a_tag_to_plotly(make: Callable[[], Chart]) -> None:
    shown = figure(make()).to_json().lower()
    assert "<script" not in shown and "<a href" not in shown and "</a>" not in shown


def test_nothing_to_draw_is_refused_with_the_names_of_the_columns() -> None:
    frame, fields = regions()
    with pytest.raises(ValueError, match=r"chart 'r' has nothing to draw: no row with \['region', 'profit'\]"):
        charts.bars("r", "t", frame.iloc[:0], fields, label="region", value="profit", **ABOUT)


def test_rows_that_cannot_be_drawn_stay_in_the_table() -> None:
    frame, fields = regions()
    chart = charts.bars("r", "t", frame.assign(profit=[None, 5.0]), fields, label="region", value="profit", **ABOUT)
    assert list(figure(chart).data[0].x) == [5.0]
    assert [row["profit"] for row in chart.rows] == [None, 5.0]


def test_a_line_of_more_points_than_can_be_seen_keeps_its_peaks_and_its_data() -> None:
    days = pd.date_range("2020-01-01", periods=5000, freq="D")
    frame = pd.DataFrame({"day": days, "orders": [float(place % 7) for place in range(5000)]})
    frame.loc[[1234, 4321], "orders"] = [99.0, -50.0]
    fields = {"day": Field("Day", "date"), "orders": Field("Orders", "count")}
    chart = charts.line_with_band("l", "t", frame, fields, x="day", value="orders", **ABOUT)
    (line,) = figure(chart).data
    assert len(line.x) <= 2000 and len(chart.rows) == 5000
    assert (min(line.y), max(line.y)) == (-50.0, 99.0)
    assert (line.x[0], line.x[-1]) == ("2020-01-01T00:00:00", "2033-09-08T00:00:00")


def test_long_labels_break_into_lines_and_chinese_breaks_anywhere() -> None:
    assert label("Contact centre: waiting time") == "Contact centre:<br>waiting time"
    assert label("客户服务中心的等待时间太长了，我不会再来", letters=12).split("<br>") == [
        "客户服务中心",
        "的等待时间太",
        "长了，我不会",
        "再来",
    ]
    assert label("word " * 40).endswith("…")


def test_labels_of_lines_that_end_together_are_moved_apart_below_the_ceiling() -> None:
    places = apart([5.0, 5.1, 5.2, 0.0], gap=1.0, ceiling=5.5)
    assert places == [3.5, 4.5, 5.5, 0.0]


@given(low=st.floats(-1e12, 1e12), span=st.floats(1e-3, 1e12), most=st.integers(4, 6))
def test_ticks_are_few_round_and_inside(low: float, span: float, most: int) -> None:
    ticks = round_ticks(low, low + span, most)
    assert 2 <= len(ticks) <= most
    slack = 1e-6 * span + 2 * math.ulp(abs(low) + span)  # what a double can hold of so large a number
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)


def test_a_range_of_nothing_has_one_tick() -> None:
    assert round_ticks(5, 5) == [5]


@pytest.mark.parametrize("count", [1, 2, 12, 36, 120])
def test_an_axis_of_months_has_few_ticks_and_says_the_year(count: int) -> None:
    axis = time_axis(pd.date_range("2020-11-01", periods=count, freq="MS").tolist())
    assert 1 <= len(axis["ticktext"]) <= 7
    assert axis["ticktext"][0].count("<br>") == 1
