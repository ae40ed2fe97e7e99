"""One number against another, as a curve or as dots."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from workbench.phrase import N_
from workbench.show import format, theme
from workbench.show.drawing.axes import padded, value_axis
from workbench.show.drawing.figures import bare, name_upright
from workbench.show.drawing.lines import draw_dots, draw_line, extent
from workbench.show.drawing.text import label, safe
from workbench.show.fields import Field
from workbench.show.languages import again, lookup
from workbench.show.marks import complete, shown

MARKED = N_("{value} at {place}")


def draw_curve(
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    x: str,
    value: str,
    low: str,
    high: str,
    dots: bool,
    diagonal: str,
    mark: float | None,
) -> go.Figure:
    """The curve or the dots, the line of equal numbers if it is named, and the place that is marked."""
    rows = complete(frame, [x, value], [x, value, low, high]).sort_values(x, kind="stable")
    across, field = columns[x], columns[value]
    left, right = padded(*extent(rows, x, "", ""), share=0.04 if dots else 0.0)
    bottom, top = padded(*extent(rows, value, low, high), share=0.04)
    upright = value_axis(field, bottom, top, title=False)
    figure = bare(360, margin_r=24, margin_t=30, xaxis=value_axis(across, left, right), yaxis=upright)
    name_upright(figure, again(field.label))
    if diagonal:
        _draw_diagonal(figure, max(left, bottom), min(right, top), again(diagonal))
    draw = draw_dots if dots else draw_line
    draw(figure, rows, x, (value, low, high), columns, theme.colour("accent"))
    if mark is not None:
        spot = min(rows.to_dict("records"), key=lambda row: abs(float(row[x]) - mark))
        place = format.ticks([spot[x]], across.unit)[0]
        words = lookup(MARKED).format(value=shown(spot, value, field), place=place)
        _draw_mark(figure, spot[x], spot[value], words)
    return figure


def _draw_mark(figure: go.Figure, x: float, y: float, words: str) -> None:
    """A place on the curve, in words beside it."""
    look = {"ax": 36, "ay": 34, "xanchor": "left", "arrowwidth": 1, "arrowhead": 0}
    figure.add_annotation(x=x, y=y, text=safe(words), arrowcolor=theme.colour("muted"), **look)


def _draw_diagonal(figure: go.Figure, start: float, end: float, words: str) -> None:
    """The line of equal numbers on both axes, named below its middle."""
    muted = theme.colour("muted")
    line = {"color": muted, "width": 1, "dash": "dot"}
    figure.add_trace(go.Scatter(x=[start, end], y=[start, end], mode="lines", line=line, hoverinfo="skip"))
    place = start + (end - start) * 0.62
    look = {"showarrow": False, "xanchor": "left", "yanchor": "top", "xshift": 8, "yshift": -4}
    figure.add_annotation(x=place, y=place, text=label(words, 30), font={"color": muted, "size": 12}, **look)
