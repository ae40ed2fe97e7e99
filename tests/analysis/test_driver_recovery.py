"""Drivers on worlds whose truth is known, from the world's tables through the query to the intervals."""

import datetime as dt

import duckdb
import numpy as np
import pandas as pd

from workbench.analysis import importance, moments, regression
from workbench.analysis.importance import Importance
from workbench.analysis.moments import Moments
from workbench.analysis.regression import Regression
from workbench.memory import queries
from workbench.synthetic import Recipe, fill
from workbench.synthetic.truth import truth

SEEDS = (1, 2, 3)


def ratings(seed: int) -> Moments:
    """Moments of a year of answers in a world without planted events."""
    composed = queries.compose("survey_moments")
    day = dt.date(2026, 10, 1)
    params = queries.bind("survey_moments", composed, {}, {"as_of": day, "known_until": day, "contact_cost": 0.0})
    with duckdb.connect() as con:
        fill(con, Recipe(customers=4000, months=14, seed=seed, end="2026-09", events=False))
        seen = moments.from_sums(con.execute(composed.sql, params).df())
    assert isinstance(seen, Moments)
    return seen


def held(frame: pd.DataFrame, true: dict[str, float]) -> int:
    """How many drivers' intervals hold their truth."""
    values = np.array([true[driver.removeprefix("quality: ")] for driver in frame["driver"]])
    return int(((frame["low"] <= values) & (frame["high"] >= values)).sum())


def test_true_effects_and_shares_lie_inside_their_intervals() -> None:
    """Three worlds, eight drivers: 24 intervals of each kind, at least 20 hold (observed 23 and 21)."""
    true = truth(Recipe()).answered
    effects_held, shares_held = 0, 0
    for seed in SEEDS:
        seen = ratings(seed)
        drivers = regression.drivers_of(seen, "satisfaction")
        assert {driver.removeprefix("quality: ") for driver in drivers} == set(true.drivers)
        effects = regression.fit(seen, "satisfaction", drivers)
        shares = importance.relative_importance(seen, "satisfaction", drivers)
        assert isinstance(effects, Regression) and isinstance(shares, Importance)
        effects_held += held(effects.frame(), true.per_point)
        shares_held += held(shares.frame(), true.importance)
    assert min(effects_held, shares_held) >= 20, (effects_held, shares_held)
