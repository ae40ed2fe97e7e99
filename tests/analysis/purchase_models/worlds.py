"""Simulated customers whose true parameters are known."""

import numpy as np
import pandas as pd

TRUE = {
    "BG/NBD": {"r": 0.8, "alpha": 10.0, "a": 0.8, "b": 2.5},
    "MBG/NBD": {"r": 0.8, "alpha": 10.0, "a": 0.8, "b": 2.5},
    "Pareto/NBD": {"r": 0.8, "alpha": 10.0, "s": 0.7, "beta": 20.0},
    "NBD": {"r": 0.8, "alpha": 10.0},
}


def customers(title: str, n: int, *, seed: int = 0, cut: float = 52.0, end: float = 104.0) -> pd.DataFrame:
    """Customers won over 26 weeks: frequency, recency and age at the cut, and repeat purchases from then to the end."""
    rng, true = np.random.default_rng(seed), TRUE[title]
    start = rng.uniform(0, 26, n)
    pace = rng.gamma(true["r"], 1 / true["alpha"], n)
    gone = start + rng.gamma(true["s"], 1 / true["beta"], n) ** -1 * rng.exponential(size=n) if "s" in true else None
    leaves = rng.beta(true["a"], true["b"], n) if "a" in true else np.zeros(n)
    table = pd.DataFrame({"frequency": 0.0, "recency": 0.0, "age": cut - start, "later": 0.0}, index=range(n))
    alive = np.flatnonzero(rng.random(n) >= leaves) if title == "MBG/NBD" else np.arange(n)
    clock = start.copy()
    until = np.full(n, end) if gone is None else np.minimum(gone, end)
    while len(alive):
        clock[alive] += rng.exponential(1 / pace[alive])
        alive = alive[clock[alive] <= until[alive]]
        early, late = alive[clock[alive] <= cut], alive[clock[alive] > cut]
        table.loc[early, "frequency"] += 1
        table.loc[early, "recency"] = clock[early] - start[early]
        table.loc[late, "later"] += 1
        alive = alive[rng.random(len(alive)) >= leaves[alive]]
    return table
