"""Charts: each takes a tidy frame and its Fields and returns a ``blocks.Chart``.

A builder never reads the store and draws nothing: it keeps the rows, says what is to be drawn and
what the chart says, and the figure is drawn (by ``show.drawing``) when the chart is written, in
the reader's language. All share the same head and tail:

    charts.bars("by_region", "Most profit comes from the north", frame,
                {"region": Field("Region"), "profit": Field("Profit", "money")},
                label="region", value="profit", n=1204, period=seen.period, source="ledger")

| builder | for |
|---|---|
| bars(label, value, low, high, highlight, sort) | sizes, longest first |
| grouped_bars(label, group, value, low, high) | the same sizes for two or three groups |
| intervals(label, value, low, high, raw, reference) | estimates and how far they may be wrong |
| dumbbells(label, first, second, gap, low, high) | two numbers and the gap between them |
| positions(label, x, y, splits, highlight) | importance against performance |
| path_diagram(cause, effect, value, low, high, levels) | what leads to what |
| line_with_band(x, value, low, high, group, marks, target) | months, with intervals and told changes |
| curve(x, value, low, high, dots, diagonal, mark) | concentration, calibration |
| heatmap(row, column, value) | transitions |
| waterfall(label, value, total) | from opening to closing |
| tiles(label, group, present, text) | what is there and what is missing |

Arguments they share:

    name, title     of the block; the title states the finding
    frame           a row a mark; rows without a value are not drawn and stay in the table
    columns         the columns of the data table, each with label and unit
    label, value    columns: what a mark is called, and its number
    low, high       columns: the bounds of its interval; empty for a number that was counted
    n, period, source   what the numbers rest on
    says            what the picture shows, for those who cannot see it; made from the numbers
                    unless the caller writes it better
"""

from collections.abc import Mapping
from typing import Any

from workbench.show.charts.bars import bars, grouped_bars
from workbench.show.charts.curves import curve
from workbench.show.charts.dumbbells import dumbbells
from workbench.show.charts.grids import heatmap, tiles
from workbench.show.charts.intervals import intervals
from workbench.show.charts.lines import line_with_band
from workbench.show.charts.paths import path_diagram
from workbench.show.charts.positions import positions
from workbench.show.charts.steps import waterfall
from workbench.show.languages import again

__all__ = [
    "bars", "curve", "draw", "dumbbells", "grouped_bars", "heatmap", "intervals", "line_with_band", "path_diagram",
    "positions", "tiles", "waterfall",
]  # fmt: skip


def draw(fields: Mapping[str, Any]) -> tuple[Any, str]:
    """A chart's plotly figure, and what it says to those who cannot see it, in the manner in force.

    Args:
        fields: what ``Chart.fields()`` gave, with its phrases (``phrase.unpack``).
    """
    from workbench.show import drawing  # plotly is imported only where something is drawn

    return drawing.draw(fields), again(fields["says"])
