"""What a touchpoint is to customers: taken for granted, wished for, or a delight (Kano).

From ordinary ratings (Brandt 1987; Mikulic and Prebezac 2011): each touchpoint becomes two
yes-or-no variables, rated low and rated high, and satisfaction is regressed on all of them:

    penalty   what satisfaction loses where the touchpoint is rated low, others alike
    reward    what it gains where it is rated high

A touchpoint whose penalty is the larger by more than chance is *basic*: a failure is noticed,
excellence is not. Where the reward is the larger it is a *delight*; where either is there, but
neither is told to be larger, it is *one for one*; where neither is there it is *indifferent*.

Paired questions are another way to the same classes (see `kano`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.answers import moments
from workbench.analysis.kano import Kind
from workbench.analysis.moments import Floats
from workbench.analysis.regression import UNASKED, check
from workbench.analysis.results import Estimate, Result, Withheld, frame_of
from workbench.analysis.surveys import Survey
from workbench.phrase import N_, listed, quoted, say

LOW, HIGH = 40.0, 80.0  # ratings up to here are low, from here on high; 0-100
TURNED = N_("satisfaction falls where it is rated better, so it has no class; look at who rates it so")
FEWEST_EACH = 20  # customers who rated low, and who rated high

NO_TOUCHPOINT = N_("nobody was asked to rate a touchpoint")


@dataclass(frozen=True)
class Contrast:
    """What a touchpoint does to satisfaction.

    Args:
        name: the touchpoint.
        penalty: points of satisfaction where it is rated low, against rated between; mostly below 0.
        reward: likewise where it is rated high; mostly above 0.
        kind: its class.
    """

    name: str
    penalty: Result
    reward: Result
    kind: Kind | Withheld


def of(
    survey: Survey, drivers: Sequence[str] | None = None, outcome: str = "satisfaction", *, level: float = 0.95
) -> pd.DataFrame | Withheld:
    """Penalty, reward and class of each touchpoint of a survey.

    Args:
        survey: of one window.
        drivers: variables of the survey ('quality: shop'); None: all that are about a touchpoint.
        outcome: the construct they may move.
        level: coverage of the intervals.

    Returns driver, penalty, penalty_low, penalty_high, reward, reward_low, reward_high (points of the
    outcome), kind, n, why; what cannot be told is empty, and ``why`` says so. Withheld as ``contrasts``.
    """
    there, values = survey.variables(outcome)
    if not there:
        return Withheld(N_("there are no answers"))
    names = [name for name in there if ": " in name] if drivers is None else list(drivers)
    unasked = [name for name in (outcome, *names) if name not in there]
    if unasked or not names:
        return Withheld(
            say(UNASKED, missing=listed(quoted(unasked)), there=listed(there)) if unasked else NO_TOUCHPOINT
        )
    ratings = values[:, [there.index(name) for name in names]]
    found = contrasts(names, ratings, values[:, there.index(outcome)], survey.groups, survey.weights, level=level)
    if isinstance(found, Withheld):
        return found
    rows = [_row(each, survey.n) for each in found]
    columns = ["driver", *(f"{side}{end}" for side in _SIDES for end in ("", "_low", "_high")), "kind", "n", "why"]
    return frame_of(rows, columns=columns)


_SIDES = ("penalty", "reward")


def _row(found: Contrast, n: int) -> dict[str, object]:
    """A contrast as a row; of several sentences the first is given."""
    told = {side: getattr(found, side) for side in _SIDES}
    row: dict[str, object] = {"driver": found.name, "n": n, "kind": "", "why": ""}
    for side, result in told.items():
        if isinstance(result, Estimate):
            row |= {side: result.value, f"{side}_low": result.low, f"{side}_high": result.high, "n": result.n}
    if isinstance(found.kind, Withheld):
        return row | {"why": found.kind.why}
    return row | {"kind": found.kind}


def contrasts(
    names: Sequence[str],
    ratings: Floats,
    satisfaction: Floats,
    groups: NDArray[np.int64] | None = None,
    weights: Floats | None = None,
    *,
    level: float = 0.95,
) -> tuple[Contrast, ...] | Withheld:
    """Penalties and rewards of all touchpoints at once.

    Args:
        names: the touchpoints, length p.
        ratings: a row per customer, shape (n, p), 0-100; NaN where not rated.
        satisfaction: shape (n,), 0-100.
        groups: customers of one group are left out together; None: each is its own.
        weights: of each customer; None: all alike.
        level: coverage of the intervals.

    A touchpoint hardly anybody rated low (or high) has no penalty (or reward), and no class.
    Withheld for the same reasons as a regression on all of them.
    """
    rated = np.isfinite(ratings)
    low = np.where(rated, (ratings <= LOW) * 1.0, np.nan)
    high = np.where(rated, (ratings >= HIGH) * 1.0, np.nan)
    enough = np.array([np.nansum(low, axis=0), np.nansum(high, axis=0)]) >= FEWEST_EACH
    columns = [(side, place) for side in (0, 1) for place in range(len(names)) if enough[side, place]]
    terms = [f"{names[place]} {('low', 'high')[side]}" for side, place in columns]
    x = np.column_stack([satisfaction, *((low, high)[side][:, place] for side, place in columns)])
    chosen = check(moments(("satisfaction", *terms), x, weights, groups), "satisfaction", terms)
    if isinstance(chosen, Withheld):
        return chosen
    found = np.asarray(np.linalg.solve(chosen.covariances[:, 1:, 1:], chosen.covariances[:, 1:, :1])[:, :, 0])
    few = Withheld(say("fewer than {fewest} customers rated it so", fewest=FEWEST_EACH), chosen.n)
    at: dict[tuple[int, int], Floats] = {column: found[:, term] for term, column in enumerate(columns)}

    def interval(statistic: Floats | None) -> Result:
        return few if statistic is None else chosen.interval(statistic, level=level)

    def contrast(place: int) -> Contrast:
        penalty, reward = at.get((0, place)), at.get((1, place))
        if penalty is None or reward is None:
            return Contrast(names[place], interval(penalty), interval(reward), few)
        both = interval(penalty), interval(reward), interval(np.asarray(penalty + reward))
        return Contrast(names[place], both[0], both[1], _kind(*both))

    return tuple(contrast(place) for place in range(len(names)))


def _kind(penalty: Result, reward: Result, sum_of_both: Result) -> Kind | Withheld:
    for each in (penalty, reward, sum_of_both):
        if isinstance(each, Withheld):
            return each
    if _above(penalty) or _below(reward):
        return Withheld(TURNED, penalty.n)
    if not (_below(penalty) or _above(reward)):
        return "indifferent"
    if _below(penalty) and _below(sum_of_both):
        return "basic"
    return "delight" if _above(reward) and _above(sum_of_both) else "one for one"


def _above(result: Result) -> bool:
    return isinstance(result, Estimate) and result.low > 0


def _below(result: Result) -> bool:
    return isinstance(result, Estimate) and result.high < 0
