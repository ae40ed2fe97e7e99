"""What a point of satisfaction goes with in leaving, in coming and in spending.

From customers who answered, by what they did from the next day on. With x the satisfaction stated,

    leaving     mu      ~ Gamma(s, beta) e^(g x)        purchases a year   lambda ~ Gamma(r, alpha) e^(b x)
    spend       margin of a purchase = e^(a + c x)

g and b are of `covariate_lives`, with answers in bands of five points; c solves

    sum of (1, x) (margin - purchases e^(a + c x)) = 0

which admits purchases at a loss. Customers with a contract on the day are left out: their silence says
nothing.

A questionnaire says only in part how satisfied somebody is for good: mood and chance pass. If that part is

    q = points of the next questionnaire for a point of this one

then slopes on what was stated are q times those on lasting satisfaction, and are divided by it (regression
calibration; Carroll et al. 2006). Lasting is what counts: if everybody's satisfaction rises by a point for
good, the index does. Without second questionnaires slopes are those of what was stated, and so too small.

Intervals are by the delete-a-group jackknife over buckets of customers, to first order (influence functions).
Satisfied customers may differ in more than satisfaction: a slope says what goes together, not what would
follow if somebody made them more satisfied.

Reference: Carroll, Ruppert, Stefanski and Crainiceanu 2006, Measurement Error in Nonlinear Models, 4.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from workbench.analysis.customer_value import covariate_lives
from workbench.analysis.customer_value.levers import Levers, Uncertain
from workbench.analysis.intervals import jackknife
from workbench.analysis.purchase_models import Histories
from workbench.analysis.purchase_models.counted import Floats, Places
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.errors import BadParameter
from workbench.phrase import N_, say

FEWEST, FEWEST_AGAIN = 500, 200
BAND, UNIT = 5.0, 10.0  # points of a band, and of the covariate
NAMES = ("leaving", "frequency", "spend")
FEW = N_("{n} customers without a contract said how satisfied they are and could be followed; {fewest} are needed")
SAME = N_("all {n} customers stated the same satisfaction")
NO_MARGIN = N_("what {n} customers bought after they answered brought no margin")
GIVEN = N_("it was given, not estimated")
NEGATIVE = N_("what customers say one time has nothing to do with what they say the next")
FEW_AGAIN = N_(
    "{n} customers answered a second time and {fewest} are needed, so the slopes are those of what was stated, "
    "which says only in part how satisfied somebody is for good"
)
MEANINGLESS = 0.1


@dataclass(frozen=True, eq=False)
class Slopes:
    """Changes of log rates for a point of satisfaction.

    Args:
        values: leaving, frequency and spend, as `NAMES`, shape ``(3,)``.
        groups: how far each bucket moves them, shape ``(buckets, 3)``; no rows for slopes that are given.
        n: customers behind them; 0 for slopes that are given.
        lasting: what a stated point says of a lasting one; withheld where slopes are of what was stated.
    """

    values: Floats
    groups: Floats = field(repr=False)
    n: int
    lasting: Result

    @classmethod
    def given(cls, leaving: float, spend: float, frequency: float = 0.0) -> "Slopes":
        """Slopes that are known or assumed, as relative changes for a point: -0.04 is 4 % less leaving.

        BadParameter for a change that takes away all there is.

        >>> Slopes.given(leaving=-0.04, spend=0.01).levers(1).leaving
        -0.04
        """
        changes = np.array([leaving, frequency, spend])
        if not (np.isfinite(changes).all() and (changes > -1).all()):
            do = "write 4 % less leaving for a point as -0.04"
            raise BadParameter("a change is a fraction above -1", where="leaving, spend", value=changes.tolist(), do=do)
        return cls(np.log1p(changes), np.empty((0, 3)), 0, Withheld(GIVEN))

    def result(self, name: str) -> Result:
        """One slope as the relative change for a point, with its interval; KeyError if there is no such slope."""
        if name not in NAMES:
            raise KeyError(f"no slope {name!r}; there are {NAMES}")
        at = NAMES.index(name)
        if self.is_given:
            return Withheld(GIVEN)
        full = float(np.expm1(self.values[at]))
        return jackknife(full, np.expm1(self.values[at] - self.groups[:, at]), n=self.n)

    def levers(self, points: float) -> Levers:
        """What so many points go with."""
        return _levers(self.values, points)

    @property
    def is_given(self) -> bool:
        """Whether they are known or assumed, and so have no doubt of their own."""
        return not len(self.groups)

    def uncertain(self, points: float | Estimate, resamples: int, random_state: int = 0) -> Uncertain | None:
        """How far the levers may be off; nothing for slopes that are given and points that are known.

        Args:
            points: of satisfaction, known or estimated.
            resamples, random_state: how many are drawn, from which seed.
        """
        known, error = (points.value, _error(points)) if isinstance(points, Estimate) else (points, 0.0)
        if self.is_given and not error:
            return None
        rng, sizes = np.random.default_rng(random_state), np.full(4, 1e-4)
        # (G - 1) / G sum of squares is the variance of the jackknife; draws have it too, jointly.
        signs = rng.standard_normal((resamples, len(self.groups)))
        share = 1 - 1 / max(len(self.groups), 1)
        steps = [_levers(self.values + row, known) for row in np.diag(sizes[:3])]
        steps.append(_levers(self.values, known + sizes[3]))
        draws = [signs @ self.groups * np.sqrt(share), error * rng.standard_normal((resamples, 1))]
        return Uncertain(steps, sizes, np.hstack(draws))


def estimate(outcomes: pd.DataFrame, *, fewest: int = FEWEST) -> Slopes | Withheld:
    """The slopes of customers who answered.

    Args:
        outcomes: the query `satisfaction_outcomes`.
        fewest: customers needed.

    Withheld when too few can be followed, when all said the same, or when what they bought carries no model.
    """
    rows = outcomes[~outcomes["held"] & (outcomes["days"] > 0)]
    n, stated = len(rows), rows["satisfaction"].to_numpy(dtype=float)
    if n < fewest:
        return Withheld(say(FEW, n=n, fewest=fewest), n)
    if np.ptp(stated) < BAND:
        return Withheld(say(SAME, n=n), n)
    x = (stated - stated.mean()) / UNIT
    followed = Histories.read(rows[["purchases", "last_days", "days"]].to_numpy(dtype=float))
    lives = covariate_lives.fit(followed, x, band=BAND / UNIT)
    if isinstance(lives, Withheld):
        return lives
    spend = _spend(rows, x)
    if isinstance(spend, Withheld):
        return spend
    values, influence = np.append(lives[0], spend[0]), np.column_stack([lives[1], spend[1]])
    bucket = rows["bucket"].to_numpy()
    lasting = _lasting(rows, stated)
    share: Result = lasting if isinstance(lasting, Withheld) else _told(*lasting, bucket, n=n)
    if not isinstance(lasting, Withheld):
        part, moves = lasting
        values, influence = values / part, (influence - values / part * moves[:, None]) / part
    return Slopes(values / UNIT, _by_bucket(influence, bucket) / UNIT, n, share)


def _error(points: Estimate) -> float:
    """The standard error of an estimate, as that of a normal one."""
    return float((points.high - points.low) / 2 / stats.norm.ppf((1 + points.level) / 2))


def _levers(values: Floats, points: float) -> Levers:
    leaving, frequency, spend = np.expm1(values * points)
    return Levers(leaving=float(leaving), frequency=float(frequency), spend=float(spend))


def _spend(rows: pd.DataFrame, x: Floats) -> tuple[float, Floats] | Withheld:
    """The slope of the margin of a purchase, and the effect of one more of each customer on it, ``(n,)``."""
    bought, margin = rows["purchases"].to_numpy(dtype=float), rows["margin"].to_numpy(dtype=float)
    if margin.sum() <= 0:
        return Withheld(say(NO_MARGIN, n=len(rows)), len(rows))
    terms = np.column_stack([np.ones(len(x)), x])
    point = np.array([np.log(margin.sum() / bought.sum()), 0.0])
    for _ in range(50):
        expected = bought * np.exp(terms @ point)
        information = (terms * expected[:, None]).T @ terms
        move = np.linalg.solve(information, terms.T @ (margin - expected))
        point = point + np.clip(move, -1, 1)
        if np.abs(move).max() < 1e-10:
            break
    else:
        return Withheld(say(NO_MARGIN, n=len(rows)), len(rows))
    expected = bought * np.exp(terms @ point)
    return float(point[1]), np.asarray((terms * (margin - expected)[:, None]) @ np.linalg.inv(information))[:, 1]


def _lasting(rows: pd.DataFrame, stated: Floats) -> tuple[float, Floats] | Withheld:
    """Points of the next questionnaire for a point of this one, and each customer's effect on it, ``(n,)``."""
    again = rows["again"].to_numpy(dtype=float)
    twice = np.isfinite(again)
    n = int(twice.sum())
    if n < FEWEST_AGAIN:
        return Withheld(say(FEW_AGAIN, n=n, fewest=FEWEST_AGAIN), n)
    apart = np.where(twice, stated - stated[twice].mean(), 0.0)
    later = np.where(twice, again - again[twice].mean(), 0.0)
    part = float(apart @ later / (apart @ apart))
    if part <= MEANINGLESS:
        return Withheld(say(NEGATIVE), n)
    return part, np.asarray(apart * (later - part * apart) / (apart @ apart))


def _by_bucket(influence: Floats, bucket: Places) -> Floats:
    """Sums of each bucket that holds somebody, shape ``(buckets, k)``."""
    held, code = np.unique(bucket, return_inverse=True)
    return np.column_stack([np.bincount(code, column, minlength=len(held)) for column in influence.T])


def _told(value: float, influence: Floats, bucket: Places, *, n: int) -> Result:
    return jackknife(value, value - _by_bucket(influence[:, None], bucket)[:, 0], n=n)
