"""What the company has on file of each person: the columns of ``customers`` and ``life_events``."""

from typing import Any

import numpy as np

from workbench.synthetic import hostile
from workbench.synthetic.arrays import Columns, Flags, Ints
from workbench.synthetic.buying import LifeEvents
from workbench.synthetic.contact_kinds import SOURCES
from workbench.synthetic.people import LIFE_EVENTS, REGIONS, STANDINGS, People
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.segments import column
from workbench.synthetic.streams import pick

HOUSEHOLDS = ("single household", "couple", "family with children", "retired household")
INDUSTRIES = ("hospitality", "retail trade", "health care", "education", "professional services", "construction")
LIFESTYLES = ("bargain lovers", "busy families", "digital natives", "design lovers", "traditionalists", "pragmatists")
_LIVES_AS = (
    (0.38, 0.22, 0.12, 0.02, 0.08, 0.18),
    (0.06, 0.32, 0.40, 0.06, 0.02, 0.14),
    (0.03, 0.14, 0.14, 0.48, 0.08, 0.13),
    (0.08, 0.10, 0.02, 0.10, 0.54, 0.16),
    (0.10, 0.02, 0.16, 0.12, 0.08, 0.52),
)


def customers(recipe: Recipe, people: People, rng: np.random.Generator) -> Columns:
    """The columns of ``customers``; little is known of targets, and some facts are missing."""
    size = len(people)
    target = people.standing == STANDINGS.index("target")
    business = column("business")[people.segment] > 0
    gender = np.where(rng.random(size) < 0.02, 2, people.male.astype(int))
    lifestyle = pick(np.array(_LIVES_AS), people.segment, rng)
    region = people.region.copy()
    if recipe.hostile:
        region[rng.random(size) < 0.02] = len(REGIONS)
    return {
        "customer_id": people.number,
        "acquired_on": np.floor(people.acquired),
        "acquisition_channel": np.where(target, -1, people.source),
        "birth_year": np.where(target | (rng.random(size) < 0.03), np.nan, people.birth_year),
        "gender": np.where(target | business, -1, gender),
        "region": region,
        "industry": _industry(recipe, people, business),
        "lifestyle": np.where(target | (rng.random(size) < 0.04), -1, lifestyle),
    }


def _industry(recipe: Recipe, people: People, business: Flags) -> Ints:
    """Household types first, then the industries of companies."""
    age = int(recipe.end[:4]) - people.birth_year
    private = np.where(age >= 66, 3, np.searchsorted((0.30, 0.60), people.house))
    company = len(HOUSEHOLDS) + np.floor(people.house * len(INDUSTRIES)).astype(int)
    return np.where(business, company, private)


def life_events(people: People, changes: LifeEvents) -> Columns:
    """The columns of ``life_events``: one row for each person, day and kind."""
    rows = np.stack([changes.person, np.floor(changes.day).astype(int), changes.kind])
    person, day, kind = np.unique(rows, axis=1)
    return {"customer_id": people.number[person], "occurred_on": day.astype(float), "kind": kind}


LABELS: dict[str, dict[str, tuple[Any, ...]]] = {
    "customers": {
        "acquisition_channel": SOURCES,
        "gender": ("female", "male", "undisclosed"),
        "region": (*REGIONS, hostile.MARKUP),
        "industry": (*HOUSEHOLDS, *INDUSTRIES),
        "lifestyle": LIFESTYLES,
    },
    "life_events": {"kind": LIFE_EVENTS},
}
"""What the numbers in the columns of both tables stand for."""
