"""Whether satisfaction follows the gap between perception and expectation, or each in its own way.

The gap P - E is the usual measure of service quality, and it assumes much: that a point more of
perception does what a point less of expectation does, at every level. The response surface
assumes none of it (Edwards and Parry 1993):

    S = b0 + b1 P + b2 E + b3 P^2 + b4 P E + b5 E^2        P, E: 0-100, less 50, in tens

    along P = E     slope b1 + b2, curvature b3 + b4 + b5: does meeting a high expectation
                    satisfy more than meeting a low one?
    along P = -E    slope b1 - b2, curvature b3 - b4 + b5: does it pay to exceed expectations,
                    and does falling short hurt more than exceeding helps?

The raw gap holds where b1 + b2 = 0 and the curvatures are nothing, that is where all four lines
but the slope along P = -E are nothing. Their joint test is Wald's, with the covariance of the
delete-a-group jackknife, as F on (4, groups - 4).

Reference: Edwards and Parry 1993, Academy of Management Journal 36:1577-1613.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from workbench.analysis.answers import moments
from workbench.analysis.moments import Floats
from workbench.analysis.regression import check
from workbench.analysis.results import Result, Withheld

TERMS = ("p", "e", "pp", "pe", "ee")
LINES = ("meeting_slope", "meeting_curvature", "exceeding_slope", "exceeding_curvature")
# The combinations of the surface's coefficients that make ``LINES``.
_COMBINED = np.array([[1, 1, 0, 0, 0], [0, 0, 1, 1, 1], [1, -1, 0, 0, 0], [0, 0, 1, -1, 1]], dtype=float)
_GAP_DENIES = np.array([[1, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]], dtype=float)


@dataclass(frozen=True)
class Surface:
    """The response surface of a touchpoint.

    Args:
        meeting_slope, meeting_curvature: along P = E, in points of satisfaction for ten points.
        exceeding_slope, exceeding_curvature: along P = -E, likewise.
        chance: the probability of so much departure from the raw gap where the gap holds.
        n: customers who answered all three.
    """

    meeting_slope: Result
    meeting_curvature: Result
    exceeding_slope: Result
    exceeding_curvature: Result
    chance: float
    n: int

    @property
    def gap_holds(self) -> bool:
        """Whether nothing speaks against the raw difference, at 5 %."""
        return self.chance >= 0.05


def response_surface(
    perception: Floats,
    expectation: Floats,
    satisfaction: Floats,
    weights: Floats | None = None,
    groups: NDArray[np.int64] | None = None,
    *,
    level: float = 0.95,
) -> Surface | Withheld:
    """The surface from a row per customer, all on 0-100; rows that lack one of the three are left out.

    Args:
        perception, expectation, satisfaction: shape (n,).
        weights: of each customer; None: all alike.
        groups: customers of one group are left out together; None: each is its own.
        level: coverage of the intervals.

    Withheld for the same reasons as a regression on five terms, and with too few groups for intervals.
    """
    p, e = (perception - 50) / 10, (expectation - 50) / 10
    rows = np.column_stack([satisfaction, p, e, p * p, p * e, e * e])
    whole = np.isfinite(rows).all(axis=1)
    w = None if weights is None else weights[whole]
    of = None if groups is None else groups[whole]
    chosen = check(moments(("satisfaction", *TERMS), rows[whole], w, of), "satisfaction", TERMS)
    if isinstance(chosen, Withheld):
        return chosen
    found = np.linalg.solve(chosen.covariances[:, 1:, 1:], chosen.covariances[:, 1:, :1])[:, :, 0]
    lines = found @ _COMBINED.T
    four = [chosen.interval(lines[:, line], level=level) for line in range(4)]
    if isinstance(four[0], Withheld):
        return four[0]
    return Surface(four[0], four[1], four[2], four[3], _chance(found @ _GAP_DENIES.T), chosen.n)


def _chance(departures: Floats) -> float:
    """Wald's test that all departures are nothing; row 0 everyone, then each group left out."""
    apart = departures[1:] - departures[0]
    groups, terms = apart.shape
    spread = (groups - 1) / groups * apart.T @ apart
    wald = float(departures[0] @ np.linalg.solve(spread, departures[0]))
    free = groups - terms
    return float(stats.f.sf(wald * free / (terms * (groups - 1)), terms, free))
