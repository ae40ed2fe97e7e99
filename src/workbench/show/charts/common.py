"""What all charts share: text made safe and short, axes, and the last step to a block."""

import html
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pandas as pd
import plotly.graph_objects as go

from workbench.show import blocks, format, theme
from workbench.show.blocks import Chart, Field

LABEL_WIDTH = 18
LETTER = 7  # pixels a letter takes at the size of a chart's text


class About(TypedDict):
    """What every chart says of its numbers; ``says`` describes the picture for those who cannot see it."""

    n: int
    period: str
    source: str
    says: NotRequired[str]


def safe(content: object) -> str:
    """Text from data, so that plotly reads no tag, link or entity in it.

    >>> safe('<a href="http://x">A & B</a>')
    '&lt;a href="http://x"&gt;A &amp; B&lt;/a&gt;'
    """
    return html.escape(str(content), quote=False)


def label(content: object, width: int = LABEL_WIDTH, lines: int = 3) -> str:
    """A label from data: safe, broken into short lines, cut with an ellipsis after the last.

    A word longer than a line is broken where the line is full: Chinese has no spaces to break at.

    >>> label("Contact centre: waiting time")
    'Contact centre:<br>waiting time'
    """
    words = " ".join(str(content).split())
    broken = textwrap.wrap(words, width, max_lines=lines, placeholder=" …") or [""]
    return "<br>".join(safe(line) for line in broken)


def complete(name: str, frame: pd.DataFrame, needed: Sequence[str]) -> pd.DataFrame:
    """The rows that can be drawn; a chart of nothing is a caller's mistake.

    Raises:
        ValueError: no row has all the needed columns filled.
    """
    drawn = frame.dropna(subset=[column for column in needed if column])
    if drawn.empty:
        raise ValueError(f"chart {name!r} has nothing to draw: no row with {list(needed)}")
    return drawn.reset_index(drop=True)


def bare(height: float, **layout: Any) -> go.Figure:
    """An empty figure in the house style, ``height`` in pixels; the width is the reader's."""
    return go.Figure(layout={"template": theme.template(), "height": round(height), **layout})


def row_axis(names: Iterable[object]) -> dict[str, Any]:
    """A vertical axis with one row for each name, the first on top; rows lie at 0, 1, 2, ..."""
    ticks = [label(name) for name in names]
    return {
        "tickvals": list(range(len(ticks))),
        "ticktext": ticks,
        "range": [len(ticks) - 0.5, -0.5],
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": theme.colour("ink"), "size": 13},
    }


def unit_axis(field: Field) -> dict[str, Any]:
    """A value axis with few ticks, in the field's unit and titled with its label."""
    axis: dict[str, Any] = {"title": {"text": safe(field.label)}, "nticks": 6, "showgrid": True}
    if field.unit == "percent":
        axis |= {"tickformat": ",~%"}
    elif field.unit == "money":
        axis |= {"tickprefix": safe(format.symbol()), "tickformat": "~s"}
    elif field.unit in ("count", "number"):
        axis |= {"tickformat": ",~f"}
    return axis


def shown(row: Mapping[Any, Any], value: str, field: Field, low: str = "", high: str = "") -> str:
    """A row's number in words, with its interval where it has one."""
    if low and high:
        return format.with_interval(row[value], row[low], row[high], field.unit)
    return format.value(row[value], field.unit)


def numbers_beside(figure: go.Figure, spots: Iterable[tuple[float, float, str]]) -> None:
    """Numbers to the right of their marks, and a margin that has room for the longest of them.

    Args:
        figure: the figure to write on.
        spots: where the mark ends (x), its row (y) and the number.
    """
    longest = 0
    for x, y, number in spots:
        figure.add_annotation(x=x, y=y, text=number, showarrow=False, xanchor="left", xshift=5)
        longest = max(longest, len(number))
    figure.update_layout(margin_r=LETTER * longest + 16)


def finish(
    name: str,
    title: str,
    figure: go.Figure,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    default: str,
    about: About,
) -> Chart:
    """The figure as a block; what it says defaults to the sentence the builder made from its numbers."""
    says = about.get("says") or default
    n, period, source = about["n"], about["period"], about["source"]
    return blocks.chart(name, title, figure, frame, columns, n=n, period=period, source=source, says=says)


def sentence(head: str, pairs: Iterable[tuple[object, str]], most: int = 8) -> str:
    """What a chart shows, read aloud.

    >>> sentence("Customers by region", [("North", "12"), ("South", "10")])
    'Customers by region: North 12, South 10.'
    """
    parts = [f"{what} {number}" for what, number in pairs]
    rest = f", and {len(parts) - most} more" if len(parts) > most else ""
    return f"{head}: {', '.join(parts[:most])}{rest}."
