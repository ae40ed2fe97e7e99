"""The path diagram: boxes with their index, arrows with their size.

An arrow told from zero is strong, and thicker the larger it is; one that chance could have drawn
is grey and dashed; one that was withheld is dotted, with a question mark.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from workbench.phrase import N_
from workbench.show import format, theme
from workbench.show.drawing.axes import HIDDEN
from workbench.show.drawing.figures import annotate, bare
from workbench.show.drawing.layers import Path
from workbench.show.drawing.routes import BOX_HEIGHT, Box, Route, diagram
from workbench.show.drawing.text import label as short
from workbench.show.drawing.text import safe
from workbench.show.fields import Field
from workbench.show.languages import lookup
from workbench.show.marks import called, complete, shown, told

THIN, THICK = 1.5, 6.0  # pixels
QUIET, WITHHELD = "dash", "dot"
DOWN = 180  # degrees
KEY = {QUIET: N_("dashed: could be chance"), WITHHELD: N_("dotted: withheld")}
LINK = N_("{cause} to {effect}")
EDGE, KEY_HEIGHT = 2, 30  # pixels: around the boxes, for their lines; and for the key below


class Arrow(NamedTuple):
    """How a path is drawn: its number and bounds in words, what is said when it is pointed at, its line."""

    number: str
    bounds: str
    hover: str
    dash: str
    tone: str
    width: float


def draw_paths(
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    cause: str,
    effect: str,
    value: str,
    low: str,
    high: str,
    levels: Sequence[Sequence[Any]],
) -> go.Figure:
    """Boxes in rows, causes above effects, and an arrow for each row of the frame."""
    rows = complete(frame, [cause, effect], [value, low, high])
    records = rows.to_dict("records")
    names = {str(row[role]): called(row, role, columns) for row in records for role in (cause, effect)}
    ends = [(str(row[cause]), str(row[effect])) for row in records]
    links = [lookup(LINK).format(cause=names[one], effect=names[other]) for one, other in ends]
    arrows = _arrows(rows, ends, links, (value, low, high), columns[value])
    plan = diagram(list(arrows))
    axes = {"xaxis": HIDDEN | {"range": [0, 1]}, "yaxis": HIDDEN | {"range": [plan.height + EDGE, -EDGE]}}
    figure = bare(plan.height + 2 * EDGE, margin={"l": 0, "r": 0, "t": 0, "b": 0}, **axes)
    indices = {str(name): level for name, level in levels}
    _draw_boxes(figure, [(names[name], indices.get(name), place) for name, place in plan.boxes.items()])
    for path, arrow in sorted(arrows.items(), key=lambda pair: pair[1].width):
        _draw_arrow(figure, arrow, plan.routes[path])
    _add_key(figure, {arrow.dash for arrow in arrows.values()})
    return figure


def _arrows(
    rows: pd.DataFrame, ends: list[Path], links: list[str], numbers: tuple[str, str, str], field: Field
) -> dict[Path, Arrow]:
    """An arrow for each row; all numbers have the decimals of the largest, so that they compare."""
    value, low, high = numbers
    most = float(rows[value].abs().max())
    written = format.column(rows[value].tolist(), field.unit)
    muted, found = theme.colour("muted"), {}
    for path, link, number, row in zip(ends, links, written, rows.to_dict("records"), strict=True):
        if pd.isna(row[value]):
            found[path] = Arrow("?", "", f"{safe(link)}<br>?", WITHHELD, muted, THIN)
            continue
        bounds = ""
        if pd.notna(row[low]) and pd.notna(row[high]):
            bounds = safe(format.interval(row[low], row[high], field.unit, like=most))
            bounds = f'<span style="font-size:12px;color:{muted}">{bounds}</span>'
        hover = f"{safe(link)}<br>{safe(shown(row, value, field, low, high))}"
        if told(row, low, high):
            wide = THIN + (THICK - THIN) * abs(row[value]) / most
            found[path] = Arrow(f"<b>{safe(number)}</b>", bounds, hover, "solid", theme.colour("accent"), wide)
        else:
            number = f'<span style="color:{muted}">{safe(number)}</span>'
            found[path] = Arrow(number, bounds, hover, QUIET, muted, THIN)
    return found


def _draw_boxes(figure: go.Figure, boxes: Iterable[tuple[str, float | None, Box]]) -> None:
    """A rounded box for each construct: its name, and its index where there is one."""
    notes, shapes = [], []
    look = {"type": "path", "fillcolor": theme.colour("surface"), "line": {"color": theme.colour("muted"), "width": 1}}
    for name, level, (x, y, half) in boxes:
        shapes.append({"path": _rounded(x - half, y - BOX_HEIGHT / 2, x + half, y + BOX_HEIGHT / 2), **look})
        index = "" if level is None else f"<br><b>{safe(format.value(level, 'points'))}</b>"
        notes.append({"x": x, "y": y, "text": short(name, 12, 2) + index})
    figure.update_layout(shapes=shapes)
    annotate(figure, notes)


def _rounded(left: float, top: float, right: float, bottom: float) -> str:
    """A rectangle with round corners, as plotly draws a path on its axes."""
    round_x, round_y = 0.015, 8
    return (
        f"M{left + round_x:.4f},{top} L{right - round_x:.4f},{top} Q{right:.4f},{top} {right:.4f},{top + round_y} "
        f"L{right:.4f},{bottom - round_y} Q{right:.4f},{bottom} {right - round_x:.4f},{bottom} "
        f"L{left + round_x:.4f},{bottom} Q{left:.4f},{bottom} {left:.4f},{bottom - round_y} "
        f"L{left:.4f},{top + round_y} Q{left:.4f},{top} {left + round_x:.4f},{top} Z"
    )


def _draw_arrow(figure: go.Figure, arrow: Arrow, route: Route) -> None:
    """The line, its head, and its number: on the line, or around it where it runs from side to side."""
    x, y = zip(*route.points, strict=True)
    line = {"color": arrow.tone, "width": arrow.width, "dash": arrow.dash}
    look = {"hovertext": arrow.hover, "hoverinfo": "text", "cliponaxis": False}
    figure.add_trace(go.Scatter(x=x, y=y, mode="lines", line=line, **look))
    size = 10 + arrow.width
    head = {"symbol": "triangle-up", "angle": route.turn, "standoff": size / 2, "size": size, "color": arrow.tone}
    figure.add_trace(go.Scatter(x=[route.tip[0]], y=[route.tip[1]], mode="markers", marker=head, **look))
    place = {"x": route.number[0], "y": route.number[1]}
    if route.turn != DOWN:
        gap = {"yshift": arrow.width / 2 + 1}
        annotate(figure, [{"text": arrow.number, "yanchor": "bottom", **gap, **place}])
        annotate(figure, [{"text": arrow.bounds, "yanchor": "top", "yshift": -gap["yshift"], **place}])
    else:
        words = "<br>".join(filter(None, (arrow.number, arrow.bounds)))
        annotate(figure, [{"text": words, "bgcolor": theme.colour("paper"), "borderpad": 1, **place}])


def _add_key(figure: go.Figure, dashes: Iterable[str]) -> None:
    """A line below the diagram that says what its quiet arrows are, where there are any."""
    said = [lookup(words) for dash, words in KEY.items() if dash in dashes]
    if said:
        place = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 0, "yanchor": "top", "yshift": -8}
        font = {"size": 12, "color": theme.colour("muted")}
        annotate(figure, [{"text": safe(" · ".join(said)), "font": font, **place}])
        figure.update_layout(margin_b=KEY_HEIGHT, height=figure.layout.height + KEY_HEIGHT)
