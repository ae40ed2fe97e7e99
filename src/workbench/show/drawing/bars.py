"""Bars and bars in groups."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from workbench.show import theme
from workbench.show.drawing.axes import HIDDEN, bar_width, row_axis, row_height
from workbench.show.drawing.figures import bare, key, numbers_beside, whiskers
from workbench.show.drawing.text import safe
from workbench.show.fields import Field
from workbench.show.marks import called, complete, shown


def draw_bars(
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    highlight: Collection[str],
    sort: bool,
) -> go.Figure:
    """Bars of one colour, or of the colours that their labels have everywhere."""
    rows = complete(frame, [label, value], [value, low, high])
    rows = rows.sort_values(value, ascending=False, kind="stable") if sort else rows
    names = [called(row, label, columns) for row in rows.to_dict("records")]
    reach = HIDDEN | {"range": _reach(rows, value, low, high)}
    figure = bare(row_height(names) * len(rows) + 16, yaxis=row_axis(names), xaxis=reach)
    look = {"marker": {"color": _colours(rows[label], highlight)}, "width": bar_width(names)}
    numbers_beside(figure, _add_bars(figure, rows, range(len(rows)), label, (value, low, high), columns, **look))
    return figure


def draw_grouped_bars(
    frame: pd.DataFrame, columns: Mapping[str, Field], *, label: str, group: str, value: str, low: str, high: str
) -> go.Figure:
    """A bar a group in each row; the colours of groups are those of their plain names."""
    rows = complete(frame, [label, group, value], [value, low, high])
    records = rows.to_dict("records")
    names = {str(row[label]): called(row, label, columns) for row in records}
    groups = {str(row[group]): called(row, group, columns) for row in records}
    paint, thick = theme.colours(groups), 0.8 / len(groups)
    height = (14 + 22 * len(groups)) * len(names) + 44
    reach = HIDDEN | {"range": _reach(rows, value, low, high)}
    figure = bare(height, yaxis=row_axis(names.values()), xaxis=reach, showlegend=True, legend=key())
    ends: list[tuple[float, float, str]] = []
    for place, (one, shown_as) in enumerate(groups.items()):
        part = rows[[str(name) == one for name in rows[group]]]
        offset = (place - (len(groups) - 1) / 2) * thick
        y = [list(names).index(str(row)) + offset for row in part[label]]
        look = {"name": safe(shown_as), "width": thick * 0.92, "marker": {"color": paint[one]}}
        ends += _add_bars(figure, part, y, label, (value, low, high), columns, **look)
    numbers_beside(figure, ends)
    return figure


def _add_bars(
    figure: go.Figure,
    rows: pd.DataFrame,
    y: Collection[float],
    label: str,
    numbers: tuple[str, str, str],
    columns: Mapping[str, Field],
    **look: Any,
) -> list[tuple[float, float, str]]:
    """Draw bars at rows ``y`` and return where each ends, so that its number can stand there."""
    (value, low, high), records = numbers, rows.to_dict("records")
    field = columns[value]
    hover = [f"{safe(called(row, label, columns))}<br>{shown(row, value, field, low, high)}" for row in records]
    doubt = whiskers(rows, value, low, high) if low and high else None
    look |= {"orientation": "h", "error_x": doubt, "hovertext": hover, "hoverinfo": "text"}
    figure.add_trace(go.Bar(x=rows[value].tolist(), y=list(y), **look))
    # A number beside a bar that goes left stands on the free side of zero.
    tips = rows[high].fillna(rows[value]) if high else rows[value]
    return [
        (max(float(tip), 0.0), place, shown(row, value, field))
        for tip, place, row in zip(tips, y, records, strict=True)
    ]


def _reach(rows: pd.DataFrame, value: str, low: str, high: str) -> list[float]:
    """From zero, or the lowest number, to the highest: the numbers beside have their own margin."""
    least = rows[low].fillna(rows[value]) if low else rows[value]
    most = rows[high].fillna(rows[value]) if high else rows[value]
    return [min(0.0, float(least.min())), max(0.0, float(most.max()))]


def _colours(labels: pd.Series, highlight: Collection[str]) -> list[str]:
    names = [str(name) for name in labels]
    if highlight:
        return [theme.colour("accent" if name in highlight else "quiet") for name in names]
    if all(name in theme.FIXED for name in names):
        paint = theme.colours(names)
        return [paint[name] for name in names]
    return [theme.colour("accent")] * len(names)
