"""Bars: a row each, from zero, with the number at the end, so that no axis is needed."""

from collections.abc import Collection, Mapping
from typing import Any, Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.axes import HIDDEN, bar_width, row_axis, row_height
from workbench.show.charts.common import About, bare, complete, finish, numbers_beside, shown, whiskers
from workbench.show.charts.text import safe, sentence


def bars(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    value: str,
    low: str = "",
    high: str = "",
    highlight: Collection[str] = (),
    sort: bool = True,
    **about: Unpack[About],
) -> Chart:
    """Horizontal bars, longest first or in the order of the frame.

    Labels in ``highlight`` stand out; states, tiers and segments keep their colours.

    >>> regions = pd.DataFrame({"region": ["North", "South"], "customers": [12, 10]})
    >>> fields = {"region": Field("Region"), "customers": Field("Customers", "count")}
    >>> bars("regions", "Most customers live in the north", regions, fields, label="region",
    ...      value="customers", n=22, period="September 2026", source="ledger").says
    'Customers by region: North 12, South 10.'
    """
    rows = complete(name, frame, [label, value])
    rows = rows.sort_values(value, ascending=False, kind="stable") if sort else rows
    names = rows[label].astype(str).tolist()
    reach = HIDDEN | {"range": _reach(rows, value, low, high)}
    figure = bare(row_height(names) * len(rows) + 16, yaxis=row_axis(names), xaxis=reach)
    look = {"marker": {"color": _colours(names, highlight)}, "width": bar_width(names)}
    ends = _add_bars(figure, rows, range(len(rows)), label, (value, low, high), columns[value], **look)
    numbers_beside(figure, ends)
    pairs = zip(names, [number for *_, number in ends], strict=True)
    head = f"{columns[value].label} by {columns[label].label.lower()}"
    return finish(name, title, figure, frame, columns, sentence(head, pairs), about)


def grouped_bars(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    group: str,
    value: str,
    low: str = "",
    high: str = "",
    **about: Unpack[About],
) -> Chart:
    """Horizontal bars side by side, one for each group; labels and groups in the order of the frame.

    ``group`` is the column that names them; the key is a line above the bars, in their order.
    """
    rows = complete(name, frame, [label, group, value]).astype({label: str, group: str})
    names, groups = list(dict.fromkeys(rows[label])), list(dict.fromkeys(rows[group]))
    paint, thick = theme.colours(groups), 0.8 / len(groups)
    height = (14 + 22 * len(groups)) * len(names) + 44
    reach = HIDDEN | {"range": _reach(rows, value, low, high)}
    figure = bare(height, yaxis=row_axis(names), xaxis=reach, showlegend=True, legend=_key())
    ends: list[tuple[float, float, str]] = []
    for place, one in enumerate(groups):
        part = rows[rows[group] == one]
        offset = (place - (len(groups) - 1) / 2) * thick
        y = [names.index(row) + offset for row in part[label]]
        look = {"name": safe(one), "width": thick * 0.92, "marker": {"color": paint[one]}}
        ends += _add_bars(figure, part, y, label, (value, low, high), columns[value], **look)
    numbers_beside(figure, ends)
    pairs = [(f"{row[label]}, {row[group]}", shown(row, value, columns[value])) for row in rows.to_dict("records")]
    return finish(name, title, figure, frame, columns, sentence(columns[value].label, pairs), about)


def _add_bars(
    figure: go.Figure,
    rows: pd.DataFrame,
    y: Collection[float],
    label: str,
    numbers: tuple[str, str, str],
    field: Field,
    **look: Any,
) -> list[tuple[float, float, str]]:
    """Draw bars at rows ``y`` and return where each ends, so that its number can stand there."""
    value, low, high = numbers
    records = rows.to_dict("records")
    hover = [f"{safe(row[label])}<br>{shown(row, value, field, low, high)}" for row in records]
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


def _colours(names: list[str], highlight: Collection[str]) -> list[str]:
    if highlight:
        return [theme.colour("accent" if name in highlight else "quiet") for name in names]
    if all(name in theme.FIXED for name in names):
        paint = theme.colours(names)
        return [paint[name] for name in names]
    return [theme.colour("accent")] * len(names)


def _key() -> dict[str, Any]:
    return {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "traceorder": "normal"}
