"""The importance-performance map: what matters most, how well it is done, and so where to begin."""

from collections.abc import Collection, Mapping
from typing import Unpack

import pandas as pd

from workbench.phrase import N_, say
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import called, shown
from workbench.show.quadrants import quadrant

HEAD = N_("{x} and {y}")
PLACE = N_("{label} ({quadrant})")


def positions(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    x: str,
    y: str,
    x_low: str = "",
    x_high: str = "",
    y_low: str = "",
    y_high: str = "",
    splits: tuple[float, float] | None = None,
    highlight: Collection[str] = (),
    **about: Unpack[About],
) -> Chart:
    """A named dot for each row, in four fields: improve first, keep it up, improve later, good enough.

    Args:
        name, title, columns, about: as for ``bars``.
        frame: a row a dot.
        label: the column naming the dot.
        x, x_low, x_high: importance (to the right) and its interval.
        y, y_low, y_high: performance (upwards) and its interval.
        splits: the importance and the performance at which the fields meet; the means of those drawn
            unless given.
        highlight: the labels that stand out, such as the one to improve first.

    >>> map = pd.DataFrame({"driver": ["Web", "Shop"], "effect": [0.4, 0.1], "index": [60.0, 80.0]})
    >>> fields = {"driver": Field("Driver"), "effect": Field("Effect", "ratio"), "index": Field("Index", "points")}
    >>> positions("map", "Begin with the web", map, fields, label="driver", x="effect", y="index",
    ...           n=200, period="September 2026", source="fit").says
    'Effect and Index: Web (improve first) 0.40 and 60.0, Shop (good enough) 0.10 and 80.0.'
    """
    rows = complete(name, frame, [label, x, y], [x, y])
    across, upright = splits or (float(rows[x].mean()), float(rows[y].mean()))
    pairs = [
        (
            say(PLACE, label=called(row, label, columns), quadrant=say(quadrant(row[x], row[y], (across, upright)))),
            say(HEAD, x=shown(row, x, columns[x], x_low, x_high), y=shown(row, y, columns[y], y_low, y_high)),
        )
        for row in rows.sort_values(x, ascending=False, kind="stable").to_dict("records")
    ]
    options = {
        **{"label": label, "x": x, "y": y, "x_low": x_low, "x_high": x_high, "y_low": y_low, "y_high": y_high},
        **{"splits": [across, upright], "highlight": list(highlight)},
    }
    head = say(HEAD, x=columns[x].label, y=columns[y].label)
    return recorded("positions", name, title, frame, columns, options, aloud(head, pairs), about)
