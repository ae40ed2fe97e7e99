"""Feedback: what customers write of their own accord, with a theme and a sentiment that are known.

People write more the further their satisfaction lies from the middle. The theme is a touchpoint, the
product or the price; the sentiment follows what the customer feels about it. A service failure
brings complaints about its touchpoint.
"""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic import hostile
from workbench.synthetic.arrays import Columns, Floats, Ints
from workbench.synthetic.buying import Span
from workbench.synthetic.events import planted
from workbench.synthetic.experience import LATENTS
from workbench.synthetic.lifetimes import Lives, touched_on
from workbench.synthetic.people import People
from workbench.synthetic.phrases import LANGUAGES, SENTIMENTS, THEMES, texts
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.streams import clock, pick, poisson
from workbench.synthetic.survey import states

TEXTS_A_YEAR, LOUDER = 0.10, 0.6
"""Texts a year of a customer of average satisfaction, and how much more for each standard deviation away."""
OUTCRY = 0.05
"""Chance that a customer whom a service failure touches writes about it in its month."""
SOURCES = ("review", "community", "blog", "social", "call")
NEGATIVE_BELOW, POSITIVE_ABOVE = -0.55, 0.15
_THEME_LATENTS = ("shop", "web", "call centre", "delivery", "billing", "product core", "value")
_EACH = 27


@dataclass(frozen=True)
class Written:
    """Rows: row of ``People``, day, index into ``THEMES``."""

    person: Ints
    day: Floats
    theme: Ints


def written(recipe: Recipe, people: People, lives: Lives, span: Span, rng: np.random.Generator) -> Written:
    """Who writes when about what."""
    rate = TEXTS_A_YEAR * (1 + LOUDER * np.abs(people.satisfaction[lives.person]))
    life, day = poisson(*span.clip(lives.start, lives.end), rate, rng)
    theme = rng.choice(len(THEMES), len(life), p=(0.12, 0.14, 0.16, 0.18, 0.10, 0.18, 0.12))
    streams = [(lives.person[life], day, theme), *_outcries(recipe, people, lives, span, rng)]
    return Written(*(np.concatenate(parts) for parts in zip(*streams, strict=True)))


def _outcries(
    recipe: Recipe, people: People, lives: Lives, span: Span, rng: np.random.Generator
) -> list[tuple[Ints, Floats, Ints]]:
    """Texts about a planted service failure, in its month."""
    found: list[tuple[Ints, Floats, Ints]] = []
    for index, event in enumerate(planted(recipe)):
        low, high = event.window(recipe)
        if event.touchpoint in THEMES and span.low <= low < span.high:
            there = touched_on(people, lives, index, low)
            person = lives.person[there & (rng.random(len(lives)) < OUTCRY)]
            theme = np.full(len(person), THEMES.index(event.touchpoint))
            found.append((person, rng.uniform(low, high, len(person)), theme))
    return found


def columns(recipe: Recipe, people: People, said: Written, rng: np.random.Generator) -> tuple[Columns, Columns]:
    """The columns of ``feedback``, and theme and sentiment of each text for the truth.

    A hostile text replaces what would have been written; its theme and sentiment are those meant.
    """
    sentiment = _feeling(recipe, people, said, rng)
    language = people.chinese[said.person].astype(int)
    cell = (language * len(THEMES) + said.theme) * len(SENTIMENTS) + sentiment
    text = cell * _EACH + rng.integers(0, _EACH, len(cell))
    if recipe.hostile:
        strange = len(LABELS["text"]) - 1 - rng.integers(0, len(hostile.TEXTS), len(cell))
        text = np.where(rng.random(len(cell)) < 0.05, strange, text)
    source = rng.choice(len(SOURCES), len(cell), p=(0.40, 0.14, 0.04, 0.22, 0.20))
    shown = {
        "customer_id": people.number[said.person],
        "posted_at": clock(said.day, rng),
        "source": source,
        "language": language,
        "rating": _stars(sentiment, source, rng),
        "text": text,
    }
    return shown, {"theme": said.theme, "sentiment": sentiment}


def _feeling(recipe: Recipe, people: People, said: Written, rng: np.random.Generator) -> Ints:
    """Index into ``SENTIMENTS``: what the customer feels about the theme at that moment, not quite put into words."""
    state = states(recipe, people, said.person, said.day, rng)
    latent = np.array([LATENTS.index(name) for name in _THEME_LATENTS])[said.theme]
    felt = state[np.arange(len(state)), latent] + 0.4 * rng.standard_normal(len(state))
    return np.asarray(np.searchsorted((NEGATIVE_BELOW, POSITIVE_ABOVE), felt))


def _stars(sentiment: Ints, source: Ints, rng: np.random.Generator) -> Floats:
    """Stars 1 to 5 with reviews, and with some of the rest; else not a number."""
    odds = np.array([[0.55, 0.35, 0.10, 0, 0], [0.02, 0.13, 0.60, 0.22, 0.03], [0, 0.01, 0.07, 0.36, 0.56]])
    rated = (source == SOURCES.index("review")) | (rng.random(len(source)) < 0.25)
    return np.where(rated, pick(odds, sentiment, rng) + 1.0, np.nan)


LABELS = {
    "source": SOURCES,
    "language": LANGUAGES,
    "theme": THEMES,
    "sentiment": SENTIMENTS,
    "text": (
        *(
            text
            for language in LANGUAGES
            for theme in THEMES
            for sentiment in range(len(SENTIMENTS))
            for text in texts(language, theme, sentiment)
        ),
        *hostile.TEXTS,
    ),
}
"""What the numbers in the columns of ``feedback`` and of its truth stand for."""
