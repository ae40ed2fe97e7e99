"""Steps from an opening level to a closing one.

Levels are dots and changes are bars, so the axis need not begin at zero and a change of two
per cent is as readable as one of fifty.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from workbench.show import theme
from workbench.show.drawing.axes import HIDDEN, bar_width, padded, row_axis, row_height
from workbench.show.drawing.figures import bare, numbers_beside, whiskers
from workbench.show.drawing.text import safe
from workbench.show.fields import Field
from workbench.show.marks import called, complete, stepped


def draw_waterfall(
    frame: pd.DataFrame, columns: Mapping[str, Field], *, label: str, value: str, total: str, low: str, high: str
) -> go.Figure:
    """Levels and changes from top to bottom, linked by thin lines."""
    steps = complete(frame, [label, value, total], [value, low, high])
    records = steps.to_dict("records")
    is_level = steps[total].astype(bool)
    starts, ends = _spans(steps[value].tolist(), is_level.tolist())
    names, words = zip(
        *((called(row, label, columns), stepped(row, value, total, columns[value])) for row in records), strict=True
    )
    hover = [f"{safe(name)}<br>{word}" for name, word in zip(names, words, strict=True)]
    steps = steps.assign(_place=range(len(steps)), _start=starts, _end=ends, _hover=hover)
    doubts = [one for name in (low, high) if name for one in _doubted(steps, starts, name, is_level)]
    edge = HIDDEN | {"range": list(padded(min(starts + ends + doubts), max(starts + ends + doubts), 0.1))}
    figure = bare(row_height(names) * len(steps) + 16, yaxis=row_axis(names), xaxis=edge)
    _link(figure, ends)
    _draw_changes(figure, steps[~is_level], (value, low, high), bar_width(names))
    _draw_levels(figure, steps[is_level])
    most = _doubted(steps, starts, high, is_level) if high else ends
    tips = [max(row) for row in zip(starts, ends, most, strict=True)]  # a number never stands on a whisker
    numbers_beside(figure, zip(tips, steps["_place"], words, strict=True), gap=9)
    return figure


def _spans(values: list[float], totals: list[bool]) -> tuple[list[float], list[float]]:
    """Where each step begins and ends: a level at itself, a change where the last step ended."""
    starts, ends, level = [], [], 0.0
    for amount, is_total in zip(values, totals, strict=True):
        starts.append(amount if is_total else level)
        level = amount if is_total else level + amount
        ends.append(level)
    return starts, ends


def _doubted(steps: pd.DataFrame, starts: list[float], bound: str, is_level: pd.Series) -> list[float]:
    """How far the whisker of each change reaches; its beginning for a level, and where there is no interval."""
    reach = steps[bound].where(~is_level).fillna(0.0).astype(float) + starts
    return [float(one) for one in reach]


def _link(figure: go.Figure, ends: list[float]) -> None:
    """A thin line from where a step ends to where the next begins."""
    line = {"color": theme.colour("quiet"), "width": 1}
    for place, end in enumerate(ends[:-1]):
        figure.add_shape(type="line", x0=end, x1=end, y0=place, y1=place + 1, line=line, layer="below")


def _draw_changes(figure: go.Figure, changes: pd.DataFrame, numbers: tuple[str, str, str], thick: float) -> None:
    value, low, high = numbers
    doubt = whiskers(changes, value, low, high) if low and high else None
    paint = [theme.colour("positive" if amount >= 0 else "negative") for amount in changes[value]]
    look = {"orientation": "h", "width": thick, "marker": {"color": paint}, "error_x": doubt}
    figure.add_trace(go.Bar(x=changes[value].tolist(), base=changes["_start"].tolist(), **look, **_at(changes)))


def _draw_levels(figure: go.Figure, levels: pd.DataFrame) -> None:
    dot = {"mode": "markers", "marker": {"size": 12, "color": theme.colour("ink")}}
    figure.add_trace(go.Scatter(x=levels["_end"].tolist(), **dot, **_at(levels)))


def _at(steps: pd.DataFrame) -> dict[str, Any]:
    """The rows of some steps, and what is said when they are pointed at."""
    return {"y": steps["_place"].tolist(), "hovertext": steps["_hover"].tolist(), "hoverinfo": "text"}
