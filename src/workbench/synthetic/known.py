"""The truth about single customers and texts, as frames; drawn again from the recipe, not stored."""

import numpy as np
import pandas as pd

from workbench.synthetic import words
from workbench.synthetic.lifetimes import daily_rates
from workbench.synthetic.people import STANDINGS
from workbench.synthetic.recipe import YEAR, Recipe
from workbench.synthetic.scene import Scene, scenes
from workbench.synthetic.segments import SEGMENTS


def customers(recipe: Recipe) -> pd.DataFrame:
    """What each person on file is like, whether they ever buy or not.

    Returns:
        customer_id, standing (customer, opportunity, prospect, target), segment, satisfaction (lasting, in
        standard deviations of the world), purchases (a year), spend (mean amount of a purchase at base
        prices, the effect of satisfaction included), leaving (yearly rate before any planted event).
    """
    return pd.concat([_customers(scene) for scene in scenes(recipe)], ignore_index=True)


def lives(recipe: Recipe) -> pd.DataFrame:
    """When each customer was one.

    Returns:
        customer_id, order (0 for the first life), started_on, left_on (missing if after the world's end),
        moved (whether they left by moving house).
    """
    return pd.concat([_lives(scene) for scene in scenes(recipe)], ignore_index=True)


def feedback(recipe: Recipe) -> pd.DataFrame:
    """Theme and sentiment of each text.

    Returns:
        feedback_id, theme, sentiment (negative, neutral, positive).
    """
    parts, first = [], 1
    for scene in scenes(recipe):
        talk = scene.chance("words")
        said = words.written(recipe, scene.people, scene.lives, scene.span, talk)
        meant = words.columns(recipe, scene.people, said, talk)[1]
        labels = {name: np.array(words.LABELS[name], dtype=object)[values] for name, values in meant.items()}
        ids = [f"F{number:08d}" for number in range(first, first + len(said.day))]
        parts.append(pd.DataFrame({"feedback_id": ids, **labels}))
        first += len(ids)
    return pd.concat(parts, ignore_index=True)


def customer_ids(scene: Scene, rows: np.ndarray) -> list[str]:
    """The ids of some rows of the scene's people."""
    return [f"C{number:08d}" for number in scene.people.number[rows]]


def _customers(scene: Scene) -> pd.DataFrame:
    people = scene.people
    return pd.DataFrame(
        {
            "customer_id": customer_ids(scene, np.arange(len(people))),
            "standing": np.array(STANDINGS, dtype=object)[people.standing],
            "segment": np.array([segment.name for segment in SEGMENTS], dtype=object)[people.segment],
            "satisfaction": people.satisfaction,
            "purchases": people.rate,
            "spend": people.spend * np.exp(scene.recipe.spend_slope * people.satisfaction),
            "leaving": YEAR * np.sum(daily_rates(people), axis=0),
        }
    )


def _lives(scene: Scene) -> pd.DataFrame:
    found, recipe = scene.lives, scene.recipe
    start = recipe.start.astype("datetime64[s]")
    end = np.where(found.end < recipe.days, found.end, np.nan)
    return pd.DataFrame(
        {
            "customer_id": customer_ids(scene, found.person),
            "order": found.order,
            "started_on": start + np.floor(found.start).astype("timedelta64[D]"),
            "left_on": start + pd.to_timedelta(np.floor(end), unit="D"),
            "moved": found.moved & (found.end < recipe.days),
        }
    )
