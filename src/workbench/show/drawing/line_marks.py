"""What is marked on a line over time: changes told from chance, and a level aimed at."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from workbench.phrase import N_
from workbench.show import format, theme
from workbench.show.drawing.axes import moment
from workbench.show.drawing.figures import annotate
from workbench.show.drawing.text import safe
from workbench.show.fields import Field
from workbench.show.languages import lookup

TARGET = N_("target {number}")


def mark_changes(
    figure: go.Figure, rows: pd.DataFrame, x: str, value: str, marks: str, columns: Mapping[str, Field]
) -> None:
    """An arrowhead up or down on each month whose change is told from chance."""
    marked = rows.dropna(subset=[marks])
    rose = [change > 0 for change in marked[marks]]
    marker = {
        "symbol": ["triangle-up" if up else "triangle-down" for up in rose],
        "color": [theme.colour("positive" if up else "negative") for up in rose],
        "line": {"color": theme.colour("paper"), "width": 1.5},
        "size": 14,
    }
    unit = columns[value].unit
    hover = [
        f"{safe(format.value(row[x], columns[x].unit))}<br>{safe(format.change(row[marks], unit))}"
        for row in marked.to_dict("records")
    ]
    look = {"mode": "markers", "marker": marker, "hovertext": hover, "hoverinfo": "text", "cliponaxis": False}
    figure.add_trace(go.Scatter(x=[moment(place) for place in marked[x]], y=marked[value].tolist(), **look))


def draw_target(figure: go.Figure, target: float, field: Field) -> None:
    """A dotted line at the level aimed at, named above its beginning."""
    muted = theme.colour("muted")
    figure.add_hline(y=target, line={"color": muted, "width": 1, "dash": "dot"}, layer="below")
    words = lookup(TARGET).format(number=format.value(target, field.unit))
    place = {"xref": "paper", "x": 0, "xanchor": "left", "y": target, "yanchor": "bottom"}
    annotate(figure, [{"text": safe(words), "font": {"size": 12, "color": muted}, **place}])
