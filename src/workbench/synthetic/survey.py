"""Who is asked, who answers, and what: the continuous survey of everybody the company writes to.

Invitations are a Poisson process. Whether somebody answers depends on behaviour the store knows
(purchases, tenure, age) and hardly anybody answers who has left; so those who answer are more
satisfied than those who do not, because the dissatisfied leave. Questions on a touchpoint the
customer never uses are answered 'not applicable'; some questions are skipped, more at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.synthetic import experience
from workbench.synthetic.arrays import Columns, Flags, Floats, Ints
from workbench.synthetic.buying import Span
from workbench.synthetic.contacts import Contacts, contact
from workbench.synthetic.events import FADING, planted
from workbench.synthetic.items import ASIDE, FURTHER, ITEMS, MAIN, Item, attribute, importance_shift
from workbench.synthetic.lifetimes import Lives
from workbench.synthetic.money import silence
from workbench.synthetic.people import People
from workbench.synthetic.recipe import YEAR, Recipe
from workbench.synthetic.segments import DRIVERS, TOUCHPOINTS
from workbench.synthetic.streams import clock, poisson

INVITATIONS_A_YEAR = 2.4
RESPONSE = {
    "constant": -0.85,
    "log purchases a year": 0.35,
    "years of tenure": 0.20,
    "age from 45": 0.012,
    "left": -1.8,
}
"""Coefficients of the log odds of answering an invitation; purchases relative to six a year."""
SKIPPED = (0.012, 0.035)
"""Chance that an answer is left out, at the first and at the last question."""
FURTHER_ASKED = 0.5
"""Share of the questionnaires that hold the further questions, at their end."""


@dataclass(frozen=True)
class Invitations:
    """Rows: row of ``Lives``, row of ``People``, day asked, day of the answer (not a number if none)."""

    life: Ints
    person: Ints
    asked: Floats
    answered: Floats

    @property
    def as_contacts(self) -> Contacts:
        """The invitations as contacts of kind survey, with their outcome."""
        return contact(self.person, self.asked, "survey", np.isfinite(self.answered).astype(int))


def invitations(recipe: Recipe, people: People, lives: Lives, span: Span, rng: np.random.Generator) -> Invitations:
    """Who is asked when, and who answers within days."""
    life, asked = poisson(*span.clip(lives.start, silence(lives)), INVITATIONS_A_YEAR, rng)
    odds = np.array(list(RESPONSE.values())) @ response_terms(recipe, people, lives, life, asked)
    day = clock(asked + rng.exponential(1.5, len(asked)), rng)
    answers = (rng.random(len(asked)) < 1 / (1 + np.exp(-odds))) & (day < span.high)
    return Invitations(life, lives.person[life], asked, np.where(answers, day, np.nan))


def response_terms(recipe: Recipe, people: People, lives: Lives, life: Ints, asked: Floats) -> Floats:
    """What the terms of ``RESPONSE`` are for invitations: terms x invitations."""
    person = lives.person[life]
    return np.array(
        [
            np.ones(len(life)),
            np.log(people.rate[person] / 6),
            (asked - lives.start[life]) / YEAR,
            float(recipe.end[:4]) - people.birth_year[person] - 45,
            asked >= lives.end[life],
        ]
    )


def shifts(recipe: Recipe, people: People, person: Ints, day: Floats) -> tuple[Floats, Floats]:
    """What planted events add to exogenous variables and residuals at these moments."""
    mood = np.zeros((len(person), len(experience.EXOGENOUS)), dtype=np.float32)
    residual = np.zeros((len(person), len(experience.ENDOGENOUS)), dtype=np.float32)
    for index, event in enumerate(planted(recipe)):
        low, high = event.window(recipe)
        if event.kind == "price rise":
            residual[:, experience.ENDOGENOUS.index("value")] += event.shift * (day >= low)
        elif event.shift:
            age = np.floor((day - low) / (high - low)).astype(int)
            fading = np.array([*FADING, 0.0])[np.where((age < 0) | (age >= len(FADING)), len(FADING), age)]
            driver = 1 + DRIVERS.index(event.touchpoint)
            mood[:, driver] += event.shift * fading * people.touched[person, index]
    return mood, residual


def states(recipe: Recipe, people: People, person: Ints, day: Floats, rng: np.random.Generator) -> Floats:
    """The latent variables of people at moments: lasting trait, mood of the occasion, planted events."""
    mood, residual = shifts(recipe, people, person, day)
    exogenous, noise = experience.draw(len(person), rng)
    root = np.float32(np.sqrt(1 - experience.LASTING))
    mood += people.mood[person] + root * exogenous
    residual += people.residual[person] + root * noise
    return experience.chain(people.segment[person], mood, residual)


def scores(state: Floats, segment: Ints, rng: np.random.Generator, items: Sequence[Item] = ITEMS) -> Floats:
    """Answers on each item's own scale, before anything is left out: questionnaires x items."""
    latent = [experience.LATENTS.index(item.latent) if item.latent else 0 for item in items]
    loading = attribute("loading", items).astype(np.float32)
    noise = rng.standard_normal((len(state), len(items)), dtype=np.float32)
    points = loading * state[:, latent] + np.sqrt(1 - loading**2) * noise
    points *= attribute("spread", items).astype(np.float32)
    points += (attribute("mean", items) + importance_shift(items)).astype(np.float32)[segment]
    low, high = (attribute(name, items).astype(np.float32) for name in ("scale_min", "scale_max"))
    score = np.clip(np.rint(low + (high - low) * points / 100), low, high)
    return np.where(attribute("reversed", items) > 0, low + high - score, score)


def asked(count: int, rng: np.random.Generator) -> Flags:
    """Which of the main items each questionnaire holds: half of them ask for expectations, half for importance."""
    half = rng.integers(0, 2, count)
    wanted = attribute("half", MAIN)
    return np.asarray((wanted < 0) | (wanted == half[:, None]))


def answers(
    recipe: Recipe, people: People, person: Ints, day: Floats, rng: np.random.Generator, further: np.random.Generator
) -> Columns:
    """Questionnaires as columns of ``survey_responses``: one row for each item asked.

    Args:
        recipe, people: the world and who lives in it.
        person, day: row of ``people`` and moment of each questionnaire.
        rng: chance of the customers' states and of the main questions.
        further: chance of the further questions, asked in half of the questionnaires.
    """
    state = states(recipe, people, person, day, rng)
    main, held = _main(people, person, state, rng)
    more, also_held = _further(people, person, state, further)
    row, place = np.nonzero(held)
    later_row, later_place = np.nonzero(also_held)
    rows = np.concatenate([row, later_row])
    return {
        "response_id": rows,
        "customer_id": people.number[person][rows],
        "answered_at": day[rows],
        "item": np.concatenate([place, len(MAIN) + later_place]),
        "score": np.concatenate([main[row, place], more[later_row, later_place]]),
    }


def _main(people: People, person: Ints, state: Floats, rng: np.random.Generator) -> tuple[Floats, Flags]:
    """Scores of the main questions, and which of them each questionnaire holds: questionnaires x items."""
    score = scores(state, people.segment[person], rng, MAIN)
    for place, item in enumerate(MAIN):
        if item.not_applicable is not None:
            score[~people.uses[person, TOUCHPOINTS.index(item.touchpoint)], place] = ASIDE
    score[rng.random(score.shape, dtype=np.float32) < np.linspace(*SKIPPED, len(MAIN))] = np.nan
    return score, asked(len(person), rng)


def _further(people: People, person: Ints, state: Floats, rng: np.random.Generator) -> tuple[Floats, Flags]:
    """The same of the further questions: a questionnaire holds all of them or none."""
    score = scores(state, people.segment[person], rng, FURTHER)
    score[rng.random(score.shape, dtype=np.float32) < SKIPPED[1]] = np.nan
    held = rng.random(len(person)) < FURTHER_ASKED
    return score, np.repeat(held[:, None], len(FURTHER), axis=1)


LABELS = {"item": tuple(item.item for item in ITEMS)}
"""What the numbers in the columns of ``survey_responses`` stand for."""
