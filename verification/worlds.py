"""Worlds for claims, and what can be counted in them."""

import numpy as np

from workbench.synthetic import buying
from workbench.synthetic.arrays import Columns, Floats, Ints
from workbench.synthetic.recipe import YEAR, Recipe
from workbench.synthetic.scene import Scene, scenes
from workbench.synthetic.world import play


def quiet(seed: int, customers: int = 5_000) -> Scene:
    """A world in which nothing is planted and there is no season."""
    return next(scenes(Recipe(customers=customers, seed=seed, events=False, seasonality=0.0)))


def years_here(scene: Scene) -> Floats:
    """Years each life was under way within the world."""
    return (np.minimum(scene.lives.end, scene.recipe.days) - scene.lives.start) / YEAR


def buyers(scene: Scene) -> Ints:
    """The row of the buyer of each purchase."""
    chance = scene.chance("purchases")
    return buying.purchases(scene.recipe, scene.people, scene.lives, scene.changes, scene.span, chance).person


def contributions(scene: Scene) -> Floats:
    """Contribution of the last 365 days of each customer who bought in them or holds a contract, highest first."""
    tables, since, size = play(scene), scene.recipe.days - 365, len(scene.people)
    total = np.zeros(size)
    for table, day, plus, minus in (
        ("transactions", "occurred_at", "revenue", "cost"),
        ("activity_costs", "occurred_on", "", "amount"),
        ("interactions", "occurred_at", "", "cost"),
    ):
        columns = tables[table]
        recent = columns[day] >= since
        row = (columns["customer_id"] - scene.people.number[0])[recent]
        amount = (columns[plus] if plus else 0.0) - columns[minus]
        total += np.bincount(row, amount[recent], minlength=size)
    total += _from_contracts(scene, tables["contracts"], since)
    sold, held = tables["transactions"], tables["contracts"]
    there = np.concatenate(
        [
            sold["customer_id"][(sold["occurred_at"] >= since) & (sold["revenue"] > 0)],
            held["customer_id"][np.isnan(held["ended_on"])],
        ]
    )
    return np.sort(total[np.unique(there) - scene.people.number[0]])[::-1]


def _from_contracts(scene: Scene, columns: Columns, since: float) -> Floats:
    """Contribution of contracts, by days."""
    ended = np.nan_to_num(columns["ended_on"], nan=scene.recipe.days)
    days = np.maximum(ended - np.maximum(columns["started_on"], since), 0)
    amount = (columns["monthly_revenue"] - columns["monthly_cost"]) * 12 / YEAR * days
    return np.bincount(columns["customer_id"] - scene.people.number[0], amount, minlength=len(scene.people))
