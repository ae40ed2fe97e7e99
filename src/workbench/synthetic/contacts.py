"""Contacts at all five stages of the relationship, on any channel, and what each costs."""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic.arrays import Columns, Floats, Ints
from workbench.synthetic.buying import Span
from workbench.synthetic.contact_kinds import KINDS, MOST, NAMES, channel_odds, outcome_odds
from workbench.synthetic.events import planted
from workbench.synthetic.lifetimes import Lives, touched_on
from workbench.synthetic.money import silence
from workbench.synthetic.people import STANDINGS, People
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.segments import TOUCHPOINTS, column
from workbench.synthetic.streams import clock, pick, poisson

COMPLAINTS_A_YEAR, COMPLAINT_SLOPE = 0.22, 0.6
FAILURE_COMPLAINTS = 0.12
"""Chance that a customer whom a service failure touches complains in its month."""
A_YEAR = {"campaign": 3.0, "enquiry": 0.4, "visit": 4.0, "community post": 0.12}
"""Contacts a year of the kinds whose rate is the same for everybody; visits only by users of the web."""

_NOTHING_YET = -1


def complaint_rate(people: People) -> Floats:
    """Complaints a year of each person, apart from service failures."""
    return np.asarray(COMPLAINTS_A_YEAR * np.exp(-COMPLAINT_SLOPE * people.satisfaction))


@dataclass(frozen=True)
class Contacts:
    """Rows: row of ``People``, moment in days, index into ``KINDS``, outcome (-1: still to be drawn)."""

    person: Ints
    day: Floats
    kind: Ints
    outcome: Ints

    def take(self, rows: Ints) -> "Contacts":
        """Some of these contacts, in the order of ``rows``."""
        return Contacts(self.person[rows], self.day[rows], self.kind[rows], self.outcome[rows])


def contact(person: Ints, day: Floats, name: str, outcome: Ints | int = _NOTHING_YET) -> Contacts:
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
            there = touched_on(people, lives, index, low)
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
    everything = together(streams)
    return everything.take(np.flatnonzero(everything.day >= 0))


def _spread(rows: Ints, more: float, until: float, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """One or more moments for each person, more of them towards the end of the world."""
    person = np.repeat(rows, 1 + rng.poisson(more, len(rows)))
    return person, until * rng.beta(2.0, 1.0, len(person))


def columns(people: People, contacts: Contacts, rng: np.random.Generator) -> Columns:
    """The contacts as columns of ``interactions``: stage and labels as numbers, times in days."""
    kind, segment = contacts.kind, people.segment[contacts.person]
    odds = channel_odds()
    channel = pick(odds.reshape(-1, odds.shape[2]), kind * odds.shape[1] + segment, rng)
    outcome = kind * MOST + np.where(contacts.outcome >= 0, contacts.outcome, pick(outcome_odds(), kind, rng))
    cost = np.array([one.costs for one in KINDS])[kind, channel] * rng.gamma(9.0, 1 / 9.0, len(channel))
    return {
        "customer_id": people.number[contacts.person],
        "occurred_at": clock(contacts.day, rng),
        "stage": kind,
        "channel": channel,
        "kind": kind,
        "outcome": outcome,
        "resolved": outcome,
        "cost": np.round(cost, 4),
    }
