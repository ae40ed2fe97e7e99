"""A change is placed at a touchpoint only if its customers changed against the others."""

import numpy as np
import pandas as pd

from workbench.analysis import concentrated_change

TOUCHPOINTS = ("call centre", "shop", "web")


def month(rng: np.random.Generator, customers: int, fall: dict[str, float]) -> pd.DataFrame:
    """`survey_moments` of a month in which those who rated a touchpoint are less satisfied by so much."""
    bucket, satisfied = rng.integers(0, 50, customers), rng.normal(70, 15, customers)
    rated = {name: rng.random(customers) < share for name, share in zip(TOUCHPOINTS, (0.3, 0.5, 0.6), strict=True)}
    for name, size in fall.items():
        satisfied = satisfied - size * rated.get(name, 1.0)
    rows = [sums(bucket, satisfied, np.ones(customers, bool), "satisfaction", "satisfaction")]
    for name, own in rated.items():
        rows += [sums(bucket, satisfied, own, *pair) for pair in pairs(f"quality: {name}")]
    return pd.concat(rows)


def pairs(variable: str) -> list[tuple[str, str]]:
    return [(variable, variable), tuple(sorted((variable, "satisfaction")))]  # type: ignore[list-item]


def sums(bucket: np.ndarray, satisfied: np.ndarray, own: np.ndarray, a: str, b: str) -> pd.DataFrame:
    rows = pd.DataFrame({"bucket": bucket[own], "n": 1, "w": 1.0, "wa": satisfied[own], "wb": satisfied[own]})
    return rows.groupby("bucket", as_index=False).sum().assign(a=a, b=b)


def test_a_fall_among_the_customers_of_a_touchpoint_is_placed_there() -> None:
    rng = np.random.default_rng(1)
    found = concentrated_change.place(month(rng, 3000, {"call centre": 10.0}), month(rng, 3000, {}), "satisfaction")
    assert found is not None and found.touchpoint == "call centre"
    assert found.apart.low < -10 < found.apart.high
    assert 0.6 < found.share <= 1.0


def test_a_fall_of_all_is_placed_nowhere() -> None:
    rng = np.random.default_rng(2)
    named = [
        concentrated_change.place(month(rng, 600, {"all": 8.0}), month(rng, 600, {}), "satisfaction")
        for _ in range(120)
    ]
    assert sum(place is not None for place in named) <= 10


def test_few_customers_are_no_place() -> None:
    rng = np.random.default_rng(3)
    assert concentrated_change.place(month(rng, 20, {"shop": 30.0}), month(rng, 20, {}), "satisfaction") is None
    empty = month(rng, 20, {}).head(0)
    assert concentrated_change.place(empty, empty, "satisfaction") is None
