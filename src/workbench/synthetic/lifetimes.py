"""When customers are with the company: from the first purchase until they leave, and again if they return.

A customer leaves at a constant rate of their own (times what a price rise does to satisfaction, plus
what a service failure and moving house add). Leaving leaves no trace in the store. A part comes back:
``RETURNS`` of those who left, after a delay spread evenly between ``AWAY_LOW`` and ``AWAY_HIGH`` days, to
start a new life with the same rates. A contract starts with the first purchase or at a constant rate
later and ends when the customer leaves.
"""

from dataclasses import dataclass, fields

import numpy as np

from workbench.synthetic.arrays import Flags, Floats, Ints
from workbench.synthetic.events import planted
from workbench.synthetic.experience import PATHS
from workbench.synthetic.people import LIFE_EVENTS, MOVE_LEAVES, People
from workbench.synthetic.recipe import YEAR, Recipe
from workbench.synthetic.segments import column

RETURNS = 0.15
AWAY_LOW, AWAY_HIGH = 0.55 * YEAR, 1.3 * YEAR


@dataclass(frozen=True)
class Lives:
    """Arrays with a row for each time somebody was a customer.

    Args:
        person: row of ``People``.
        order: 0 for the first life, 1 for the first return, ...
        start, end: days; ``end`` may lie far beyond the world.
        moved: whether the life ends with a move of house.
        signed: day a contract starts; infinite if none starts during this life.
    """

    person: Ints
    order: Ints
    start: Floats
    end: Floats
    moved: Flags
    signed: Floats

    def __len__(self) -> int:
        return len(self.person)

    def join(self, other: "Lives") -> "Lives":
        """These lives and then the others."""
        return Lives(*(np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(self)))

    def take(self, rows: Ints) -> "Lives":
        """Some of these lives, in the order of ``rows``."""
        return Lives(*(getattr(self, f.name)[rows] for f in fields(self)))


def touched_on(people: People, lives: Lives, event: int, day: float) -> Flags:
    """Which lives are under way on a day and belong to people whom a planted event reaches."""
    return np.asarray((lives.start < day) & (lives.end > day) & people.touched[lives.person, event])


@dataclass(frozen=True)
class Hazards:
    """How the rate of leaving changes over calendar time.

    Args:
        edges: days between the pieces, the last infinite.
        factors: what each piece multiplies the lasting rate by.
        extras: people x pieces, added to the daily rate.
    """

    edges: Floats
    factors: Floats
    extras: Floats


def value_effect() -> float:
    """What one standard deviation of value does to satisfaction, in standard deviations."""
    return PATHS["satisfaction"]["value"]


def settled(recipe: Recipe, time: float) -> float:
    """The factor on everybody's rate of leaving that price rises before ``time`` left behind."""
    rises = (event for event in planted(recipe) if event.kind == "price rise" and event.window(recipe)[0] <= time)
    return float(np.exp(-recipe.leaving_slope * value_effect() * sum(event.shift for event in rises)))


def hazards(recipe: Recipe, people: People) -> Hazards:
    """The pieces of calendar time between planted events, and what they do to each person."""
    windows = {event: event.window(recipe) for event in planted(recipe)}
    edges = sorted({0.0, np.inf, *(day for window in windows.values() for day in window)})
    starts = np.array(edges[:-1])
    extras = np.zeros((len(people), len(starts)))
    for index, (event, (low, high)) in enumerate(windows.items()):
        inside = (starts >= low) & (starts < high)
        daily = -np.log1p(-event.leaving) / (high - low)
        extras += daily * people.touched[:, index, None] * inside
    return Hazards(np.array(edges), np.array([settled(recipe, start) for start in starts]), extras)


def daily_rates(people: People) -> tuple[Floats, Floats]:
    """Rates a day of leaving for good reasons and of leaving by a move, before any event."""
    moves = people.life[:, LIFE_EVENTS.index("move")] * MOVE_LEAVES
    return people.leaving / YEAR, moves / YEAR


def ends(
    people: People, person: Ints, start: Floats, calendar: Hazards, rng: np.random.Generator
) -> tuple[Floats, Flags]:
    """When lives end and whether by a move: the first moment the summed rate passes a unit exponential."""
    leaving, moves = (rate[person] for rate in daily_rates(people))
    left = rng.standard_exponential(len(person))
    end, moved = np.full(len(person), np.inf), np.zeros(len(person), dtype=bool)
    for piece, factor in enumerate(calendar.factors):
        low, high = calendar.edges[piece], calendar.edges[piece + 1]
        rate = leaving * factor + moves + calendar.extras[person, piece]
        begin = np.maximum(start, low)
        spent = rate * np.maximum(high - begin, 0)
        here = np.isinf(end) & (left < spent) & (begin < high)
        end = np.where(here, begin + left / rate, end)
        moved |= here & (rng.random(len(person)) < moves / rate)
        left = left - spent
    return end, moved


def lives_from(
    people: People, person: Ints, start: Floats, order: int, calendar: Hazards, rng: np.random.Generator, at_once: bool
) -> Lives:
    """One life for each named person, beginning at ``start``; ``at_once`` lets contracts start with it."""
    end, moved = ends(people, person, start, calendar, rng)
    kind = people.segment[person]
    wait = rng.standard_exponential(len(person)) * YEAR / column("contract_rate")[kind]
    if at_once:
        wait[rng.random(len(person)) < column("contract_at_once")[kind]] = 0.0
    signed = np.where(start + wait < end, start + wait, np.inf)
    return Lives(person, np.full(len(person), order, dtype=np.int8), start, end, moved, signed)


def returning(lives: Lives, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Who of these lives returns, and when."""
    back = np.flatnonzero(rng.random(len(lives)) < RETURNS)
    return lives.person[back], lives.end[back] + rng.uniform(AWAY_LOW, AWAY_HIGH, len(back))


def draw(recipe: Recipe, people: People, rng: np.random.Generator) -> Lives:
    """All lives that begin within the world."""
    buyers = np.flatnonzero(np.isfinite(people.acquired))
    calendar = hazards(recipe, people)
    latest = lives_from(people, buyers, people.acquired[buyers], 0, calendar, rng, at_once=True)
    return with_returns(people, latest, recipe.days, calendar, rng)


def with_returns(people: People, lives: Lives, horizon: float, calendar: Hazards, rng: np.random.Generator) -> Lives:
    """Lives and all returns after them that begin before ``horizon``."""
    latest, order = lives, 0
    while len(latest):
        order += 1
        person, start = returning(latest, rng)
        soon = start < horizon
        latest = lives_from(people, person[soon], start[soon], order, calendar, rng, at_once=False)
        lives = lives.join(latest)
    return lives
