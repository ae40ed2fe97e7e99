"""Churn probabilities are right for customers and months that the model has not seen.

Each seed is a demonstration world without planted events, seen through the store's own queries a horizon before
its end, so that what happened afterwards is known.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from verification.claims import Outcome, at_least, claim, within
from verification.stores import seen
from workbench.analysis import churn, churn_risk, probability_scores
from workbench.analysis.origins import Origins, months_before
from workbench.analysis.probability_scores import Test
from workbench.analysis.results import Estimate

HORIZON = 3


@claim(
    "The 95 % interval of the customers expected to churn holds how many did.",
    limit="at least 17 of 20 seeds",
    seeds=range(1, 21),
)
def expected_churn(seeds: Sequence[int]) -> Outcome:
    held = [risk.low <= happened.observed <= risk.high for risk, happened in map(_foretold, seeds)]
    return at_least(17, sum(held), of=len(held))


@claim(
    "Probabilities are calibrated for the months after they were given.",
    limit="calibration error at most 3 percentage points on average",
    seeds=range(1, 21),
)
def calibration(seeds: Sequence[int]) -> Outcome:
    tests = [happened for _, happened in map(_foretold, seeds)]
    error, chance = (np.mean([getattr(test, name) for test in tests]) for name in ("calibration_error", "by_chance"))
    return Outcome(f"{error:.1%}, {chance:.1%} by chance alone", bool(error <= 0.03))


@claim(
    "They rank customers: the area under the receiver operating curve is well above one half.",
    limit="0.70 to 0.80 on average",
    seeds=range(1, 21),
)
def ranking(seeds: Sequence[int]) -> Outcome:
    areas = [happened.area.value for _, happened in map(_foretold, seeds) if isinstance(happened.area, Estimate)]
    return within(float(np.mean(areas)), 0.70, 0.80, "{:.3f}")


@cache
def _foretold(seed: int) -> tuple[Estimate, Test]:
    """What was expected a horizon before the world's end, and how it came out."""
    with seen(seed) as world:
        origins = Origins.ending(months_before(world.today, HORIZON), horizon_months=HORIZON)
        features = {day: world.ask("customer_features", as_of=day) for day in origins.all}
        outcomes = {day: world.ask("churn_outcomes", as_of=day, horizon_months=HORIZON) for day in origins.all}
        states = world.ask("customer_states", as_of=origins.score)
        steps = world.ask("state_steps", as_of=origins.score, steps=12)
        began = months_before(world.today, world.recipe.months)
    model = churn.learn(features, {day: outcomes[day] for day in origins.labelled}, origins, data_from=began)
    assert isinstance(model, churn.ChurnModel), model
    scored = churn_risk.score(model, features[origins.score], states)
    risk = churn_risk.at_risk(model, scored, steps, minimum=1)
    assert isinstance(risk, churn_risk.AtRisk), risk
    cases = scored.merge(outcomes[origins.score], on="customer_id", validate="one_to_one")
    known_rate = float(outcomes[origins.test].churned.mean())
    return risk.churned, probability_scores.judge(cases.churned, cases.churn_probability, known_rate=known_rate)
