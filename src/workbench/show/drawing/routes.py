"""A path diagram as places: boxes, the points each arrow runs through, and where its number stands.

Across, places are shares of the width, so that the diagram fits a phone and a desk; down, they are
pixels. An arrow leaves its box below, runs through its place on each line, and comes to the next
box from above; between two boxes of a row it runs straight from side to side.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from workbench.show.drawing.layers import GAP, PORT, Layers, Line, Path, layered
from workbench.show.drawing.placing import Place, Stop, placed, separated

BOX_HEIGHT, NUMBER_HEIGHT, BETWEEN, HEAD = 58, 34, 28, 12  # pixels
STEPS = 8  # points of a bend
FULL = 0.75  # of the width
Point = tuple[float, float]


class Box(NamedTuple):
    """The middle of a box, and half of its width."""

    x: float
    y: float
    half: float


class Route(NamedTuple):
    """An arrow's line to where its head begins, the head's tip, and the middle of its number."""

    points: list[Point]
    tip: Point
    number: Point

    @property
    def turn(self) -> int:
        """Where it points, in degrees from upwards to the right."""
        if self.points[0][1] != self.tip[1]:
            return 180
        return 90 if self.points[0][0] < self.tip[0] else 270


@dataclass(frozen=True)
class Diagram:
    """Where all of a path diagram stands.

    Args:
        height: pixels.
        boxes: the box of each construct.
        routes: the way of each arrow.
    """

    height: float
    boxes: dict[str, Box]
    routes: dict[Path, Route]


def diagram(paths: Sequence[Path]) -> Diagram:
    """The places of a diagram.

    Args:
        paths: cause and effect of each arrow; no construct leads back to itself.

    >>> plan = diagram([("A", "B")])
    >>> plan.boxes["A"].y, plan.boxes["B"].y, plan.height
    (29.0, 177.0, 206.0)
    """
    layers = layered(paths)
    places, tops = placed(layers), _tops(layers.lines)
    boxes = {name: _box(places[line, name], tops[line]) for line, name in places if isinstance(name, str)}
    stops = {path: _stops(layers, path, places, tops) for path in layers.paths}
    leaves, arrives = _ports(boxes, stops, 0), _ports(boxes, stops, 1)
    routes = {}
    for path, passed in stops.items():
        start, end = (boxes[name] for name in path)
        if not passed:
            routes[path] = _level(start, end)
            continue
        bottom, top = start.y + BOX_HEIGHT / 2, end.y - BOX_HEIGHT / 2
        corners = [(leaves[path], bottom), *passed, (arrives[path], top - HEAD)]
        line = layers.numbered[path]
        number = (places[line, path].middle, tops[line] + _height(line) / 2)
        routes[path] = Route(_bent(corners), (arrives[path], top), number)
    return Diagram(tops[layers.lines[-1]] + BOX_HEIGHT, boxes, routes)


def _box(place: Place, top: float) -> Box:
    return Box(place.middle, top + BOX_HEIGHT / 2, (place.wide - GAP) / 2)


def _level(start: Box, end: Box) -> Route:
    """From side to side of two boxes of a row, to the right or to the left."""
    side = 1 if start.x < end.x else -1
    tail, tip = (start.x + side * start.half, start.y), (end.x - side * end.half, end.y)
    return Route([tail, (tip[0] - side * GAP / 2, tip[1])], tip, ((tail[0] + tip[0]) / 2, tip[1]))


def _tops(lines: Sequence[Line]) -> dict[Line, float]:
    tops, down = {}, 0.0
    for line in lines:
        tops[line] = down
        down += _height(line) + BETWEEN
    return tops


def _height(line: Line) -> float:
    return NUMBER_HEIGHT if line[1] else BOX_HEIGHT


def _upright(places: Mapping[Stop, Place]) -> set[Line]:
    """The lines that arrows cross straight down, for there is no room to bend: those of boxes, and full ones."""
    loads: defaultdict[Line, float] = defaultdict(float)
    for (line, _), place in places.items():
        loads[line] += place.wide
    return {line for line, load in loads.items() if not line[1] or load > FULL}


def _stops(layers: Layers, path: Path, places: Mapping[Stop, Place], tops: Mapping[Line, float]) -> list[Point]:
    """Where a path runs through each line on its way: the upper and the lower edge, or the middle alone."""
    upright = _upright(places)
    stops: list[Point] = []
    for line in layers.route(path):
        high = _height(line)
        downs = [0.0, high] if line in upright else [high / 2]
        stops += [(places[line, path].middle, tops[line] + down) for down in downs]
    return stops


def _ports(boxes: dict[str, Box], stops: dict[Path, list[Point]], end: int) -> dict[Path, float]:
    """Where arrows leave (end 0) or reach (end 1) their boxes: straight if they can, and side by side."""
    found: dict[Path, float] = {}
    for name, box in boxes.items():
        near = {path: passed[-end][0] for path, passed in stops.items() if path[end] == name and passed}
        order = sorted(near, key=near.__getitem__)
        room = [PORT] * len(order)
        if order:
            spots = separated([near[path] for path in order], room, box.x - box.half, box.x + box.half)
            found |= dict(zip(order, spots, strict=True))
    return found


def _bent(corners: Sequence[Point]) -> list[Point]:
    """A soft line through the corners that never swings beyond them (Fritsch and Butland 1984)."""
    falls = [(x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in pairwise(corners)]
    inner = [2 * one * other / (one + other) if one * other > 0 else 0.0 for one, other in pairwise(falls)]
    slopes = [0.0, *inner, 0.0]
    points = [corners[0]]
    for place, ((x0, y0), (x1, y1)) in enumerate(pairwise(corners)):
        steps = STEPS if x0 != x1 else 1
        for t in (step / steps for step in range(1, steps + 1)):
            down, rise = y1 - y0, t * t * (3 - 2 * t)
            bow = t * (1 - t) * ((1 - t) * slopes[place] - t * slopes[place + 1]) * down
            points.append((x0 + (x1 - x0) * rise + bow, y0 + down * t))
    return points
