"""How large a change must be to be seen, and how many answers it takes to see one of a point.

A test at 5 % tells a change whose estimate lies t(0.975) standard errors from 0. To be told in 80 of
100 months, a true change must lie further off,

    smallest detectable change = (t(0.975) + t(0.80)) x standard error,    on G - 1 degrees of freedom

with the standard error of the delete-a-group jackknife, which knows weights, skipped questions and
who answered twice. Standard errors shrink as the root of the number of customers grows, so

    customers needed for a change of d points = customers now x (smallest detectable / d)^2

if they answer as often twice, and as unequally, as now. How far that may be off is the chi-square interval
of a variance from so many groups.

Reference: Bloom 1995, Evaluation Review 19:547-556.
"""

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from workbench.analysis.intervals import jackknife_variance
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import N_, say

POWER = 0.80
GROUPS = 50  # of customers, from which a variance is estimated
NOT_MEASURED = N_("how much '{name}' varies from month to month by chance is not known")


def smallest(statistic: ArrayLike, *, level: float = 0.95, power: float = POWER) -> float:
    """The smallest true change that is told with some power, in the unit of the statistic.

    Args:
        statistic: the change for everyone, then with each group of customers left out, shape ``(1 + G,)``.
        level: one less the false alarms of the test.
        power: chance to be told.

    Not a number where the statistic does not exist or does not vary.

    >>> round(smallest(np.r_[2.0, np.linspace(1.5, 2.5, 21)]), 2)
    3.99
    """
    values = np.asarray(statistic, dtype=float)
    error = math.sqrt(float(jackknife_variance(values[0], values[1:])))
    if not (error > 0 and math.isfinite(error)):
        return math.nan
    freedom = len(values) - 2
    return float(stats.t.ppf((1 + level) / 2, freedom) + stats.t.ppf(power, freedom)) * error


def answers_needed(changes: pd.DataFrame, name: str, *, points: float = 1.0) -> Result:
    """How many customers must answer in a month for a change of so many points to be seen.

    Args:
        changes: a row per number, with columns name, n (customers who answered in a month) and
            detectable, such as `indices.table` gives.
        name: the number's name.
        points: the change to be seen, more than 0.

    Withheld where the smallest detectable change is not known.

    >>> seen = pd.DataFrame({"name": ["satisfaction"], "n": [400], "detectable": [2.5]})
    >>> found = answers_needed(seen, "satisfaction")
    >>> found.value, found.low, found.high
    (2500.0, 1745.0, 3883.0)
    """
    rows = changes[changes["name"] == name]
    if rows.empty or not math.isfinite(rows["detectable"].iloc[0]):
        return Withheld(say(NOT_MEASURED, name=name))
    n, detectable = int(rows["n"].iloc[0]), float(rows["detectable"].iloc[0])
    needed, freedom = n * (detectable / points) ** 2, min(GROUPS, n) - 1
    few, many = (float(math.ceil(needed * freedom / stats.chi2.ppf(tail, freedom))) for tail in (0.975, 0.025))
    return Estimate(float(math.ceil(needed)), few, many, n, method="chi-square")
