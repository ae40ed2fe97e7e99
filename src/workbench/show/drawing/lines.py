"""Lines over time, each with the band it may lie in, its name and its last number at its end."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.drawing.axes import moment, padded, time_axis, value_axis
from workbench.show.drawing.figures import bare, whiskers
from workbench.show.drawing.line_marks import draw_target, mark_changes
from workbench.show.drawing.text import label, safe, width
from workbench.show.drawing.thinning import thinned
from workbench.show.fields import Field
from workbench.show.marks import called, complete, shown


def draw_lines(
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    x: str,
    value: str,
    low: str,
    high: str,
    group: str,
    marks: str,
    target: float | None,
    from_zero: bool,
) -> go.Figure:
    """A line a group over months; colours are those of the groups' plain names."""
    rows = complete(frame, [x], [value, low, high, marks]).sort_values(x, kind="stable")
    keys = pd.Series([str(one) for one in rows[group]] if group else "", index=rows.index)
    known = rows.dropna(subset=[value])
    lasts = {keys[place]: row for place, row in zip(known.index, known.to_dict("records"), strict=True)}
    paint = theme.colours(lasts) if group else {"": theme.colour("accent")}
    bottom, top = _reach(known, (value, low, high), target)
    axis = value_axis(columns[value], 0.0 if from_zero and bottom < top / 2 else bottom, top, title=False)
    figure = bare(300, margin_t=20, xaxis=time_axis(known[x].tolist()), yaxis=axis)
    if target is not None:
        draw_target(figure, target, columns[value])
    for one in lasts:
        draw_line(figure, rows[keys == one], x, (value, low, high), columns, paint[one])
    if marks:
        mark_changes(figure, known, x, value, marks, columns)
    ends = {
        one: (called(last, group, columns) if group else "", shown(last, value, columns[value]))
        for one, last in lasts.items()
    }
    _name_ends(figure, [(last[x], float(last[value]), *ends[one], paint[one]) for one, last in lasts.items()])
    return figure


def draw_line(
    figure: go.Figure,
    rows: pd.DataFrame,
    x: str,
    numbers: tuple[str, str, str],
    columns: Mapping[str, Field],
    tone: str,
) -> None:
    """A line through ``numbers`` (value, low, high; the bounds may be ''), on its band.

    What is missing is a gap, and a value between two gaps is a dot.
    """
    value, low, high = numbers
    rows = thinned(rows, value)
    missing = rows[value].isna()
    if low and high:
        for _, part in rows[~missing].groupby(missing.cumsum()[~missing]):
            _draw_band(figure, part, x, low, high, tone)
    mode = "lines+markers" if missing.any() else "lines"
    look: dict[str, Any] = {"mode": mode, "line": {"color": tone, "width": 2.5}, "marker": {"color": tone, "size": 5}}
    look |= {"hovertext": _hover(rows, x, numbers, columns), "hoverinfo": "text", "cliponaxis": False}
    y = [None if is_missing else amount for amount, is_missing in zip(rows[value].tolist(), missing, strict=True)]
    figure.add_trace(go.Scatter(x=[moment(place) for place in rows[x]], y=y, **look))


def _draw_band(figure: go.Figure, rows: pd.DataFrame, x: str, low: str, high: str, tone: str) -> None:
    across = [moment(place) for place in rows[x]]
    ring = rows[high].tolist() + rows[low].tolist()[::-1]
    look = {"fill": "toself", "fillcolor": tone, "opacity": 0.16, "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_trace(go.Scatter(x=across + across[::-1], y=ring, mode="lines", **look))


def draw_dots(
    figure: go.Figure,
    rows: pd.DataFrame,
    x: str,
    numbers: tuple[str, str, str],
    columns: Mapping[str, Field],
    tone: str,
) -> None:
    """A dot for each row, with its interval as a vertical line."""
    value, low, high = numbers
    bars = whiskers(rows, value, low, high) if low and high else None
    look = {"mode": "markers", "marker": {"size": 9, "color": tone}, "error_y": bars, "hoverinfo": "text"}
    hover = _hover(rows, x, numbers, columns)
    figure.add_trace(go.Scatter(x=rows[x].tolist(), y=rows[value].tolist(), hovertext=hover, **look))


def _reach(rows: pd.DataFrame, numbers: tuple[str, str, str], target: float | None) -> tuple[float, float]:
    """From the lowest to the highest of what is drawn, with some air."""
    low, high = extent(rows, *numbers)
    return padded(*(low, high) if target is None else (min(low, target), max(high, target)))


def extent(rows: pd.DataFrame, value: str, low: str, high: str) -> tuple[float, float]:
    """The lowest and the highest number drawn, bounds included."""
    return float(rows[low or value].min()), float(rows[high or value].max())


def apart(places: list[float], gap: float, ceiling: float) -> list[float]:
    """Places moved as little as keeps each ``gap`` from the next, in their order, none above ``ceiling``.

    >>> apart([1.0, 1.5, 5.0], gap=1.0, ceiling=5.5)
    [1.0, 2.0, 5.0]
    >>> apart([5.0, 5.2], gap=1.0, ceiling=5.5)
    [4.5, 5.5]
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    last = float("-inf")
    for index in order:
        moved[index] = last = max(places[index], last + gap)
    last = ceiling + gap
    for index in reversed(order):
        moved[index] = last = min(moved[index], last - gap)
    return moved


def _hover(rows: pd.DataFrame, x: str, numbers: tuple[str, str, str], columns: Mapping[str, Field]) -> list[str]:
    value, low, high = numbers
    return [
        f"{safe(format.value(row[x], columns[x].unit))}<br>{shown(row, value, columns[value], low, high)}"
        for row in rows.to_dict("records")
    ]


def _name_ends(figure: go.Figure, ends: Sequence[tuple[Any, float, str, str, str]]) -> None:
    """Each line's name and last number at its end, moved apart where lines end close together.

    Args:
        figure: the figure with its lines.
        ends: of each line its last place and number, its name, the number in words, its colour.
    """
    low, high = figure.layout.yaxis.range
    heights = apart([value for _, value, *_ in ends], gap=(high - low) * 0.17, ceiling=high)
    longest = 0
    for (place, _, name, number, tone), height in zip(ends, heights, strict=True):
        named = label(name, 12, 2)
        # The text is ink, to be readable in any colour; the dot says which line it names.
        words = f'<span style="color:{tone}">●</span> {named}<br>{safe(number)}' if name else safe(number)
        longest = max(longest, width(number), *(width(f"● {line}") for line in named.split("<br>")))
        look = {"showarrow": False, "xanchor": "left", "yanchor": "middle", "align": "left", "xshift": 7}
        figure.add_annotation(x=moment(place), y=height, text=words, **look)
    figure.update_layout(margin_r=longest + 12)
