"""Made-up customers who were asked, and which of them answered: frames as query `who_answered` gives them."""

import numpy as np
import pandas as pd

STATES = ("new", "active", "expanding", "dormant", "lost")


def customers(n: int = 6000, seed: int = 0) -> pd.DataFrame:
    """Customers and how they behave; nobody has answered yet."""
    random = np.random.default_rng(seed)
    state = random.choice(STATES, n, p=[0.1, 0.5, 0.15, 0.15, 0.1])
    purchases = random.poisson(np.where(state == "lost", 0.2, np.where(state == "dormant", 1.5, 5.0)))
    revenue = purchases * random.lognormal(4, 0.6, n)
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:05d}" for number in range(n)],
            "bucket": random.integers(0, 50, n),
            "of_asked": True,
            "answered": 0,
            "tenure_days": random.uniform(0, 1500, n),
            "recency_days": random.exponential(np.where(state == "lost", 500, 80)),
            "purchases_12m": purchases,
            "revenue_12m": revenue,
            "contribution_12m": 0.3 * revenue - 20,
            "complaints_12m": random.poisson(0.2, n),
            "interactions_12m": random.poisson(6, n),
            "age": np.where(random.random(n) < 0.05, np.nan, random.uniform(20, 80, n)),
            "state": state,
            "value_tier": np.where(state == "lost", "", np.where(revenue > 400, "top 20 %", "middle 50 %")),
            "region": random.choice(["north", "south"], n),
        }
    )


def chance(who: pd.DataFrame, constant: float = -1.5) -> np.ndarray:
    """The true chance to answer: grows with purchases and age, small for those who left."""
    odds = constant + 0.5 * np.log1p(who["purchases_12m"]) + 0.012 * (who["age"].fillna(50) - 50)
    return (1 / (1 + np.exp(-(odds - 0.8 * (who["state"] == "lost"))))).to_numpy()


def answering(who: pd.DataFrame, seed: int = 1, constant: float = -1.5) -> pd.DataFrame:
    """The same customers after they were asked."""
    did = np.random.default_rng(seed).random(len(who)) < chance(who, constant)
    return who.assign(answered=did.astype(int))
