"""Grids: numbers in cells whose shade follows them, and tiles that are there or are not."""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.common import About, bare, complete, finish, label, safe, sentence, shown


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
        frame: a row a cell; absent cells stay empty.
        row, column, value: names of columns.
    """
    cells = complete(name, frame, [row, column, value]).astype({row: str, column: str})
    down, across = list(dict.fromkeys(cells[row])), list(dict.fromkeys(cells[column]))
    field = columns[value]
    grid = cells.pivot(index=row, columns=column, values=value).reindex(index=down, columns=across)
    matrix = [[None if pd.isna(cell) else float(cell) for cell in line] for line in grid.to_numpy()]
    figure = bare(34 * len(down) + 70, xaxis=_top_axis(across), yaxis=_side_axis(down))
    figure.add_trace(
        go.Heatmap(
            z=matrix,
            x=list(range(len(across))),
            y=list(range(len(down))),
            colorscale=_scale(),
            showscale=False,
            xgap=2,
            ygap=2,
            hovertext=_hover(matrix, down, across, field),
            hoverinfo="text",
        )
    )
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
    """A tile for each thing, filled when it is there, outlined when it is missing, in a row a group.

    Args:
        name, title, columns, about: as for ``bars``.
        frame: a row a tile, groups and tiles in their order.
        label, group: the columns naming the tile and its row.
        present: the column that is true where the thing is there.
        text: a column with a second line for the tile, such as "12,431 rows".
    """
    cells = complete(name, frame, [label, group, present]).reset_index(drop=True)
    groups = list(dict.fromkeys(cells[group].astype(str)))
    place = cells.groupby(group, sort=False).cumcount()
    width = int(place.max()) + 1
    figure = bare(64 * len(groups) + 16, yaxis=_side_axis(groups))
    figure.update_xaxes(visible=False, range=[-0.5, width - 0.5])
    for column, cell in zip(place, cells.to_dict("records"), strict=True):
        _add_tile(figure, int(column), groups.index(str(cell[group])), cell, (label, present, text))
    pairs = [(cell[label], "present" if cell[present] else "missing") for cell in cells.to_dict("records")]
    return finish(name, title, figure, frame, columns, sentence(columns[present].label, pairs, most=20), about)


def _add_tile(figure: go.Figure, x: int, y: int, cell: Mapping[Any, Any], names: tuple[str, str, str]) -> None:
    name, present, second = names
    there = bool(cell[present])
    edge, fill = (
        (theme.colour("accent"), theme.colour("scale-2")) if there else (theme.colour("quiet"), "rgba(0,0,0,0)")
    )
    line = {"color": edge, "width": 1, "dash": "solid" if there else "dot"}
    figure.add_shape(type="rect", x0=x - 0.47, x1=x + 0.47, y0=y - 0.42, y1=y + 0.42, line=line, fillcolor=fill)
    words = label(cell[name], 14, 2) + (f"<br>{safe(cell[second])}" if second and cell[second] else "")
    font = {"size": 12, "color": theme.colour("ink" if there else "muted")}
    figure.add_annotation(x=x, y=y, text=words, showarrow=False, font=font)


def _top_axis(names: list[str]) -> dict[str, Any]:
    ticks = {"tickvals": list(range(len(names))), "ticktext": [label(name, 11, 2) for name in names]}
    return {**ticks, "side": "top", "showgrid": False, "zeroline": False}


def _side_axis(names: list[str]) -> dict[str, Any]:
    ticks = {"tickvals": list(range(len(names))), "ticktext": [label(name, 14) for name in names]}
    return {**ticks, "range": [len(names) - 0.5, -0.5], "showgrid": False, "zeroline": False}


def _scale() -> list[list[Any]]:
    return [[step / 4, theme.colour(f"scale-{step + 1}")] for step in range(5)]


def _hover(matrix: list[list[float | None]], down: list[str], across: list[str], field: Field) -> list[list[str]]:
    return [
        [
            f"{safe(one)} / {safe(other)}<br>{format.value(cell, field.unit)}"
            for other, cell in zip(across, line, strict=True)
        ]
        for one, line in zip(down, matrix, strict=True)
    ]


def _write_cells(figure: go.Figure, matrix: list[list[float | None]], field: Field) -> None:
    """Each cell's number, light on dark shades and dark on light ones."""
    filled = [cell for line in matrix for cell in line if cell is not None]
    middle = (min(filled) + max(filled)) / 2
    for y, line in enumerate(matrix):
        for x, cell in enumerate(line):
            if cell is not None:
                tone = theme.colour("surface" if cell > middle else "ink")
                words = format.value(cell, field.unit).removesuffix(f"{format.SPACE}%")
                figure.add_annotation(x=x, y=y, text=words, showarrow=False, font={"size": 12, "color": tone})
