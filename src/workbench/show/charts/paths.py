"""The path diagram: what leads to what, how strongly, and which arrows chance could have drawn."""

from collections.abc import Mapping
from graphlib import TopologicalSorter
from typing import Any, Unpack

import numpy as np
import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import format, words
from workbench.show.blocks import Chart
from workbench.show.charts.common import About, aloud, complete, recorded, together
from workbench.show.fields import Field
from workbench.show.marks import called, shown, told

ARROW = N_("{cause} to {effect}")
QUIET = N_("Not told from zero")
WITHHELD = N_("Withheld: {paths}.")
INDEX = N_("Index, 0 to 100")


def path_diagram(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    cause: str,
    effect: str,
    value: str,
    low: str,
    high: str,
    levels: Mapping[str, float | None],
    **about: Unpack[About],
) -> Chart:
    """Constructs as boxes, causes above effects, and an arrow for each path, thick where it is strong.

    Args:
        name, title, columns, about: as for ``bars``.
        frame: a row a path; one without a value is withheld: dotted, with a question mark.
        cause, effect: the columns naming where a path begins and where it ends.
        value, low, high: the path and its interval; one that holds zero is drawn quiet, dashed.
        levels: the index of each construct, 0 to 100; None where there is none to show.

    Raises:
        ValueError: there is no path, or the paths lead in a circle.

    >>> paths = pd.DataFrame({"cause": ["Quality"], "effect": ["Value"], "b": [0.5], "lo": [0.4], "hi": [0.6]})
    >>> fields = {"cause": Field("Cause"), "effect": Field("Effect"), "b": Field("Path", "ratio")}
    >>> path_diagram("chain", "Quality leads", paths, fields, cause="cause", effect="effect", value="b", low="lo",
    ...              high="hi", levels={"Quality": 71.0}, n=200, period="September 2026", source="fit").says
    'Path: Quality to Value 0.50 (0.40 to 0.60). Index, 0 to 100: Quality 71.0.'
    """
    rows = complete(name, frame, [cause, effect], [value, low, high])
    graph = {str(one): set(rows[cause][rows[effect] == one].map(str)) for one in rows[effect]}
    TopologicalSorter(graph).prepare()
    known = [[one, None if level is None else float(level)] for one, level in levels.items()]
    options = {"cause": cause, "effect": effect, "value": value, "low": low, "high": high, "levels": known}
    says = together([*_paths_aloud(rows, columns, options), *_levels_aloud(known)])
    return recorded("path_diagram", name, title, frame, columns, options, says, about)


def _paths_aloud(rows: pd.DataFrame, columns: Mapping[str, Field], options: Mapping[str, Any]) -> list[Phrase]:
    """A sentence each for the paths told from zero, those that are not, and those withheld; largest first."""
    value, low, high = (options[role] for role in ("value", "low", "high"))
    rows = rows.sort_values(value, key=abs, ascending=False, kind="stable")
    ends = [
        {role: called(row, options[role], columns) for role in ("cause", "effect")} for row in rows.to_dict("records")
    ]
    pairs = [
        (say(ARROW, **end), shown(row, value, columns[value], low, high))
        for end, row in zip(ends, rows.to_dict("records"), strict=True)
    ]
    withheld = rows[value].isna().to_numpy()
    quiet = np.array([not told(row, low, high) for row in rows.to_dict("records")]) & ~withheld
    said = []
    for head, chosen in ((columns[value].label, ~quiet & ~withheld), (say(QUIET), quiet)):
        if chosen.any():
            said.append(aloud(head, [pair for pair, is_so in zip(pairs, chosen, strict=True) if is_so]))
    if withheld.any():
        names = [path for (path, _), is_so in zip(pairs, withheld, strict=True) if is_so]
        said.append(say(WITHHELD, paths=words.listed(names)))
    return said


def _levels_aloud(levels: list[list[Any]]) -> list[Phrase]:
    pairs = [(one, format.value(level, "points")) for one, level in levels if level is not None]
    return [aloud(say(INDEX), pairs, most=12)] if pairs else []
