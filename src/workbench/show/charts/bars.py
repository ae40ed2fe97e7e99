"""Bars: a row each, from zero, with the number at the end, so that no axis is needed."""

from collections.abc import Collection, Mapping
from typing import Unpack

import pandas as pd

from workbench.phrase import N_, say
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import called, shown
from workbench.show.words import lowered

HEAD = N_("{measure} by {what}")
ONE = N_("{label}, {group}")


def bars(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    value: str,
    low: str = "",
    high: str = "",
    highlight: Collection[str] = (),
    sort: bool = True,
    **about: Unpack[About],
) -> Chart:
    """Horizontal bars, longest first or in the order of the frame.

    Labels in ``highlight`` stand out; states, tiers and segments keep their colours.

    >>> regions = pd.DataFrame({"region": ["North", "South"], "customers": [12, 10]})
    >>> fields = {"region": Field("Region"), "customers": Field("Customers", "count")}
    >>> bars("regions", "Most customers live in the north", regions, fields, label="region",
    ...      value="customers", n=22, period="September 2026", source="ledger").says
    'Customers by region: North 12, South 10.'
    """
    rows = complete(name, frame, [label, value], [value])
    rows = rows.sort_values(value, ascending=False, kind="stable") if sort else rows
    pairs = [(called(row, label, columns), shown(row, value, columns[value])) for row in rows.to_dict("records")]
    head = say(HEAD, measure=columns[value].label, what=lowered(columns[label].label))
    options = {"label": label, "value": value, "low": low, "high": high, "highlight": list(highlight), "sort": sort}
    return recorded("bars", name, title, frame, columns, options, aloud(head, pairs), about)


def grouped_bars(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    group: str,
    value: str,
    low: str = "",
    high: str = "",
    **about: Unpack[About],
) -> Chart:
    """Horizontal bars side by side, one for each group; labels and groups in the order of the frame.

    ``group`` is the column that names them; the key is a line above the bars, in their order.
    """
    rows = complete(name, frame, [label, group, value], [value])
    pairs = [
        (
            say(ONE, label=called(row, label, columns), group=called(row, group, columns)),
            shown(row, value, columns[value]),
        )
        for row in rows.to_dict("records")
    ]
    options = {"label": label, "group": group, "value": value, "low": low, "high": high}
    says = aloud(columns[value].label, pairs)
    return recorded("grouped_bars", name, title, frame, columns, options, says, about)
