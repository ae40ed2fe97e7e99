"""A monthly refresh: ten segments, each with 1,000 resamples through the path model and LMG of 15 drivers.

Every segment has 400 customers, 24 items of the ECSI model and 15 drivers besides, one answer in
twenty skipped. There is no peer: none takes weights, gaps and resamples together. The limit is a
minute on two cores.
"""

import json
import time
from typing import Any

import numpy as np

from benchmarks.path_model import REFERENCE, answers
from workbench.analysis.answers import moments
from workbench.analysis.importance import Importance, relative_importance
from workbench.analysis.path_model import Model, PathModel, construct, fit

SEGMENTS, CUSTOMERS, DRIVERS, RESAMPLES, SECONDS = 10, 400, 15, 1_000, 60
SKIPPED = 0.05


def run(segments: int = SEGMENTS, resamples: int = RESAMPLES) -> list[dict[str, Any]]:
    """Measure, and return a row for each half and one for the whole."""
    published = json.loads((REFERENCE / "ecsi.json").read_text())
    model = Model(
        tuple(construct(name, *items) for name, items in published["measurement"].items()),
        tuple(tuple(path.split("->")) for path in published["paths"]),
    )
    seconds = np.array([_segment(model, seed, resamples) for seed in range(segments)]).sum(axis=0)
    what = f"{segments} segments x {resamples:,} resamples"
    parts = {"path model": seconds[0], f"importance of {DRIVERS} drivers": seconds[1]}
    whole = float(seconds.sum())
    return [{"name": f"{what}: {part}", "ours_s": round(float(taken), 2)} for part, taken in parts.items()] + [
        {
            "name": f"{what}: a monthly refresh",
            "ours_s": round(whole, 2),
            "limit": f"<= {SECONDS} s",
            "met": whole <= SECONDS,
        }
    ]


def _segment(model: Model, seed: int, resamples: int) -> tuple[float, float]:
    random = np.random.default_rng(seed)
    pool = answers(model).to_numpy()
    items = pool[random.integers(0, len(pool), CUSTOMERS)] + random.normal(0, 3, (CUSTOMERS, pool.shape[1]))
    rated = 65 + 10 * random.normal(size=(CUSTOMERS, 1)) + 10 * random.normal(size=(CUSTOMERS, DRIVERS))
    outcome = rated.mean(axis=1, keepdims=True) + 5 * random.normal(size=(CUSTOMERS, 1))
    drivers = np.column_stack([outcome, rated])
    items[random.random(items.shape) < SKIPPED] = np.nan
    drivers[random.random(drivers.shape) < SKIPPED] = np.nan
    began = time.perf_counter()
    found = fit(model, moments(model.items, items, resamples=resamples))
    assert isinstance(found, PathModel), found
    found.effects(), found.indices()
    between = time.perf_counter()
    names = [f"d{place}" for place in range(DRIVERS)]
    ranked = relative_importance(moments(["outcome", *names], drivers, resamples=resamples), "outcome", names)
    assert isinstance(ranked, Importance), ranked
    return between - began, time.perf_counter() - between
