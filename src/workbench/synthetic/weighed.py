"""What customers get for what it costs them, and what satisfaction leads to, as a survey of everybody would show it."""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic.answers import Seen

OUTCOMES = ("complaints", "loyalty", "recommendation", "price tolerance", "price premium")


@dataclass(frozen=True)
class Delivered:
    """Total value and total cost, and which of them moves satisfaction more.

    Args:
        value, cost: mean of the four parts of either side, in points; delivered value is the first less the second.
        pull_of_value, pull_of_cost: standardised coefficients of the regression of satisfaction on both sides.
    """

    value: float
    cost: float
    pull_of_value: float
    pull_of_cost: float


def delivered(seen: Seen) -> Delivered:
    """Both sides of delivered value from the moments of answers; each side is the mean of its parts."""
    outcome = [name == "satisfaction" for name in seen.names]
    sides = np.array([[name.endswith(side) / 4 for name in seen.names] for side in (" value", " cost")])
    all_three = np.vstack([outcome, sides])
    covariance = all_three @ seen.covariance @ all_three.T
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    pulls = np.linalg.solve(correlation[1:, 1:], correlation[1:, 0])
    return Delivered(*np.round([*(sides @ seen.means), *pulls], 6).tolist())


def outcomes(seen: Seen) -> dict[str, float]:
    """What one measured point of satisfaction goes with in each of ``OUTCOMES``, in points."""
    at = seen.names.index("satisfaction")
    tie = seen.covariance[at] / seen.covariance[at, at]
    return {name: round(float(tie[seen.names.index(name)]), 6) for name in OUTCOMES}
