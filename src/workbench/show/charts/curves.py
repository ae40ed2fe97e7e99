"""One number against another: how concentrated profit is, how well a probability came true."""

from collections.abc import Mapping
from typing import Unpack

import pandas as pd

from workbench.phrase import N_, say
from workbench.show import format
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import shown

HEAD = N_("{measure} by {what}")


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
    """A curve such as Lorenz's, or with ``dots`` points that stand for groups, such as a calibration.

    ``x`` is the column of the horizontal axis, ascending; ``diagonal`` says what the line of equal
    numbers on both axes stands for; ``mark`` is a place on x whose value is written beside the curve.
    """
    records = complete(name, frame, [x, value], [x, value]).sort_values(x, kind="stable").to_dict("records")
    across, field = columns[x], columns[value]
    pairs = [(format.value(row[x], across.unit), shown(row, value, field)) for row in records[:: len(records) // 6 + 1]]
    says = aloud(say(HEAD, measure=field.label, what=across.label), pairs)
    options = {
        **{"x": x, "value": value, "low": low, "high": high},
        **{"dots": dots, "diagonal": diagonal, "mark": mark},
    }
    return recorded("curve", name, title, frame, columns, options, says, about)
