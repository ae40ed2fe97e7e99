"""Grids: numbers in cells whose shade follows them, and tiles for what is there and what is missing."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.axes import HIDDEN
from workbench.show.charts.common import About, bare, complete, finish, shown
from workbench.show.charts.text import label as short
from workbench.show.charts.text import safe, sentence

SHADES = tuple(f"scale-{step}" for step in range(1, 6))
DARK_SHADES = SHADES[3:]  # those whose text is written in the colour of the ground


def heatmap(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    row: str,
    column: str,
    value: str,
    **about: Unpack[About],
) -> Chart:
    """A cell for each row and column of a tidy frame, with its number; order as in the frame.

    Args:
        name, title, columns, about: as for ``bars``.
        frame: a row a cell; cells that are absent or have no number stay empty.
        row, column, value: names of columns.
    """
    cells = complete(name, frame, [row, column, value]).astype({row: str, column: str})
    # A cell without a number has its place all the same, so that rows and columns keep their order.
    places = frame.dropna(subset=[row, column]).astype({row: str, column: str})
    down, across = list(dict.fromkeys(places[row])), list(dict.fromkeys(places[column]))
    field = columns[value]
    figure = bare(34 * len(down) + 56, xaxis=_grid_axis(across, 11), yaxis=_grid_axis(down, 14))
    figure.update_xaxes(side="top", autotickangles=[0, -90], range=[-0.5, len(across) - 0.5])
    figure.update_yaxes(range=[len(down) - 0.5, -0.5])
    matrix: list[list[float | None]] = [[None] * len(across) for _ in down]
    hover = [[""] * len(across) for _ in down]
    for cell in cells.to_dict("records"):
        y, x = down.index(cell[row]), across.index(cell[column])
        matrix[y][x] = float(cell[value])
        hover[y][x] = f"{safe(cell[row])} / {safe(cell[column])}<br>{shown(cell, value, field)}"
    look = {"colorscale": _scale(), "showscale": False, "xgap": 2, "ygap": 2, "hovertext": hover, "hoverinfo": "text"}
    figure.add_trace(go.Heatmap(z=matrix, x=list(range(len(across))), y=list(range(len(down))), **look))
    _write_cells(figure, matrix, field)
    largest = cells.sort_values(value, ascending=False, kind="stable").to_dict("records")
    pairs = [(f"{cell[row]} / {cell[column]}", shown(cell, value, field)) for cell in largest]
    return finish(name, title, figure, frame, columns, sentence(f"{field.label}, largest first", pairs, 6), about)


def tiles(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    group: str,
    present: str,
    text: str = "",
    **about: Unpack[About],
) -> Chart:
    """A tile for each thing, filled when it is there, dotted when it is missing, in a row a group.

    Args:
        name, title, columns, about: as for ``bars``.
        frame: a row a tile, groups and tiles in their order.
        label, group: the columns naming the tile and its row.
        present: the column that is true where the thing is there.
        text: a column with a second line for the tile, such as "12,431 rows".
    """
    cells = complete(name, frame, [label, group, present]).astype({group: str})
    groups = list(dict.fromkeys(cells[group]))
    place = cells.groupby(group, sort=False).cumcount()
    figure = bare(92 * len(groups), xaxis=HIDDEN | {"range": [-0.5, int(place.max()) + 0.5]}, yaxis=HIDDEN)
    figure.update_yaxes(range=[len(groups) - 0.5, -0.5])
    records = cells.to_dict("records")
    for row, one in enumerate(groups):
        head = {"showarrow": False, "xanchor": "left", "font": {"size": 12, "color": theme.colour("muted")}}
        figure.add_annotation(x=-0.48, y=row - 0.37, text=safe(one), **head)
    for x, cell in zip(place, records, strict=True):
        _add_tile(figure, int(x), groups.index(cell[group]), cell[label], bool(cell[present]), cell.get(text) or "")
    pairs = [(cell[label], "present" if cell[present] else "missing") for cell in records]
    return finish(name, title, figure, frame, columns, sentence(columns[present].label, pairs, most=20), about)


def _add_tile(figure: go.Figure, x: int, y: int, name: object, there: bool, second: object) -> None:
    line = {"color": theme.colour("accent" if there else "muted"), "width": 1, "dash": "solid" if there else "dot"}
    fill = theme.colour("scale-2") if there else "rgba(0,0,0,0)"
    figure.add_shape(
        type="rect", x0=x - 0.48, x1=x + 0.48, y0=y - 0.22, y1=y + 0.42, line=line, fillcolor=fill, layer="below"
    )
    words = short(name, 12, 2) + (f"<br>{safe(second)}" if second else "")
    font = {"size": 12, "color": theme.colour("ink" if there else "muted")}
    figure.add_annotation(x=x, y=y + 0.1, text=words, showarrow=False, font=font)


def _grid_axis(names: Sequence[str], width: int) -> dict[str, Any]:
    ticks = {"tickvals": list(range(len(names))), "ticktext": [short(name, width, 2) for name in names]}
    return {
        **ticks,
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
    for y, line in enumerate(matrix):
        for x, cell in enumerate(line):
            if cell is not None:
                shade = SHADES[min(int((cell - low) / span * len(SHADES)), len(SHADES) - 1)]
                tone = theme.colour("paper" if shade in DARK_SHADES else "ink")
                font = {"size": 12, "color": tone}
                figure.add_annotation(x=x, y=y, text=safe(format.cell(cell, field.unit)), showarrow=False, font=font)
