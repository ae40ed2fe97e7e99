"""Purchases, and the life events that make people buy more.

While a customer stays, purchases are a Poisson process at the customer's own rate, times the season,
plus further purchases after a life event and during a campaign that reached the customer. Each life
starts with a purchase. The amount of a purchase is Gamma distributed around

    spend_i x exp(spend_slope x satisfaction_i) x price level.
"""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic.arrays import Floats, Ints
from workbench.synthetic.events import planted, price_factor
from workbench.synthetic.lifetimes import Lives
from workbench.synthetic.people import BOOST_DAYS, BOOSTS, LIFE_EVENTS, MOVE_LEAVES, People
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.segments import column
from workbench.synthetic.streams import poisson


@dataclass(frozen=True)
class Span:
    """The part of time that is played: ``[low, high)`` in days."""

    low: float
    high: float

    def clip(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Windows cut to the span."""
        return np.maximum(start, self.low), np.minimum(end, self.high)


@dataclass(frozen=True)
class LifeEvents:
    """Rows: row of ``Lives``, row of ``People``, index into ``LIFE_EVENTS``, day."""

    life: Ints
    person: Ints
    kind: Ints
    day: Floats


@dataclass(frozen=True)
class Purchases:
    """Rows: row of ``People``, moment in days, amount at the price level of that day."""

    person: Ints
    day: Floats
    amount: Floats


def life_events(people: People, lives: Lives, span: Span, rng: np.random.Generator) -> LifeEvents:
    """Life events of people while they are customers; a move that ends a life is one of them."""
    found = []
    start, end = span.clip(lives.start, lives.end)
    for kind, name in enumerate(LIFE_EVENTS):
        stays = 1 - MOVE_LEAVES if name == "move" else 1.0
        life, day = poisson(start, end, people.life[lives.person, kind] * stays, rng)
        found.append((life, np.full(len(life), kind), day))
    gone = np.flatnonzero(lives.moved & (lives.end >= span.low) & (lives.end < span.high))
    found.append((gone, np.full(len(gone), LIFE_EVENTS.index("move")), lives.end[gone]))
    life, kinds, days = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return LifeEvents(life, lives.person[life], kinds, days)


def purchases(
    recipe: Recipe, people: People, lives: Lives, changes: LifeEvents, span: Span, rng: np.random.Generator
) -> Purchases:
    """All purchases within the span, in order of time."""
    streams = [_first(lives, span), _steady(recipe, people, lives, span, rng)]
    streams += [_boosted(people, lives, changes, span, rng), *_campaigns(recipe, people, lives, span, rng)]
    person, day = (np.concatenate(parts) for parts in zip(*streams, strict=True))
    order = np.argsort(day, kind="stable")
    person, day = person[order], day[order]
    shape = column("spend_shape")[people.segment[person]]
    mean = people.spend[person] * np.exp(recipe.spend_slope * people.satisfaction[person])
    return Purchases(person, day, rng.gamma(shape, mean * price_factor(recipe, day) / shape))


def _first(lives: Lives, span: Span) -> tuple[Ints, Floats]:
    """The purchase that starts a life."""
    inside = (lives.start >= span.low) & (lives.start < span.high)
    return lives.person[inside], lives.start[inside]


def _steady(recipe: Recipe, people: People, lives: Lives, span: Span, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Purchases at the customer's rate, thinned to the season from its peak."""
    peak = recipe.seasons.max()
    life, day = poisson(*span.clip(lives.start, lives.end), people.rate[lives.person] * peak, rng)
    kept = rng.random(len(day)) * peak < recipe.seasons[recipe.calendar_month(day)]
    return lives.person[life[kept]], day[kept]


def _boosted(
    people: People, lives: Lives, changes: LifeEvents, span: Span, rng: np.random.Generator
) -> tuple[Ints, Floats]:
    """Further purchases after a life event."""
    over = np.minimum(changes.day + BOOST_DAYS, lives.end[changes.life])
    more = people.rate[changes.person] * np.array(BOOSTS)[changes.kind]
    change, day = poisson(*span.clip(changes.day, over), more, rng)
    return changes.person[change], day


def _campaigns(
    recipe: Recipe, people: People, lives: Lives, span: Span, rng: np.random.Generator
) -> list[tuple[Ints, Floats]]:
    """Further purchases of those a campaign reached, in its month."""
    found = []
    for index, event in enumerate(planted(recipe)):
        if event.purchases:
            low, high = event.window(recipe)
            touched = people.touched[lives.person, index]
            start, end = span.clip(np.maximum(lives.start, low), np.minimum(lives.end, high))
            life, day = poisson(start, end, people.rate[lives.person] * event.purchases * touched, rng)
            found.append((lives.person[life], day))
    return found
