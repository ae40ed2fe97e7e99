"""Drivers on worlds whose truth is known, from the world's tables through the query to the intervals."""

import datetime as dt

import duckdb
import numpy as np
import pandas as pd

from workbench.analysis import importance, regression, surveys
from workbench.analysis.importance import Importance
from workbench.analysis.moments import Moments
from workbench.analysis.regression import Regression
from workbench.memory import queries, questionnaires
from workbench.memory.settings import Settings
from workbench.synthetic import Recipe, fill
from workbench.synthetic.truth import truth

SEEDS = (1, 2, 3)


def asked(con: duckdb.DuckDBPyConnection, name: str, **given: int) -> pd.DataFrame:
    composed = queries.compose(name)
    usual = Settings().model_dump() | {"as_of": dt.date(2026, 10, 1)}
    return con.execute(composed.sql, queries.bind(name, composed, given, usual)).df()


def ratings(seed: int) -> Moments:
    """Moments of a year of answers in a world without planted events."""
    with duckdb.connect() as con:
        fill(con, Recipe(customers=4000, months=14, seed=seed, end="2026-09", events=False))
        items = asked(con, "survey_items")
        rows = questionnaires.spread(asked(con, "questionnaires", window_months=12), items)
    seen = surveys.read(rows, items).moments("satisfaction")
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
