"""Dots with their intervals: what an estimate is, and how far it might be wrong."""

from collections.abc import Mapping
from typing import Unpack

import pandas as pd

from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import called, shown


def intervals(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    raw: str = "",
    reference: float | None = None,
    reference_label: str = "",
    sort: bool = True,
    **about: Unpack[About],
) -> Chart:
    """A dot and a line a row, largest first or in the order of the frame.

    ``raw`` is the column of a second, quiet dot: the row's own number before it was pooled with the
    others. ``reference`` is a vertical line, such as 0 for no effect, and ``reference_label`` its
    name; an interval that holds it is quiet, its dot hollow.
    """
    rows = complete(name, frame, [label, value, low, high], [value, low, high])
    rows = rows.sort_values(value, ascending=False, kind="stable") if sort else rows
    field = columns[value]
    pairs = [(called(row, label, columns), shown(row, value, field, low, high)) for row in rows.to_dict("records")]
    options = {
        **{"label": label, "value": value, "low": low, "high": high, "raw": raw, "sort": sort},
        **{"reference": reference, "reference_label": reference_label},
    }
    return recorded("intervals", name, title, frame, columns, options, aloud(field.label, pairs), about)
