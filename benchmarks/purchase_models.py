"""Purchase models: from a per-customer table to the fitted model, against lifetimes.

BG/NBD: a table of a million simulated customers (with the parameters of CDNOW, won over twelve weeks, known for
27 to 39 weeks, in whole days) lies in a DuckDB file. Ours groups it in SQL, hands over distinct rows, and fits;
the peer's time is that of its fit alone, with the same table already in memory.

Pareto/NBD: customers simulated likewise by that model, as few as the CDNOW sample has and more, since what a fit
costs whatever the size weighs most with few. Both have the table in memory, and ours groups it first.

Both must reach the same log-likelihood, or there is no result; ours is measured by our own function at the peer's
parameters. The fastest of a few rounds counts for either side, of fewer where the peer's takes long. Both have one
thread, as every notebook of a report has: on small matrices more of them mostly wait for each other.
"""

import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, ParetoNBDFitter

from workbench.analysis.purchase_models import BetaGeometric, ParetoNBD, PurchaseModel
from workbench.reporting.notebooks.warm import ONE_THREAD

CUSTOMERS, FEWER = 1_000_000, (2_357, 10_000, 100_000)
TIMES_BETA_GEOMETRIC, TIMES_PARETO = 20, 10
SAME_LIKELIHOOD = 1e-4  # a customer, as a share: lifetimes stops about there
QUICK, ROUNDS = 20_000, 5  # customers up to whom the peer is quick enough for so many rounds
R, ALPHA, A, B = 0.243, 4.414 * 7, 0.793, 2.426  # times in days
PACE, PACE_SCALE, LEAVING, LEAVING_SCALE = 0.553, 10.578 * 7, 0.606, 11.669 * 7
GROUPED = (
    "SELECT frequency, recency, age, COUNT(*) AS customers FROM histories "
    "GROUP BY frequency, recency, age ORDER BY frequency, recency, age"
)


def run(customers: int = CUSTOMERS, *fewer: int) -> list[dict[str, Any]]:
    """Measure BG/NBD with so many customers and Pareto/NBD with each of the fewer, and return a row for each."""
    with patch.dict(os.environ, ONE_THREAD), multiprocessing.get_context("spawn").Pool(1) as alone:
        return [alone.apply(_beta_geometric, (customers,)), *alone.map(_pareto, fewer or FEWER)]


def _beta_geometric(customers: int) -> dict[str, Any]:
    table = simulated(customers, seed=customers)
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as folder:
        store = Path(folder) / "store.duckdb"
        with duckdb.connect(store) as connection:
            connection.register("made", table)
            connection.execute("CREATE TABLE histories AS SELECT * FROM made")
        return _compared(lambda: _from_store(store), BetaGeoFitter, table, TIMES_BETA_GEOMETRIC)


def _pareto(customers: int) -> dict[str, Any]:
    table = simulated_leaving_any_time(customers, seed=customers)
    return _compared(lambda: ParetoNBD().fit(*_distinct(table)), ParetoNBDFitter, table, TIMES_PARETO)


def _compared(ours: Callable[[], PurchaseModel], peer: Any, table: pd.DataFrame, at_least: int) -> dict[str, Any]:
    customers, rounds = len(table), ROUNDS if len(table) <= QUICK else 1
    ours_s, fitted = min((_timed(ours) for _ in range(rounds + 1)), key=itemgetter(0))
    fit = partial(peer().fit, table.frequency, table.recency, table.age)
    peer_s, theirs = min((_timed(fit) for _ in range(rounds)), key=itemgetter(0))
    reached = type(fitted).of(dict(theirs.params_)).score(*_distinct(table))
    if fitted.log_likelihood_ / customers < reached - SAME_LIKELIHOOD * abs(reached):
        raise ValueError(f"ours reached {fitted.log_likelihood_ / customers}, lifetimes {reached} a customer")
    return {
        "name": f"{fitted.title}, {customers:,} customers, table to model: fit of lifetimes",
        "ours_s": round(ours_s, 3),
        "peer_s": round(peer_s, 2),
        "ratio": round(peer_s / ours_s, 1),
        "rows": len(fitted.rows_.counts),
        "log-likelihood, ours": round(fitted.log_likelihood_, 3),
        "peer": round(reached * customers, 3),
        "limit": f"ratio >= {at_least}",
        "met": peer_s / ours_s >= at_least,
    }


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def _from_store(store: Path) -> PurchaseModel:
    with duckdb.connect(store, read_only=True) as connection:
        rows = connection.execute(GROUPED).df()
    return BetaGeometric().fit(rows, sample_weight=rows.customers)


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


def simulated_leaving_any_time(customers: int, seed: int) -> pd.DataFrame:
    """Customers of a Pareto/NBD world, a row each, as `simulated`."""
    rng = np.random.default_rng(seed)
    age = rng.integers(27 * 7, 39 * 7 + 1, customers)
    pace, leaves = rng.gamma(PACE, 1 / PACE_SCALE, customers), rng.gamma(LEAVING, 1 / LEAVING_SCALE, customers)
    here = np.minimum(rng.exponential(1 / np.maximum(leaves, 1e-12)), age)
    person = np.repeat(np.arange(customers), rng.poisson(pace * here))
    day = np.ceil(rng.uniform(0, here[person])).astype(int)
    days = pd.DataFrame({"person": person, "day": np.maximum(day, 1)}).drop_duplicates().groupby("person").day
    told = days.agg(frequency="size", recency="max").reindex(np.arange(customers), fill_value=0)
    return told.assign(age=age)


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:])), indent=2))
