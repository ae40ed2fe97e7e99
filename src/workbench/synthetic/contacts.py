"""Contacts at all five stages of the relationship, on any channel, and what each costs."""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic.buying import Span
from workbench.synthetic.events import planted
from workbench.synthetic.lives import Lives
from workbench.synthetic.money import silence
from workbench.synthetic.people import STANDINGS, People
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.segments import TOUCHPOINTS, column
from workbench.synthetic.streams import clock, pick, poisson

SOURCES = ("search", "social media", "recommendation", "shop", "advertising", "sales team")
CHANNELS = ("phone", "letter", "e-mail", "web", "shop", "app", "chat")

COMPLAINTS_A_YEAR, COMPLAINT_SLOPE = 0.22, 0.6
FAILURE_COMPLAINTS = 0.12
"""Chance that a customer whom a service failure touches complains in its month."""


@dataclass(frozen=True)
class Kind:
    """A kind of contact.

    Args:
        name, stage: as in ``interactions``.
        channels: odds of ``CHANNELS``: one line for all segments, or one for each.
        costs: mean cost of a contact by channel.
        outcomes: name, chance, and whether the matter was settled (None: nothing to settle).
    """

    name: str
    stage: str
    channels: tuple[tuple[float, ...], ...]
    costs: tuple[float, ...]
    outcomes: tuple[tuple[str, float, bool | None], ...]


_MAIL = (0, 0.0, 1, 0, 0, 0, 0), (0, 0.0, 0.6, 0, 0, 0.4, 0), (0, 0.3, 0.6, 0, 0, 0.1, 0)
_MAIL += (0, 0.7, 0.3, 0, 0, 0, 0), (0, 0.1, 0.9, 0, 0, 0, 0)
_HELP = (0.35, 0, 0.2, 0, 0.15, 0.1, 0.2), (0.2, 0, 0.2, 0, 0.05, 0.2, 0.35), (0.35, 0.02, 0.28, 0, 0.25, 0, 0.1)
_HELP += (0.62, 0.06, 0.06, 0, 0.26, 0, 0), (0.55, 0, 0.35, 0, 0, 0, 0.1)
_HELP_COSTS = (6.8, 4.5, 2.9, 0.0, 4.2, 0.8, 3.1)

KINDS = (
    Kind(
        "campaign",
        "marketing",
        _MAIL,
        (0, 0.95, 0.04, 0, 0, 0.01, 0),
        (("ignored", 0.62, None), ("opened", 0.24, None), ("clicked", 0.11, None), ("redeemed", 0.03, None)),
    ),
    Kind(
        "survey",
        "marketing",
        ((0, 0, 0.8, 0, 0, 0.2, 0),),
        (0, 0, 0.10, 0, 0, 0.10, 0),
        (("no answer", 0.67, None), ("answered", 0.33, None)),
    ),
    Kind(
        "enquiry",
        "sales",
        _HELP,
        _HELP_COSTS,
        (("answered", 0.70, True), ("quote sent", 0.22, True), ("no interest", 0.08, False)),
    ),
    Kind(
        "visit",
        "e-commerce",
        ((0, 0, 0, 0.6, 0, 0.4, 0),),
        (0, 0, 0, 0.03, 0, 0.02, 0),
        (("browsed", 0.62, None), ("basket left", 0.23, None), ("bought", 0.15, None)),
    ),
    Kind(
        "service request",
        "service",
        _HELP,
        _HELP_COSTS,
        (("solved at once", 0.62, True), ("solved later", 0.28, True), ("not solved", 0.10, False)),
    ),
    Kind(
        "complaint",
        "service",
        _HELP,
        _HELP_COSTS,
        (("put right", 0.42, True), ("explained", 0.30, True), ("not solved", 0.28, False)),
    ),
    Kind(
        "community post",
        "community",
        ((0, 0, 0, 0.8, 0, 0.2, 0),),
        (0, 0, 0, 0.15, 0, 0.15, 0),
        (("answered by members", 0.55, True), ("answered by staff", 0.25, True), ("no reply", 0.20, False)),
    ),
)
NAMES = tuple(kind.name for kind in KINDS)
A_YEAR = {"campaign": 3.0, "enquiry": 0.4, "visit": 4.0, "community post": 0.12}
"""Contacts a year of the kinds whose rate is the same for everybody; visits only by users of the web."""

_NOTHING_YET = -1


def mean_costs() -> np.ndarray:
    """Mean cost of a contact: kinds x segments."""
    return np.array([np.broadcast_to(np.array(one.channels) @ np.array(one.costs), 5) for one in KINDS])


def complaint_rate(people: People) -> np.ndarray:
    """Complaints a year of each person, apart from service failures."""
    return COMPLAINTS_A_YEAR * np.exp(-COMPLAINT_SLOPE * people.satisfaction)


@dataclass(frozen=True)
class Contacts:
    """Rows: row of ``People``, moment in days, index into ``KINDS``, outcome (-1: still to be drawn)."""

    person: np.ndarray
    day: np.ndarray
    kind: np.ndarray
    outcome: np.ndarray


def contact(person: np.ndarray, day: np.ndarray, name: str, outcome: np.ndarray | int = _NOTHING_YET) -> Contacts:
    """Contacts of one kind."""
    size = len(person)
    return Contacts(person, day, np.full(size, NAMES.index(name)), np.broadcast_to(outcome, size))


def together(parts: list[Contacts]) -> Contacts:
    """Several streams of contacts as one."""
    names = ("person", "day", "kind", "outcome")
    return Contacts(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def of_customers(recipe: Recipe, people: People, lives: Lives, span: Span, rng: np.random.Generator) -> Contacts:
    """What happens while people are customers, and the mail they get for some time longer."""
    stay, touch = span.clip(lives.start, lives.end), span.clip(lives.start, silence(lives))
    who = lives.person
    rates = {
        "enquiry": np.full(len(who), A_YEAR["enquiry"]),
        "visit": A_YEAR["visit"] * people.uses[who, TOUCHPOINTS.index("web")],
        "service request": column("service")[people.segment[who]],
        "complaint": complaint_rate(people)[who],
        "community post": np.full(len(who), A_YEAR["community post"]),
    }
    drawn = {name: poisson(*stay, rate, rng) for name, rate in rates.items()}
    drawn["campaign"] = poisson(*touch, A_YEAR["campaign"], rng)
    streams = [contact(who[row], day, name) for name, (row, day) in drawn.items()]
    return together([*streams, *_failures(recipe, people, lives, span, rng)])


def _failures(recipe: Recipe, people: People, lives: Lives, span: Span, rng: np.random.Generator) -> list[Contacts]:
    """Complaints about a planted service failure, in its month."""
    found = []
    for index, event in enumerate(planted(recipe)):
        low, high = event.window(recipe)
        if event.kind == "service failure" and span.low <= low < span.high:
            there = (lives.start < low) & (lives.end > low) & people.touched[lives.person, index]
            angry = lives.person[there & (rng.random(len(lives)) < FAILURE_COMPLAINTS)]
            found.append(contact(angry, rng.uniform(low, high, len(angry)), "complaint"))
    return found


def before_buying(people: People, until: float, rng: np.random.Generator) -> Contacts:
    """Contacts of those who will buy, in the weeks before, and of those who never do."""
    won = np.flatnonzero(people.standing == 0)
    heard, asked = (won[rng.random(len(won)) < share] for share in (0.5, 0.4))
    streams = [
        contact(heard, people.acquired[heard] - rng.uniform(2, 90, len(heard)), "campaign", 2),
        contact(asked, people.acquired[asked] - rng.uniform(1, 45, len(asked)), "enquiry"),
    ]
    known = np.flatnonzero((people.standing > 0) & (people.standing < STANDINGS.index("target")))
    streams.append(contact(*_spread(known, 2.0, until, rng), "campaign"))
    talks = np.flatnonzero(people.standing == STANDINGS.index("opportunity"))
    streams.append(contact(*_spread(talks, 0.8, until, rng), "enquiry", 1))
    all_of_them = together(streams)
    kept = all_of_them.day >= 0
    return Contacts(all_of_them.person[kept], all_of_them.day[kept], all_of_them.kind[kept], all_of_them.outcome[kept])


def _spread(rows: np.ndarray, more: float, until: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One or more moments for each person, more of them towards the end of the world."""
    person = np.repeat(rows, 1 + rng.poisson(more, len(rows)))
    return person, until * rng.beta(2.0, 1.0, len(person))


def columns(people: People, contacts: Contacts, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """The contacts as columns of ``interactions``: stage and labels as numbers, times in days."""
    channels = np.concatenate([np.broadcast_to(np.array(kind.channels, dtype=float), (5, 7)) for kind in KINDS])
    channel = pick(channels, contacts.kind * 5 + people.segment[contacts.person], rng)
    chances = np.zeros((len(KINDS), 4))
    for row, kind in enumerate(KINDS):
        chances[row, : len(kind.outcomes)] = [chance for _, chance, _ in kind.outcomes]
    outcome = np.where(contacts.outcome >= 0, contacts.outcome, pick(chances, contacts.kind, rng))
    cost = np.array([kind.costs for kind in KINDS])[contacts.kind, channel] * rng.gamma(9.0, 1 / 9.0, len(channel))
    return {
        "customer_id": people.number[contacts.person],
        "occurred_at": clock(contacts.day, rng),
        "stage": contacts.kind,
        "channel": channel,
        "kind": contacts.kind,
        "outcome": contacts.kind * 4 + outcome,
        "resolved": contacts.kind * 4 + outcome,
        "cost": np.round(cost, 4),
    }


def _each(part: int) -> tuple[object, ...]:
    """One part of all outcomes, four places for each kind."""
    return tuple(
        kind.outcomes[place][part] if place < len(kind.outcomes) else None for kind in KINDS for place in range(4)
    )


LABELS = {
    "stage": tuple(kind.stage for kind in KINDS),
    "channel": CHANNELS,
    "kind": NAMES,
    "outcome": _each(0),
    "resolved": _each(2),
}
"""What the numbers in the columns of ``interactions`` stand for."""
