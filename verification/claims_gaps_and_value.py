"""Gaps, delivered value and what customers would pay are those of the world that made the answers.

In the first claims everybody in a world of 5,000 customers fills in one questionnaire, so the truth is known in closed
form. In the last one the answers and complaints of a world go through the store's own query.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

import duckdb
import numpy as np
import pandas as pd

from verification.claims import Outcome, at_least, claim, within
from verification.worlds import quiet
from workbench import synthetic
from workbench.analysis import delivered_value, gaps, price_outcomes, word_of_mouth
from workbench.analysis.delivered_value import DeliveredValue, Sides
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.surveys import BUCKETS, Survey, read
from workbench.memory import queries
from workbench.synthetic.items import ASIDE, ITEMS, attribute
from workbench.synthetic.survey import answers

AS_OF = dt.date(2026, 10, 1)


@claim(
    "The 95 % intervals of the gaps at touchpoints, and at the product's core and social levels, hold the truth.",
    limit="92 to 98 % of seeds x gaps",
    seeds=range(1, 61),
)
def gap_intervals(seeds: Sequence[int]) -> Outcome:
    return _coverage(held for seed in seeds for held in _gaps_held(seed))


def _gaps_held(seed: int) -> Iterator[bool]:
    survey, truth = everybody(seed)
    levels = gaps.by_dimension(survey, "level").set_index("level")
    found = gaps.by_touchpoint(survey).set_index("touchpoint")
    found.loc["product core"], found.loc["product social"] = levels.loc["core"], levels.loc["social"]
    for name, row in found.iterrows():
        yield bool(row["low"] <= truth.gaps[str(name)] <= row["high"])


@claim(
    "The 95 % intervals of total value, total cost, and of how either moves satisfaction, hold the truth.",
    limit="92 to 98 % of seeds x numbers",
    seeds=range(61, 121),
)
def delivered_value_intervals(seeds: Sequence[int]) -> Outcome:
    return _coverage(held for seed in seeds for held in _value_held(seed))


def _value_held(seed: int) -> Iterator[bool]:
    survey, truth = everybody(seed)
    found, true = delivered_value.of(survey), truth.delivered
    assert isinstance(found, DeliveredValue) and isinstance(found.sides, Sides), found
    yield _holds(found.total_value, true.value)
    yield _holds(found.total_cost, true.cost)
    yield _holds(found.sides.value, true.pull_of_value)
    yield _holds(found.sides.cost, true.pull_of_cost)


@claim("What customers get is told to move satisfaction more.", limit="at least 57 of 60 seeds", seeds=range(121, 181))
def the_side_that_leads(seeds: Sequence[int]) -> Outcome:
    found = [delivered_value.which_side(everybody(seed)[0]) for seed in seeds]
    told = [isinstance(one, Sides) and isinstance(one.lead, Estimate) and one.lead.low > 0 for one in found]
    return at_least(57, sum(told), of=len(told))


@claim(
    "The 95 % intervals of what a point of satisfaction goes with in price tolerance and premium hold the truth.",
    limit="90 to 99 % of seeds x outcomes",
    seeds=range(181, 241),
)
def price_slopes(seeds: Sequence[int]) -> Outcome:
    held = []
    for seed in seeds:
        survey, truth = everybody(seed)
        found = price_outcomes.of(survey, ["quality: shop"]).set_index("outcome")
        for name, row in found.iterrows():
            held.append(row["per_point_low"] <= truth.per_point_of_satisfaction[str(name)] <= row["per_point_high"])
    return within(float(np.mean(held)), 0.90, 0.99, "{:.1%} of " + f"{len(held):,}")


@claim(
    "Where complaints rise steadily as satisfaction falls, hardly ever is a threshold found.",
    limit="in at most 5 of 40 seeds",
    seeds=range(1, 41),
)
def steady_complaints(seeds: Sequence[int]) -> Outcome:
    found = [word_of_mouth.of(_talk(seed)).complaint for seed in seeds]
    told = sum(not isinstance(one, Withheld) for one in found)
    return Outcome(f"{told} of {len(found)}", told <= 5)


def everybody(seed: int) -> tuple[Survey, synthetic.Truth]:
    """One questionnaire of everybody in a world without events, and the truth about it."""
    scene = quiet(seed)
    size = len(scene.people)
    chance = scene.chance("answers"), scene.chance("further answers")
    given = answers(scene.recipe, scene.people, np.arange(size), np.ones(size), *chance)
    score = np.full((size, len(ITEMS)), np.nan)
    score[given["response_id"], given["item"]] = np.where(given["score"] == ASIDE, np.nan, given["score"])
    low, high = attribute("scale_min"), attribute("scale_max")
    points = 100 * np.where(attribute("reversed") > 0, high - score, score - low) / (high - low)
    columns = ["item", "construct", "kind", "touchpoint", "level", "object"]
    items = pd.DataFrame([[getattr(item, name) for name in columns] for item in ITEMS], columns=columns)
    rows = pd.DataFrame(points, columns=items["item"]).assign(weight=1.0, bucket=np.arange(size) % BUCKETS)
    return read(rows.assign(customer_id=scene.people.number), items), synthetic.truth(scene.recipe)


def _talk(seed: int) -> pd.DataFrame:
    composed = queries.compose("talk_after_answers")
    known = {"as_of": AS_OF, "known_until": AS_OF, "contact_cost": 0.0}
    with duckdb.connect() as con:
        synthetic.fill(con, synthetic.Recipe(customers=8_000, months=20, seed=seed, end="2026-09", events=False))
        return con.execute(composed.sql, queries.bind("talk_after_answers", composed, {}, known)).df()


def _holds(found: Result, truth: float) -> bool:
    return isinstance(found, Estimate) and found.low <= truth <= found.high


def _coverage(held: Iterator[bool]) -> Outcome:
    each = list(held)
    return within(float(np.mean(each)), 0.92, 0.98, "{:.1%} of " + f"{len(each):,}")
