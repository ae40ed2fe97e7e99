"""Two dots a row and the line between them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.drawing.axes import padded, row_axis, row_height, value_axis
from workbench.show.drawing.figures import bare, key, numbers_beside
from workbench.show.drawing.text import safe
from workbench.show.fields import Field
from workbench.show.languages import again
from workbench.show.marks import called, complete, shown, told

SIZE = 12  # of a dot, in pixels


def draw_dumbbells(
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    first: str,
    second: str,
    gap: str,
    low: str,
    high: str,
) -> go.Figure:
    """A line from the first number to the second, coloured by its direction; grey where chance could have drawn it."""
    rows = complete(frame, [label, first, second, gap, low, high], [first, second, gap, low, high])
    records, field = rows.to_dict("records"), columns[first]
    names = [called(row, label, columns) for row in records]
    ends = rows[[first, second]].to_numpy(dtype=float)
    axis = value_axis(field, *padded(float(ends.min()), float(ends.max())), title=False, most=4)
    figure = bare(row_height(names) * len(rows) + 96, yaxis=row_axis(names), xaxis=axis, showlegend=True, legend=key())
    paint = [_tone(row[gap], is_told=told(row, low, high)) for row in records]
    for place, (row, tone) in enumerate(zip(records, paint, strict=True)):
        look = {"mode": "lines", "line": {"color": tone, "width": 3}, "hoverinfo": "skip", "showlegend": False}
        figure.add_trace(go.Scatter(x=[row[first], row[second]], y=[place, place], **look))
    hover = [
        _hover(name, row, (first, second, gap, low, high), columns) for name, row in zip(names, records, strict=True)
    ]
    for column, fill in ((first, [theme.colour("paper")] * len(paint)), (second, paint)):
        _add_dots(figure, rows[column].tolist(), fill, paint, hover)
        _add_to_key(figure, safe(again(columns[column].label)), full=column == second)
    spots = zip(ends.max(axis=1).tolist(), range(len(rows)), _signed(records, gap, field), strict=True)
    numbers_beside(figure, spots, gap=SIZE)
    return figure


def _tone(gap: float, *, is_told: bool) -> str:
    return theme.colour("muted" if not is_told else "positive" if gap > 0 else "negative")


def _signed(records: list[dict[Any, Any]], gap: str, field: Field) -> list[str]:
    """The gaps in the unit of the axis, with their signs."""
    return [("+" if row[gap] > 0 else "") + format.value(row[gap], field.unit) for row in records]


def _hover(
    name: str, row: Mapping[Any, Any], numbers: tuple[str, str, str, str, str], columns: Mapping[str, Field]
) -> str:
    first, second, gap, low, high = numbers
    field = columns[first]
    lines = [
        name,
        *(f"{again(columns[one].label)}: {shown(row, one, field)}" for one in (first, second)),
        f"{again(columns[gap].label)}: {shown(row, gap, field, low, high)}",
    ]
    return "<br>".join(safe(line) for line in lines)


def _add_dots(figure: go.Figure, x: list[float], fill: list[str], paint: list[str], hover: list[str]) -> None:
    marker = {"size": SIZE, "color": fill, "line": {"color": paint, "width": 2}}
    look = {"mode": "markers", "marker": marker, "hovertext": hover, "hoverinfo": "text", "showlegend": False}
    figure.add_trace(go.Scatter(x=x, y=list(range(len(x))), **look))


def _add_to_key(figure: go.Figure, name: str, *, full: bool) -> None:
    """The key's dots are ink, for their colour in the rows says which way the gap goes."""
    ink = theme.colour("ink")
    marker = {"size": SIZE, "color": ink if full else theme.colour("paper"), "line": {"color": ink, "width": 2}}
    figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", marker=marker, name=name))
