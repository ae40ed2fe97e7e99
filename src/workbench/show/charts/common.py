"""What all charts share: the first step (an empty figure), numbers beside marks, and the last step to a block."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pandas as pd
import plotly.graph_objects as go

from workbench.show import blocks, format, theme
from workbench.show.blocks import Chart, Field

LETTER = 7  # pixels a letter takes at the size of a chart's text


class About(TypedDict):
    """What every chart says of its numbers; ``says`` describes the picture for those who cannot see it."""

    n: int
    period: str
    source: str
    says: NotRequired[str]


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


def shown(row: Mapping[Any, Any], value: str, field: Field, low: str = "", high: str = "") -> str:
    """A row's number in words, with its interval where it has one."""
    if low and high:
        return format.with_interval(row[value], row[low], row[high], field.unit)
    return format.value(row[value], field.unit)


def numbers_beside(figure: go.Figure, spots: Iterable[tuple[float, float, str]], gap: int = 4) -> None:
    """Numbers to the right of their marks, and a margin that has room for the longest of them.

    Args:
        figure: the figure to write on.
        spots: where the mark ends (x), its row (y) and the number.
        gap: pixels between mark and number.
    """
    longest = 0
    for x, y, number in spots:
        look = {"showarrow": False, "xanchor": "left", "xshift": gap, "bgcolor": theme.colour("paper"), "borderpad": 1}
        figure.add_annotation(x=x, y=y, text=number, **look)
        longest = max(longest, len(number))
    figure.update_layout(margin_r=LETTER * longest + 10 + gap)


def whiskers(rows: pd.DataFrame, value: str, low: str, high: str) -> dict[str, Any]:
    """Plotly's error bars from the columns of the bounds."""
    return {
        "type": "data",
        "array": (rows[high] - rows[value]).tolist(),
        "arrayminus": (rows[value] - rows[low]).tolist(),
        "color": theme.colour("ink"),
        "thickness": 1.3,
        "width": 3,
    }


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
