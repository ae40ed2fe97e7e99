"""The people of the world: who they are on paper, and what only the generator knows of them."""

from dataclasses import dataclass, fields

import numpy as np

from workbench.synthetic import experience
from workbench.synthetic.arrays import Flags, Floats, Ints
from workbench.synthetic.events import planted
from workbench.synthetic.recipe import YEAR, Recipe
from workbench.synthetic.segments import SEGMENTS, TOUCHPOINTS, column
from workbench.synthetic.streams import pick

STANDINGS = ("customer", "opportunity", "prospect", "target")
NEVER_BUY = {"opportunity": 0.04, "prospect": 0.07, "target": 0.07}
"""People on file who never buy, for each customer: with talks, with contacts, with an address only."""

REGIONS = ("London", "Northern England", "Scotland", "Ireland", "Benelux", "Singapore", "Hong Kong", "Shanghai")
CHINESE = (0.01, 0.01, 0.01, 0.01, 0.01, 0.30, 0.75, 0.97)
"""Chance that somebody of each of ``REGIONS`` writes in Chinese."""

LIFE_EVENTS = ("marriage", "child", "mortgage", "move", "retirement")
BOOSTS = (0.30, 0.50, 0.80, 0.40, 0.0)
"""Rise of the purchase rate in the ``BOOST_DAYS`` after each of ``LIFE_EVENTS``, as a fraction."""
BOOST_DAYS = 0.5 * YEAR
MOVE_LEAVES = 0.25
"""Chance that a customer who moves house leaves that day; the rest stay."""

USES = {"shop": (0.7, 0.35, 0.85, 0.9, 0.45), "web": (0.8, 0.97, 0.7, 0.4, 0.9)}
USES |= {"call centre": (0.45, 0.45, 0.5, 0.85, 0.75), "delivery": (0.75, 0.95, 0.8, 0.7, 0.97)}
"""Share of each segment that uses a touchpoint; everybody gets bills."""


def use(touchpoint: str) -> Floats:
    """The share of each segment that uses a touchpoint.

    >>> use("billing").tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0]
    """
    return np.array(USES.get(touchpoint, (1.0,) * len(SEGMENTS)))


@dataclass(frozen=True)
class People:
    """Arrays with a row per person.

    Args:
        number: of the person in the whole world.
        standing: index into ``STANDINGS``.
        segment: index into ``SEGMENTS``.
        region, birth_year, male, chinese, house: facts on paper; ``house`` splits industry and lifestyle.
        source: index into ``contact_kinds.SOURCES``, how the person was won.
        acquired: day of the first purchase; not a number for those who never buy.
        mood, residual: lasting parts of the exogenous variables and of the endogenous residuals.
        satisfaction: lasting satisfaction, in standard deviations of the world.
        rate: purchases a year; spend: mean amount of a purchase at average satisfaction.
        leaving: yearly rate of leaving, the lasting effect of satisfaction included, without moves.
        uses: which touchpoints the person uses.
        touched: which planted events reach the person.
        life: yearly rates of ``LIFE_EVENTS``.
        payer: 0 prompt, 1 late, 2 bad.
    """

    number: Ints
    standing: Ints
    segment: Ints
    region: Ints
    birth_year: Ints
    male: Flags
    chinese: Flags
    house: Floats
    source: Ints
    acquired: Floats
    mood: Floats
    residual: Floats
    satisfaction: Floats
    rate: Floats
    spend: Floats
    leaving: Floats
    uses: Flags
    touched: Flags
    life: Floats
    payer: Ints

    def __len__(self) -> int:
        return len(self.number)

    def take(self, rows: Ints) -> "People":
        """The people of some rows, in their order."""
        return People(*(getattr(self, field.name)[rows] for field in fields(self)))


def draw(recipe: Recipe, numbers: Ints, standing: Ints, rng: np.random.Generator) -> People:
    """People with their facts and traits; the same generator state gives the same people."""
    size = len(numbers)
    segment = rng.choice(len(SEGMENTS), size, p=column("share"))
    mood, residual, satisfaction = _traits(segment, rng)
    region = rng.choice(len(REGIONS), size, p=(0.20, 0.15, 0.08, 0.09, 0.14, 0.10, 0.09, 0.15))
    birth_year = _birth_years(segment, rng)
    uses = _uses(segment, rng)
    return People(
        number=numbers,
        standing=standing,
        segment=segment,
        region=region,
        birth_year=birth_year,
        male=rng.random(size) < 0.48,
        chinese=rng.random(size) < np.array(CHINESE)[region],
        house=rng.random(size),
        source=_sources(segment, rng),
        acquired=np.where(standing == 0, _arrivals(recipe, size, rng), np.nan),
        mood=mood,
        residual=residual,
        satisfaction=satisfaction,
        rate=_rates(segment, rng),
        spend=_spends(segment, rng),
        leaving=column("leaving")[segment] * np.exp(-recipe.leaving_slope * satisfaction),
        uses=uses,
        touched=_touched(recipe, uses, rng),
        life=_life_rates(recipe, segment, birth_year),
        payer=rng.choice(3, size, p=(0.80, 0.16, 0.04)),
    )


def _traits(segment: Ints, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    exogenous, residual = experience.draw(len(segment), rng)
    root = np.float32(np.sqrt(experience.LASTING))
    mood, lasting = experience.segment_means()[segment] + root * exogenous, root * residual
    state = experience.chain(segment, mood, lasting)
    return mood, lasting, state[:, experience.LATENTS.index("satisfaction")].astype(float)


def _rates(segment: Ints, rng: np.random.Generator) -> Floats:
    shape = column("rate_shape")[segment]
    return rng.gamma(shape, column("rate")[segment] / shape)


def _spends(segment: Ints, rng: np.random.Generator) -> Floats:
    """Mean spends: with z ~ Gamma(p, nu) and nu ~ Gamma(q, gamma), the mean p/nu averages p gamma/(q-1)."""
    spread = column("spend_spread")[segment]
    return column("spend")[segment] * (spread - 1) / rng.gamma(spread)


def _birth_years(segment: Ints, rng: np.random.Generator) -> Ints:
    mean, spread = np.array([one.birth for one in SEGMENTS]).T
    years: Ints = np.clip(np.rint(rng.normal(mean[segment], spread[segment])), 1932, 2006).astype(int)
    return years


def _sources(segment: Ints, rng: np.random.Generator) -> Ints:
    """Index into ``contact_kinds.SOURCES``: search, social media, recommendation, shop, advertising, sales team."""
    odds = (
        (0.34, 0.20, 0.12, 0.16, 0.18, 0.00),
        (0.36, 0.26, 0.16, 0.06, 0.16, 0.00),
        (0.22, 0.12, 0.30, 0.24, 0.12, 0.00),
        (0.10, 0.04, 0.28, 0.40, 0.18, 0.00),
        (0.20, 0.02, 0.18, 0.05, 0.05, 0.50),
    )
    return pick(np.array(odds), segment, rng)


def _arrivals(recipe: Recipe, size: int, rng: np.random.Generator) -> Floats:
    """Days of first purchases: a strong launch, then steady growth, a season, and the campaign's pull."""
    month = np.arange(recipe.months)
    firsts = recipe.calendar_month(recipe.edges[:-1])
    weight = np.diff(recipe.edges) * (1 + 0.012 * month + 2.0 * np.exp(-month / 2.5)) * recipe.seasons[firsts]
    for event in planted(recipe):
        weight[np.searchsorted(recipe.edges, event.window(recipe)[0])] *= 1 + event.arrivals
    chosen = rng.choice(recipe.months, size, p=weight / weight.sum())
    return recipe.edges[chosen] + rng.random(size) * np.diff(recipe.edges)[chosen]


def _uses(segment: Ints, rng: np.random.Generator) -> Flags:
    odds = np.array([use(name) for name in TOUCHPOINTS]).T
    return rng.random((len(segment), len(TOUCHPOINTS))) < odds[segment]


def _touched(recipe: Recipe, uses: Flags, rng: np.random.Generator) -> Flags:
    touched = np.zeros((len(uses), len(planted(recipe))), dtype=bool)
    for index, event in enumerate(planted(recipe)):
        touched[:, index] = rng.random(len(uses)) < event.reach
        if event.touchpoint:
            touched[:, index] &= uses[:, TOUCHPOINTS.index(event.touchpoint)]
    return touched


def _life_rates(recipe: Recipe, segment: Ints, birth_year: Ints) -> Floats:
    """Yearly rates of ``LIFE_EVENTS`` by the age in the world's last year; companies only move."""
    age = int(recipe.end[:4]) - birth_year
    business = column("business")[segment] > 0
    rates = np.empty((len(segment), len(LIFE_EVENTS)))
    rates[:, 0] = np.where((age >= 24) & (age < 36), 0.06, 0.006)
    rates[:, 1] = np.where((age >= 26) & (age < 41), 0.09, 0.0)
    rates[:, 2] = np.where((age >= 28) & (age < 46), 0.06, 0.01)
    rates[:, 3] = np.where(age < 36, 0.13, 0.05)
    rates[:, 4] = np.where((age >= 60) & (age < 68), 0.13, 0.0)
    rates[business] *= (0.0, 0.0, 0.0, 0.6, 0.0)
    return rates
