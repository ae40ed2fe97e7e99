"""Steps from an opening number to a closing one."""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.axes import HIDDEN, row_axis, row_height
from workbench.show.charts.common import About, bare, complete, finish, numbers_beside
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
    **about: Unpack[About],
) -> Chart:
    """From a total by its changes to the next total, top to bottom, in the order of the frame.

    Args:
        name, title, columns, about: as for ``bars``.
        frame: a row a step.
        label, value: columns with the step's name and its amount.
        total: the column that is true where the amount is a level (opening, closing), not a change.
    """
    steps = complete(name, frame, [label, value, total])
    records, field = steps.to_dict("records"), columns[value]
    starts, ends = _spans([float(row[value]) for row in records], [bool(row[total]) for row in records])
    words = [_words(row, value, total, field) for row in records]
    edge = HIDDEN | {"range": [min(0.0, *starts, *ends), max(0.0, *starts, *ends)]}
    figure = bare(row_height(steps[label]) * len(steps) + 16, yaxis=row_axis(steps[label]), xaxis=edge)
    figure.add_trace(
        go.Bar(
            x=[end - start for start, end in zip(starts, ends, strict=True)],
            base=starts,
            y=list(range(len(steps))),
            orientation="h",
            marker={"color": [_tone(row, value, total) for row in records]},
            hovertext=[f"{safe(row[label])}<br>{word}" for row, word in zip(records, words, strict=True)],
            hoverinfo="text",
        )
    )
    line = {"color": theme.colour("quiet"), "width": 1}
    for place, end in enumerate(ends[:-1]):
        figure.add_shape(type="line", x0=end, x1=end, y0=place - 0.3, y1=place + 1.3, line=line, layer="below")
    numbers_beside(figure, zip(map(max, starts, ends), range(len(steps)), words, strict=True))
    pairs = zip(steps[label], words, strict=True)
    return finish(name, title, figure, frame, columns, sentence(field.label, pairs, most=12), about)


def _spans(values: list[float], totals: list[bool]) -> tuple[list[float], list[float]]:
    """Where each step begins and ends: a total at zero, a change where the last step ended."""
    starts, ends, level = [], [], 0.0
    for amount, is_total in zip(values, totals, strict=True):
        starts.append(0.0 if is_total else level)
        level = amount if is_total else level + amount
        ends.append(level)
    return starts, ends


def _tone(row: Mapping[Any, Any], value: str, total: str) -> str:
    if row[total]:
        return theme.colour("muted")
    return theme.colour("positive" if row[value] >= 0 else "negative")


def _words(row: Mapping[Any, Any], value: str, total: str, field: Field) -> str:
    return format.value(row[value], field.unit) if row[total] else format.change(row[value], field.unit)
