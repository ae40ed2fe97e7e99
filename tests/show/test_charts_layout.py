"""Where boxes, arrows and labels lie: nothing covers anything else, on a phone and on wider screens."""

from itertools import combinations, pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.show.drawing.layers import NUMBER, layered
from workbench.show.drawing.routes import BOX_HEIGHT, NUMBER_HEIGHT, Diagram, Point, diagram
from workbench.show.drawing.spots import Box, free_spots

ACSI = [("E", "Q"), ("E", "V"), ("Q", "V"), ("E", "S"), ("Q", "S"), ("V", "S"), ("S", "C"), ("S", "L"), ("C", "L")]
PHONE, DESK = 276.0, 880.0
SLACK = 1e-9


class Area(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Area") -> bool:
        across = self.left < other.right - SLACK and other.left < self.right - SLACK
        return across and self.top < other.bottom - SLACK and other.top < self.bottom - SLACK


@st.composite
def models(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Recursive models of two to nine constructs, with up to twelve paths."""
    names = "ABCDEFGHI"[: draw(st.integers(2, 9))]
    possible = list(combinations(names, 2))
    return draw(st.lists(st.sampled_from(possible), min_size=1, max_size=12, unique=True))


def boxes(plan: Diagram) -> dict[str, Area]:
    half = BOX_HEIGHT / 2
    return {name: Area(x - wide, y - half, x + wide, y + half) for name, (x, y, wide) in plan.boxes.items()}


def crosses(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def crossings(plan: Diagram) -> int:
    """How many pairs of arrows cross."""
    ways = [list(pairwise([*route.points, route.tip])) for route in plan.routes.values()]
    return sum(any(crosses(a, b) for a in one for b in other) for one, other in combinations(ways, 2))


@settings(max_examples=30)
@given(models())
def test_boxes_and_numbers_cover_each_other_nowhere_and_lie_inside(paths: list[tuple[str, str]]) -> None:
    plan = diagram(paths)
    half = NUMBER_HEIGHT / 2
    squeezed = min(1.0, *(1 / sum(item.wide for item in layered(paths).items(line)) for line in layered(paths).lines))
    wide = NUMBER * squeezed / 2
    numbers = [Area(x - wide, y - half, x + wide, y + half) for x, y in (one.number for one in plan.routes.values())]
    areas = [*boxes(plan).values(), *numbers]
    assert not any(one.meets(other) for one, other in combinations(areas, 2))
    assert all(area.left >= -SLACK and area.right <= 1 + SLACK and area.bottom <= plan.height for area in areas)


@settings(max_examples=30)
@given(models())
def test_no_arrow_runs_through_a_box(paths: list[tuple[str, str]]) -> None:
    plan = diagram(paths)
    for route in plan.routes.values():
        spots = [Area(x, y, x, y) for x, y in route.points[1:-1]]
        assert not any(spot.meets(box) for spot in spots for box in boxes(plan).values())


@settings(max_examples=30)
@given(models())
def test_causes_stand_above_their_effects_or_beside_them(paths: list[tuple[str, str]]) -> None:
    plan = diagram(paths)
    assert set(plan.boxes) == {name for path in paths for name in path}
    for cause, effect in paths:
        above, below = plan.boxes[cause], plan.boxes[effect]
        assert above.y <= below.y
        route = plan.routes[cause, effect]
        assert abs(route.points[0][0] - above.x) <= above.half + SLACK
        assert abs(route.tip[0] - below.x) <= below.half + SLACK


@settings(max_examples=30)
@given(models())
def test_the_same_paths_are_always_drawn_alike(paths: list[tuple[str, str]]) -> None:
    assert diagram(paths) == diagram(paths)


def test_the_american_index_stands_in_four_rows_and_nothing_crosses() -> None:
    plan = diagram(ACSI)
    rows = sorted({box.y for box in plan.boxes.values()})
    assert [sorted(name for name, box in plan.boxes.items() if box.y == row) for row in rows] == [
        ["E", "Q"],
        ["V"],
        ["S"],
        ["C", "L"],
    ]
    assert crossings(plan) == 0
    assert plan.boxes["E"].x < plan.boxes["Q"].x and plan.boxes["C"].x < plan.boxes["L"].x
    assert plan.boxes["V"].x == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("count", [1, 3, 8, 11])
def test_drivers_stand_three_in_a_row_and_a_box_has_room_for_all_its_arrows(count: int) -> None:
    plan = diagram([(f"driver {number}", "outcome") for number in range(count)])
    rows = [box.y for name, box in plan.boxes.items() if name != "outcome"]
    assert max(rows.count(row) for row in rows) <= 3
    tips = sorted(route.tip[0] for route in plan.routes.values())
    assert all(second - first > 0.03 for first, second in pairwise(tips))


def test_a_model_in_which_all_leads_to_all_is_drawn() -> None:
    plan = diagram(list(combinations("ABCDEFGH", 2)))
    assert len(plan.routes) == 28 and len(plan.boxes) == 8


dots = st.tuples(st.floats(0, PHONE), st.floats(0, 360))
sizes = st.tuples(st.floats(20, 98), st.sampled_from([17.0, 34.0]))


@given(st.lists(st.tuples(dots, sizes), min_size=1, max_size=12), st.floats(PHONE, DESK))
def test_labels_of_a_map_cover_no_label_and_no_dot_on_any_width(
    drawn: list[tuple[tuple[float, float], tuple[float, float]]], width: float
) -> None:
    spots = free_spots([dot for dot, _ in drawn], [size for _, size in drawn], [], (PHONE, 360))
    stretch = width / PHONE
    marks = [Area(x * stretch - 5, y - 5, x * stretch + 5, y + 5) for (x, y), _ in drawn]
    labels = []
    for ((x, y), (wide, high)), spot in zip(drawn, spots, strict=True):
        if spot:
            across, down = x * stretch + spot.dx, y + spot.dy
            labels.append(Area(across - wide / 2, down - high / 2, across + wide / 2, down + high / 2))
    assert not any(one.meets(other) for one, other in combinations(labels, 2))
    assert not any(label.meets(mark) for label in labels for mark in marks)
    assert all(label.left >= 0 and label.right <= width for label in labels)


def test_a_label_stands_on_no_name_of_a_field() -> None:
    taken = Box(0, 0, 0, 100, 20)
    (spot,) = free_spots([(50, 30)], [(60, 17)], [taken], (PHONE, 360))
    assert spot is not None and spot.dy > 0


def test_a_label_for_which_there_is_no_room_is_left_out() -> None:
    assert free_spots([(50, 50)], [(300, 17)], [], (PHONE, 360)) == [None]
