"""A path diagram as places: boxes, the points each arrow runs through, and where its number stands.

Across, places are shares of the width, so that the diagram fits a phone and a desk; down, they are
pixels. An arrow leaves its box below, runs through its place on each line, and comes to the next
box from above; between two boxes of a row it runs straight from side to side.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from workbench.show.drawing.layers import BOX, Line, Path, layered
from workbench.show.drawing.placing import placed, separated

BOX_HEIGHT, NUMBER_HEIGHT, BETWEEN, HEAD = 58, 34, 27, 13  # pixels
HALF = BOX / 2 - 0.01  # of a box as it is drawn
PORT = 0.06  # room across that an arrow takes where it touches a box
STEPS = 8  # points of a bend
Point = tuple[float, float]


class Route(NamedTuple):
    """An arrow's line to where its head begins, the head's tip, and the middle of its number."""

    points: list[Point]
    tip: Point
    number: Point

    @property
    def level(self) -> bool:
        """Whether it runs from side to side."""
        return self.points[0][1] == self.tip[1]


@dataclass(frozen=True)
class Diagram:
    """Where all of a path diagram stands.

    Args:
        height: pixels.
        boxes: the middle of each construct's box.
        routes: the way of each arrow.
    """

    height: float
    boxes: dict[str, Point]
    routes: dict[Path, Route]


def diagram(paths: Sequence[Path]) -> Diagram:
    """The places of a diagram.

    Args:
        paths: cause and effect of each arrow; no construct leads back to itself.

    >>> diagram([("A", "B")]).boxes
    {'A': (0.5, 29.0), 'B': (0.5, 175.0)}
    """
    layers = layered(paths)
    across, tops = placed(layers), _tops(layers.lines)
    lines = {name: (row, 0) for row, names in enumerate(layers.rows) for name in names}
    boxes = {name: (across[line, name], tops[line] + BOX_HEIGHT / 2) for name, line in lines.items()}
    stops = {path: _stops(layers.route(path), path, across, tops) for path in layers.paths}
    leaves, arrives = _ports(boxes, stops, 0), _ports(boxes, stops, 1)
    routes = {}
    for path, passed in stops.items():
        start, end = (boxes[name] for name in path)
        if not passed:
            side, tip = start[0] + HALF, (end[0] - HALF, end[1])
            points = [(side, start[1]), (tip[0] - PORT / 4, tip[1])]
            routes[path] = Route(points, tip, ((side + tip[0]) / 2, start[1]))
            continue
        bottom, top = start[1] + BOX_HEIGHT / 2, end[1] - BOX_HEIGHT / 2
        corners = [(leaves[path], bottom), *passed, (arrives[path], top - HEAD)]
        line = layers.numbered[path]
        number = (across[line, path], tops[line] + _height(line) / 2)
        routes[path] = Route(_bent(corners), (arrives[path], top), number)
    return Diagram(tops[layers.lines[-1]] + BOX_HEIGHT, boxes, routes)


def _tops(lines: Sequence[Line]) -> dict[Line, float]:
    tops, down = {}, 0.0
    for line in lines:
        tops[line] = down
        down += _height(line) + BETWEEN
    return tops


def _height(line: Line) -> int:
    return NUMBER_HEIGHT if line[1] else BOX_HEIGHT


def _stops(
    route: Sequence[Line], path: Path, across: dict[tuple[Line, str | Path], float], tops: dict[Line, float]
) -> list[Point]:
    """Where a path runs through each line: straight down from its upper to its lower edge."""
    return [(across[line, path], tops[line] + down) for line in route for down in (0, _height(line))]


def _ports(boxes: dict[str, Point], stops: dict[Path, list[Point]], end: int) -> dict[Path, float]:
    """Where arrows leave (end 0) or reach (end 1) their boxes: straight if they can, and side by side."""
    found: dict[Path, float] = {}
    for name, (middle, _) in boxes.items():
        near = {path: passed[-end][0] for path, passed in stops.items() if path[end] == name and passed}
        order = sorted(near, key=near.__getitem__)
        room = [PORT] * len(order)
        if order:
            spots = separated([near[path] for path in order], room, middle - HALF, middle + HALF)
            found |= dict(zip(order, spots, strict=True))
    return found


def _bent(corners: Sequence[Point]) -> list[Point]:
    """The line through the corners, upright at each, in soft bends."""
    points = [corners[0]]
    for (x0, y0), (x1, y1) in pairwise(corners):
        steps = STEPS if x0 != x1 else 1
        shares = [step / steps for step in range(1, steps + 1)]
        points += [(x0 + (x1 - x0) * (1 - math.cos(math.pi * share)) / 2, y0 + (y1 - y0) * share) for share in shares]
    return points
