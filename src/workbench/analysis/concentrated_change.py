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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.intervals import jackknife
from workbench.analysis.moments import Floats
from workbench.analysis.results import Estimate
from workbench.analysis.state_chain import leave_out
from workbench.analysis.surveys import BUCKETS, Survey

FEWEST = 10  # customers on each side, in each month


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


def place(now: Survey, then: Survey, outcome: str, *, level: float = 0.95) -> Place | None:
    """The touchpoint whose customers changed most against the others, if any did beyond chance.

    Args:
        now, then: the answers of the two months.
        outcome: the construct that changed, such as 'satisfaction'.
        level: chance that no touchpoint is named wrongly when nothing changed.
    """
    touchpoints = sorted(set(now.items.loc[now.items["kind"] == "perception", "touchpoint"]) - {""})
    whole = tuple(_left_out(month, outcome, np.ones(month.n, dtype=bool)) for month in (now, then))
    found = []
    for touchpoint in touchpoints:
        rated = tuple(_left_out(month, outcome, _rated(month, touchpoint)) for month in (now, then))
        one = _apart(touchpoint, rated, whole, 1 - (1 - level) / len(touchpoints))
        found += [one] if one else []
    return max(found, key=lambda one: one.apart.value**2 / (one.apart.high - one.apart.low) ** 2, default=None)


def _apart(touchpoint: str, inside: tuple[Floats, ...], whole: tuple[Floats, ...], level: float) -> Place | None:
    outside = tuple(total - part for total, part in zip(whole, inside, strict=True))
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
    return Place(touchpoint, told, min(share, 1.0)) if told.value * change[0] > 0 and share > 0 else None


def _rated(month: Survey, touchpoint: str) -> NDArray[np.bool_]:
    """Who answered any question on how the touchpoint was perceived."""
    return np.asarray(np.isfinite(month.scores[:, month.columns(touchpoint=touchpoint)]).any(axis=1))


def _left_out(month: Survey, outcome: str, who: NDArray[np.bool_]) -> Floats:
    """Customers, weights and weighted outcome of some, with everyone and without each bucket: ``(3, 1 + 50)``."""
    scores = month.scores[:, month.columns(construct=outcome)]
    told = np.isfinite(scores).any(axis=1) & who
    values, weights = np.nanmean(scores[told], axis=1), month.weights[told]
    sums = [
        np.bincount(month.groups[told], counted, minlength=BUCKETS)
        for counted in (np.ones(told.sum()), weights, weights * values)
    ]
    return np.asarray(leave_out(np.column_stack(sums)).T)


def _mean(sums: Floats) -> Floats:
    none = np.full_like(sums[2], np.nan)
    return np.asarray(np.divide(sums[2], sums[1], out=none, where=sums[1] > 0))
