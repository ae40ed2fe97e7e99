"""How unevenly profit is spread over customers: the 20/80/30 rule, the whale curve, Gini.

Customers are put in order, best first. With ``C(p)`` the contribution of the best share ``p`` of
N customers and ``T = C(1)`` that of all:

- share of the best 20 %:    C(0.2) / T
- share of the worst 30 %:   (T - C(0.7)) / T, negative when they cost more than they bring
- whale curve:               C(p) / T over p; it rises above 1 when some customers lose money
- peak:                      the highest point of that curve: profit as a share of itself if the
                             loss-making customers were served at no loss
- Gini:                      2 * sum_i i * x_(i) / (N * sum x) - (N + 1) / N, x in rising order

``C`` is linear between customers, so 20 % of seven customers is well defined and equal customers
give exactly 20 %. All of these are counted over the whole base, so they carry no sampling error:
they describe the year that was. Whether a share has *changed* is another question, which needs a
test on two months.

The curve has at most 100 steps, each of at least ``minimum`` customers, so that the difference
of two points never tells what a few people bring.

Reference: Kaplan and Narayanan 2001, Journal of Cost Management 15(5):7-15 (whale curve);
Chen, Tsaur and Rhai 1982, Oxford Economic Papers 34:473-478 (Gini and negative values).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.results import Estimate, Result, Withheld, counted
from workbench.phrase import N_, say

STEPS = (100, 50, 20, 10)  # all of them hit 20 % and 70 % exactly


@dataclass(frozen=True)
class Concentration:
    """How the profit of a base is spread over its customers.

    Args:
        customers: the customers counted.
        total: their contribution, in money.
        best, worst: the shares of it by the best 20 % and the worst 30 %, as fractions of ``total``.
        worst_total: what the worst 30 % bring, in money; negative when they cost.
        peak: the highest point of the whale curve, as a fraction of ``total``.
        gini: 0 when all bring the same, towards 1 when one brings everything.
        curve: the whale curve: ``customers`` and ``share``, both fractions, from (0, 0) to (1, 1).
    """

    customers: int
    total: float
    best: Estimate
    worst: Estimate
    worst_total: float
    peak: Estimate
    gini: Result
    curve: pd.DataFrame


def concentration(
    contribution: ArrayLike, *, best: float = 0.2, worst: float = 0.3, minimum: int = 10
) -> Concentration | Withheld:
    """The concentration of profit among customers.

    Args:
        contribution: what each customer brought in the period, in money, shape ``(customers,)``.
        best, worst: the shares of customers at the two ends, multiples of a tenth.
        minimum: the fewest customers a step of the curve may stand for.

    Withheld when a tenth of the customers is fewer than ``minimum``, or when they bring no profit
    together, so that a share of it means nothing. ValueError for a number that is not finite.

    >>> spread = concentration([90, 5, 5, 5, 5, 0, 0, 0, -5, -5], minimum=1)
    >>> round(spread.best.value, 2), round(spread.worst.value, 2), round(spread.peak.value, 2)
    (0.95, -0.1, 1.1)
    """
    values = np.sort(np.asarray(contribution, dtype=float))[::-1]
    if not np.isfinite(values).all():
        raise ValueError("the contribution of a customer must be a finite number")
    n, total = len(values), float(values.sum())
    steps = next((steps for steps in STEPS if n >= steps * max(minimum, 1)), None)
    if steps is None:
        why = say("the base is {n}; a tenth of it must be at least {fewest} customers", n=n, fewest=max(minimum, 1))
        return Withheld(why, n)
    if total <= 1e-9 * float(np.abs(values).sum()):
        return Withheld(say("the base of {n} brought no profit together, so there are no shares of it", n=n), n)
    grid = np.linspace(0, 1, steps + 1)
    share = _whale(values, grid)
    lowest = 1 - _at(share, 1 - worst)
    return Concentration(
        customers=n,
        total=total,
        best=counted(_at(share, best), n),
        worst=counted(lowest, n),
        worst_total=lowest * total,
        peak=counted(float(share.max()), n),
        gini=gini(values),
        curve=pd.DataFrame({"customers": grid, "share": share}),
    )


def gini(values: ArrayLike) -> Result:
    """The Gini coefficient of amounts that are nowhere negative.

    Withheld when an amount is negative, because the coefficient then has no upper bound of 1 and
    cannot be compared; and when there is nothing to share.

    >>> gini([0, 0, 0, 1]).value
    0.75
    >>> gini([5, 5, 5]).value
    0.0
    """
    rising = np.sort(np.asarray(values, dtype=float))
    n = len(rising)
    if n == 0 or rising[-1] <= 0:
        return Withheld(N_("there is nothing to share"), n)
    if rising[0] < 0:
        losing = int((rising < 0).sum())
        return Withheld(say("customers who brought a loss: {n}; Gini has no upper bound of 1 then", n=losing), n)
    weighted = float(np.arange(1, n + 1) @ rising)
    return counted(max(0.0, 2 * weighted / (n * float(rising.sum())) - (n + 1) / n), n)


def _whale(falling: NDArray[np.float64], grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cumulative share of the total at each share of customers, best first."""
    cumulated = np.concatenate([[0.0], np.cumsum(falling)])
    return np.asarray(np.interp(grid * len(falling), np.arange(len(cumulated)), cumulated) / cumulated[-1])


def _at(share: NDArray[np.float64], part: float) -> float:
    """The curve at a part of the customers that lies on its grid."""
    if not np.isclose(10 * part, round(10 * part)) or not 0 <= part <= 1:
        raise ValueError(f"a share of customers must be a multiple of a tenth between 0 and 1: {part:g}")
    return float(share[round(part * (len(share) - 1))])
