"""Customers who are lost with a known probability, as the frames of `customer_features` and `churn_outcomes`."""

import datetime as dt

import numpy as np
import pandas as pd
from scipy.special import expit

from workbench.analysis import churn_features
from workbench.analysis.origins import Origins

ORIGINS = Origins.ending(dt.date(2026, 10, 1), horizon_months=3)
TIERS = ("top 20%", "middle 50%", "bottom 30%")


def features(customers: int, seed: int) -> pd.DataFrame:
    """Behaviour as the store would give it; half have answered a survey, one in ten holds a contract."""
    rng = np.random.default_rng(seed)
    age = rng.integers(100, 1500, customers)
    purchases = 1 + rng.poisson(4, customers)
    return pd.DataFrame(
        {
            "customer_id": [f"c{number}" for number in range(customers)],
            "recency_days": np.minimum(rng.integers(1, 180, customers), age - 1),
            "age_days": age,
            "frequency": purchases - 1,
            "purchases_12m": purchases,
            "revenue_12m": purchases * rng.lognormal(3, 0.5, customers),
            "categories": rng.integers(1, 6, customers),
            "channels": rng.integers(1, 3, customers),
            "active_contracts": rng.random(customers) < 0.1,
            "complaints_12m": rng.poisson(0.3, customers),
            "interactions_12m": rng.poisson(1.0, customers),
            "life_events": rng.poisson(0.2, customers),
            "last_satisfaction": np.where(rng.random(customers) < 0.5, rng.normal(70, 15, customers), np.nan),
        }
    )


def chance(table: pd.DataFrame, shift: float = 0.0) -> np.ndarray:
    """The true probability: it rises with recency and complaints and falls with purchases."""
    x = churn_features.design(table)
    return expit(-2.0 + shift + 0.4 * x.recency - 0.8 * x.purchases + 0.5 * x.complaints)


def outcomes(table: pd.DataFrame, seed: int, shift: float = 0.0) -> pd.DataFrame:
    """Who was lost."""
    churned = np.random.default_rng(seed).random(len(table)) < chance(table, shift)
    return pd.DataFrame({"customer_id": table.customer_id, "churned": churned.astype(int)})


def history(
    customers: int, seed: int, shifts: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> tuple[dict[dt.date, pd.DataFrame], dict[dt.date, pd.DataFrame]]:
    """Features and outcomes at each labelled origin; ``shifts`` move the log odds from one to the next."""
    tables = {day: features(customers, seed + place) for place, day in enumerate(ORIGINS.labelled)}
    happened = {
        day: outcomes(tables[day], seed + 50 + place, shift)
        for place, (day, shift) in enumerate(zip(ORIGINS.labelled, shifts, strict=True))
    }
    return tables, happened
