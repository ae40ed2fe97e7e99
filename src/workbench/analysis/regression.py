"""Which drivers go with the outcome, all at once: weighted least squares from moments.

With driver covariances S, covariances s with the outcome and outcome variance v,

    b = S^-1 s          R2 = b's / v          standardised b_j = b_j sd(x_j) / sd(y)

On the 0-100 scale b_j reads: of two customers who rate everything else alike, the one who rates
driver j one point higher has an outcome b_j points higher. That is an association; it is what a
point of improvement buys only if nothing unasked moves both.

The variance inflation factor of a driver, the diagonal of its inverse correlation matrix, says
how many times the other drivers blur its coefficient's variance (1: not at all).

Intervals leave one group of customers out at a time (see `intervals`); weights, skipped answers
and unequal spread need no formula of their own.

Reference: Fornell, Johnson, Anderson, Cha and Bryant 1996, Journal of Marketing 60:7-18, for
the chain; Belsley, Kuh and Welsch 1980, Regression Diagnostics, for collinearity.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.moments import Floats, Moments
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import N_, listed, quoted, say

UNASKED = N_("nobody answered about {missing}; there are answers about {there}")
NO_CAUSE = N_("nobody answered about anything that could explain '{outcome}'; there are answers about {there}")
TIED = N_("{names} say the same, so their effects cannot be told apart")
FEWEST = 30  # effective questionnaires, whatever the number of drivers
FEWEST_PER_DRIVER = 10
JUDGED_AS_A_WHOLE = ("image", "expectation", "quality", "value", "effort", "satisfaction")
# What delivered value is made of (see delivered_value).
VALUE_PARTS = ("product value", "service value", "personnel value", "image value")
COST_PARTS = ("money cost", "time cost", "energy cost", "psychic cost")
CONSEQUENCES = ("complaints", "loyalty", "retention", "recommendation", "price tolerance", "price premium")
_SINGULAR = 1e-8  # smallest eigenvalue of a driver correlation matrix that is told from zero


@dataclass(frozen=True)
class Coefficient:
    """What one driver contributes.

    Args:
        driver: the variable.
        effect: outcome points that go with one point of the driver, others alike.
        standardised: the same in standard deviations.
        mean: the driver's mean, 0-100.
        vif: variance inflation factor, at least 1.
    """

    driver: str
    effect: Result
    standardised: Result
    mean: float
    vif: float


@dataclass(frozen=True)
class Regression:
    """An outcome on its drivers.

    Args:
        outcome: the variable explained.
        coefficients: one a driver, in the order asked for.
        intercept: outcome where all drivers are 0.
        r2: share of the outcome's variance that goes with the drivers, 0..1.
        n: questionnaires behind it.
    """

    outcome: str
    coefficients: tuple[Coefficient, ...]
    intercept: float
    r2: Result
    n: int

    def frame(self) -> pd.DataFrame:
        """A row per driver, strongest first: driver, effect, low, high, standardised, mean, vif.

        Drivers without an interval are left out; their sentences stay in ``coefficients``.
        """
        rows = [
            {
                "driver": each.driver,
                "effect": each.effect.value,
                "low": each.effect.low,
                "high": each.effect.high,
                "standardised": each.standardised.value,
                "mean": each.mean,
                "vif": each.vif,
            }
            for each in self.coefficients
            if isinstance(each.effect, Estimate) and isinstance(each.standardised, Estimate)
        ]
        columns = ["driver", "effect", "low", "high", "standardised", "mean", "vif"]
        return pd.DataFrame(rows, columns=columns).sort_values("effect", ascending=False, ignore_index=True)


def fit(
    seen: Moments | Withheld, outcome: str, drivers: Sequence[str], *, level: float = 0.95
) -> Regression | Withheld:
    """Regress the outcome on the drivers.

    Args:
        seen: moments that hold all the variables, on the 0-100 scale; if withheld, so is the result.
        outcome: the variable to explain.
        drivers: the variables that may explain it.
        level: coverage of the intervals.

    Withheld when nobody was asked for the outcome or for a driver, and when there are too few
    questionnaires for so many drivers, a variable that does not vary, or drivers that cannot be
    told apart.

    >>> from workbench.analysis.moments import Moments
    >>> covariance = np.tile([[100.0, 50.0], [50.0, 100.0]], (21, 1, 1))
    >>> pairs = np.full((2, 2), 400)
    >>> seen = Moments(("satisfaction", "web"), pairs, pairs * 1.0, np.full((21, 2), 70.0), covariance)
    >>> float(fit(seen, "satisfaction", ["web"]).coefficients[0].effect.value)
    0.5
    """
    chosen = check(seen, outcome, drivers)
    if isinstance(chosen, Withheld):
        return chosen
    effects, r2 = solve(chosen)
    spread = np.sqrt(np.diagonal(chosen.covariances, axis1=1, axis2=2))
    standardised = effects * spread[:, 1:] / spread[:, :1]
    vif = np.diag(np.linalg.inv(chosen.correlations[0, 1:, 1:]))

    def interval(statistic: Floats, low: float = -np.inf, high: float = np.inf) -> Result:
        return chosen.interval(statistic, level=level, low=low, high=high)

    coefficients = tuple(
        Coefficient(
            name, interval(effects[:, j]), interval(standardised[:, j]), float(chosen.mean[1 + j]), float(vif[j])
        )
        for j, name in enumerate(drivers)
    )
    intercept = float(chosen.mean[0] - effects[0] @ chosen.mean[1:])
    return Regression(outcome, coefficients, intercept, interval(r2, 0, 1), chosen.n)


def check(seen: Moments | Withheld, outcome: str, drivers: Sequence[str]) -> Moments | Withheld:
    """The moments of outcome and drivers (outcome first), or why they cannot carry a driver analysis."""
    if isinstance(seen, Withheld):
        return seen
    unasked = [name for name in (outcome, *drivers) if name not in seen.names]
    if unasked or not drivers:
        told = {"there": listed(seen.names), "missing": listed(quoted(unasked)), "outcome": outcome}
        return Withheld(say(UNASKED if unasked else NO_CAUSE, **told))
    chosen = seen.of([outcome, *drivers])
    refused = chosen.check(max(FEWEST, FEWEST_PER_DRIVER * len(drivers)))
    if refused:
        return refused
    sizes, directions = np.linalg.eigh(chosen.correlations[0, 1:, 1:])
    if sizes[0] >= _SINGULAR:
        return chosen
    tied = [name for name, weight in zip(drivers, directions[:, 0], strict=True) if abs(weight) > 0.1]
    return Withheld(say(TIED, names=listed(quoted(tied))), chosen.n)


def usable(chosen: Moments) -> NDArray[np.int64]:
    """The rows of ``chosen`` (outcome first) whose drivers still vary and can be told apart.

    Leaving out a group can take the only customer who answered differently; such a row has no
    solution, and the interval that needs it is withheld.
    """
    finite = np.flatnonzero(np.isfinite(chosen.correlations).all(axis=(1, 2)))
    smallest = np.linalg.eigvalsh(chosen.correlations[finite, 1:, 1:])[:, 0]
    return finite[smallest >= _SINGULAR]


def drivers_of(seen: Moments | Withheld, outcome: str, wanted: str = "") -> list[str]:
    """Which of the variables may drive the outcome.

    Args:
        seen: what there are answers to; a variable about a touchpoint is 'construct: touchpoint'.
        outcome: the variable to explain.
        wanted: names separated by commas, taken as they are; empty: chosen here.

    Chosen are touchpoints and whatever else a company asks about in particular. What the ACSI
    chain judges as a whole (image, quality, value, ...) and the parts of delivered value lie between
    them and satisfaction and would take their effect away, so they are chosen only where nothing
    particular was asked. What
    satisfaction leads to (complaints, loyalty, recommendation, ...) never drives it.

    >>> drivers_of(Withheld("there are no answers"), "satisfaction", wanted="shop, web")
    ['shop', 'web']
    """
    if wanted.strip():
        return [name.strip() for name in wanted.split(",")]
    names = () if isinstance(seen, Withheld) else seen.names
    causes = [name for name in names if name != outcome and name.split(": ")[0] not in CONSEQUENCES]
    return [name for name in causes if name not in (*JUDGED_AS_A_WHOLE, *VALUE_PARTS, *COST_PARTS)] or causes


def solve(chosen: Moments) -> tuple[Floats, Floats]:
    """The coefficients and R2 of every row of moments that ``check`` gave.

    Returns shapes (1 + groups, p) and (1 + groups,); NaN where leaving a group out makes it impossible.
    """
    inside, across = chosen.covariances[:, 1:, 1:], chosen.covariances[:, 1:, 0]
    effects = np.full(across.shape, np.nan)
    rows = usable(chosen)
    effects[rows] = np.linalg.solve(inside[rows], across[rows][:, :, None])[:, :, 0]
    return effects, (effects * across).sum(axis=1) / chosen.covariances[:, 0, 0]
