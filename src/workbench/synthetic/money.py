"""Contracts, invoices and how they are paid, and what is spent on customers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.synthetic.arrays import Columns, Floats, Ints
from workbench.synthetic.buying import Purchases, Span
from workbench.synthetic.events import planted
from workbench.synthetic.lifetimes import Lives, touched_on
from workbench.synthetic.people import People
from workbench.synthetic.recipe import YEAR, Recipe
from workbench.synthetic.segments import CONTRACT_COST, column
from workbench.synthetic.streams import poisson

COST_KINDS = ("acquisition", "retention", "service", "marketing")
WINNING = (34.0, 28.0, 15.0, 22.0, 46.0, 160.0)
"""Mean amount spent to win a customer from each of ``contact_kinds.SOURCES``."""
MARKETING_A_YEAR = 4.0
RETENTION_A_YEAR, RETENTION = 0.35, 14.0
"""Offers to stay: how many a year, and their mean amount."""
WIN_BACK = 25.0
"""Mean amount spent on a customer who returns."""
STILL_WRITTEN_TO = 0.5 * YEAR
"""How long people who left still get mail, in days; nobody returns sooner (``lifetimes.AWAY_LOW``)."""
COMPENSATED, COMPENSATION = 0.4, 18.0
"""Chance that a complaint is compensated, and the mean amount."""

Booked = tuple[NDArray[Any], ...]
"""Rows of ``People``, days, indices into ``COST_KINDS`` and mean amounts."""

_AMOUNT_SHAPE = 4.0
_MONTH = YEAR / 12


def silence(lives: Lives) -> Floats:
    """When the company stops writing to a customer: ``STILL_WRITTEN_TO`` days after each life's end."""
    return lives.end + STILL_WRITTEN_TO


def contracts(people: People, lives: Lives, until: float) -> Columns:
    """The contracts signed before ``until``; days, the end not a number while they run."""
    held = np.flatnonzero(lives.signed < until)
    person, end = lives.person[held], lives.end[held]
    price = column("contract_price")[people.segment[person]]
    return {
        "customer_id": people.number[person],
        "started_on": np.floor(lives.signed[held]),
        "ended_on": np.where(end < until, np.floor(end) + 1, np.nan),
        "monthly_revenue": price,
        "monthly_cost": np.round(price * CONTRACT_COST, 2),
    }


def payments(recipe: Recipe, people: People, lives: Lives, bought: Purchases, rng: np.random.Generator) -> Columns:
    """Invoices: each month of a contract, and each purchase of a company."""
    held = np.flatnonzero(lives.signed < recipe.days)
    length = np.minimum(lives.end[held], recipe.days) - lives.signed[held]
    counts = np.ceil(length / _MONTH).astype(int)
    row = np.repeat(np.arange(len(held)), counts)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    account = np.flatnonzero(column("business")[people.segment[bought.person]])
    person = np.concatenate([lives.person[held][row], bought.person[account]])
    issued = np.floor(np.concatenate([lives.signed[held][row] + turn * _MONTH, bought.day[account]]))
    price = column("contract_price")[people.segment[lives.person[held]]][row]
    amount = np.round(np.concatenate([price, bought.amount[account]]), 2)
    return _settle(recipe, people, person, issued, amount, rng)


def _settle(
    recipe: Recipe, people: People, person: Ints, issued: Floats, amount: Floats, rng: np.random.Generator
) -> Columns:
    """When invoices fall due and are paid; not a number while they are open at the world's end."""
    payer, size = people.payer[person], len(person)
    due = issued + np.where(column("business")[people.segment[person]] > 0, 30, 14)
    prompt = due - np.floor(rng.random(size) * 10)
    late = due + np.floor(rng.gamma(2.0, np.where(payer == 2, 30.0, 12.0)))
    paid = np.where(payer == 0, prompt, late)
    paid[(payer == 2) & (rng.random(size) < 0.15)] = np.inf
    return {
        "customer_id": people.number[person],
        "issued_on": issued,
        "due_on": due,
        "paid_on": np.where(paid < recipe.days, paid, np.nan),
        "amount": np.maximum(amount, 0.01),
    }


def activity_costs(
    recipe: Recipe, people: People, lives: Lives, complaints: tuple[Ints, Floats], span: Span, rng: np.random.Generator
) -> Columns:
    """Money spent on customers; ``complaints`` are the people and days of complaints."""
    streams = [_winning(people, span), _keeping(people, lives, span, rng), _win_backs(lives, span)]
    streams += [_compensations(complaints, rng), _advertising(people, lives, span, rng)]
    streams += _campaigns(recipe, people, lives, span)
    person, day, kind, mean = (np.concatenate(parts) for parts in zip(*streams, strict=True))
    amount = np.maximum(np.round(rng.gamma(_AMOUNT_SHAPE, mean / _AMOUNT_SHAPE), 2), 0.01)
    return {"customer_id": people.number[person], "occurred_on": np.floor(day), "kind": kind, "amount": amount}


def _booked(person: Ints, day: Floats, kind: str, mean: Floats | float) -> Booked:
    """Bookings of one kind."""
    size = len(person)
    return person, day, np.full(size, COST_KINDS.index(kind)), np.broadcast_to(mean, size)


def _winning(people: People, span: Span) -> Booked:
    won = np.flatnonzero((people.acquired >= span.low) & (people.acquired < span.high))
    return _booked(won, people.acquired[won], "acquisition", np.array(WINNING)[people.source[won]])


def _keeping(people: People, lives: Lives, span: Span, rng: np.random.Generator) -> Booked:
    life, day = poisson(*span.clip(lives.start, lives.end), RETENTION_A_YEAR, rng)
    return _booked(lives.person[life], day, "retention", RETENTION)


def _win_backs(lives: Lives, span: Span) -> Booked:
    back = (lives.order > 0) & (lives.start >= span.low) & (lives.start < span.high)
    return _booked(lives.person[back], lives.start[back], "retention", WIN_BACK)


def _compensations(complaints: tuple[Ints, Floats], rng: np.random.Generator) -> Booked:
    person, day = complaints
    paid = rng.random(len(person)) < COMPENSATED
    return _booked(person[paid], day[paid], "service", COMPENSATION)


def _advertising(people: People, lives: Lives, span: Span, rng: np.random.Generator) -> Booked:
    window, day = poisson(*span.clip(lives.start, silence(lives)), MARKETING_A_YEAR, rng)
    person = lives.person[window]
    return _booked(person, day, "marketing", column("marketing")[people.segment[person]] / MARKETING_A_YEAR)


def _campaigns(recipe: Recipe, people: People, lives: Lives, span: Span) -> list[Booked]:
    found = []
    for index, event in enumerate(planted(recipe)):
        low = event.window(recipe)[0]
        if event.cost and span.low <= low < span.high:
            there = touched_on(people, lives, index, low)
            found.append(_booked(lives.person[there], np.full(int(there.sum()), low), "marketing", event.cost))
    return found
