"""How much of the explained outcome belongs to each driver: exact LMG (Shapley) shares of R2.

Drivers of satisfaction go together, so "what driver j adds" depends on what is already in the
model. LMG averages what it adds over all orders in which the p drivers can enter:

    lmg_j = sum over subsets S without j of  |S|! (p - 1 - |S|)! / p!  *  (R2(S + j) - R2(S))

The shares sum to R2, are never negative, and do not depend on the drivers' scale or order.

Drivers that belong together, such as the questions about one touchpoint, can be kept together in
the order; their parts then add up to what is the touchpoint's. How this is computed is in
``shapley``.

References: Lindeman, Merenda and Gold 1980, Introduction to Bivariate and Multivariate Analysis.
Groemping 2006, Journal of Statistical Software 17(1). Shapley 1953.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis import ranking
from workbench.analysis.moments import Floats, Moments
from workbench.analysis.regression import check, usable
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.shapley import owen
from workbench.phrase import say

MOST_DRIVERS = 20  # a million subsets, some seconds with intervals; each driver more doubles it


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
        replicates: shares of R2, shape (1 + replicates, p): row 0 everyone.
        seen: the moments behind it, outcome first.
        level: coverage of the intervals.
    """

    outcome: str
    shares: tuple[Share, ...]
    r2: Result
    replicates: Floats
    seen: Moments
    level: float

    @property
    def n(self) -> int:
        """Questionnaires behind it."""
        return self.seen.n

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

    def among_first(self, k: int) -> tuple[float, ...]:
        """The probability that each driver is among the k with the largest shares, in the order asked for.

        See `ranking`.
        """
        return tuple(ranking.among_first(self.replicates, k, resampled=self.seen.resampled).tolist())

    def ahead(self, first: int, second: int) -> Result:
        """Share of one driver less share of another (by position), with its interval."""
        margin = self.replicates[:, first] - self.replicates[:, second]
        return self.seen.interval(margin, level=self.level)


def relative_importance(
    seen: Moments | Withheld,
    outcome: str,
    drivers: Sequence[str],
    *,
    groups: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Importance | Withheld:
    """Exact shares with intervals.

    Args:
        seen: moments that hold all the variables; if withheld, so is the result.
        outcome: the variable to explain; for one of two values (top box, complaint) the shares are
            those of the variance of what lies behind the answer too, see ``outcomes``.
        drivers: at most 20 variables that may explain it.
        groups: the group of each driver that has one, such as its touchpoint: drivers of a group
            then share what is the group's (Owen values); None: every driver for itself (LMG).
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
    together = [(groups or {}).get(driver, driver) for driver in drivers]
    parts[rows] = owen(chosen.correlations[rows], together)
    r2 = parts.sum(axis=1)
    if r2[0] < 1e-12:
        return Withheld(say("the drivers explain nothing of '{outcome}'", outcome=outcome), chosen.n)
    shares = parts / r2[:, None]

    def interval(statistic: Floats) -> Result:
        return chosen.interval(statistic, level=level, low=0, high=1)

    each = tuple(Share(name, interval(parts[:, j]), interval(shares[:, j])) for j, name in enumerate(drivers))
    return Importance(outcome, each, interval(r2), shares, chosen, level)
