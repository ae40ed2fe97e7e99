"""One part of the world: some thousands of people, their lives and the streams of chance that play them.

A large world is played part by part, so memory stays small. Each part, and in it each stage, has a
random stream of its own, so any stage can be played again alone: this is how the truth about a
customer is known later without having been stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workbench.synthetic import buying, lifetimes, people
from workbench.synthetic.buying import LifeEvents, Span
from workbench.synthetic.lifetimes import Lives
from workbench.synthetic.people import NEVER_BUY, People
from workbench.synthetic.recipe import Recipe

PART = 50_000
STAGES = (
    "people",
    "lives",
    "changes",
    "purchases",
    "lines",
    "contacts",
    "survey",
    "answers",
    "words",
    "money",
    "bills",
    "further answers",
)
"""What is played in turn; a new stage comes last, so that the chance of the others stays as it is."""


@dataclass(frozen=True)
class Scene:
    """A part of the world before anything is written down.

    Args:
        recipe: of the whole world.
        people, lives, changes: who there is, when they are customers, what happens in their lives.
        seeds: of the stages of this part.
    """

    recipe: Recipe
    people: People
    lives: Lives
    changes: LifeEvents
    seeds: dict[str, np.random.SeedSequence]

    @property
    def span(self) -> Span:
        """All days of the world."""
        return Span(0.0, self.recipe.days)

    def chance(self, stage: str) -> np.random.Generator:
        """A fresh generator at the start of a stage's stream."""
        return np.random.default_rng(self.seeds[stage])


def scenes(recipe: Recipe) -> Iterator[Scene]:
    """The parts of a world, in order of customer numbers.

    >>> [len(scene.people) for scene in scenes(Recipe(customers=100, months=2))]
    [118]
    """
    parts = -(-recipe.customers // PART)
    seeds = np.random.SeedSequence(recipe.seed).spawn(parts)
    first = 1
    for part in range(parts):
        buyers = min(PART, recipe.customers - part * PART)
        scene = _scene(recipe, first, buyers, seeds[part])
        first += len(scene.people)
        yield scene


def _scene(recipe: Recipe, first: int, buyers: int, seed: np.random.SeedSequence) -> Scene:
    seeds = dict(zip(STAGES, seed.spawn(len(STAGES)), strict=True))
    chance = {stage: np.random.default_rng(seeds[stage]) for stage in ("people", "lives", "changes")}
    counts = [buyers, *(round(buyers * share) for share in NEVER_BUY.values())]
    standing = chance["people"].permutation(np.repeat(np.arange(len(counts)), counts))
    there = people.draw(recipe, first + np.arange(len(standing)), standing, chance["people"])
    when = lifetimes.draw(recipe, there, chance["lives"])
    changes = buying.life_events(there, when, Span(0.0, recipe.days), chance["changes"])
    return Scene(recipe, there, when, changes, seeds)
