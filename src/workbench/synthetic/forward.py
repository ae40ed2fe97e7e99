"""The future played once: what customers bring after a date, drawn instead of calculated.

It uses the functions that draw the world, from another stream of chance, so it shows that the
formulas of ``value`` say what the world does. Events planted after the date would happen in it.
"""

from dataclasses import replace

import numpy as np

from workbench.synthetic import baskets, buying, contact_kinds, contacts, lifetimes, money, survey
from workbench.synthetic.arrays import Floats, Ints
from workbench.synthetic.buying import LifeEvents, Span
from workbench.synthetic.lifetimes import Lives
from workbench.synthetic.recipe import YEAR
from workbench.synthetic.scene import Scene
from workbench.synthetic.segments import CONTRACT_COST, column
from workbench.synthetic.value import after_leaving_odds, annuity, latest_lives

Bookings = tuple[Ints, Floats, Floats]
"""Rows of ``People``, days, amounts."""


def play_on(scene: Scene, day: float, discount_rate: float, years: float, rng: np.random.Generator) -> Floats:
    """Discounted contribution of each person from a day on, drawn once.

    Args:
        scene: the part of the world; who is acquired from the day on brings nothing.
        day: days since the world's start.
        discount_rate: a year, as a fraction.
        years: how far to play.
    """
    scene = replace(scene, people=replace(scene.people, acquired=np.full(len(scene.people), np.nan)))
    span = Span(day, day + years * YEAR)
    ahead = lives_ahead(scene, span, rng)
    changes = _with_recent(scene, ahead, buying.life_events(scene.people, ahead, span, rng), day)
    streams = [_sales(scene, ahead, changes, span, rng), *_costs(scene, ahead, span, rng)]
    person, when, amount = (np.concatenate(parts) for parts in zip(*streams, strict=True))
    inside = when < span.high
    factor = (1 + discount_rate) ** (-(when - day) / YEAR)
    cash = np.bincount(person[inside], (amount * factor)[inside], minlength=len(scene.people))
    return cash + _contracts(scene, ahead, span, float(np.log1p(discount_rate)))


def lives_ahead(scene: Scene, span: Span, rng: np.random.Generator) -> Lives:
    """The lives under way on the first day with new ends, those that ended before, and all that follow."""
    people, day = scene.people, span.low
    calendar = lifetimes.hazards(scene.recipe, people)
    latest = latest_lives(scene.lives, day)
    here, gone = (latest.take(np.flatnonzero(rows)) for rows in (latest.end >= day, latest.end < day))
    renewed = lifetimes.lives_from(people, here.person, np.full(len(here), day), 0, calendar, rng, at_once=False)
    signed = np.where(here.signed < day, here.signed, renewed.signed)
    alive = replace(renewed, start=here.start, signed=signed)
    chance, low, high = after_leaving_odds(day - gone.end)
    back = rng.random(len(gone)) < chance
    start = (gone.end + rng.uniform(low, high))[back]
    returned = lifetimes.lives_from(people, gone.person[back], start, 1, calendar, rng, at_once=False)
    return lifetimes.with_returns(people, alive.join(returned), span.high, calendar, rng).join(gone)


def _with_recent(scene: Scene, ahead: Lives, coming: LifeEvents, day: float) -> LifeEvents:
    """Life events to come, and those of before the day in lives that are still under way."""
    row = np.full(len(scene.people), -1)
    under_way = np.flatnonzero((ahead.start < day) & (ahead.end >= day))
    row[ahead.person[under_way]] = under_way
    past = scene.changes
    at = row[past.person]
    kept = (past.day < day) & (at >= 0) & (past.day >= ahead.start[at])
    return LifeEvents(
        np.concatenate([at[kept], coming.life]),
        np.concatenate([past.person[kept], coming.person]),
        np.concatenate([past.kind[kept], coming.kind]),
        np.concatenate([past.day[kept], coming.day]),
    )


def _sales(scene: Scene, ahead: Lives, changes: LifeEvents, span: Span, rng: np.random.Generator) -> Bookings:
    bought = buying.purchases(scene.recipe, scene.people, ahead, changes, span, rng)
    lines = baskets.lines(scene.recipe, scene.people, bought, span.high, rng)
    return _rows(scene, lines), lines["occurred_at"], lines["revenue"] - lines["cost"]


def _costs(scene: Scene, ahead: Lives, span: Span, rng: np.random.Generator) -> list[Bookings]:
    met = contacts.of_customers(scene.recipe, scene.people, ahead, span, rng)
    asked = survey.invitations(scene.recipe, scene.people, ahead, span, rng).as_contacts
    spoken = contacts.columns(scene.people, contacts.together([met, asked]), rng)
    angry = met.kind == contact_kinds.NAMES.index("complaint")
    spent = money.activity_costs(scene.recipe, scene.people, ahead, (met.person[angry], met.day[angry]), span, rng)
    return [
        (_rows(scene, spoken), spoken["occurred_at"], -spoken["cost"]),
        (_rows(scene, spent), spent["occurred_on"], -spent["amount"]),
    ]


def _rows(scene: Scene, columns: dict[str, Floats]) -> Ints:
    """Rows of ``People`` from customer numbers, which run on without a gap in a scene."""
    rows: Ints = columns["customer_id"] - scene.people.number[0]
    return rows


def _contracts(scene: Scene, ahead: Lives, span: Span, discount: float) -> Floats:
    """Present value of the contracts' contribution, which flows evenly."""
    start, end = (np.maximum(edge - span.low, 0) / YEAR for edge in span.clip(ahead.signed, ahead.end))
    held = np.isfinite(start) & (end > start)
    person = ahead.person[held]
    yearly = 12 * (1 - CONTRACT_COST) * column("contract_price")[scene.people.segment[person]]
    worth = yearly * np.exp(-discount * start[held]) * annuity(discount, end[held] - start[held])
    return np.bincount(person, worth, minlength=len(scene.people)).astype(float)
