"""How charts are drawn: from a chart's fields to a plotly figure, in the manner in force.

``charts`` says what is asked for and keeps the rows; here is the only place that knows plotly.
A drawing takes the rows, the fields of their columns and the builder's options, and uses only
kinds of traces that plotly's small bundle *cartesian* has.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from workbench.phrase import unpack
from workbench.show.drawing.bars import draw_bars, draw_grouped_bars
from workbench.show.drawing.curves import draw_curve
from workbench.show.drawing.dumbbells import draw_dumbbells
from workbench.show.drawing.grids import draw_heatmap, draw_tiles
from workbench.show.drawing.intervals import draw_intervals
from workbench.show.drawing.lines import draw_lines
from workbench.show.drawing.paths import draw_paths
from workbench.show.drawing.positions import draw_positions
from workbench.show.drawing.steps import draw_waterfall
from workbench.show.fields import Field
from workbench.show.languages import manner, writing

DRAWINGS: dict[str, Callable[..., go.Figure]] = {
    "bars": draw_bars,
    "curve": draw_curve,
    "dumbbells": draw_dumbbells,
    "grouped_bars": draw_grouped_bars,
    "heatmap": draw_heatmap,
    "intervals": draw_intervals,
    "line_with_band": draw_lines,
    "path_diagram": draw_paths,
    "positions": draw_positions,
    "tiles": draw_tiles,
    "waterfall": draw_waterfall,
}


def draw(fields: Mapping[str, Any]) -> go.Figure:
    """The figure of a chart, in the language in force and the chart's currency.

    Args:
        fields: what ``Chart.fields()`` gave, or its JSON read back.

    Raises:
        ValueError: the chart has no drawing.
    """
    chart = unpack(fields)
    if chart["drawing"] not in DRAWINGS:
        raise ValueError(f"chart {chart['name']!r} has no figure: no drawing is called {chart['drawing']!r}")
    columns = {column["name"]: Field(column["label"], column["unit"]) for column in chart["columns"]}
    # Not pandas' own kind of text, which would forget that a label is a phrase.
    frame = pd.DataFrame(chart["rows"], dtype=object)
    with writing(manner().language, chart["currency"]):
        return DRAWINGS[chart["drawing"]](frame, columns, **chart["options"])
