"""How much of the explained outcome belongs to each driver: exact LMG (Shapley) shares of R2.

Drivers of satisfaction go together, so "what driver j adds" depends on what is already in the
model. LMG averages what it adds over all orders in which the p drivers can enter:

    lmg_j = sum over subsets S without j of  |S|! (p - 1 - |S|)! / p!  *  (R2(S + j) - R2(S))

The shares sum to R2, are never negative, and do not depend on the drivers' scale or order.

All 2^p subsets come from one correlation matrix by doubling: taking driver after driver, each
state is kept as it is (driver out) and swept, that is reduced to its Schur complement (driver
in). After the last driver what remains of the outcome's variance is 1 - R2 of each subset. This
takes some 12 * 2^p operations instead of 2^p regressions, and a whole batch of matrices, one per
group of customers left out, passes through at once.

References: Lindeman, Merenda and Gold 1980, Introduction to Bivariate and Multivariate Analysis.
Groemping 2006, Journal of Statistical Software 17(1). Shapley 1953.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
import pandas as pd

from workbench.analysis.intervals import jackknife
from workbench.analysis.moments import Floats, Moments
from workbench.analysis.regression import check, usable
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import say

MOST_DRIVERS = 20  # a million subsets, some seconds with intervals; each driver more doubles it
_SUBSETS_AT_ONCE = 2**22


@dataclass(frozen=True)
class Share:
    """What of the explained outcome belongs to one driver.

    Args:
        driver: the variable.
        part: its LMG share of the outcome's variance, 0..1; the parts sum to R2.
        share: its share of R2, 0..1; the shares sum to 1.
    """

    driver: str
    part: Result
    share: Result


@dataclass(frozen=True)
class Lead:
    """The strongest driver and how far it is ahead of the next one.

    Args:
        driver, runner_up: the two drivers.
        share: the first one's share of R2, 0..1.
        margin: first share less second share; told from chance if its interval excludes 0.
    """

    driver: str
    runner_up: str
    share: Estimate
    margin: Estimate


@dataclass(frozen=True, eq=False)
class Importance:
    """Exact relative importance of the drivers of an outcome.

    Args:
        outcome: the variable explained.
        shares: one a driver, in the order asked for.
        r2: share of the outcome's variance that goes with all drivers, 0..1.
        replicates: shares of R2, shape (1 + groups, p): row 0 everyone, then each group left out.
        n: questionnaires behind it.
        level: coverage of the intervals.
    """

    outcome: str
    shares: tuple[Share, ...]
    r2: Result
    replicates: Floats
    n: int
    level: float

    def frame(self) -> pd.DataFrame:
        """A row per driver, largest share first: driver, part, part_low, part_high, share, low, high."""
        rows = [
            {
                "driver": each.driver,
                "part": each.part.value,
                "part_low": each.part.low,
                "part_high": each.part.high,
                "share": each.share.value,
                "low": each.share.low,
                "high": each.share.high,
            }
            for each in self.shares
            if isinstance(each.part, Estimate) and isinstance(each.share, Estimate)
        ]
        columns = ["driver", "part", "part_low", "part_high", "share", "low", "high"]
        return pd.DataFrame(rows, columns=columns).sort_values("share", ascending=False, ignore_index=True)

    def lead(self) -> Lead | Withheld:
        """The strongest driver against the second; withheld with one driver or without intervals."""
        if len(self.shares) < 2:
            return Withheld(say("'{name}' has one driver, so none is ahead of another", name=self.outcome), self.n)
        first, second = np.argsort(-self.replicates[0], kind="stable")[:2]
        share, margin = self.shares[first].share, self.ahead(int(first), int(second))
        if isinstance(share, Withheld):
            return share
        if isinstance(margin, Withheld):
            return margin
        return Lead(self.shares[first].driver, self.shares[second].driver, share, margin)

    def ahead(self, first: int, second: int) -> Result:
        """Share of one driver less share of another (by position), with its interval."""
        margin = self.replicates[:, first] - self.replicates[:, second]
        return jackknife(float(margin[0]), margin[1:], n=self.n, level=self.level)


def relative_importance(
    seen: Moments | Withheld, outcome: str, drivers: Sequence[str], *, level: float = 0.95
) -> Importance | Withheld:
    """Exact LMG shares with jackknife intervals.

    Args:
        seen: moments that hold all the variables; if withheld, so is the result.
        outcome: the variable to explain.
        drivers: at most 20 variables that may explain it.
        level: coverage of the intervals.

    Withheld for the same reasons as `regression.fit`, with more than 20 drivers, and when the
    drivers explain nothing that could be shared.
    """
    chosen = check(seen, outcome, drivers)
    if isinstance(chosen, Withheld):
        return chosen
    if len(drivers) > MOST_DRIVERS:
        why = say("{n} drivers; exact shares are computed for at most {most}", n=len(drivers), most=MOST_DRIVERS)
        return Withheld(why, chosen.n)
    parts = np.full((len(chosen.correlations), len(drivers)), np.nan)
    rows = usable(chosen)
    parts[rows] = lmg(chosen.correlations[rows])
    r2 = parts.sum(axis=1)
    if r2[0] < 1e-12:
        return Withheld(say("the drivers explain nothing of '{outcome}'", outcome=outcome), chosen.n)
    shares = parts / r2[:, None]

    def interval(statistic: Floats) -> Result:
        return jackknife(float(statistic[0]), statistic[1:], n=chosen.n, level=level, low=0, high=1)

    each = tuple(Share(name, interval(parts[:, j]), interval(shares[:, j])) for j, name in enumerate(drivers))
    return Importance(outcome, each, interval(r2), shares, chosen.n, level)


def lmg(correlations: Floats) -> Floats:
    """Exact LMG shares from correlation (or covariance) matrices.

    Args:
        correlations: positive definite, outcome first, shape (..., 1 + p, 1 + p).

    Returns each driver's part of R2, shape (..., p).

    >>> lmg(np.array([[1.0, 0.6, 0.3], [0.6, 1.0, 0.0], [0.3, 0.0, 1.0]])).round(12).tolist()
    [0.36, 0.09]
    """
    drivers = correlations.shape[-1] - 1
    flat = correlations.reshape(-1, drivers + 1, drivers + 1)
    at_once = max(1, _SUBSETS_AT_ONCE >> drivers)
    chunks = [_average(1 - unexplained(flat[i : i + at_once])) for i in range(0, len(flat), at_once)]
    return np.concatenate(chunks).reshape(*correlations.shape[:-2], drivers)


def unexplained(correlations: Floats) -> Floats:
    """Share of the outcome's variance that each subset of drivers leaves.

    Args:
        correlations: positive definite, outcome first, shape (batch, 1 + p, 1 + p).

    Returns shape (batch, 2^p); bit j of a subset's position says whether driver j is in it.
    """
    # Outcome last: each step then takes the first of the drivers still to be decided.
    states = np.roll(correlations, -1, axis=(1, 2))[:, None]
    whole = states[:, :, -1, -1]
    for _ in range(correlations.shape[-1] - 1):
        out = states[:, :, 1:, 1:]
        across = states[:, :, 0, 1:]
        scaled = across / states[:, :, 0, 0, None]
        taken = out - across[..., :, None] * scaled[..., None, :]
        states = np.concatenate([out, taken], axis=1)
    left: Floats = states[:, :, 0, 0] / whole
    return left


def _average(r2: Floats) -> Floats:
    """LMG from R2 of all subsets, shape (batch, 2^p) -> (batch, p).

    Collected by subset instead of by pair: a subset with j counts for what j completed and
    against what it lets the others add, so all drivers share one weighted array.
    """
    batch, subsets = r2.shape
    drivers = subsets.bit_length() - 1
    weight = np.array([_orders(size, drivers) for size in range(-1, drivers + 1)])
    size = np.bitwise_count(np.arange(subsets)).astype(int)
    as_base = (r2 * weight[size + 1]).sum(axis=1)
    either = r2 * (weight[size] + weight[size + 1])
    with_driver = [either.reshape(batch, -1, 2, 1 << j)[:, :, 1].sum(axis=(1, 2)) for j in range(drivers)]
    shares: Floats = np.stack(with_driver, axis=1) - as_base[:, None]
    return shares


def _orders(before: int, drivers: int) -> float:
    """Share of all orders in which a given driver comes right after a given set of that size."""
    if not 0 <= before < drivers:
        return 0.0
    return factorial(before) * factorial(drivers - 1 - before) / factorial(drivers)
