"""One number against another: how concentrated profit is, how well a probability came true."""

from collections.abc import Mapping
from typing import Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.axes import padded, value_axis
from workbench.show.charts.common import About, bare, complete, finish, shown
from workbench.show.charts.lines import draw_dots, draw_line, extent
from workbench.show.charts.text import label, safe, sentence


def curve(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    x: str,
    value: str,
    low: str = "",
    high: str = "",
    dots: bool = False,
    diagonal: str = "",
    mark: float | None = None,
    **about: Unpack[About],
) -> Chart:
    """A curve such as Lorenz's, or with ``dots`` points that stand for groups, such as a calibration.

    ``x`` is the column of the horizontal axis, ascending; ``diagonal`` says what the line of equal
    numbers on both axes stands for; ``mark`` is a place on x whose value is written beside the curve.
    """
    rows = complete(name, frame, [x, value]).sort_values(x, kind="stable")
    across, field = columns[x], columns[value]
    left, right = padded(*extent(rows, x, "", ""), share=0.04 if dots else 0.0)
    bottom, top = padded(*extent(rows, value, low, high), share=0.04)
    upright = value_axis(field, bottom, top, title=False)
    figure = bare(360, margin_r=24, margin_t=30, xaxis=value_axis(across, left, right), yaxis=upright)
    _name_upright(figure, field)
    if diagonal:
        _draw_diagonal(figure, max(left, bottom), min(right, top), diagonal)
    draw = draw_dots if dots else draw_line
    draw(figure, rows, x, (value, low, high), columns, theme.colour("accent"))
    records = rows.to_dict("records")
    if mark is not None:
        spot = min(records, key=lambda row: abs(float(row[x]) - mark))
        words = f"{shown(spot, value, field)} at {format.ticks([spot[x]], across.unit)[0]}"
        _draw_mark(figure, spot[x], spot[value], words)
    pairs = [(format.value(row[x], across.unit), shown(row, value, field)) for row in records[:: len(records) // 6 + 1]]
    return finish(name, title, figure, frame, columns, sentence(f"{field.label} by {across.label}", pairs), about)


def _draw_mark(figure: go.Figure, x: float, y: float, words: str) -> None:
    """A place on the curve, in words beside it."""
    look = {"ax": 36, "ay": 34, "xanchor": "left", "arrowwidth": 1, "arrowhead": 0}
    figure.add_annotation(x=x, y=y, text=words, arrowcolor=theme.colour("muted"), **look)


def _draw_diagonal(figure: go.Figure, start: float, end: float, words: str) -> None:
    """The line of equal numbers on both axes, named below its middle."""
    line, font = (
        {"color": theme.colour("muted"), "width": 1, "dash": "dot"},
        {"color": theme.colour("muted"), "size": 12},
    )
    figure.add_trace(go.Scatter(x=[start, end], y=[start, end], mode="lines", line=line, hoverinfo="skip"))
    place = start + (end - start) * 0.62
    look = {"showarrow": False, "xanchor": "left", "yanchor": "top", "xshift": 8, "yshift": -4, "font": font}
    figure.add_annotation(x=place, y=place, text=label(words, 30), **look)


def _name_upright(figure: go.Figure, field: Field) -> None:
    """The vertical axis is named above it, where the name can be read without turning the head."""
    font = {"color": theme.colour("muted"), "size": 12}
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 8}
    figure.add_annotation(text=safe(field.label), showarrow=False, font=font, **place)
