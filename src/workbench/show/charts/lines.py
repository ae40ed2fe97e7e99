"""Lines over time, each with the band it may lie in, its name and its last number at its end."""

from collections.abc import Mapping
from typing import Unpack

import pandas as pd

from workbench.phrase import N_, say
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import called, shown

ENDS = N_("ends at {number}")


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
    """A line a group over months, with a gap where a value is missing.

    ``x`` is the column of months (dates, or text such as 2026-09), ``group`` the column that names
    the lines, empty for one line; ``from_zero`` lets the value axis begin at zero.
    """
    known = complete(name, frame, [x, value], [value]).sort_values(x, kind="stable")
    lasts = {str(row[group]) if group else "": row for row in known.to_dict("records")}
    field = columns[value]
    pairs = [
        (called(last, group, columns) if group else "", say(ENDS, number=shown(last, value, field, low, high)))
        for last in lasts.values()
    ]
    options = {"x": x, "value": value, "low": low, "high": high, "group": group, "from_zero": from_zero}
    says = aloud(field.label, pairs)
    return recorded("line_with_band", name, title, frame, columns, options, says, about)
