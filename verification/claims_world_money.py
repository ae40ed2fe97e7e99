"""The customers of the demonstration world are worth what is said of them, and few of them bring most of it."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm, t

from verification.claims import Outcome, all_within, claim, standardised
from verification.worlds import contributions
from workbench import synthetic
from workbench.synthetic.forward import play_on
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.scene import Scene, scenes
from workbench.synthetic.value import latest_lives

DISCOUNT, FUTURES = 0.10, 10


@claim(
    "True customer equity in closed form is what fifty years of future bring on average, discounted at 10 %.",
    limit="within 1.96 standard errors of ten played futures in 85 to 100 % of worlds",
    seeds=range(1, 41),
)
def true_equity(seeds: Sequence[int]) -> Outcome:
    return standardised((_equity_distance(seed) for seed in seeds), 0.85, 1.0)


def _equity_distance(seed: int) -> float:
    """Student's distance with nine degrees of freedom, brought to the scale of the normal."""
    scene = next(scenes(Recipe(customers=1_500, months=30, seed=seed)))
    known = synthetic.customer_values(scene.recipe, str(scene.recipe.last_day + 1), DISCOUNT)["value"].sum()
    rows = latest_lives(scene.lives, scene.recipe.days).person
    chances = [np.random.default_rng([seed, turn]) for turn in range(FUTURES)]
    played = [play_on(scene, scene.recipe.days, DISCOUNT, 50, chance)[rows].sum() for chance in chances]
    distance = (np.mean(played) - known) / (np.std(played, ddof=1) / np.sqrt(FUTURES))
    return float(norm.ppf(t.cdf(distance, FUTURES - 1)))


@claim(
    "The best 20 % of customers bring about 80 % of the profit of a year.",
    limit="74 % to 86 % in every world of the default size",
    seeds=range(1, 13),
)
def best_customers(seeds: Sequence[int]) -> Outcome:
    return all_within((_best_share(contributions(_usual(seed))) for seed in seeds), 0.74, 0.86, "{:.1%}")


def _best_share(profit: np.ndarray) -> float:
    return float(profit[: len(profit) // 5].sum() / profit.sum())


@claim(
    "About 30 % of customers lose money in a year, so that profit without them would be higher.",
    limit="25 % to 34 % in every world of the default size",
    seeds=range(1, 13),
)
def losing_customers(seeds: Sequence[int]) -> Outcome:
    return all_within((float((contributions(_usual(seed)) < 0).mean()) for seed in seeds), 0.25, 0.34, "{:.1%}")


def _usual(seed: int) -> Scene:
    return next(scenes(Recipe(seed=seed)))
