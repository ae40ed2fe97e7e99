"""Purchase models: from a per-customer table in a store to the fitted model, against lifetimes.

A table of simulated customers (BG/NBD with the parameters of CDNOW, won over twelve weeks, known for 27 to
39 weeks, in whole days) lies in a DuckDB file. Ours groups it in SQL, hands over distinct rows, and fits;
the peer's time is that of its fit alone, with the same table already in memory. Both must reach the same
log-likelihood, or there is no result; ours is measured by our own function at the peer's parameters.

The faster of two rounds counts for ours, because the peer's one round is long. Pareto/NBD is measured on fewer
customers, because the peer takes minutes for more.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, ParetoNBDFitter

from workbench.analysis.purchase_models import BetaGeometric, ParetoNBD, PurchaseModel

CUSTOMERS, FEWER = 1_000_000, 20_000
TIMES_BETA_GEOMETRIC, TIMES_PARETO = 20, 10
SAME_LIKELIHOOD = 1e-4  # a customer, as a share: lifetimes stops about there
R, ALPHA, A, B = 0.243, 4.414 * 7, 0.793, 2.426  # times in days
GROUPED = (
    "SELECT frequency, recency, age, COUNT(*) AS customers FROM histories "
    "GROUP BY frequency, recency, age ORDER BY frequency, recency, age"
)


def run(customers: int = CUSTOMERS, fewer: int = FEWER) -> list[dict[str, Any]]:
    """Measure both models and return a row for each."""
    peers = (
        (BetaGeometric, BetaGeoFitter, customers, TIMES_BETA_GEOMETRIC),
        (ParetoNBD, ParetoNBDFitter, fewer, TIMES_PARETO),
    )
    return [_compared(*peer) for peer in peers]


def _compared(model: type[PurchaseModel], peer: Any, customers: int, at_least: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as folder:
        store = Path(folder) / "store.duckdb"
        table = simulated(customers, seed=customers)
        with duckdb.connect(store) as connection:
            connection.register("made", table)
            connection.execute("CREATE TABLE histories AS SELECT * FROM made")
        (ours_s, fitted), _ = sorted((_ours(model, store) for _ in range(2)), key=lambda pair: pair[0])
    began = time.perf_counter()
    theirs = peer().fit(table.frequency, table.recency, table.age)
    peer_s = time.perf_counter() - began
    reached = model.of(dict(theirs.params_)).score(*_distinct(table))
    if fitted.log_likelihood_ / customers < reached - SAME_LIKELIHOOD * abs(reached):
        raise ValueError(f"ours reached {fitted.log_likelihood_ / customers}, lifetimes {reached} a customer")
    return {
        "name": f"{model.title}, {customers:,} customers, table to model: fit of lifetimes",
        "ours_s": round(ours_s, 2),
        "peer_s": round(peer_s, 2),
        "ratio": round(peer_s / ours_s, 1),
        "rows": len(fitted.rows_.counts),
        "log-likelihood, ours": round(fitted.log_likelihood_, 3),
        "peer": round(reached * customers, 3),
        "limit": f"ratio >= {at_least}",
        "met": peer_s / ours_s >= at_least,
    }


def _ours(model: type[PurchaseModel], store: Path) -> tuple[float, PurchaseModel]:
    began = time.perf_counter()
    with duckdb.connect(store, read_only=True) as connection:
        rows = connection.execute(GROUPED).df()
    fitted = model().fit(rows, sample_weight=rows.customers)
    return time.perf_counter() - began, fitted


def _distinct(table: pd.DataFrame) -> tuple[pd.DataFrame, None, pd.Series]:
    rows = table.groupby(["frequency", "recency", "age"], as_index=False).size()
    return rows, None, rows["size"]


def simulated(customers: int, seed: int) -> pd.DataFrame:
    """Customers of a BG/NBD world, a row each: frequency, recency and age in days."""
    rng = np.random.default_rng(seed)
    age = rng.integers(27 * 7, 39 * 7 + 1, customers)
    pace, leaves = rng.gamma(R, 1 / ALPHA, customers), rng.beta(A, B, customers)
    frequency, recency, clock = np.zeros(customers, int), np.zeros(customers, int), np.zeros(customers)
    alive = np.arange(customers)
    while len(alive):
        clock[alive] += rng.exponential(1 / np.maximum(pace[alive], 1e-12))
        alive = alive[clock[alive] <= age[alive]]
        day = np.ceil(clock[alive]).astype(int)
        frequency[alive] += day > recency[alive]
        recency[alive] = day
        alive = alive[rng.random(len(alive)) >= leaves[alive]]
    return pd.DataFrame({"frequency": frequency, "recency": recency, "age": age})


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:])), indent=2))
