"""Grids: numbers in cells whose shade follows them, and tiles for what is there and what is missing."""

from collections.abc import Mapping
from typing import Unpack

import pandas as pd

from workbench.phrase import N_, say
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import called, shown

HEAD = N_("{measure}, largest first")
CELL = N_("{row} / {column}")
PRESENT, MISSING = N_("present"), N_("missing")


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
    cells = complete(name, frame, [row, column, value], [value])
    pairs = [
        (
            say(CELL, row=called(one, row, columns), column=called(one, column, columns)),
            shown(one, value, columns[value]),
        )
        for one in cells.sort_values(value, ascending=False, kind="stable").to_dict("records")
    ]
    says = aloud(say(HEAD, measure=columns[value].label), pairs, 6)
    options = {"row": row, "column": column, "value": value}
    return recorded("heatmap", name, title, frame, columns, options, says, about)


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
    cells = complete(name, frame, [label, group, present]).to_dict("records")
    pairs = [(called(cell, label, columns), say(PRESENT if cell[present] else MISSING)) for cell in cells]
    says = aloud(columns[present].label, pairs, most=20)
    options = {"label": label, "group": group, "present": present, "text": text}
    return recorded("tiles", name, title, frame, columns, options, says, about)
