"""Named dots in four fields: importance to the right, performance upwards."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from workbench.show import theme
from workbench.show.drawing.axes import padded, value_axis
from workbench.show.drawing.figures import annotate, bare, name_upright, whiskers
from workbench.show.drawing.lines import extent
from workbench.show.drawing.spots import Box, Spot, free_spots
from workbench.show.drawing.text import label as short
from workbench.show.drawing.text import safe, width
from workbench.show.fields import Field
from workbench.show.languages import again, lookup
from workbench.show.marks import called, complete, shown

MARGIN = {"l": 46, "r": 10, "t": 30, "b": 46}
PHONE = 320 - MARGIN["l"] - MARGIN["r"]  # the narrowest picture, in pixels
TALL, EACH = 260, 14  # the height of a picture of nothing, and what each dot adds to it
LINE = 18  # the height of a line of text
CORNERS = ((1, 0), (1, 1), (0, 0), (0, 1))  # of the fields, in the order of their names


class Ground(NamedTuple):
    """What the axes span, and the height of the picture in pixels."""

    left: float
    right: float
    bottom: float
    top: float
    tall: float

    def pixels(self, x: float, y: float) -> tuple[float, float]:
        """A place in pixels from the upper left corner, on a phone."""
        across, down = (x - self.left) / (self.right - self.left), (self.top - y) / (self.top - self.bottom)
        return across * PHONE, down * self.tall


def draw_positions(
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    x: str,
    y: str,
    x_low: str,
    x_high: str,
    y_low: str,
    y_high: str,
    splits: Sequence[float],
    highlight: Collection[str],
    fields: Sequence[str],
) -> go.Figure:
    """Dots with quiet whiskers; those of ``highlight`` stand out and choose the place of their label first."""
    rows = complete(frame, [label, x, y], [x, y, x_low, x_high, y_low, y_high])
    loud = rows[label].map(str).isin(set(highlight))
    rows = rows.assign(_loud=loud).sort_values(["_loud", x], ascending=False, kind="stable")
    ground = Ground(
        *_reach(rows, (x, x_low, x_high), splits[0], 0.1),
        *_reach(rows, (y, y_low, y_high), splits[1], 0.18),  # so that two lines of a field's name have room in it
        TALL + EACH * len(rows),
    )
    figure = _empty(ground, columns[x], columns[y])
    _draw_fields(figure, ground, splits, fields)
    paint = [theme.colour("accent" if is_loud or not highlight else "muted") for is_loud in rows["_loud"]]
    _draw_dots(figure, rows, columns, (label, (x, x_low, x_high), (y, y_low, y_high)), paint)
    dots = rows[[x, y]].to_numpy(dtype=float).tolist()
    names = [short(called(row, label, columns), 14, 2) for row in rows.to_dict("records")]
    spots = free_spots(
        [ground.pixels(*dot) for dot in dots],
        [_size(name) for name in names],
        _corners(ground.tall, fields),
        (PHONE, ground.tall),
    )
    _name_dots(figure, dots, names, spots, rows["_loud"].tolist())
    return figure


def _empty(ground: Ground, across: Field, upright: Field) -> go.Figure:
    """The two axes without their grid: the lines that count are those between the fields."""
    axes = {
        "xaxis": value_axis(across, ground.left, ground.right, most=5),
        "yaxis": value_axis(upright, ground.bottom, ground.top, title=False),
    }
    figure = bare(ground.tall + MARGIN["t"] + MARGIN["b"], margin=MARGIN, **axes)
    figure.update_xaxes(showgrid=False, zeroline=False)
    figure.update_yaxes(showgrid=False, zeroline=False)
    name_upright(figure, again(upright.label))
    return figure


def _reach(rows: pd.DataFrame, numbers: tuple[str, str, str], split: float, air: float) -> tuple[float, float]:
    """From the lowest to the highest dot, the bounds of the intervals and the split included, with air for labels."""
    low, high = extent(rows.fillna({one: rows[numbers[0]] for one in numbers[1:] if one}), *numbers)
    return padded(min(low, split), max(high, split), air)


def _size(name: str) -> tuple[float, float]:
    lines = name.split("<br>")
    return max(width(line) for line in lines), LINE * len(lines)


def _corner(name: str) -> str:
    return short(lookup(name), 14, 2)


def _corners(tall: float, fields: Sequence[str]) -> list[Box]:
    """Where the names of the fields stand."""
    found = []
    for name, (across, upright) in zip(fields, CORNERS, strict=True):
        wide, high = _size(_corner(name))
        left, top = across * (PHONE - wide), (1 - upright) * (tall - high)
        found.append(Box(across * PHONE, left, top, left + wide, top + high))
    return found


def _draw_fields(figure: go.Figure, ground: Ground, splits: Sequence[float], fields: Sequence[str]) -> None:
    """A line at each split, the names in the corners, and a ground for the lower right one."""
    left, right, bottom, top, _ = ground
    shade = {"fillcolor": theme.colour("surface"), "line": {"width": 0}, "layer": "below"}
    figure.add_shape(type="rect", x0=splits[0], x1=right, y0=bottom, y1=splits[1], **shade)
    line = {"color": theme.colour("quiet"), "width": 1}
    figure.add_shape(type="line", x0=splits[0], x1=splits[0], y0=bottom, y1=top, line=line, layer="below")
    figure.add_shape(type="line", x0=left, x1=right, y0=splits[1], y1=splits[1], line=line, layer="below")
    notes = [
        {
            "text": _corner(name),
            "align": "right" if x else "left",
            **{"xref": "paper", "x": x, "xanchor": "right" if x else "left"},
            **{"yref": "paper", "y": y, "yanchor": "top" if y else "bottom"},
            "font": {"size": 12, "color": theme.colour("muted")},
        }
        for name, (x, y) in zip(fields, CORNERS, strict=True)
    ]
    annotate(figure, notes)


def _draw_dots(
    figure: go.Figure,
    rows: pd.DataFrame,
    columns: Mapping[str, Field],
    used: tuple[str, tuple[str, str, str], tuple[str, str, str]],
    paint: list[str],
) -> None:
    label, across, upright = used
    hover = [
        "<br>".join(
            safe(line)
            for line in (
                called(row, label, columns),
                *(
                    f"{again(columns[one[0]].label)}: {shown(row, one[0], columns[one[0]], *one[1:])}"
                    for one in used[1:]
                ),
            )
        )
        for row in rows.to_dict("records")
    ]
    bars = {
        f"error_{axis}": _whiskers(rows, *one) for axis, one in (("x", across), ("y", upright)) if one[1] and one[2]
    }
    look = {"mode": "markers", "marker": {"size": 11, "color": paint}, "hovertext": hover, "hoverinfo": "text"}
    figure.add_trace(go.Scatter(x=rows[across[0]].tolist(), y=rows[upright[0]].tolist(), **bars, **look))


def _whiskers(rows: pd.DataFrame, value: str, low: str, high: str) -> dict[str, Any]:
    """Intervals so quiet that the dots are seen first."""
    return {**whiskers(rows, value, low, high), "color": theme.colour("quiet"), "width": 0}


def _name_dots(
    figure: go.Figure, places: list[list[float]], names: list[str], spots: list[Spot | None], loud: list[bool]
) -> None:
    """Each dot's name at its spot, led there by a line where it stands further away; no room, no name."""
    line = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": theme.colour("quiet"), "standoff": 6}
    notes = []
    for (x, y), name, spot, is_loud in zip(places, names, spots, loud, strict=True):
        if spot is None:
            continue
        where = {"ax": spot.dx, "ay": spot.dy, **line} if spot.led else {"xshift": spot.dx, "yshift": -spot.dy}
        text = f"<b>{name}</b>" if is_loud else name
        notes.append({"x": x, "y": y, "text": text, "showarrow": spot.led, "borderpad": 0, **where})
    annotate(figure, notes)
