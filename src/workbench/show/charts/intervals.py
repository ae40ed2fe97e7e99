"""Dots with their intervals: what an estimate is, and how far it might be wrong."""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.axes import padded, row_axis, row_height, value_axis
from workbench.show.charts.common import About, bare, complete, finish, numbers_beside, shown
from workbench.show.charts.text import safe, sentence


def intervals(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    reference: float | None = None,
    reference_label: str = "",
    sort: bool = True,
    **about: Unpack[About],
) -> Chart:
    """A dot and a line a row, largest first; an interval that holds ``reference`` is drawn quiet.

    Args:
        name, title, frame, columns, label, value, low, high, sort, about: as for ``bars``.
        reference: a value drawn as a vertical line, such as 0 for "no effect" or last month's index.
        reference_label: what the line is.
    """
    rows = complete(name, frame, [label, value, low, high])
    rows = rows.sort_values(value, ascending=False, kind="stable") if sort else rows
    records, field = rows.to_dict("records"), columns[value]
    edges = [float(rows[low].min()), float(rows[high].max()), *([] if reference is None else [reference])]
    axis = value_axis(field, *padded(min(edges), max(edges)), most=4)
    figure = bare(row_height(rows[label]) * len(rows) + 64, yaxis=row_axis(rows[label]), xaxis=axis)
    if reference is not None:
        _draw_reference(figure, reference, reference_label)
    silent = [reference is not None and row[low] <= reference <= row[high] for row in records]
    paint = [theme.colour("muted" if quiet else "accent") for quiet in silent]
    for place, (row, tone) in enumerate(zip(records, paint, strict=True)):
        line = {"color": tone, "width": 2.5}
        figure.add_trace(
            go.Scatter(x=[row[low], row[high]], y=[place, place], mode="lines", line=line, hoverinfo="skip")
        )
    marker = {"size": 10, "color": [theme.colour("paper") if q else t for q, t in zip(silent, paint, strict=True)]}
    marker["line"] = {"color": paint, "width": 2}
    hover = [f"{safe(row[label])}<br>{shown(row, value, field, low, high)}" for row in records]
    dots: dict[str, Any] = {"mode": "markers", "marker": marker, "hovertext": hover, "hoverinfo": "text"}
    figure.add_trace(go.Scatter(x=rows[value].tolist(), y=list(range(len(rows))), **dots))
    numbers_beside(figure, [(row[high], place, shown(row, value, field)) for place, row in enumerate(records)])
    pairs = [(row[label], shown(row, value, field, low, high)) for row in records]
    return finish(name, title, figure, frame, columns, sentence(field.label, pairs), about)


def _draw_reference(figure: go.Figure, at: float, words: str) -> None:
    figure.add_vline(x=at, line={"color": theme.colour("muted"), "width": 1, "dash": "dot"})
    if words:
        font = {"size": 12, "color": theme.colour("muted")}
        figure.add_annotation(x=at, y=1, yref="paper", yanchor="bottom", text=safe(words), showarrow=False, font=font)
        figure.update_layout(margin_t=26)
