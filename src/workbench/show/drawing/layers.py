"""A path diagram's lines from top to bottom: which boxes and which arrows lie on each.

Constructs stand in rows, causes above effects, each as far down as its longest route from a
beginning (the layering of Sugiyama, Tagawa and Toda 1981), three in a row at most, so that a phone
has room for them. Between two rows lies a line for the numbers of the arrows; an arrow that goes
past a row may have its number there, beside the boxes. Lines that are full get a further one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

Path = tuple[str, str]
Line = tuple[int, int]  # a row, and 0 for its boxes or 1, 2, ... for the lines of numbers below it

BOX, NUMBER, LANE = 0.29, 0.26, 0.05  # what a box, a number and a bare arrow take of the width
PORT, GAP = 0.06, 0.02  # what an arrow takes of its box, and the air between two boxes
MOST = 3  # boxes in a row


class Item(NamedTuple):
    """What takes room on a line: a construct's box, a path's number, or a path passing by."""

    of: str | Path
    wide: float


@dataclass
class Layers:
    """Rows of constructs, and the line on which each path has its number."""

    rows: list[list[str]]
    paths: list[Path]
    lines: list[Line] = field(default_factory=list)
    numbered: dict[Path, Line] = field(default_factory=dict)

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of each construct."""
        return {name: place for place, row in enumerate(self.rows) for name in row}

    def route(self, path: Path) -> list[Line]:
        """The lines between a path's cause and its effect."""
        start, end = ((self.row[name], 0) for name in path)
        return self.lines[bisect_right(self.lines, start) : bisect_left(self.lines, end)]

    def is_on(self, line: Line, path: Path) -> bool:
        """Whether a path passes a line between its cause and its effect."""
        return (self.row[path[0]], 0) < line < (self.row[path[1]], 0)

    def items(self, line: Line) -> list[Item]:
        """What lies on a line, in no special order; a path within a row stands between its two boxes."""
        passing = [path for path in self.paths if self.is_on(line, path)]
        lanes = [Item(path, NUMBER if self.numbered.get(path) == line else LANE) for path in passing]
        if line[1]:
            return lanes
        names = self.rows[line[0]]
        beside = [Item(path, NUMBER) for path in self.paths if set(path) == set(names) and path not in passing]
        first, *others = [Item(name, self._wide(name)) for name in names]
        return [first, *beside, *others, *lanes]

    def _wide(self, name: str) -> float:
        """A box is as wide as its name needs, or the arrows that leave or reach it side by side."""
        leaving, reaching = (
            sum(self.row[path[0]] != self.row[path[1]] and path[end] == name for path in self.paths) for end in (0, 1)
        )
        return max(BOX, PORT * max(leaving, reaching) + GAP)


def layered(paths: Sequence[Path]) -> Layers:
    """Rows and lines of a diagram.

    Args:
        paths: cause and effect of each arrow; no construct leads back to itself.

    >>> layered([("A", "C"), ("B", "C")]).rows
    [['A', 'B'], ['C']]
    """
    layers = Layers(_rows(paths), list(paths))
    for row in range(len(layers.rows)):
        layers.lines += [(row, 0), (row, 1)]
    layers.lines.pop()
    for path in sorted(paths, key=lambda path: len(layers.route(path))):
        if route := layers.route(path):
            layers.numbered[path] = _roomy(layers, route)
    return layers


def _roomy(layers: Layers, route: list[Line]) -> Line:
    """The line of a route with room for a number: beside boxes if there is any, else the emptiest; or a new one."""
    loads = {line: sum(item.wide for item in layers.items(line)) for line in route}
    free = [line for line, load in loads.items() if load - LANE + NUMBER <= 1]
    if free:
        return min(free, key=lambda line: (line[1] > 0, loads[line]))
    row = route[-1][0]
    new = (row, 1 + max(sub for at, sub in layers.lines if at == row))
    layers.lines = sorted([*layers.lines, new])
    return new


def _rows(paths: Sequence[Path]) -> list[list[str]]:
    names = list(dict.fromkeys(name for path in paths for name in path))
    causes = {name: [cause for cause, effect in paths if effect == name] for name in names}
    depth: dict[str, int] = {}
    while len(depth) < len(names):
        ready = [name for name in names if name not in depth and all(cause in depth for cause in causes[name])]
        depth |= {name: 1 + max((depth[cause] for cause in causes[name]), default=-1) for name in ready}
    rows = [[name for name in names if depth[name] == level] for level in range(max(depth.values()) + 1)]
    return [row[place : place + MOST] for row in _folded(rows, causes) for place in range(0, len(row), MOST)]


def _folded(rows: list[list[str]], causes: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The two first rows side by side where one construct leads to one and both to a third; so the two last."""
    if len(rows) > 2 and len(rows[0]) == len(rows[1]) == 1:
        pair = {*rows[0], *rows[1]}
        if any(pair <= set(one) for one in causes.values()):
            rows = [[*rows[0], *rows[1]], *rows[2:]]
    if len(rows) > 2 and len(rows[-2]) == len(rows[-1]) == 1:
        (first,), (last,) = rows[-2:]
        if {*causes[first]} & {*causes[last]}:
            rows = [*rows[:-2], [first, last]]
    return rows
