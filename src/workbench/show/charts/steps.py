"""Steps from an opening level to a closing one.

Levels are dots and changes are bars, so the axis need not begin at zero and a change of two
per cent is as readable as one of fifty.
"""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.axes import HIDDEN, bar_width, padded, row_axis, row_height
from workbench.show.charts.common import About, bare, complete, finish, numbers_beside, whiskers
from workbench.show.charts.text import safe, sentence


def waterfall(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    value: str,
    total: str,
    low: str = "",
    high: str = "",
    **about: Unpack[About],
) -> Chart:
    """From a level by its changes to the next level, top to bottom, in the order of the frame.

    ``total`` is the column that is true where the amount is a level (opening, closing), not a change.
    """
    steps = complete(name, frame, [label, value, total])
    starts, ends = _spans(steps[value].tolist(), steps[total].astype(bool).tolist())
    words = [_words(row, value, total, columns[value]) for row in steps.to_dict("records")]
    steps = steps.assign(_place=range(len(steps)), _start=starts, _end=ends, _words=words)
    levels, changes = steps[steps[total].astype(bool)], steps[~steps[total].astype(bool)]
    edge = HIDDEN | {"range": list(padded(min(starts + ends), max(starts + ends), 0.1))}
    figure = bare(row_height(steps[label]) * len(steps) + 16, yaxis=row_axis(steps[label]), xaxis=edge)
    _link(figure, ends)
    doubt = whiskers(changes, value, low, high) if low and high else None
    paint = [theme.colour("positive" if amount >= 0 else "negative") for amount in changes[value]]
    look = {"orientation": "h", "width": bar_width(steps[label]), "marker": {"color": paint}, "error_x": doubt}
    figure.add_trace(go.Bar(x=changes[value].tolist(), base=changes["_start"].tolist(), **look, **_at(changes, label)))
    dot = {"mode": "markers", "marker": {"size": 12, "color": theme.colour("ink")}}
    figure.add_trace(go.Scatter(x=levels["_end"].tolist(), **dot, **_at(levels, label)))
    tips = [max(pair) for pair in zip(starts, ends, strict=True)]
    numbers_beside(figure, zip(tips, steps["_place"], words, strict=True), gap=9)
    pairs = zip(steps[label], words, strict=True)
    return finish(name, title, figure, frame, columns, sentence(columns[value].label, pairs, most=12), about)


def _spans(values: list[float], totals: list[bool]) -> tuple[list[float], list[float]]:
    """Where each step begins and ends: a level at itself, a change where the last step ended."""
    starts, ends, level = [], [], 0.0
    for amount, is_total in zip(values, totals, strict=True):
        starts.append(amount if is_total else level)
        level = amount if is_total else level + amount
        ends.append(level)
    return starts, ends


def _link(figure: go.Figure, ends: list[float]) -> None:
    """A thin line from where a step ends to where the next begins."""
    line = {"color": theme.colour("quiet"), "width": 1}
    for place, end in enumerate(ends[:-1]):
        figure.add_shape(type="line", x0=end, x1=end, y0=place, y1=place + 1, line=line, layer="below")


def _at(steps: pd.DataFrame, label: str) -> dict[str, Any]:
    """The rows of some steps, and what is said when they are pointed at."""
    hover = [f"{safe(row[label])}<br>{row['_words']}" for row in steps.to_dict("records")]
    return {"y": steps["_place"].tolist(), "hovertext": hover, "hoverinfo": "text"}


def _words(row: Mapping[Any, Any], value: str, total: str, field: Field) -> str:
    return format.value(row[value], field.unit) if row[total] else format.change(row[value], field.unit)
