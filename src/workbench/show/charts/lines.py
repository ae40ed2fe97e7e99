"""Lines over time, each with the band it may lie in, its name and its last number at its end."""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.axes import padded, time_axis, value_axis
from workbench.show.charts.common import LETTER, About, bare, complete, finish, shown, whiskers
from workbench.show.charts.text import label, safe, sentence


def line_with_band(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    x: str,
    value: str,
    low: str = "",
    high: str = "",
    group: str = "",
    from_zero: bool = False,
    **about: Unpack[About],
) -> Chart:
    """A line a group over months, with a gap where a value is missing.

    ``x`` is the column of months (dates, or text such as 2026-09), ``group`` the column that names
    the lines, empty for one line; ``from_zero`` lets the value axis begin at zero.
    """
    rows = frame.dropna(subset=[x]).sort_values(x, kind="stable")
    known = complete(name, rows, [x, value])
    names = list(dict.fromkeys(known[group].astype(str))) if group else [""]
    paint = theme.colours(names) if group else {"": theme.colour("accent")}
    field = columns[value]
    bottom, top = padded(*extent(known, value, low, high))
    axis = value_axis(field, 0.0 if from_zero and bottom < top / 2 else bottom, top, title=False)
    figure = bare(300, margin_t=20, xaxis=time_axis(known[x].tolist()), yaxis=axis)
    for one in names:
        part = rows[rows[group].astype(str) == one] if group else rows
        draw_line(figure, part, x, (value, low, high), columns, paint[one])
    lasts = {str(row[group]) if group else "": row for row in known.to_dict("records")}
    _name_ends(figure, lasts, x, value, field, paint)
    pairs = [(one, f"ends at {shown(last, value, field, low, high)}") for one, last in lasts.items()]
    return finish(name, title, figure, frame, columns, sentence(field.label, pairs), about)


def draw_line(
    figure: go.Figure,
    rows: pd.DataFrame,
    x: str,
    numbers: tuple[str, str, str],
    columns: Mapping[str, Field],
    tone: str,
) -> None:
    """A line through ``numbers`` (value, low, high; the bounds may be ''), on its band.

    What is missing is a gap, and a value between two gaps is a dot.
    """
    value, low, high = numbers
    missing = rows[value].isna()
    if low and high:
        for _, part in rows[~missing].groupby(missing.cumsum()[~missing]):
            _draw_band(figure, part, x, low, high, tone)
    mode = "lines+markers" if missing.any() else "lines"
    look: dict[str, Any] = {"mode": mode, "line": {"color": tone, "width": 2.5}, "marker": {"color": tone, "size": 5}}
    look |= {"hovertext": _hover(rows, x, numbers, columns), "hoverinfo": "text", "cliponaxis": False}
    y = [None if is_missing else amount for amount, is_missing in zip(rows[value].tolist(), missing, strict=True)]
    figure.add_trace(go.Scatter(x=[moment(place) for place in rows[x]], y=y, **look))


def _draw_band(figure: go.Figure, rows: pd.DataFrame, x: str, low: str, high: str, tone: str) -> None:
    across = [moment(place) for place in rows[x]]
    ring = rows[high].tolist() + rows[low].tolist()[::-1]
    look = {"fill": "toself", "fillcolor": tone, "opacity": 0.16, "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_trace(go.Scatter(x=across + across[::-1], y=ring, mode="lines", **look))


def draw_dots(
    figure: go.Figure,
    rows: pd.DataFrame,
    x: str,
    numbers: tuple[str, str, str],
    columns: Mapping[str, Field],
    tone: str,
) -> None:
    """A dot for each row, with its interval as a vertical line."""
    value, low, high = numbers
    bars = whiskers(rows, value, low, high) if low and high else None
    look = {"mode": "markers", "marker": {"size": 9, "color": tone}, "error_y": bars, "hoverinfo": "text"}
    hover = _hover(rows, x, numbers, columns)
    figure.add_trace(go.Scatter(x=rows[x].tolist(), y=rows[value].tolist(), hovertext=hover, **look))


def extent(rows: pd.DataFrame, value: str, low: str, high: str) -> tuple[float, float]:
    """The lowest and the highest number drawn, bounds included."""
    return float(rows[low or value].min()), float(rows[high or value].max())


def moment(place: Any) -> Any:
    """A place on an axis as plotly and JSON take it."""
    return place.isoformat() if hasattr(place, "isoformat") else place


def apart(places: list[float], gap: float, ceiling: float) -> list[float]:
    """Places moved as little as keeps each ``gap`` from the next, in their order, none above ``ceiling``.

    >>> apart([1.0, 1.5, 5.0], gap=1.0, ceiling=5.5)
    [1.0, 2.0, 5.0]
    >>> apart([5.0, 5.2], gap=1.0, ceiling=5.5)
    [4.5, 5.5]
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    last = float("-inf")
    for index in order:
        moved[index] = last = max(places[index], last + gap)
    last = ceiling + gap
    for index in reversed(order):
        moved[index] = last = min(moved[index], last - gap)
    return moved


def _hover(rows: pd.DataFrame, x: str, numbers: tuple[str, str, str], columns: Mapping[str, Field]) -> list[str]:
    value, low, high = numbers
    return [
        f"{safe(format.value(row[x], columns[x].unit))}<br>{shown(row, value, columns[value], low, high)}"
        for row in rows.to_dict("records")
    ]


def _name_ends(
    figure: go.Figure,
    lasts: Mapping[str, Mapping[Any, Any]],
    x: str,
    value: str,
    field: Field,
    paint: Mapping[str, str],
) -> None:
    """Each line's name and last number at its end, moved apart where lines end close together."""
    low, high = figure.layout.yaxis.range
    heights = apart([float(last[value]) for last in lasts.values()], gap=(high - low) * 0.17, ceiling=high)
    longest = 0
    for (one, last), height in zip(lasts.items(), heights, strict=True):
        name, number = label(one, 12, 2), shown(last, value, field)
        # The text is ink, to be readable in any colour; the dot says which line it names.
        words = f'<span style="color:{paint[one]}">●</span> {name}<br>{number}' if one else number
        longest = max(longest, len(number), *(len(line) + 2 for line in name.split("<br>")))
        look = {"showarrow": False, "xanchor": "left", "yanchor": "middle", "align": "left", "xshift": 7}
        figure.add_annotation(x=moment(last[x]), y=height, text=words, **look)
    figure.update_layout(margin_r=LETTER * longest + 12)
