"""Where a label can stand so that it covers no other and no dot.

Each label tries places around its dot, the nearest first, and takes the first that is free. Places
are worked out at the width of a phone. On a wider screen dots move apart sideways while letters
keep their size; so two labels side by side count as apart only if they lie in the order of their
dots, and then what is free on the phone is free on every wider screen.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

AIR = 8  # pixels between a dot and the text above or below it
DOT = 7  # half of a dot, with its air
RINGS = range(32, 140, 12)  # distances in pixels at which a label is led to its dot by a line
DIRECTIONS = 12
ROUNDS = 6
Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle in pixels, x to the right and y downwards, that moves with the place ``anchor`` on x."""

    anchor: float
    left: float
    top: float
    right: float
    bottom: float

    def crowds(self, other: "Box") -> bool:
        """Whether the two meet, here or on a wider screen."""
        if self.bottom <= other.top or other.bottom <= self.top:
            return False
        first, second = (self, other) if (self.anchor, self.left) <= (other.anchor, other.left) else (other, self)
        return first.right > second.left


class Spot(NamedTuple):
    """A label's middle, in pixels from its dot; ``led`` asks for a thin line between the two."""

    dx: float
    dy: float
    led: bool = False


def free_spots(dots: Sequence[Point], sizes: Sequence[Point], taken: Sequence[Box], ground: Point) -> list[Spot | None]:
    """A place for each label, None where nothing is free; labels that come first choose first.

    Those for which nothing was left choose first in a further round.

    Args:
        dots: the dots, in pixels from the upper left corner.
        sizes: width and height of each label, in pixels.
        taken: where no label may stand.
        ground: width and height of the picture.

    >>> free_spots([(50, 50), (52, 50)], [(40, 16), (40, 16)], [], (100, 100))
    [Spot(dx=0, dy=-16.0, led=False), Spot(dx=0, dy=16.0, led=False)]
    """
    occupied = [*taken, *(Box(x, x - DOT, y - DOT, x + DOT, y + DOT) for x, y in dots)]
    order = list(range(len(dots)))
    best: dict[int, Spot] = {}
    for _ in range(ROUNDS):
        found = _chosen({place: (dots[place], sizes[place]) for place in order}, occupied, ground)
        best = max(best, found, key=len)
        left_out = [place for place in order if place not in found]
        if not left_out:
            break
        order = [*left_out, *(place for place in order if place in found)]
    return [best.get(place) for place in range(len(dots))]


def _chosen(labels: Mapping[int, tuple[Point, Point]], occupied: Sequence[Box], ground: Point) -> dict[int, Spot]:
    """What each label chooses, one after the other; those that find nothing are left out."""
    found: dict[int, Spot] = {}
    taken = list(occupied)
    for place, ((x, y), (wide, high)) in labels.items():
        tried = ((spot, _box(x, y, spot, wide, high)) for spot in _candidates(wide, high))
        fitting = ((spot, box) for spot, box in tried if _inside(box, ground))
        for spot, box in fitting:
            if not any(map(box.crowds, taken)):
                found[place] = spot
                taken.append(box)
                break
    return found


def _candidates(wide: float, high: float) -> Iterator[Spot]:
    """Above and below, there a little aside, beside, and then further away in all directions."""
    up, aside = high / 2 + AIR, wide / 2 - DOT
    yield from (Spot(dx, dy) for dx in (0, aside, -aside) for dy in (-up, up))
    yield from (Spot(side * (wide / 2 + DOT + 3), 0) for side in (1, -1))
    for ring in RINGS:
        for turn in range(DIRECTIONS):
            angle = 2 * math.pi * turn / DIRECTIONS
            dx, dy = math.sin(angle), -math.cos(angle)
            yield Spot(round(dx * (ring + wide / 2 - DOT)), round(dy * ring), led=True)


def _box(x: float, y: float, spot: Spot, wide: float, high: float) -> Box:
    across, down = x + spot.dx, y + spot.dy
    return Box(x, across - wide / 2, down - high / 2, across + wide / 2, down + high / 2)


def _inside(box: Box, ground: Point) -> bool:
    return box.left >= 0 and box.top >= 0 and box.right <= ground[0] and box.bottom <= ground[1]
