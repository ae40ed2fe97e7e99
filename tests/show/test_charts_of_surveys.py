"""What the charts of a survey say: paths, places on a map, gaps, told changes; never pixels."""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from workbench.show import charts, languages, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.common import About
from workbench.show.digits import SPACE

ABOUT = About(n=200, period="September 2026", source="survey")
HOSTILE = '<script>alert(1)</script><a href="javascript:x">&</a>'
CHAIN = {"Quality": 74.5, "Value": None, "Loyalty": 66.4}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with languages.writing("en", "EUR"):
        yield


def figure(chart: Chart) -> go.Figure:
    assert chart.figure is not None
    return chart.figure


def words(chart: Chart) -> list[str]:
    return [note.text.replace(SPACE, " ") for note in figure(chart).layout.annotations]


def said(chart: Chart) -> str:
    return chart.says.replace(SPACE, " ")


def chain(**changes: Any) -> Chart:
    """Quality leads to value and loyalty; of the three paths one is told, one is not, one is withheld."""
    rows = {
        "cause": ["Quality", "Quality", "Value"],
        "effect": ["Value", "Loyalty", "Loyalty"],
        "path": [0.6, 0.04, math.nan],
        "low": [0.5, -0.03, math.nan],
        "high": [0.7, 0.11, math.nan],
    }
    fields = {"cause": Field("From"), "effect": Field("To"), "path": Field("Path", "ratio")}
    roles = {"cause": "cause", "effect": "effect", "value": "path", "low": "low", "high": "high"}
    return charts.path_diagram("chain", "t", pd.DataFrame(rows | changes), fields, **roles, levels=CHAIN, **ABOUT)


def lines(chart: Chart) -> dict[str, Any]:
    """The line of each arrow by the path it stands for."""
    traces = [trace for trace in figure(chart).data if trace.mode == "lines"]
    return {trace.hovertext.split("<br>")[0]: trace.line for trace in traces}


def test_a_path_told_from_zero_is_strong_one_that_is_not_is_dashed_and_a_withheld_one_dotted() -> None:
    found = lines(chain())
    told, quiet, withheld = (found[f"{one} to {other}"] for one, other in
                             (("Quality", "Value"), ("Quality", "Loyalty"), ("Value", "Loyalty")))  # fmt: skip
    assert (told.dash, quiet.dash, withheld.dash) == ("solid", "dash", "dot")
    assert (told.color, quiet.color, withheld.color) == tuple(map(theme.colour, ("accent", "muted", "muted")))
    assert told.width > 3 * quiet.width == 3 * withheld.width


def test_arrows_are_as_thick_as_their_paths_are_large_whatever_the_sign() -> None:
    found = lines(chain(path=[0.6, -0.6, 0.3], low=[0.5, -0.7, 0.2], high=[0.7, -0.5, 0.4]))
    widths = [found[one].width for one in ("Quality to Value", "Quality to Loyalty", "Value to Loyalty")]
    assert widths[0] == widths[1] > widths[2] > 1.5


def test_boxes_carry_the_index_and_arrows_their_numbers_with_the_same_decimals() -> None:
    seen = words(chain())
    assert {"Quality<br><b>74.5</b>", "Value", "Loyalty<br><b>66.4</b>", "?"} <= set(seen)
    assert "<b>0.60</b>" in seen and any("0.50 to 0.70" in text for text in seen)
    assert any("0.04" in text and "−0.03 to 0.11" in text for text in seen)
    assert seen[-1] == "dashed: could be chance · dotted: withheld"


def test_a_diagram_without_quiet_arrows_needs_no_key() -> None:
    assert "could be chance" not in words(chain(path=[0.6, 0.5, 0.4], low=[0.1] * 3, high=[0.9] * 3))[-1]


def test_a_path_diagram_says_what_is_told_what_is_not_what_is_withheld_and_the_indices() -> None:
    assert said(chain()) == (
        "Path: Quality to Value 0.60 (0.50 to 0.70). Not told from zero: Quality to Loyalty 0.040 (−0.030 to 0.110). "
        "Withheld: Value to Loyalty. Index, 0 to 100: Quality 74.5, Loyalty 66.4."
    )


def test_a_path_without_an_interval_is_not_called_told() -> None:
    bare = chain(low=[math.nan] * 3, high=[math.nan] * 3)
    assert lines(bare)["Quality to Value"].dash == "dash"
    assert said(bare).startswith("Not told from zero: Quality to Value 0.60, Quality to Loyalty 0.040.")


def test_a_diagram_of_withheld_paths_only_is_drawn_all_the_same() -> None:
    nothing = chain(path=[math.nan] * 3)
    assert {line.dash for line in lines(nothing).values()} == {"dot"}
    assert said(nothing).startswith("Withheld: Quality to Value, Quality to Loyalty and Value to Loyalty.")


def test_paths_that_lead_in_a_circle_are_refused_when_the_chart_is_made() -> None:
    with pytest.raises(ValueError, match="cycle"):
        chain(effect=["Value", "Loyalty", "Quality"], cause=["Quality", "Value", "Loyalty"])


def places(**changes: Any) -> Chart:
    rows = {"driver": ["Web", "Shop", "Post"], "effect": [0.4, 0.1, 0.35], "index": [60.0, 80.0, 82.0]}
    frame = pd.DataFrame(rows).assign(low=[0.3, 0.0, math.nan], high=[0.5, 0.2, math.nan])
    fields = {"driver": Field("Driver"), "effect": Field("Effect", "ratio"), "index": Field("Index", "points")}
    roles = {"label": "driver", "x": "effect", "y": "index", "x_low": "low", "x_high": "high"}
    return charts.positions("map", "t", frame, fields, **{**roles, **changes}, **ABOUT)


def test_a_map_names_its_fields_and_its_dots_and_the_highlighted_one_stands_out() -> None:
    chart = places(highlight=["Web"])
    fields = {f"matters {much},<br>stands {high}" for much in ("more", "less") for high in ("higher", "lower")}
    assert fields <= set(words(chart))
    assert {"<b>Web</b>", "Shop", "Post"} <= set(words(chart))
    (dots,) = figure(chart).data
    assert list(dots.x) == [0.4, 0.35, 0.1]
    assert list(dots.marker.color) == [theme.colour("accent"), theme.colour("muted"), theme.colour("muted")]


def test_the_fields_of_a_map_meet_at_the_means_unless_told_otherwise() -> None:
    assert places().options["splits"] == pytest.approx([0.85 / 3, 74.0])
    moved = places(splits=(0.05, 75.0))
    ground = figure(moved).layout.shapes[0]
    assert (ground.x0, ground.y1) == (0.05, 75.0)
    assert "Shop (matters more, stands higher)" in moved.says


def test_a_map_says_of_each_dot_its_field_and_numbers_most_important_first() -> None:
    assert said(places()) == (
        "Effect and Index: Web (matters more, stands lower) 0.40 (0.30 to 0.50) and 60.0, "
        "Post (matters more, stands higher) 0.35 and 82.0, "
        "Shop (matters less, stands higher) 0.10 (0.00 to 0.20) and 80.0."
    )


def test_whiskers_of_a_map_are_quieter_than_its_dots() -> None:
    (dots,) = figure(places()).data
    assert dots.error_x.color == theme.colour("quiet")
    assert next(iter(dots.error_x.array)) == pytest.approx(0.1)
    assert dots.error_y.array is None


def gaps() -> Chart:
    rows = [("Call centre", 78.0, 66.0, -12.0, 3.0), ("Web", 72.0, 71.0, -1.0, 2.0), ("Shop", 63.0, 69.0, 6.0, 2.0)]
    frame = pd.DataFrame(rows, columns=["place", "expected", "felt", "gap", "half"])
    frame = frame.assign(low=frame["gap"] - frame["half"], high=frame["gap"] + frame["half"])
    fields = {"place": Field("Touchpoint"), "expected": Field("Expected", "points"), "felt": Field("Felt", "points")}
    fields |= {"gap": Field("Gap", "points")}
    roles = {"label": "place", "first": "expected", "second": "felt", "gap": "gap", "low": "low", "high": "high"}
    return charts.dumbbells("gaps", "t", frame, fields, **roles, **ABOUT)


def test_dumbbells_are_coloured_where_the_gap_is_told_and_grey_where_it_is_not() -> None:
    drawn = figure(gaps())
    bars = [trace for trace in drawn.data if trace.mode == "lines"]
    assert [bar.line.color for bar in bars] == [theme.colour(name) for name in ("negative", "muted", "positive")]
    assert [list(bar.x) for bar in bars] == [[78, 66], [72, 71], [63, 69]]
    first, second = (trace for trace in drawn.data if trace.hovertext is not None)
    assert set(first.marker.color) == {theme.colour("paper")} and list(second.x) == [66, 71, 69]
    assert second.hovertext[0] == "Call centre<br>Expected: 78.0<br>Felt: 66.0<br>Gap: −12.0 (−15.0 to −9.0)"


def test_dumbbells_have_their_gap_beside_and_the_columns_as_key() -> None:
    chart = gaps()
    assert words(chart) == ["−12.0", "−1.0", "+6.0"]
    assert [note.x for note in figure(chart).layout.annotations] == [78.0, 72.0, 69.0]
    assert [trace.name for trace in figure(chart).data if trace.name] == ["Expected", "Felt"]
    assert said(chart) == (
        "Expected and Felt: Call centre 78.0 and 66.0 (−12.0 points), "
        "Web 72.0 and 71.0 (−1.0 points, no more than chance), Shop 63.0 and 69.0 (+6.0 points)."
    )


def index(group: str = "") -> Chart:
    months = pd.date_range("2026-06-01", periods=4, freq="MS")
    frame = pd.DataFrame({"month": months, "index": [72.0, 73.6, 73.5, 70.9], "told": [math.nan, 1.6, math.nan, -2.6]})
    fields = {"month": Field("Month", "month"), "index": Field("Satisfaction", "points"), "who": Field("Segment")}
    look = {"x": "month", "value": "index", "marks": "told", "target": 75.0, "group": group}
    return charts.line_with_band("index", "t", frame.assign(who="loyal"), fields, **look, **ABOUT)


def test_changes_told_from_chance_are_marked_up_or_down_and_said_the_last_first() -> None:
    *_, marks = figure(index()).data
    assert list(marks.marker.symbol) == ["triangle-up", "triangle-down"]
    assert list(marks.y) == [73.6, 70.9]
    assert marks.hovertext[1].replace(SPACE, " ") == "Sep 2026<br>−2.6 points"
    assert said(index()) == (
        "Satisfaction: ends at 70.9. Changes told from chance: Sep 2026 −2.6 points, Jul 2026 +1.6 points."
    )
    assert "loyal, Sep 2026 −2.6 points" in said(index("who"))


def test_a_target_is_a_dotted_line_inside_the_picture_with_its_number() -> None:
    drawn = figure(index())
    (line,) = drawn.layout.shapes
    assert (line.y0, line.y1, line.line.dash) == (75.0, 75.0, "dot")
    assert drawn.layout.yaxis.range[1] > 75.0
    assert "target 75.0" in words(index())


def test_a_line_without_told_changes_says_nothing_of_them() -> None:
    frame = pd.DataFrame({"month": ["2026-08", "2026-09"], "index": [70.0, 70.1], "told": [math.nan, math.nan]})
    fields = {"month": Field("Month", "month"), "index": Field("Satisfaction", "points")}
    chart = charts.line_with_band("l", "t", frame, fields, x="month", value="index", marks="told", **ABOUT)
    assert said(chart) == "Satisfaction: ends at 70.1."


def test_the_number_before_pooling_is_a_quiet_cross_named_above_and_hidden_by_nothing() -> None:
    frame = pd.DataFrame({"tier": ["top", "bottom"], "index": [74.0, 68.0], "low": [72.0, 66.0], "high": [76.0, 70.0]})
    fields = {"tier": Field("Segment"), "index": Field("Index", "points"), "own": Field("before pooling", "points")}
    look = {"label": "tier", "value": "index", "low": "low", "high": "high", "raw": "own"}
    chart = charts.intervals("i", "t", frame.assign(own=[78.0, 65.0]), fields, **look, **ABOUT)
    (cross,) = (trace for trace in figure(chart).data if trace.name)
    assert (cross.name, list(cross.x)) == ("before pooling", [78.0, 65.0])
    assert [note.x for note in figure(chart).layout.annotations] == [78.0, 70.0]
    assert figure(chart).layout.xaxis.range[0] < 65.0 and figure(chart).layout.xaxis.range[1] > 78.0


def hostile() -> dict[str, Chart]:
    """Labels as somebody with bad intentions, or an address of somebody else, would fill them in."""
    rows = pd.DataFrame({"a": [f"{HOSTILE} jane@example.com"], "b": [f"b {HOSTILE}"], "v": [0.5], "w": [60.0]})
    rows = rows.assign(low=0.4, high=0.6)
    fields = {"a": Field(HOSTILE), "b": Field("To"), "v": Field(f"v {HOSTILE}", "ratio"), "w": Field("W", "points")}
    bounds = {"low": "low", "high": "high"}
    ends = {"cause": "a", "effect": "b", "value": "v", "levels": {rows["a"][0]: 70.0}}
    return {
        "path_diagram": charts.path_diagram("a", "t", rows, fields, **ends, **bounds, **ABOUT),
        "positions": charts.positions("b", "t", rows, fields, label="a", x="v", y="w", highlight=rows["a"], **ABOUT),
        "dumbbells": charts.dumbbells("c", "t", rows, fields, label="a", first="v", second="w", gap="v", **bounds,
                                      **ABOUT),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["path_diagram", "positions", "dumbbells"])
def test_hostile_labels_are_only_text_and_addresses_are_masked(kind: str) -> None:
    chart = hostile()[kind]
    shown = figure(chart).to_json().lower()
    assert "<script" not in shown and "<a href" not in shown and "</a>" not in shown
    assert "jane@example.com" not in shown and "[hidden]" in shown


def test_a_box_keeps_its_index_and_a_dot_its_place_when_a_label_is_masked() -> None:
    diagram, places = figure(hostile()["path_diagram"]), figure(hostile()["positions"])
    assert any("<b>70.0</b>" in note.text for note in diagram.layout.annotations)
    assert list(places.data[0].marker.color) == [theme.colour("accent")]
