"""Dumbbells: two numbers a row and what lies between them, such as expected and felt."""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import format
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded
from workbench.show.fields import Field
from workbench.show.marks import called, shown, told

HEAD = N_("{first} and {second}")
BETWEEN = N_("{first} and {second} ({gap})")
QUIET = N_("{first} and {second} ({gap}, no more than chance)")


def dumbbells(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    label: str,
    first: str,
    second: str,
    gap: str,
    low: str,
    high: str,
    **about: Unpack[About],
) -> Chart:
    """A hollow and a full dot a row, joined by a line, the gap beside; in the order of the frame.

    Args:
        name, title, columns, about: as for ``bars``; the labels of ``first`` and ``second`` are the key.
        frame: a row a dumbbell.
        label: the column naming the row.
        first, second: the columns of the two numbers, in one unit.
        gap, low, high: the second less the first and its interval; one that holds zero is quiet.

    >>> gaps = pd.DataFrame({"place": ["Web"], "was": [75.0], "felt": [70.0], "gap": [-5.0], "lo": [-7.0]})
    >>> gaps["hi"] = -3.0
    >>> fields = {"place": Field("Place"), "was": Field("Expected", "points"), "felt": Field("Felt", "points")}
    >>> dumbbells("gaps", "The web falls short", gaps, fields, label="place", first="was", second="felt", gap="gap",
    ...           low="lo", high="hi", n=200, period="September 2026", source="gaps").says.replace("\\xa0", " ")
    'Expected and Felt: Web 75.0 and 70.0 (−5.0 points).'
    """
    rows = complete(name, frame, [label, first, second, gap, low, high], [first, second, gap, low, high])
    options = {"label": label, "first": first, "second": second, "gap": gap, "low": low, "high": high}
    head = say(HEAD, first=columns[first].label, second=columns[second].label)
    says = aloud(head, [_aloud(row, columns, options) for row in rows.to_dict("records")])
    return recorded("dumbbells", name, title, frame, columns, options, says, about)


def _aloud(row: Mapping[Any, Any], columns: Mapping[str, Field], options: Mapping[str, str]) -> tuple[Phrase, Phrase]:
    """A row with its two numbers and its gap."""
    field = columns[options["first"]]
    numbers = {one: shown(row, options[one], field) for one in ("first", "second")}
    gap = format.change(row[options["gap"]], field.unit)
    said = BETWEEN if told(row, options["low"], options["high"]) else QUIET
    return called(row, options["label"], columns), say(said, **numbers, gap=gap)
