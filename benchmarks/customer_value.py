"""The monthly chapter on Return on Customer for a million customers: both fits, scores, statement, resamples.

Simulated customers (Pareto/NBD, whole days, won over more than three years) are frames as the store's queries
hand them over. From these one process measures a quarter: both models are fitted from one row a customer,
every customer is scored at both dates, the account is made by segment, and 500 paired resamples stand behind
every number. Memory is the peak of the process, frames included. There is no peer: none offers this.
Limits: a minute and 4 GB on two cores.

``python -m benchmarks.customer_value 10000000`` measures ten million, to see what grows.
"""

import datetime as dt
import json
import multiprocessing
import resource
import sys
import time
from typing import Any

import pandas as pd

from verification.simulated_lives import Base
from workbench.analysis.customer_value.measure import Measured, measure
from workbench.analysis.return_on_customer import Period

CUSTOMERS, RESAMPLES, SECONDS, MOST_GB = 1_000_000, 500, 60, 4
OPENING, CLOSING = dt.date(2026, 7, 1), dt.date(2026, 10, 1)
KNOWN_DAYS, SEED = 1_096, 1
TIERS = ("top 20%", "middle 50%", "bottom 30%")
LIMIT = f"<= {SECONDS} s, <= {MOST_GB} GB"


def run(customers: int = CUSTOMERS) -> list[dict[str, Any]]:
    """Measure in a process of its own and return one row."""
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        return [alone.apply(_measured, (customers,))]


def _measured(customers: int) -> dict[str, Any]:
    closing = KNOWN_DAYS + (CLOSING - OPENING).days
    base = Base.drawn(customers, seed=SEED, won_over=closing, until=closing, whole=True)
    before, after, booked = base.frame(KNOWN_DAYS), base.frame(closing), base.booked(KNOWN_DAYS, closing)
    segments = pd.Series(pd.Categorical.from_codes(before.number % 3, list(TIERS)), index=before.customer_id)
    del base
    frames_gb = _peak_gb()
    began = time.perf_counter()
    cash = float(booked.contribution.sum())
    found = measure(before, after, booked, cash, segments.astype(object), Period(OPENING, CLOSING, 0.10))
    if not isinstance(found, Measured):
        raise ValueError(found.why)
    for told in ("statement", "roc", "value_created", "by_tier", "expected_value"):
        getattr(found, told)  # each is worked out when it is asked for
    seconds, peak = time.perf_counter() - began, _peak_gb()
    return {
        "name": f"a quarter of {customers:,} customers, {RESAMPLES} resamples: from frames to statement",
        "ours_s": round(seconds, 1),
        "peak_gb": round(peak, 2),
        "of it frames": round(frames_gb, 2),
        "rows": sum(len(model.life.rows.counts) for model in (found.opening, found.closing) if model.life.rows),
        "limit": LIMIT,
        "met": seconds <= SECONDS and peak <= MOST_GB,
    }


def _peak_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:])), indent=2))
