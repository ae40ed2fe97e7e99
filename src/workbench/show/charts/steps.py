"""Steps from an opening level to a closing one."""

from collections.abc import Mapping
from typing import Unpack

import pandas as pd

from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import called, stepped


def waterfall(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    value: str,
    total: str,
    low: str = "",
    high: str = "",
    **about: Unpack[About],
) -> Chart:
    """From a level by its changes to the next level, top to bottom, in the order of the frame.

    ``total`` is the column that is true where the amount is a level (opening, closing), not a change.
    """
    steps = complete(name, frame, [label, value, total], [value])
    pairs = [
        (called(row, label, columns), stepped(row, value, total, columns[value])) for row in steps.to_dict("records")
    ]
    options = {"label": label, "value": value, "total": total, "low": low, "high": high}
    says = aloud(columns[value].label, pairs, most=12)
    return recorded("waterfall", name, title, frame, columns, options, says, about)
