"""What is in a purchase: its lines, what they cost, and which of them come back."""

import numpy as np

from workbench.synthetic import hostile
from workbench.synthetic.arrays import Columns
from workbench.synthetic.buying import Purchases
from workbench.synthetic.events import price_factor
from workbench.synthetic.people import People
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.segments import CATEGORIES, MARGINS, RETURN_LOSS, RETURNS, SALES_CHANNELS, SEGMENTS
from workbench.synthetic.streams import clock, pick

EXTRA_LINES = 0.7
"""Mean number of lines of a purchase after the first."""

UNIT_PRICES = (180.0, 90.0, 140.0, 25.0, 30.0, 8.0)
"""Typical price of one piece of each of ``CATEGORIES``."""


def lines(recipe: Recipe, people: People, bought: Purchases, until: float, rng: np.random.Generator) -> Columns:
    """The lines of purchases, and their returns before ``until``, as columns of ``transactions``."""
    counts = 1 + rng.poisson(EXTRA_LINES, len(bought.day))
    purchase = np.repeat(np.arange(len(counts)), counts)
    part = rng.standard_exponential(len(purchase))
    part /= np.bincount(purchase, part)[purchase]
    segment = people.segment[bought.person]
    category = pick(np.array([one.categories for one in SEGMENTS]), segment[purchase], rng)
    revenue = np.maximum(np.round(bought.amount[purchase] * part, 2), 0.01)
    base = revenue / price_factor(recipe, bought.day)[purchase]
    columns = {
        "customer_id": people.number[bought.person][purchase],
        "occurred_at": clock(bought.day, rng)[purchase],
        "category": category,
        "channel": pick(np.array([one.channels for one in SEGMENTS]), segment, rng)[purchase],
        "quantity": np.maximum(1, np.rint(revenue / np.array(UNIT_PRICES)[category])),
        "revenue": revenue,
        "cost": np.round(base * (1 - np.array(MARGINS)[category]) * rng.normal(1, 0.04, len(part)), 2),
    }
    columns = _with_returns(columns, until, rng)
    if recipe.hostile:
        columns["category"][rng.random(len(columns["category"])) < 0.02] = len(CATEGORIES)
    return columns


def _with_returns(columns: Columns, until: float, rng: np.random.Generator) -> Columns:
    """The lines and, after them, those sent back before ``until``."""
    sent = rng.random(len(columns["category"])) < np.array(RETURNS)[columns["category"]]
    back = {name: values[sent] for name, values in columns.items()}
    back["occurred_at"] = clock(back["occurred_at"] + rng.uniform(3, 25, int(sent.sum())), rng)
    back["quantity"], back["revenue"] = -back["quantity"], -back["revenue"]
    back["cost"] = -np.round(back["cost"] * (1 - RETURN_LOSS), 2)
    known = back["occurred_at"] < until
    return {name: np.concatenate([values, back[name][known]]) for name, values in columns.items()}


LABELS = {"category": (*CATEGORIES, hostile.MARKUP), "channel": SALES_CHANNELS}
"""What the numbers in the columns of ``transactions`` stand for."""
