"""A made-up survey: the two frames the engine hands over, with a known chain behind the answers."""

import numpy as np
import pandas as pd

from workbench.analysis.surveys import Survey, read

ITEMS = pd.DataFrame(
    [
        ("exp_1", "expectation", "expectation", "", ""),
        ("exp_shop", "quality", "expectation", "shop", "core"),
        ("exp_phone", "quality", "expectation", "phone", "form"),
        ("q_1", "quality", "perception", "", ""),
        ("q_2", "quality", "perception", "", ""),
        ("q_shop", "quality", "perception", "shop", "core"),
        ("q_phone", "quality", "perception", "phone", "form"),
        ("val_1", "value", "perception", "", ""),
        ("val_2", "value", "perception", "", ""),
        ("sat_1", "satisfaction", "perception", "", ""),
        ("sat_2", "satisfaction", "perception", "", ""),
        ("sat_3", "satisfaction", "perception", "", ""),
        ("loy_1", "loyalty", "perception", "", ""),
        ("loy_2", "loyalty", "perception", "", ""),
    ],
    columns=["item", "construct", "kind", "touchpoint", "level"],
).assign(object="company", scale_min=1.0, scale_max=10.0, reversed=False)
NOISE = 8.0  # points of an item that belong to it alone


def frames(n: int = 600, seed: int = 0, missing: float = 0.1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames of `questionnaires` and `survey_items`: n customers, a share of answers skipped at random.

    Satisfaction is .5 of quality and .3 of value, all in points around their means; the outcome's
    first item is never skipped.
    """
    random = np.random.default_rng(seed)
    expectation = random.normal(0, 10, n)
    shop, phone = (0.3 * expectation + random.normal(0, 10, n) for _ in range(2))
    quality = 0.4 * expectation + 0.4 * shop + 0.2 * phone + random.normal(0, 4, n)
    value = 0.5 * quality + random.normal(0, 8, n)
    satisfaction = 0.5 * quality + 0.3 * value + random.normal(0, 5, n)
    loyalty = 0.8 * satisfaction + random.normal(0, 8, n)
    means = {"expectation": 72, "quality": 68, "value": 62, "satisfaction": 66, "loyalty": 64}
    behind = {"expectation": expectation, "quality": quality, "value": value}
    behind |= {"satisfaction": satisfaction, "loyalty": loyalty}
    felt = {"shop": shop, "phone": phone}
    scores = {
        row.item: means[row.kind if row.kind == "expectation" else row.construct]
        + (felt[row.touchpoint] if row.touchpoint and row.kind == "perception" else behind[_of(row)])
        + random.normal(0, NOISE, n)
        for row in ITEMS.itertuples()
    }
    answers = pd.DataFrame(scores).clip(0, 100)
    skipped = random.random(answers.shape) < missing
    skipped[:, answers.columns.get_loc("sat_1")] = False
    return pd.concat([_about(n, random), answers.mask(skipped)], axis=1), ITEMS.copy()


def survey(n: int = 600, seed: int = 0, missing: float = 0.1) -> Survey:
    """The survey of these frames."""
    return read(*frames(n, seed, missing))


def _of(row: object) -> str:
    kind = getattr(row, "kind", "")
    return "expectation" if kind == "expectation" else str(getattr(row, "construct", ""))


def _about(n: int, random: np.random.Generator) -> pd.DataFrame:
    drawn = {
        "channel": ["phone", "shop", "web", ""],
        "state": ["new", "active", "expanding", "dormant"],
        "value_tier": ["top 20 %", "middle 50 %", "bottom 30 %", ""],
        "region": ["north", "south"],
        "industry": [""],
        "lifestyle": ["settled", "young"],
        "acquisition_channel": ["referral", "advertising"],
    }
    known = {
        "customer_id": [f"C{number:05d}" for number in range(n)],
        "bucket": random.integers(0, 50, n),
        "answered_on": pd.Timestamp("2026-08-01") + pd.to_timedelta(random.integers(0, 60, n), unit="D"),
        "weight": 1.0,
    }
    return pd.DataFrame(known | {name: random.choice(values, n) for name, values in drawn.items()})
