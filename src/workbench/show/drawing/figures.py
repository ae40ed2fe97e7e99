"""What all drawings share: an empty figure in the house style, numbers beside marks, whiskers."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from workbench.show import theme
from workbench.show.drawing.text import safe, width


def bare(height: float, **layout: Any) -> go.Figure:
    """An empty figure in the house style, ``height`` in pixels; the width is the reader's."""
    return go.Figure(layout={"template": theme.template(), "height": round(height), **layout})


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
        figure.add_annotation(x=x, y=y, text=safe(number), **look)
        longest = max(longest, width(number))
    figure.update_layout(margin_r=longest + 10 + gap)


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
