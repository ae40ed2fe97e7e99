"""How much of the explained outcome belongs to each driver: exact LMG (Shapley) shares of R2.

Drivers of satisfaction go together, so "what driver j adds" depends on what is already in the
model. LMG averages what it adds over all orders in which the p drivers can enter:

    lmg_j = sum over subsets S without j of  |S|! (p - 1 - |S|)! / p!  *  (R2(S + j) - R2(S))

The shares sum to R2, are never negative, and do not depend on the drivers' scale or order.

Drivers that belong together, such as the questions about one touchpoint, can be kept together in
the order; their parts then add up to what is the touchpoint's. How this is computed is in
``shapley``.

An outcome of few steps, such as a top box, has its R2 and parts on the scale of what lies behind the
answer (see ``outcomes``); shares are the same on either scale.

References: Lindeman, Merenda and Gold 1980, Introduction to Bivariate and Multivariate Analysis.
Groemping 2006, Journal of Statistical Software 17(1). Shapley 1953.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis import outcomes, ranking
from workbench.analysis.moments import Floats, Moments
from workbench.analysis.outcomes import Outcome
from workbench.analysis.regression import check, usable
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.shapley import owen
from workbench.analysis.surveys import Survey
from workbench.phrase import N_, say

CONTINUOUS = Outcome()
BEYOND = N_(
    "behind the few steps of '{outcome}' the drivers would explain {r2} times its variance, "
    "so what lies behind them is no normal feeling; the shares hold all the same"
)
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
        r2: share of the outcome's variance that goes with all drivers, 0..1; like the parts, of what
            lies behind the answers if they are of few steps.
        answered: how the outcome was answered.
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
    answered: Outcome = CONTINUOUS

    @property
    def n(self) -> int:
        """Questionnaires behind it."""
        return self.seen.n

    def frame(self) -> pd.DataFrame:
        """A row per driver, largest share first: driver, part, part_low, part_high, share, low, high.

        Parts are empty where they are withheld; drivers whose share is are left out.
        """
        rows: list[dict[str, object]] = [
            {"driver": each.driver}
            | _cells(each.part, "part", "part_low", "part_high")
            | _cells(each.share, "share", "low", "high")
            for each in self.shares
        ]
        columns = ["driver", "part", "part_low", "part_high", "share", "low", "high"]
        found = pd.DataFrame(rows, columns=columns).dropna(subset="share")
        return found.sort_values("share", ascending=False, ignore_index=True)

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


def _cells(result: Result, *names: str) -> dict[str, object]:
    found = (np.nan,) * 3 if isinstance(result, Withheld) else (result.value, result.low, result.high)
    return dict(zip(names, found, strict=True))


def relative_importance(
    seen: Moments | Withheld,
    outcome: str,
    drivers: Sequence[str],
    *,
    groups: Mapping[str, str] | None = None,
    answered: Outcome = CONTINUOUS,
    level: float = 0.95,
) -> Importance | Withheld:
    """Exact shares with intervals.

    Args:
        seen: moments that hold all the variables; if withheld, so is the result.
        outcome: the variable to explain.
        drivers: at most 20 variables that may explain it.
        groups: the group of each driver that has one, such as its touchpoint: drivers of a group
            then share what is the group's (Owen values); None: every driver for itself (LMG).
        answered: how the outcome was answered, from ``outcomes.of``.
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
    behind = answered.attenuation**2
    beyond = (
        Withheld(say(BEYOND, outcome=outcome, r2=float(r2[0] / behind)), chosen.n) if r2[0] > behind + 1e-9 else None
    )

    def interval(statistic: Floats) -> Result:
        return chosen.interval(statistic, level=level, low=0, high=1)

    each = tuple(
        Share(name, beyond or interval(parts[:, j] / behind), interval(shares[:, j])) for j, name in enumerate(drivers)
    )
    return Importance(outcome, each, beyond or interval(r2 / behind), shares, chosen, level, answered)


def of(
    survey: Survey,
    outcome: str,
    drivers: Sequence[str],
    *,
    top: float | None = None,
    groups: Mapping[str, str] | None = None,
    resamples: int = 0,
) -> Importance | Withheld:
    """Shares of the drivers of an outcome as it was answered in a survey: many steps, few, or two.

    Args:
        survey: the answers of a window.
        outcome: the construct to explain.
        drivers: variables of the survey, at most 20.
        top: explain whether the outcome is at least so many points (0-100); None: how high it is.
        groups: as for ``relative_importance``.
        resamples: bootstrap resamples of customers; 0: each of the 50 buckets left out.

    Withheld for the same reasons as ``relative_importance``.
    """
    if top is not None:
        survey = survey.cut(outcome, top)
    names, values = survey.variables(outcome)
    answered = outcomes.of(values[:, names.index(outcome)], survey.weights) if outcome in names else CONTINUOUS
    seen = survey.moments(outcome, list(drivers), resamples=resamples)
    return relative_importance(seen, outcome, drivers, groups=groups, answered=answered)
