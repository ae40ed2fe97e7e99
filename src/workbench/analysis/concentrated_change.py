"""Where a change of satisfaction lies: among the customers who rated a touchpoint, or among all alike.

In each of two months customers divide into those who rated a touchpoint and the others. With the
share s of those who rated it (mean of both months) and their mean satisfaction m, now and then,

    at the touchpoint    s (m_now - m_then)
    its share            s (m_now - m_then) / change of all

The share alone says little: if everybody rates a touchpoint, all of any change lies with them. So a
touchpoint is named only if satisfaction changed otherwise among its customers than among the others,
told from no difference by an interval that allows for the number of touchpoints looked at
(Bonferroni). It says with whom satisfaction changed, not why. Intervals: delete-a-group jackknife.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.intervals import jackknife
from workbench.analysis.results import Estimate
from workbench.analysis.state_chain import leave_out

FEWEST = 10  # customers on each side, in each month

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """The touchpoint with whose customers a change lies.

    Args:
        touchpoint: its name.
        apart: the change among them less the change among the others, in points.
        share: which part of the change of all lies with them, as a fraction.
    """

    touchpoint: str
    apart: Estimate
    share: float


def place(now: pd.DataFrame, then: pd.DataFrame, outcome: str, *, level: float = 0.95) -> Place | None:
    """The touchpoint whose customers changed most against the others, if any did beyond chance.

    Args:
        now, then: `survey_moments` of the two months, each with a window of one month.
        outcome: the construct that changed, such as 'satisfaction'.
        level: chance that no touchpoint is named wrongly when nothing changed.
    """
    rated = {name: (_sums(now, outcome, variable), _sums(then, outcome, variable)) for name, variable in _asked(now)}
    everyone = _sums(now, outcome, outcome), _sums(then, outcome, outcome)
    groups = everyone[0].index.union(everyone[1].index)
    found = [
        one
        for name, sums in rated.items()
        if (one := _apart(name, sums, everyone, groups, 1 - (1 - level) / len(rated))) is not None
    ]
    return max(found, key=lambda one: one.apart.value**2 / (one.apart.high - one.apart.low) ** 2, default=None)


def _apart(
    name: str,
    rated: tuple[pd.DataFrame, pd.DataFrame],
    everyone: tuple[pd.DataFrame, pd.DataFrame],
    groups: pd.Index,
    level: float,
) -> Place | None:
    inside = [_left_out(sums, groups) for sums in rated]
    whole = [_left_out(sums, groups) for sums in everyone]
    outside = [total - part for total, part in zip(whole, inside, strict=True)]
    if min(part[0, 0] for part in (*inside, *outside)) < FEWEST:
        return None
    change_inside, change_outside, change = (_mean(now) - _mean(then) for now, then in (inside, outside, whole))
    apart = change_inside - change_outside
    told = jackknife(float(apart[0]), apart[1:], n=int(inside[0][0, 0]), level=level)
    if not isinstance(told, Estimate) or told.low <= 0 <= told.high or not change[0]:
        return None
    weight = (inside[0][1, 0] / whole[0][1, 0] + inside[1][1, 0] / whole[1][1, 0]) / 2
    share = float(weight * change_inside[0] / change[0])
    # Against the others and with the change of all: what went the other way explains nothing of it.
    return Place(name, told, min(share, 1.0)) if told.value * change[0] > 0 and share > 0 else None


def _asked(moments: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Each touchpoint and the variable about it that most customers answered."""
    own = moments[(moments.a == moments.b) & moments.a.str.contains(": ", regex=False)]
    counts = own.groupby("a").n.sum().sort_values(kind="stable")
    yield from {str(variable).split(": ", 1)[1]: str(variable) for variable in counts.index}.items()


def _sums(moments: pd.DataFrame, outcome: str, variable: str) -> pd.DataFrame:
    """Customers, weights and weighted outcome of those who answered both, by bucket: n, w, wy."""
    first = (moments.a == outcome) & (moments.b == variable)
    rows = moments[first | ((moments.a == variable) & (moments.b == outcome))]
    outcome_sum = "wa" if first.any() else "wb"
    named = rows[["bucket", "n", "w", outcome_sum]].set_axis(["bucket", "n", "w", "wy"], axis=1)
    return named.set_index("bucket").astype(float)


def _left_out(sums: pd.DataFrame, groups: pd.Index) -> Floats:
    """n, w and wy with everyone and without each group, shape ``(3, G + 1)``."""
    return np.asarray(leave_out(sums.reindex(groups, fill_value=0.0).to_numpy()).T)


def _mean(sums: Floats) -> Floats:
    none = np.full_like(sums[2], np.nan)
    return np.asarray(np.divide(sums[2], sums[1], out=none, where=sums[1] > 0))
