"""Exact relative importance (LMG) of 15 drivers against pingouin; 20 drivers alone.

Both explain one outcome from the same 2,000 rows, ours from the answers on, moments included; they
must find the same parts, or there is no result. Twenty drivers are a million subsets; the peer
would need a day.
"""

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.peers import fastest, peer, row
from workbench.analysis.answers import moments
from workbench.analysis.shapley import lmg

ROWS, DRIVERS, MOST, TIMES, SECONDS = 2_000, 15, 20, 20, 5


def run() -> list[dict[str, Any]]:
    """Measure, and return a row for 15 drivers and one for 20."""
    table = answers(DRIVERS)
    ours, parts = fastest(lambda: _ours(table))
    pingouin = peer("pingouin")
    theirs = None
    if pingouin:
        theirs, found = fastest(lambda: _theirs(pingouin, table), rounds=1)
        if np.abs(parts - found).max() > 1e-9:
            raise ValueError(f"ours and pingouin differ:\n{parts}\n{found}")
    many, _ = fastest(lambda: _ours(answers(MOST)), rounds=1)
    return [
        row(f"exact importance, {DRIVERS} drivers: pingouin", ours, theirs, TIMES),
        {
            "name": f"exact importance, {MOST} drivers",
            "ours_s": round(many, 3),
            "limit": f"<= {SECONDS} s",
            "met": many <= SECONDS,
        },
    ]


def answers(drivers: int) -> pd.DataFrame:
    """Ratings that go together at .5, and an outcome of all of them."""
    random = np.random.default_rng(0)
    rated = 65 + 10 * random.normal(size=(ROWS, 1)) + 10 * random.normal(size=(ROWS, drivers))
    outcome = rated @ np.linspace(0.01, 0.1, drivers) + 5 * random.normal(size=ROWS)
    return pd.DataFrame({"outcome": outcome} | {f"d{place}": rated[:, place] for place in range(drivers)})


def _ours(table: pd.DataFrame) -> np.ndarray:
    seen = moments(list(table), table.to_numpy(), groups=np.zeros(len(table), dtype=int))
    return lmg(seen.correlations[0])


def _theirs(pingouin: Any, table: pd.DataFrame) -> np.ndarray:
    found = pingouin.linear_regression(table.drop(columns="outcome"), table["outcome"], relimp=True)
    return found["relimp"].to_numpy()[1:]
