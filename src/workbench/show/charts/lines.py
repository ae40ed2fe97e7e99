"""Lines over time, with the band they may lie in; and curves of one share against another."""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd
import plotly.graph_objects as go

from workbench.show import format, theme
from workbench.show.blocks import Chart, Field
from workbench.show.charts.common import LETTER, About, bare, complete, finish, label, safe, sentence, shown, unit_axis


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
    """A line a group, its interval as a band, its name and last number at its end.

    Args:
        name, title, frame, columns, value, low, high, about: as for ``bars``.
        x: the column of months (dates, or text such as 2026-09) or numbers, ascending.
        group: the column that names the lines; empty: one line.
        from_zero: let the value axis begin at zero.
    """
    rows = complete(name, frame, [x, value]).sort_values(x, kind="stable")
    names = list(dict.fromkeys(rows[group].astype(str))) if group else [""]
    paint = theme.colours(names) if group else {"": theme.colour("accent")}
    field = columns[value]
    axis = {**unit_axis(field), "title": {"text": ""}, "rangemode": "tozero" if from_zero else "normal"}
    figure = bare(300, yaxis=axis, xaxis={"showgrid": False, "zeroline": False, **_across(columns[x])})
    ends: list[tuple[Any, float, str, str]] = []
    for one in names:
        part = rows[rows[group].astype(str) == one] if group else rows
        _draw_line(figure, part, x, (value, low, high), field, paint[one])
        last = part.to_dict("records")[-1]
        ends.append((_plain(last[x]), float(last[value]), one, shown(last, value, field)))
    _name_ends(figure, ends, paint, rows[value])
    pairs = [(f"{one} ends at" if one else "last", number) for _, _, one, number in ends]
    return finish(name, title, figure, frame, columns, sentence(field.label, pairs), about)


def curve(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    x: str,
    value: str,
    low: str = "",
    high: str = "",
    dots: bool = False,
    diagonal: str = "",
    mark: float | None = None,
    **about: Unpack[About],
) -> Chart:
    """One number against another: a Lorenz curve, or a calibration (``dots``).

    Args:
        name, title, frame, columns, value, low, high, about: as for ``bars``.
        x: the column of the horizontal axis, ascending.
        dots: the points stand for groups and are drawn, with their intervals.
        diagonal: what the line from corner to corner stands for; empty: none.
        mark: a place on x whose value is written beside the curve.
    """
    rows = complete(name, frame, [x, value]).sort_values(x, kind="stable")
    across, field = columns[x], columns[value]
    figure = bare(360, xaxis={**unit_axis(across), "zeroline": False}, yaxis=unit_axis(field))
    if diagonal:
        _draw_diagonal(figure, rows, x, value, diagonal)
    _draw_line(figure, rows, x, (value, low, high), field, theme.colour("accent"), dots=dots)
    if mark is not None:
        spot = rows.to_dict("records")[int((rows[x] - mark).abs().argmin())]
        words = f"{format.value(spot[x], across.unit)}: {shown(spot, value, field)}"
        figure.add_annotation(x=spot[x], y=spot[value], text=words, ax=40, ay=30, xanchor="left", arrowwidth=1)
    step = max(1, len(rows) // 5)
    pairs = [
        (format.value(row[x], across.unit), shown(row, value, field)) for row in rows.iloc[::step].to_dict("records")
    ]
    return finish(name, title, figure, frame, columns, sentence(f"{field.label} at {across.label}", pairs), about)


def _across(field: Field) -> dict[str, Any]:
    if field.unit in ("date", "month", "text"):
        return {"nticks": 6, "tickformat": "%b\n%Y" if field.unit != "text" else ""}
    return unit_axis(field)


def _plain(moment: Any) -> Any:
    return moment.isoformat() if hasattr(moment, "isoformat") else moment


def _draw_line(
    figure: go.Figure,
    rows: pd.DataFrame,
    x: str,
    numbers: tuple[str, str, str],
    field: Field,
    tone: str,
    dots: bool = False,
) -> None:
    value, low, high = numbers
    across = [_plain(moment) for moment in rows[x]]
    if low and high:
        ring = rows[high].tolist() + rows[low].tolist()[::-1]
        band = {"fill": "toself", "fillcolor": tone, "opacity": 0.16, "line": {"width": 0}, "hoverinfo": "skip"}
        figure.add_trace(go.Scatter(x=across + across[::-1], y=ring, mode="lines", **band))
    hover = [f"{safe(row[x])}<br>{shown(row, value, field, low, high)}" for row in rows.to_dict("records")]
    look = {"line": {"color": tone, "width": 2.5}, "marker": {"size": 8, "color": tone}}
    mode = "lines+markers" if dots else "lines"
    figure.add_trace(go.Scatter(x=across, y=rows[value].tolist(), mode=mode, hovertext=hover, hoverinfo="text", **look))


def _draw_diagonal(figure: go.Figure, rows: pd.DataFrame, x: str, value: str, words: str) -> None:
    """The line where both axes are equal, named at its middle."""
    low = float(min(rows[x].min(), rows[value].min(), 0))
    high = float(max(rows[x].max(), rows[value].max()))
    line = {"color": theme.colour("muted"), "width": 1, "dash": "dot"}
    figure.add_trace(go.Scatter(x=[low, high], y=[low, high], mode="lines", line=line, hoverinfo="skip"))
    middle, font = (low + high) / 2, {"size": 12, "color": theme.colour("muted")}
    figure.add_annotation(
        x=middle, y=middle, text=label(words), showarrow=False, xanchor="left", yanchor="top", xshift=6, font=font
    )


def _name_ends(
    figure: go.Figure, ends: list[tuple[Any, float, str, str]], paint: Mapping[str, str], values: pd.Series
) -> None:
    """Each line's name and last number at its end, moved apart where lines end close together."""
    span = float(values.max() - values.min()) or 1.0
    heights = apart([height for _, height, _, _ in ends], gap=span * 0.09)
    longest = 0
    for (at, _, one, number), height in zip(ends, heights, strict=True):
        words = f"{label(one, 14, 1)} {number}" if one else number
        longest = max(longest, len(words))
        font = {"color": theme.colour("ink")} if not one else {"color": paint[one]}
        figure.add_annotation(x=at, y=height, text=words, showarrow=False, xanchor="left", xshift=6, font=font)
    figure.update_layout(margin_r=LETTER * longest + 12)


def apart(places: list[float], gap: float) -> list[float]:
    """Places moved up as little as keeps each ``gap`` from the next, in their order.

    >>> apart([1.0, 1.1, 5.0], gap=1.0)
    [1.0, 2.0, 5.0]
    """
    moved = list(places)
    last = float("-inf")
    for index in sorted(range(len(places)), key=places.__getitem__):
        moved[index] = last = max(places[index], last + gap)
    return moved
