"""The published ECSI model and its moments."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.analysis.moments import Moments
from workbench.analysis.path_model import Model, construct

REFERENCE = Path(__file__).parents[2] / "reference"
PUBLISHED = json.loads((REFERENCE / "ecsi.json").read_text())
MODEL = Model(
    tuple(construct(name, *items) for name, items in PUBLISHED["measurement"].items()),
    tuple(tuple(path.split("->")) for path in PUBLISHED["paths"]),
)


def published_moments() -> Moments:
    """The moments of 250 answers on 1-10, put on 0-100."""
    given = pd.read_csv(REFERENCE / "ecsi_moments.csv", index_col=0)
    items = list(MODEL.items)
    means, sd = (given.loc[items, "mean"].to_numpy() - 1) * 100 / 9, given.loc[items, "sd"].to_numpy() * 100 / 9
    covariances = given.loc[items, items].to_numpy() * np.outer(sd, sd)
    pairs = np.full(covariances.shape, 250)
    return Moments(tuple(items), pairs, pairs * 1.0, means[None], covariances[None])


def answers(n: int = 250, seed: int = 0) -> np.ndarray:
    """Answers on 0-100 whose moments (divisor n) are exactly the published ones."""
    seen = published_moments()
    drawn = np.random.default_rng(seed).standard_normal((n, len(seen.names)))
    drawn -= drawn.mean(axis=0)
    white = drawn @ np.linalg.inv(np.linalg.cholesky(drawn.T @ drawn / n)).T
    return seen.mean + white @ np.linalg.cholesky(seen.covariance).T
