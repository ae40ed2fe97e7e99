"""What satisfaction is worth: customer equity that goes with so many points of it, through leaving and spending.

The slopes (`satisfaction_slope`) become levers, and the value is computed anew under them (`what_if`). The
interval holds all doubts: of the model of value, by paired resamples, of the slopes, drawn jointly from their
own distribution, and of the points where they are an estimate, such as the change of an index. Slopes that are
given have none.
"""

from dataclasses import dataclass

from workbench.analysis.customer_value.satisfaction_slope import NAMES, Slopes
from workbench.analysis.customer_value.what_if import WhatIf
from workbench.analysis.results import Estimate, Result, Withheld


@dataclass(frozen=True)
class SatisfactionWorth:
    """What goes with so many points of satisfaction.

    Args:
        points: of them.
        change, share: of customer equity, in money and as a fraction of it.
        leaving, frequency, spend: relative change for one point; withheld where it was given.
        lasting: what a stated point says of a lasting one, or why that is not known.
        is_given: whether the slopes were given and not estimated.
    """

    points: float
    change: Result
    share: Result
    leaving: Result
    frequency: Result
    spend: Result
    lasting: Result
    is_given: bool


def of(
    asked: WhatIf | Withheld, slopes: Slopes | Withheld, points: float | Result = 1.0, *, random_state: int = 0
) -> SatisfactionWorth | Withheld:
    """What so many points of satisfaction go with in customer equity.

    Args:
        asked: the valuation.
        slopes: estimated or given.
        points: of satisfaction, known or estimated, below zero for a fall.
        random_state: seed of the draws of the slopes.

    Withheld as the valuation, the slopes or the points are.
    """
    if isinstance(asked, Withheld):
        return asked
    if isinstance(slopes, Withheld):
        return slopes
    if isinstance(points, Withheld):
        return points
    unsure = slopes.uncertain(points, len(asked.resamples.drawn), random_state)
    known = points.value if isinstance(points, Estimate) else points
    found = asked.ask(slopes.levers(known), unsure)
    if isinstance(found, Withheld):
        return found
    leaving, frequency, spend = (slopes.result(name) for name in NAMES)
    about = {"leaving": leaving, "frequency": frequency, "spend": spend, "lasting": slopes.lasting}
    return SatisfactionWorth(known, found.change, found.share, **about, is_given=slopes.is_given)
