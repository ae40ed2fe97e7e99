"""Where to improve first: what a plain, stated rise at one touchpoint goes with, and how sure that is.

Of drivers regressed together (see `regression`), b_j is the unstandardised total effect of driver j: it
takes nothing from what lies between j and the outcome, since nothing between them is held alike. With
the driver's mean m_j on 0-100 and a rise of r points for everybody who rates it,

    importance   b_j                      points of the outcome for one point of the driver
    performance  m_j                      headroom 100 - m_j
    gain         b_j min(r, 100 - m_j)    points of the outcome

The same rise for all drivers says where to begin, not what a rise costs: costs are not known here.
How sure the order is: the probability that a driver is among the k that gain most (see
`ranking`).

Reference: Martilla and James 1977, Journal of Marketing 41:77-79, on importance and performance;
Ringle and Sarstedt 2016, Industrial Management and Data Systems 116:1865-1886, on total effects.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis import regression
from workbench.analysis.moments import Moments
from workbench.analysis.ranking import among_first
from workbench.analysis.results import Estimate, Withheld

RISE = 5.0  # points of 0-100: half a point on a scale from 1 to 10
FEW, MANY = 3, 5  # drivers: the first three of five and more, the first one of fewer
COLUMNS = ["driver", "importance", "low", "high", "performance", "headroom", "rise", "gain", "gain_low", "gain_high"]


@dataclass(frozen=True, eq=False)
class Improvement:
    """What a rise of each driver goes with.

    Args:
        outcome: the variable to raise.
        rows: a row per driver, largest gain first: driver; importance, low, high; performance,
            headroom; rise (what the headroom leaves of it); gain, gain_low, gain_high; first and
            among_first, the probabilities that it gains most, and that it is among the ``k``.
        rise: points by which each driver is raised.
        k: how many count as the first.
        n: questionnaires behind it.
    """

    outcome: str
    rows: pd.DataFrame
    rise: float
    k: int
    n: int


def of(
    seen: Moments | Withheld, outcome: str, drivers: Sequence[str], *, rise: float = RISE, level: float = 0.95
) -> Improvement | Withheld:
    """What a rise of each driver goes with, largest gain first.

    Args:
        seen: moments of outcome and drivers on 0-100, with groups left out or resampled.
        outcome: the variable to raise.
        drivers: the variables that may raise it.
        rise: points by which each is raised, less where it is near 100.
        level: coverage of the intervals.

    Withheld for the same reasons as `regression.fit`; a driver without an interval has no row.
    """
    chosen = regression.check(seen, outcome, drivers)
    if isinstance(chosen, Withheld):
        return chosen
    effects, _ = regression.solve(chosen)
    headroom = 100 - chosen.mean[1:]
    rises = np.clip(rise, 0, headroom)
    k = FEW if len(drivers) >= MANY else 1
    chances = [among_first(effects * rises, many, resampled=chosen.resampled) for many in (1, k)]
    rows = []
    for place, driver in enumerate(drivers):
        found = chosen.interval(effects[:, place], level=level)
        if isinstance(found, Estimate):
            ends = (found.value, found.low, found.high)
            stands = (chosen.mean[1 + place], headroom[place], rises[place])
            gains = tuple(rises[place] * end for end in ends)
            rows.append((driver, *ends, *stands, *gains, chances[0][place], chances[1][place]))
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "first", "among_first"])
    return Improvement(outcome, frame.sort_values("gain", ascending=False, ignore_index=True), rise, k, chosen.n)
