"""A path diagram's order and places on each line, so that arrows cross little and run straight.

Items of a line are sorted by the mean place of those they are tied to on the line above, then
below, several times and from several beginnings; the order with the fewest crossings is kept
(the barycentre method of Sugiyama, Tagawa and Toda 1981). Then each item moves as near to those it
is tied to as its neighbours let it (least squares under the order: isotonic regression).
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from workbench.show.drawing.layers import Item, Layers, Line, Path

BEGINNINGS, SWEEPS, MOVES = 16, 4, 30
MOST_TIES = 2000  # above which fewer beginnings are tried
STRAIGHT = 8  # how much more an arrow is drawn to its own places above and below than to a box
Order = dict[Line, list[Item]]
Stop = tuple[Line, str | Path]
Ties = Mapping[tuple[Line, Item], list[tuple[Line, Item]]]


class Place(NamedTuple):
    """The middle of what stands on a line, and the room it has."""

    middle: float
    wide: float


def placed(layers: Layers) -> dict[Stop, Place]:
    """Where each box, number and passing arrow stands on its line, 0 to 1 from left to right.

    >>> from workbench.show.drawing.layers import layered
    >>> places = placed(layered([("A", "C"), ("B", "C")]))
    >>> [round(places[(0, 0), name].middle, 3) for name in "AB"]
    [0.355, 0.645]
    """
    items = {line: _squeezed(layers.items(line)) for line in layers.lines}
    ties = _ties(layers, items)
    order = _ordered(items, ties)
    x = {(line, item): place for line in order for item, place in _spread(order[line], None)}
    for move in range(MOVES):
        for line in order if move % 2 else reversed(order):
            wanted = [_drawn(line, item, ties, x) for item in order[line]]
            x |= {(line, item): place for item, place in _spread(order[line], wanted)}
    left = min(middle - item.wide / 2 for (_, item), middle in x.items())
    right = max(middle + item.wide / 2 for (_, item), middle in x.items())
    aside = (1 - left - right) / 2
    return {(line, item.of): Place(middle + aside, item.wide) for (line, item), middle in x.items()}


def separated(wanted: Sequence[float], wides: Sequence[float], low: float = 0.0, high: float = 1.0) -> list[float]:
    """Middles as near to the wanted ones as their order, their widths and the bounds let them.

    Widths that do not fit are taken smaller, all by the same share.

    >>> [round(place, 3) for place in separated([0.5, 0.5], [0.2, 0.2])]
    [0.4, 0.6]
    """
    squeeze = min(1.0, (high - low) / sum(wides))
    offsets, used = [], 0.0
    for wide in wides:
        offsets.append(used + wide * squeeze / 2)
        used += wide * squeeze
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (second, more), (first, some) = pools.pop(), pools.pop()
            pools.append(((first * some + second * more) / (some + more), some + more))
    starts = [min(max(start, low), high - used) for start, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def _squeezed(row: list[Item]) -> list[Item]:
    """All items smaller by the same share where a line is overfull."""
    share = min(1.0, 1 / sum(item.wide for item in row))
    return [Item(item.of, item.wide * share) for item in row]


def _ties(layers: Layers, items: Order) -> Ties:
    """What each item is tied to on the line above and below."""
    ties: dict[tuple[Line, Item], list[tuple[Line, Item]]] = {
        (line, item): [] for line in items for item in items[line]
    }
    found: dict[Stop, tuple[Line, Item]] = {(line, item.of): (line, item) for line in items for item in items[line]}
    for path in layers.paths:
        start, end = (((layers.row[name], 0), name) for name in path)
        stops: list[Stop] = [start, *((line, path) for line in layers.route(path)), end]
        if stops[0][0] != stops[-1][0]:
            for one, other in pairwise(found[stop] for stop in stops):
                ties[one].append(other)
                ties[other].append(one)
    return ties


def _ordered(items: Order, ties: Ties) -> Order:
    """The order with the fewest crossings of those tried; the first without any is taken at once."""
    best, fewest = items, (len(ties) ** 2, 0)
    for order in _tries(items, ties):
        flaws = (_crossings(order, ties), _backwards(order))
        if flaws < fewest:
            best, fewest = order, flaws
        if not any(flaws):
            break
    return best


def _tries(items: Order, ties: Ties) -> Iterator[Order]:
    """Orders from several beginnings, fewer where the diagram is large; dice that always fall alike."""
    dice = random.Random(len(items))
    for beginning in range(min(BEGINNINGS, 1 + MOST_TIES // len(ties))):
        order = {line: _shuffled(row, dice) if beginning else list(row) for line, row in items.items()}
        for sweep in range(2 * SWEEPS):
            order = _swept(order, ties, upwards=bool(sweep % 2))
            yield order


def _shuffled(row: list[Item], dice: random.Random) -> list[Item]:
    """Another order; boxes with a path between them at most change sides."""
    return row[:: dice.choice((1, -1))] if _is_tied_within(row) else dice.sample(row, len(row))


def _is_tied_within(row: list[Item]) -> bool:
    boxes = {item.of for item in row if isinstance(item.of, str)}
    return any(set(item.of) <= boxes for item in row if not isinstance(item.of, str))


def _swept(order: Order, ties: Ties, *, upwards: bool) -> Order:
    """Each line sorted by the places of what it is tied to on the line before it, going down or going up."""
    swept, place = {}, _places(order)
    for line in reversed(order) if upwards else order:
        row = order[line]
        if not _is_tied_within(row):
            near = {item: [place[tie] for tie in ties[line, item] if (tie[0] > line) == upwards] for item in row}
            row = sorted(row, key=lambda item, near=near, line=line: _mean(near[item], place[line, item]))  # type: ignore[misc]
        swept[line] = row
        place |= _places({line: row})
    return {line: swept[line] for line in order}


def _places(order: Order) -> dict[tuple[Line, Item], float]:
    """The rank of each item on its line, as a share of the line."""
    return {(line, item): (spot + 0.5) / len(row) for line, row in order.items() for spot, item in enumerate(row)}


def _crossings(order: Order, ties: Ties) -> int:
    place, found = _places(order), 0
    for line, row in order.items():
        ends = [(spot, place[tie]) for spot, item in enumerate(row) for tie in ties[line, item] if tie[0] > line]
        found += sum((a - b) * (one - other) < 0 for (a, one), (b, other) in combinations(ends, 2))
    return found


def _backwards(order: Order) -> int:
    """How many arrows run to the left, against the direction of reading."""
    rows = [[item.of for item in row] for row in order.values() if _is_tied_within(row)]
    return sum(row[-1] == of[0] for row in rows for of in row if not isinstance(of, str))


def _spread(row: list[Item], wanted: Sequence[float] | None) -> list[tuple[Item, float]]:
    middle = [0.5] * len(row) if wanted is None else wanted
    return list(zip(row, separated(middle, [item.wide for item in row]), strict=True))


def _drawn(line: Line, item: Item, ties: Ties, x: Mapping[tuple[Line, Item], float]) -> float:
    """Where its ties draw an item: an arrow on its way holds on to itself, so that it runs straight."""
    pulls = [(x[tie], STRAIGHT if tie[1].of == item.of else 1) for tie in ties[line, item]]
    return sum(at * pull for at, pull in pulls) / sum(pull for _, pull in pulls) if pulls else x[line, item]


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
