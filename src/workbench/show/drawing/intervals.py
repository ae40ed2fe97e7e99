"""Dots with their intervals."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.drawing.axes import padded, row_axis, row_height, value_axis
from workbench.show.drawing.figures import bare, key, numbers_beside
from workbench.show.drawing.text import safe
from workbench.show.fields import Field
from workbench.show.languages import again
from workbench.show.marks import called, complete, shown

BELOW = 0.25  # of a row


def draw_intervals(
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    raw: str,
    reference: float | None,
    reference_label: str,
    sort: bool,
) -> go.Figure:
    """A dot and a line a row; an interval that holds the reference is quiet, its dot hollow.

    The number before pooling (``raw``) is a small grey cross; a key above names it.
    """
    rows = complete(frame, [label, value, low, high], [value, low, high, raw])
    rows = rows.sort_values(value, ascending=False, kind="stable") if sort else rows
    records, field = rows.to_dict("records"), columns[value]
    names = [called(row, label, columns) for row in records]
    edges = [*rows[low], *rows[high], *([] if reference is None else [reference]), *(rows[raw].dropna() if raw else [])]
    axis = value_axis(field, *padded(float(min(edges)), float(max(edges))), most=4)
    figure = bare(row_height(names) * len(rows) + 64, yaxis=row_axis(names), xaxis=axis)
    if reference is not None:
        _draw_reference(figure, reference, again(reference_label))
    quiet = [reference is not None and row[low] <= reference <= row[high] for row in records]
    hover = [f"{safe(name)}<br>{shown(row, value, field, low, high)}" for name, row in zip(names, records, strict=True)]
    if raw:
        _draw_raw(figure, rows[raw].tolist(), field, columns[raw])
    _draw_rows(figure, rows[[value, low, high]].to_numpy(dtype=float).tolist(), quiet, hover)
    ends = (rows[[high, raw]].max(axis=1) if raw else rows[high]).tolist()
    words = [shown(row, value, field) for row in records]
    numbers_beside(figure, zip(ends, range(len(rows)), words, strict=True), gap=8)
    return figure


def _draw_rows(figure: go.Figure, rows: list[list[float]], quiet: list[bool], hover: list[str]) -> None:
    """A line from low to high and a dot at the value, for each row of value, low, high."""
    paint = [theme.colour("muted" if is_quiet else "accent") for is_quiet in quiet]
    fill = [theme.colour("paper") if is_quiet else tone for is_quiet, tone in zip(quiet, paint, strict=True)]
    for place, ((_, low, high), tone) in enumerate(zip(rows, paint, strict=True)):
        look = {"mode": "lines", "line": {"color": tone, "width": 2.5}, "hoverinfo": "skip", "showlegend": False}
        figure.add_trace(go.Scatter(x=[low, high], y=[place, place], **look))
    marker = {"size": 10, "color": fill, "line": {"color": paint, "width": 2}}
    dots = {"mode": "markers", "marker": marker, "hovertext": hover, "hoverinfo": "text", "showlegend": False}
    figure.add_trace(go.Scatter(x=[value for value, _, _ in rows], y=list(range(len(rows))), **dots))


def _draw_raw(figure: go.Figure, numbers: list[float], field: Field, raw: Field) -> None:
    """A small grey cross below each dot, where the row's own number lies; the key above is the column's label."""
    name = safe(again(raw.label))
    look = {"symbol": "x-thin", "size": 8, "line": {"color": theme.colour("muted"), "width": 1.5}}
    hover = [f"{name}<br>{safe(format.value(number, field.unit))}" for number in numbers]
    dots = {"mode": "markers", "marker": look, "hovertext": hover, "hoverinfo": "text", "name": name}
    places = [place + BELOW for place in range(len(numbers))]
    figure.add_trace(go.Scatter(x=numbers, y=places, showlegend=True, **dots))
    figure.update_layout(showlegend=True, legend=key())


def _draw_reference(figure: go.Figure, at: float, words: str) -> None:
    figure.add_vline(x=at, line={"color": theme.colour("muted"), "width": 1, "dash": "dot"})
    if words:
        font = {"size": 12, "color": theme.colour("muted")}
        figure.add_annotation(x=at, y=1, yref="paper", yanchor="bottom", text=safe(words), showarrow=False, font=font)
        figure.update_layout(margin_t=26)
