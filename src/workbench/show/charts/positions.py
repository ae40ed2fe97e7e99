"""The importance-performance map: what matters most, how well it is done, and so where to begin."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Unpack

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import called, shown
from workbench.show.quadrants import FIELDS, quadrant

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
    fields: Sequence[str] = FIELDS,
    **about: Unpack[About],
) -> Chart:
    """A named dot for each row, in four fields: what matters more or less, and stands higher or lower.

    Args:
        name, title, columns, about: as for ``bars``.
        frame, label: a row a dot, and the column that names it.
        x, x_low, x_high: importance (to the right) and its interval.
        y, y_low, y_high: performance (upwards) and its interval.
        splits: the importance and the performance at which the fields meet; the means of the rows unless given.
        highlight: the labels that stand out, such as the one to improve first.
        fields: the names of the fields: lower right (shaded), upper right, lower left, upper left.

    >>> map = pd.DataFrame({"driver": ["Web"], "effect": [0.4], "index": [60.0]})
    >>> fields = {"driver": Field("Driver"), "effect": Field("Effect", "ratio"), "index": Field("Index", "points")}
    >>> positions("map", "Begin with the web", map, fields, label="driver", x="effect", y="index",
    ...           splits=(0.2, 70.0), n=200, period="September 2026", source="fit").says
    'Effect and Index: Web (matters more, stands lower) 0.40 and 60.0.'
    """
    rows = complete(name, frame, [label, x, y], [x, y])
    splits = splits or (float(rows[x].mean()), float(rows[y].mean()))
    options = {
        **{"label": label, "x": x, "y": y, "x_low": x_low, "x_high": x_high, "y_low": y_low, "y_high": y_high},
        **{"splits": list(splits), "highlight": list(highlight), "fields": list(fields)},
    }
    says = aloud(say(HEAD, x=columns[x].label, y=columns[y].label), _aloud(rows, columns, options))
    return recorded("positions", name, title, frame, columns, options, says, about)


def _aloud(
    rows: pd.DataFrame, columns: Mapping[str, Field], options: Mapping[str, Any]
) -> Iterator[tuple[Phrase, Phrase]]:
    """Each dot with its field and its two numbers, most important first."""
    label, x, y = (options[role] for role in ("label", "x", "y"))
    bounds = {one: (options[f"{one}_low"], options[f"{one}_high"]) for one in "xy"}
    across, upright = options["splits"]
    for row in rows.sort_values(x, ascending=False, kind="stable").to_dict("records"):
        place = say(quadrant(row[x], row[y], (across, upright), options["fields"]))
        numbers = {"x": shown(row, x, columns[x], *bounds["x"]), "y": shown(row, y, columns[y], *bounds["y"])}
        yield say(PLACE, label=called(row, label, columns), quadrant=place), say(HEAD, **numbers)
