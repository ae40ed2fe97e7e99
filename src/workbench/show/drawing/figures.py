"""What all drawings share: an empty figure in the house style, numbers beside marks, whiskers."""

from collections.abc import Iterable, Mapping, Sequence
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
    numbers = list(spots)
    look = {"xanchor": "left", "xshift": gap, "bgcolor": theme.colour("paper"), "borderpad": 1}
    annotate(figure, [{"x": x, "y": y, "text": safe(number), **look} for x, y, number in numbers])
    figure.update_layout(margin_r=max((width(number) for *_, number in numbers), default=0) + 10 + gap)


def annotate(figure: go.Figure, notes: Sequence[Mapping[str, Any]]) -> None:
    """Write texts without arrows on a figure, all at once: plotly checks all of its texts at each addition."""
    written = [note.to_plotly_json() for note in figure.layout.annotations]
    figure.update_layout(annotations=[*written, *({"showarrow": False, **note} for note in notes)])


def key() -> dict[str, Any]:
    """A legend as one line above the marks, in their order; for marks that cannot be named where they stand."""
    return {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "traceorder": "normal"}


def name_upright(figure: go.Figure, words: str) -> None:
    """The vertical axis is named above it, where the name can be read without turning the head."""
    font = {"color": theme.colour("muted"), "size": 12}
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 8}
    annotate(figure, [{"text": safe(words), "font": font, **place}])


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
