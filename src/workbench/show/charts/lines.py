"""Lines over time, each with the band it may lie in, its name and its last number at its end."""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import format
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded, together
from workbench.show.fields import Field
from workbench.show.marks import called, shown

ENDS = N_("ends at {number}")
MARKED = N_("Changes told from chance")
OF = N_("{group}, {when}")


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
    marks: str = "",
    target: float | None = None,
    from_zero: bool = False,
    **about: Unpack[About],
) -> Chart:
    """A line a group over months, with a gap where a value is missing.

    Args:
        name, title, frame, columns, about: as for ``bars``.
        x: the column of months (dates, or text such as 2026-09).
        value, low, high: the number and its interval.
        group: the column that names the lines, empty for one line.
        marks: the column of those changes against the month before that are told from chance, in the
            unit of the value; empty (NaN) elsewhere. Such a month is marked, up or down.
        target: a level aimed at, drawn as a dotted line with its name.
        from_zero: let the value axis begin at zero.
    """
    known = complete(name, frame, [x, value], [value, marks]).sort_values(x, kind="stable")
    options = {
        **{"x": x, "value": value, "low": low, "high": high, "group": group},
        **{"marks": marks, "target": target, "from_zero": from_zero},
    }
    says = together([_ends_aloud(known, columns, options), *_changes_aloud(known, columns, options)])
    return recorded("line_with_band", name, title, frame, columns, options, says, about)


def _ends_aloud(rows: pd.DataFrame, columns: Mapping[str, Field], options: Mapping[str, Any]) -> Phrase:
    """Where each line ends."""
    value, low, high, group = (options[role] for role in ("value", "low", "high", "group"))
    field = columns[value]
    lasts = {str(row[group]) if group else "": row for row in rows.to_dict("records")}
    pairs = [
        (called(last, group, columns) if group else "", say(ENDS, number=shown(last, value, field, low, high)))
        for last in lasts.values()
    ]
    return aloud(field.label, pairs)


def _changes_aloud(rows: pd.DataFrame, columns: Mapping[str, Field], options: Mapping[str, Any]) -> list[Phrase]:
    """The marked changes as a sentence, the last first."""
    pairs = []
    for row in rows.dropna(subset=[options["marks"]]).to_dict("records")[::-1] if options["marks"] else []:
        when: str = called(row, options["x"], columns)
        if options["group"]:
            when = say(OF, group=called(row, options["group"], columns), when=when)
        pairs.append((when, format.change(row[options["marks"]], columns[options["value"]].unit)))
    return [aloud(say(MARKED), pairs)] if pairs else []
