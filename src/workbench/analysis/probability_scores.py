"""How good probabilities are: do they rank, are they right on average, and are they right in each group.

- area under the receiver operating curve: the chance that someone to whom it happened had the higher
  score than someone to whom it did not (ties count half); interval by DeLong's variance (1988);
- Brier score: mean squared error of the probabilities; lower is better, and it is compared with the
  score of giving everybody the same base rate;
- calibration error: mean distance, over tenths of the customers by probability, between the rate
  expected and the rate observed. Chance alone makes it larger than nothing: with the n and rates at
  hand, `by_chance` is what perfectly calibrated probabilities would show.

References: DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837-845. Brier 1950, Monthly
Weather Review 78:1-3. Van Calster et al. 2019, BMC Medicine 17:230.
"""

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from workbench.analysis.intervals import wilson
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import N_

Floats = NDArray[np.float64]


def receiver_operating_area(happened: ArrayLike, score: ArrayLike, *, level: float = 0.95) -> Result:
    """The area under the receiver operating curve with DeLong's interval, as a fraction.

    Args:
        happened: 0 or 1, shape ``(n,)``.
        score: anything that should be higher where it happened, shape ``(n,)``.
        level: coverage of the interval.

    Withheld when one of the two classes has fewer than two members.

    >>> receiver_operating_area([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).value
    0.75
    """
    outcome, scores = np.asarray(happened, dtype=bool), np.asarray(score, dtype=float)
    n, events = len(outcome), int(outcome.sum())
    others = n - events
    if min(events, others) < 2:
        return Withheld(N_("both outcomes must have happened at least twice"), n)
    ranks = stats.rankdata(scores)
    above_others = (ranks[outcome] - stats.rankdata(scores[outcome])) / others
    below_events = 1 - (ranks[~outcome] - stats.rankdata(scores[~outcome])) / events
    area = float(above_others.mean())
    half = _normal(level) * math.sqrt(above_others.var(ddof=1) / events + below_events.var(ddof=1) / others)
    return Estimate(area, max(0.0, area - half), min(1.0, area + half), n, level, "DeLong")


def brier(happened: ArrayLike, chance: ArrayLike, *, level: float = 0.95) -> Result:
    """The Brier score with a normal interval; 0 is perfect, 0.25 is a coin.

    Withheld when there are fewer than two customers.

    >>> brier([0, 1, 1], [0.5, 0.5, 0.5]).value
    0.25
    """
    errors = np.square(np.asarray(chance, dtype=float) - np.asarray(happened, dtype=float))
    if len(errors) < 2:
        return Withheld(N_("a score needs at least two customers"), len(errors))
    score = float(errors.mean())
    half = _normal(level) * float(errors.std(ddof=1)) / math.sqrt(len(errors))
    return Estimate(score, max(0.0, score - half), min(1.0, score + half), len(errors), level, "normal")


def reliability(happened: ArrayLike, chance: ArrayLike, *, groups: int = 10, level: float = 0.95) -> pd.DataFrame:
    """Expected against observed rate, by groups of customers with similar probabilities.

    Returns a row per group, from the lowest probability up: group (1..), customers, expected (mean
    probability), observed (rate), low, high (Wilson). Equal probabilities stay together, so there can
    be fewer groups than asked for.

    >>> reliability([0, 0, 1, 1], [0.2, 0.2, 0.7, 0.9], groups=2)[["customers", "expected", "observed"]]
       customers  expected  observed
    0          2       0.2       0.0
    1          2       0.8       1.0
    """
    cases = pd.DataFrame({"chance": np.asarray(chance, dtype=float), "happened": np.asarray(happened, dtype=float)})
    cases["group"] = pd.qcut(cases.chance.rank(method="average"), min(groups, len(cases)), False, duplicates="drop")
    table = cases.groupby("group").agg(
        customers=("happened", "size"), expected=("chance", "mean"), events=("happened", "sum")
    )
    counts = zip(table.events.tolist(), table.customers.tolist(), strict=True)
    rates = (wilson(events, customers, level=level) for events, customers in counts)
    observed = [(rate.value, rate.low, rate.high) for rate in rates if isinstance(rate, Estimate)]
    bounds = pd.DataFrame(observed, columns=["observed", "low", "high"])
    groups_seen = pd.DataFrame({"group": np.arange(1, len(table) + 1)})
    return pd.concat([groups_seen, table[["customers", "expected"]].reset_index(drop=True), bounds], axis=1)


def calibration_error(table: pd.DataFrame) -> float:
    """Mean distance between expected and observed rate over the groups of `reliability`, as a fraction.

    >>> calibration_error(pd.DataFrame({"customers": [30, 10], "expected": [0.2, 0.8], "observed": [0.4, 0.8]}))
    0.15
    """
    return float(np.average((table.expected - table.observed).abs(), weights=table.customers))


def by_chance(table: pd.DataFrame) -> float:
    """The calibration error that perfectly calibrated probabilities would show in groups of that size.

    The mean of |X| for a normal X with variance ``p (1 - p) / n`` is its root times ``sqrt(2 / pi)``.

    >>> round(by_chance(pd.DataFrame({"customers": [100], "expected": [0.5]})), 3)
    0.04
    """
    spread = np.sqrt(table.expected * (1 - table.expected) / table.customers)
    return float(np.average(spread * math.sqrt(2 / math.pi), weights=table.customers))


@dataclass(frozen=True)
class Test:
    """How probabilities did on customers and a time they had not seen.

    Args:
        area: area under the receiver operating curve.
        brier, brier_base: Brier score, and that of giving everybody the rate known before.
        reliability: expected against observed rate, in tenths.
        expected, observed: to how many it was expected to happen, and did.
        drift: variance of the shift of all log odds since calibration, beyond what chance would make.
    """

    __test__ = False  # a test of probabilities, not one for pytest to collect

    area: Result
    brier: Result
    brier_base: float
    reliability: pd.DataFrame = field(repr=False)
    expected: float
    observed: int
    drift: float

    @property
    def calibration_error(self) -> float:
        """Mean distance of expected from observed rate, as a fraction."""
        return calibration_error(self.reliability)

    @property
    def by_chance(self) -> float:
        """The calibration error that chance alone would make."""
        return by_chance(self.reliability)


def judge(happened: ArrayLike, chance: ArrayLike, *, known_rate: float) -> Test:
    """Judge probabilities by what happened.

    Args:
        happened: 0 or 1, shape ``(n,)``.
        chance: the probabilities, shape ``(n,)``.
        known_rate: the rate that was known when the probabilities were made.

    >>> judge([0, 1] * 50, [0.4, 0.6] * 50, known_rate=0.5).brier_base
    0.25
    """
    outcome, expected = np.asarray(happened, dtype=int), np.asarray(chance, dtype=float)
    information = float((expected * (1 - expected)).sum())
    shift = float((outcome - expected).sum()) / information
    return Test(
        area=receiver_operating_area(outcome, expected),
        brier=brier(outcome, expected),
        brier_base=float(np.square(outcome - known_rate).mean()),
        reliability=reliability(outcome, expected),
        expected=float(expected.sum()),
        observed=int(outcome.sum()),
        drift=max(0.0, shift**2 - 1 / information),
    )


def _normal(level: float) -> float:
    return float(stats.norm.ppf((1 + level) / 2))
