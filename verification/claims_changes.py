"""What is called a change is one as often as promised: false alarms of each test behind the first screen.

Worlds in which nothing is planted go through the store's own queries; customers come, buy, answer and
leave as ever, so that a month differs from the one before only by chance and by the course of the base.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from verification.claims import Outcome, claim, within
from verification.stores import seen
from workbench.analysis import changes, usual
from workbench.analysis.results import Estimate

NOW, BEFORE = dt.date(2026, 9, 1), dt.date(2026, 8, 1)
PAIRS = 1_000


@claim(
    "Where nothing changed, one change of an index or a rate in twenty is told though there is none.",
    limit="3 to 7 % of 1,000 pairs of months a seed, whose customers answer twice, or churn in both",
    seeds=range(1, 3),
)
def paired_alarms(seeds: Sequence[int]) -> Outcome:
    told = [_is_told(_pair(np.random.default_rng((seed, pair)))) for seed in seeds for pair in range(PAIRS)]
    return within(float(np.mean(told)), 0.03, 0.07, "{:.1%} of " + f"{len(told):,}")


@claim(
    "A counted number that goes on as before is called unusual once in twenty months.",
    limit="3 to 7 % of 1,000 runs of 24 months a seed, with and without a trend",
    seeds=range(11, 14),
)
def unusual_alarms(seeds: Sequence[int]) -> Outcome:
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        trend = rng.normal(0, 3, (PAIRS, 1)) * np.arange(24)
        months = 50 + trend + rng.normal(0, 10, (PAIRS, 24))
        found += [not usual.expected_next(row[:-1]).holds(row[-1]) for row in months]
    return within(float(np.mean(found)), 0.03, 0.07, "{:.1%} of " + f"{len(found):,}")


@claim(
    "In worlds in which nothing is planted, a change of satisfaction from one month to the next is rarely told.",
    limit="2 to 8 % of 20 worlds x 12 months",
    seeds=range(1, 21),
)
def alarms_in_worlds(seeds: Sequence[int]) -> Outcome:
    told: list[bool] = []
    for seed in seeds:
        with seen(seed, months=16) as world:
            sums = world.ask("index_history", months=13)
        days = sorted(pd.to_datetime(sums["month"]).dt.date.unique())
        for day in days[1:]:
            change = changes.of_ratios(sums, "wy", "w", month=day, n="n", fewest=10, high=100).changes[1]
            told += [_is_told(change)] if isinstance(change, Estimate) else []
    return within(float(np.mean(told)), 0.02, 0.08, "{:.1%} of " + f"{len(told):,}")


def _pair(rng: np.random.Generator) -> Estimate:
    """The change between two months in which nothing changed, for customers who are the same people."""
    customers, kept = int(rng.integers(150, 900)), rng.uniform(0, 1)
    person, bucket = rng.normal(70, 15, customers), rng.integers(0, 50, customers)
    rate = rng.uniform(0.05, 0.6) if rng.random() < 0.5 else None
    frames = [_month(rng, month, person, bucket, kept, rate) for month in (BEFORE, NOW)]
    found = changes.of_ratios(pd.concat(frames), "wy", "w", month=NOW, n="n", high=np.inf).changes[1]
    assert isinstance(found, Estimate), found
    return found


def _month(
    rng: np.random.Generator, month: dt.date, person: np.ndarray, bucket: np.ndarray, kept: float, rate: float | None
) -> pd.DataFrame:
    """Sums by bucket of a month: of an index, or with a rate, of who churned among those at risk."""
    alike = kept * (person - 70) / 15 + np.sqrt(1 - kept**2) * rng.normal(0, 1, len(person))
    values = 70 + 15 * alike if rate is None else (alike < np.quantile(person - 70, rate) / 15).astype(float)
    here = rng.random(len(person)) < 0.7
    rows = pd.DataFrame({"bucket": bucket[here], "wy": values[here], "w": 1.0, "n": 1})
    return rows.groupby("bucket", as_index=False).sum().assign(month=pd.Timestamp(month))


def _is_told(change: Estimate) -> bool:
    return not change.low <= 0 <= change.high
