"""What customers would pay, as outcomes of their own: price tolerance, and a premium for a better experience.

Neither is part of loyalty: who stays may do so because it is cheap. For each of them

    level         its mean on 0-100
    per_point     points of it that go with one point of satisfaction (least squares on one driver)
    driver        the driver with the largest share of what all drivers explain of it (LMG), and that share

Missing answers, weights and intervals are dealt with by the moments (see `answers`).

Reference: Fornell et al. 1996, Journal of Marketing 60:7-18, where price tolerance is part of loyalty.
"""

from collections.abc import Sequence

import pandas as pd

from workbench.analysis import importance, regression
from workbench.analysis.customer_means import customer_mean
from workbench.analysis.importance import Lead
from workbench.analysis.moments import Moments
from workbench.analysis.results import Estimate, Result, Withheld, frame_of
from workbench.analysis.surveys import Survey
from workbench.phrase import say

OUTCOMES = ("price tolerance", "price premium")
NUMBERS = ("level", "per_point", "share")


def of(
    survey: Survey, drivers: Sequence[str], satisfaction: str = "satisfaction", *, level: float = 0.95
) -> pd.DataFrame:
    """A row per outcome.

    Args:
        survey: of one window.
        drivers: variables of the survey, as for satisfaction.
        satisfaction: the construct whose points are counted.
        level: coverage of the intervals.

    Returns outcome, level, per_point and share each with _low and _high, driver, n, why; what cannot
    be told is empty, and ``why`` gives the first reason.
    """
    ends = [f"{name}{end}" for name in NUMBERS for end in ("", "_low", "_high")]
    rows = [_row(survey, outcome, drivers, satisfaction, level) for outcome in OUTCOMES]
    return frame_of(rows, columns=["outcome", *ends, "driver", "n", "why"])


def _row(survey: Survey, outcome: str, drivers: Sequence[str], satisfaction: str, level: float) -> dict[str, object]:
    asked = survey.columns(construct=outcome)
    if not asked:
        why = say("nobody was asked about '{construct}'", construct=outcome)
        return {"outcome": outcome, "driver": "", "n": 0, "why": why}
    values = survey.mean(asked)
    mean = customer_mean(values, survey.weights, survey.groups, level=level, low=0, high=100, fewest=regression.FEWEST)
    seen = survey.moments(outcome, [satisfaction, *drivers])
    slope, lead = _slope(seen, outcome, satisfaction, level), _lead(seen, outcome, drivers, level)
    strongest = lead.share if isinstance(lead, Lead) else lead
    told: dict[str, Result] = {"level": mean, "per_point": slope, "share": strongest}
    whys = [found.why for found in told.values() if isinstance(found, Withheld)]
    row: dict[str, object] = {"outcome": outcome, "why": (whys or [""])[0], "n": mean.n}
    row["driver"] = lead.driver if isinstance(lead, Lead) else ""
    for name, found in told.items():
        if isinstance(found, Estimate):
            row |= {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}
    return row


def _slope(seen: Moments | Withheld, outcome: str, satisfaction: str, level: float) -> Result:
    found = regression.fit(seen, outcome, [satisfaction], level=level)
    return found if isinstance(found, Withheld) else found.coefficients[0].effect


def _lead(seen: Moments | Withheld, outcome: str, drivers: Sequence[str], level: float) -> Lead | Withheld:
    found = importance.relative_importance(seen, outcome, drivers, level=level)
    return found if isinstance(found, Withheld) else found.lead()
