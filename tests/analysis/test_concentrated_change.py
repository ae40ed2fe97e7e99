"""A change is placed at a touchpoint only if its customers changed against the others."""

import numpy as np
import pandas as pd

from workbench.analysis import concentrated_change, surveys
from workbench.analysis.surveys import Survey

TOUCHPOINTS = {"call centre": 0.3, "shop": 0.5, "web": 0.6}
ITEMS = pd.DataFrame(
    [("sat", "satisfaction", "perception", ""), ("price", "value", "perception", "")]
    + [(f"{name} {kind}", "quality", kind, name) for name in TOUCHPOINTS for kind in ("perception", "expectation")],
    columns=["item", "construct", "kind", "touchpoint"],
)


def month(rng: np.random.Generator, customers: int, fall: dict[str, float]) -> Survey:
    """A month in which those who rated a touchpoint are less satisfied by so much; expectations are asked of all."""
    satisfied = rng.normal(70, 15, customers)
    rows = pd.DataFrame(
        {"customer_id": np.arange(customers), "bucket": rng.integers(0, 50, customers), "weight": 1.0, "price": 50.0}
    )
    for name, share in TOUCHPOINTS.items():
        rated = rng.random(customers) < share
        satisfied = satisfied - fall.get(name, 0.0) * rated
        rows[f"{name} perception"] = np.where(rated, 60.0, np.nan)
        rows[f"{name} expectation"] = 80.0
    return surveys.read(rows.assign(sat=satisfied - fall.get("all", 0.0)), ITEMS)


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


def test_customers_count_by_their_weight() -> None:
    rng = np.random.default_rng(4)
    now, then = month(rng, 3000, {"shop": 10.0}), month(rng, 3000, {})
    unhappy = np.isfinite(now.scores[:, now.columns(touchpoint="shop")[0]]) & (now.scores[:, 0] < 60)
    muted = now.weighted(pd.Series(np.where(unhappy, 0.1, 1.0), index=now.about["customer_id"]))
    assert isinstance(muted, Survey)
    weighted, plain = (concentrated_change.place(one, then, "satisfaction") for one in (muted, now))
    assert plain is not None and plain.touchpoint == "shop" and plain.apart.value < -8
    assert weighted is None or weighted.apart.value > plain.apart.value + 3


def test_few_customers_are_no_place() -> None:
    rng = np.random.default_rng(3)
    assert concentrated_change.place(month(rng, 20, {"shop": 30.0}), month(rng, 20, {}), "satisfaction") is None
    empty = month(rng, 20, {}).of(np.zeros(20))
    assert concentrated_change.place(empty, empty, "satisfaction") is None
    assert concentrated_change.place(month(rng, 200, {}), month(rng, 200, {}), "no such construct") is None
