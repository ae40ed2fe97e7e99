"""What is said of satisfaction holds as often as it promises: intervals of drivers, leads, alarms at touchpoints.

Each seed is a world of 4,000 customers whose tables go through the store's own queries. A survey reaches those who
answer, so its truth is what the answers of all other worlds together show, some fifty times as many.
"""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import duckdb
import numpy as np
import pandas as pd

from verification.claims import Outcome, at_least, claim, within
from workbench.analysis import importance, indices, moments, regression, shapley
from workbench.analysis.importance import Importance, Lead
from workbench.analysis.moments import Moments
from workbench.memory import queries
from workbench.synthetic import Recipe, fill

OUTCOME = "satisfaction"
AS_OF, MONTH, BEFORE = dt.date(2026, 10, 1), dt.date(2026, 9, 1), dt.date(2026, 8, 1)


@claim(
    "The 95 % intervals of what one point more for a driver goes with hold the truth.",
    limit="92 to 98 % of seeds x drivers",
    seeds=range(1, 61),
)
def driver_effects(seeds: Sequence[int]) -> Outcome:
    return _coverage(seeds, lambda seen, drivers: regression.fit(seen, OUTCOME, drivers).frame(), _true_effects)


@claim(
    "The 95 % intervals of the drivers' shares of what is explained (LMG) hold the truth.",
    limit="92 to 98 % of seeds x drivers",
    seeds=range(61, 121),
)
def driver_shares(seeds: Sequence[int]) -> Outcome:
    return _coverage(seeds, lambda seen, drivers: _shares(seen, drivers).frame(), _true_shares)


def _coverage(seeds, estimate, true_values) -> Outcome:
    """How often the intervals of each world hold what all other worlds together show."""
    worlds = [_sums("survey_moments", seed) for seed in seeds]
    everyone, drivers = _together(worlds)
    truths = true_values(everyone.of([OUTCOME, *drivers]))
    held = []
    for place, sums in enumerate(worlds):
        frame = estimate(_seen(sums), drivers).set_index("driver").loc[drivers]
        truth = truths[1 + place]  # row 1 + g leaves world g out
        held += ((frame["low"] <= truth) & (frame["high"] >= truth)).tolist()
    return within(float(np.mean(held)), 0.92, 0.98, "{:.1%} of " + f"{len(held):,}")


@claim("A driver is said to lead only if it does.", limit="wrong in at most 5 of 60 seeds", seeds=range(121, 181))
def leads(seeds: Sequence[int]) -> Outcome:
    worlds = [_sums("survey_moments", seed) for seed in seeds]
    everyone, drivers = _together(worlds)
    first = drivers[int(_true_shares(everyone.of([OUTCOME, *drivers]))[0].argmax())]
    found = [_shares(_seen(sums), drivers).lead() for sums in worlds]
    claimed = [lead.driver for lead in found if isinstance(lead, Lead) and lead.margin.low > 0]
    wrong = sum(driver != first for driver in claimed)
    return Outcome(f"{wrong} wrong of {len(claimed)} claimed in {len(worlds)}", wrong <= 5)


@claim(
    "Where nothing changed, few months raise an alarm at any touchpoint.",
    limit="1 to 7 % of seeds x months",
    seeds=range(1, 61),
)
def false_alarms(seeds: Sequence[int]) -> Outcome:
    alarms = []
    for seed in seeds:
        sums = _sums("survey_index", seed, months=12)
        months = sorted(sums["month"].unique())
        alarms += [len(_told(sums, month, before)) > 0 for before, month in pairwise(months)]
    return within(float(np.mean(alarms)), 0.01, 0.07, "{:.1%} of " + f"{len(alarms):,}")


@claim(
    "The failure planted at the call centre in the last month is the change that stands out.",
    limit="at least 57 of 60 seeds",
    seeds=range(1, 61),
)
def planted_failure(seeds: Sequence[int]) -> Outcome:
    worlds = [_told(_sums("survey_index", seed, events=True, months=2), MONTH, BEFORE) for seed in seeds]
    return at_least(57, sum(told["touchpoint"].tolist()[:1] == ["call centre"] for told in worlds), of=len(worlds))


def _sums(query: str, seed: int, *, events: bool = False, **params: int) -> pd.DataFrame:
    """A query's frame on a world."""
    composed = queries.compose(query)
    known = {"as_of": AS_OF, "known_until": AS_OF, "contact_cost": 0.0}
    with duckdb.connect() as con:
        fill(con, Recipe(customers=4_000, months=14, seed=seed, end="2026-09", events=events))
        return con.execute(composed.sql, queries.bind(query, composed, params, known)).df()


def _together(worlds: list[pd.DataFrame]) -> tuple[Moments, list[str]]:
    """Moments of all worlds, each of them a group that can be left out; and the drivers."""
    added = [
        sums.drop(columns="bucket").groupby(["a", "b"], as_index=False).sum().assign(bucket=place)
        for place, sums in enumerate(worlds)
    ]
    seen = _seen(pd.concat(added))
    return seen, regression.drivers_of(seen, OUTCOME)


def _seen(sums: pd.DataFrame) -> Moments:
    seen = moments.from_sums(sums)
    assert isinstance(seen, Moments), seen
    return seen


def _shares(seen: Moments, drivers: list[str]) -> Importance:
    found = importance.relative_importance(seen, OUTCOME, drivers)
    assert isinstance(found, Importance), found
    return found


def _true_effects(chosen: Moments) -> np.ndarray:
    inside, across = chosen.covariances[:, 1:, 1:], chosen.covariances[:, 1:, :1]
    return np.linalg.solve(inside, across)[:, :, 0]


def _true_shares(chosen: Moments) -> np.ndarray:
    parts = shapley.lmg(chosen.correlations)
    return parts / parts.sum(axis=1, keepdims=True)


def _told(sums: pd.DataFrame, month: dt.date, before: dt.date) -> pd.DataFrame:
    """The touchpoints said to have changed, largest fall first."""
    changes = indices.changes(sums, month, before)
    return changes[(changes["low"] > 0) | (changes["high"] < 0)]
