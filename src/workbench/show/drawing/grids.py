"""Grids of numbers, and tiles."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.drawing.axes import HIDDEN
from workbench.show.drawing.figures import annotate, bare
from workbench.show.drawing.text import label as short
from workbench.show.drawing.text import safe
from workbench.show.fields import Field
from workbench.show.marks import called, complete, shown

SHADES = tuple(f"scale-{step}" for step in range(1, 6))
DARK_SHADES = SHADES[3:]  # those whose text is written in the colour of the ground


def draw_heatmap(frame: pd.DataFrame, columns: Mapping[str, Field], *, row: str, column: str, value: str) -> go.Figure:
    """A cell for each row and column with its number; a cell without one is empty."""
    # A cell without a number has its place all the same, so that rows and columns keep their order.
    places = complete(frame, [row, column], [value]).to_dict("records")
    down = {str(place[row]): called(place, row, columns) for place in places}
    across = {str(place[column]): called(place, column, columns) for place in places}
    figure = bare(34 * len(down) + 56, xaxis=_grid_axis(across.values(), 11), yaxis=_grid_axis(down.values(), 14))
    figure.update_xaxes(side="top", autotickangles=[0, -90], range=[-0.5, len(across) - 0.5])
    figure.update_yaxes(range=[len(down) - 0.5, -0.5])
    matrix: list[list[float | None]] = [[None] * len(across) for _ in down]
    hover = [[""] * len(across) for _ in down]
    for cell in (place for place in places if not pd.isna(place[value])):
        one, other = str(cell[row]), str(cell[column])
        y, x = list(down).index(one), list(across).index(other)
        matrix[y][x] = cell[value]
        hover[y][x] = f"{safe(down[one])} / {safe(across[other])}<br>{shown(cell, value, columns[value])}"
    look = {"colorscale": _scale(), "showscale": False, "xgap": 2, "ygap": 2, "hovertext": hover, "hoverinfo": "text"}
    figure.add_trace(go.Heatmap(z=matrix, x=list(range(len(across))), y=list(range(len(down))), **look))
    _write_cells(figure, matrix, columns[value])
    return figure


def draw_tiles(
    frame: pd.DataFrame, columns: Mapping[str, Field], *, label: str, group: str, present: str, text: str
) -> go.Figure:
    """A tile for each row of the frame, below the name of its group."""
    cells = complete(frame, [label, group, present])
    records = cells.to_dict("records")
    groups = {str(cell[group]): called(cell, group, columns) for cell in records}
    place = cells.groupby(cells[group].map(str), sort=False).cumcount()
    figure = bare(92 * len(groups), xaxis=HIDDEN | {"range": [-0.5, int(place.max()) + 0.5]}, yaxis=HIDDEN)
    figure.update_yaxes(range=[len(groups) - 0.5, -0.5])
    for row, one in enumerate(groups.values()):
        head = {"showarrow": False, "xanchor": "left", "font": {"size": 12, "color": theme.colour("muted")}}
        figure.add_annotation(x=-0.48, y=row - 0.37, text=safe(one), **head)
    for x, cell in zip(place, records, strict=True):
        second = called(cell, text, columns) if cell.get(text) else ""
        where = (int(x), list(groups).index(str(cell[group])))
        _add_tile(figure, where, called(cell, label, columns), bool(cell[present]), second)
    return figure


def _add_tile(figure: go.Figure, where: tuple[int, int], name: str, there: bool, second: str) -> None:
    x, y = where
    line = {"color": theme.colour("accent" if there else "muted"), "width": 1, "dash": "solid" if there else "dot"}
    fill = theme.colour("scale-2") if there else "rgba(0,0,0,0)"
    figure.add_shape(
        type="rect", x0=x - 0.48, x1=x + 0.48, y0=y - 0.22, y1=y + 0.42, line=line, fillcolor=fill, layer="below"
    )
    words = short(name, 12, 2) + (f"<br>{safe(second)}" if second else "")
    font = {"size": 12, "color": theme.colour("ink" if there else "muted")}
    figure.add_annotation(x=x, y=y + 0.1, text=words, showarrow=False, font=font)


def _grid_axis(names: Iterable[str], width: int) -> dict[str, Any]:
    ticks = [short(name, width, 2) for name in names]
    return {
        "tickvals": list(range(len(ticks))),
        "ticktext": ticks,
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 4,
        "tickfont": {"color": theme.colour("ink"), "size": 12},
    }


def _scale() -> list[list[Any]]:
    """Five flat shades: between two of them no text would be readable in either tone."""
    return [[(step + end) / len(SHADES), theme.colour(shade)] for step, shade in enumerate(SHADES) for end in (0, 1)]


def _write_cells(figure: go.Figure, matrix: list[list[float | None]], field: Field) -> None:
    """Each cell's number, light on dark shades and dark on light ones."""
    filled = [cell for line in matrix for cell in line if cell is not None]
    low, span = min(filled), (max(filled) - min(filled)) or 1.0
    notes = []
    for y, line in enumerate(matrix):
        for x, cell in enumerate(line):
            if cell is not None:
                shade = SHADES[min(int((cell - low) / span * len(SHADES)), len(SHADES) - 1)]
                font = {"size": 12, "color": theme.colour("paper" if shade in DARK_SHADES else "ink")}
                notes.append({"x": x, "y": y, "text": safe(format.cell(cell, field.unit)), "font": font})
    annotate(figure, notes)
