"""Means, variances and covariances of survey answers, for everyone and with each group left out.

Every satisfaction method of the workbench starts from these moments, so that survey weights,
missing answers, segments and intervals are dealt with once. Those of a survey are made by `answers`.
With weights w and answers a, b that nobody skipped

    mean(a) = sum wa / sum w          cov(a, b) = sum wab / sum w - mean(a) mean(b)

Divisors are sums of weights, not n - 1, so an integer weight equals that many copies of the
questionnaire, in the estimates and, as copies stay in one group, in the jackknife intervals.

Moments also say whether they can carry an estimate: `check` gives the reason why not as a sentence.

Reference: Kish 1965, Survey Sampling, on the effective number of questionnaires.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.intervals import bootstrap, jackknife
from workbench.analysis.results import Result, Withheld
from workbench.phrase import N_, Phrase, listed, quoted, say

Floats = NDArray[np.float64]

WEIGHTED = N_("{n} questionnaires, worth {effective} after weighting")
PLAIN = N_("{n} questionnaires")
FEW_OF_ONE = N_("'{a}': {counted}; at least {fewest} are needed")
FEW_OF_TWO = N_("'{a}' and '{b}' together: {counted}; at least {fewest} are needed")
NOT_TOGETHER = N_("'{a}' or '{b}' does not vary where both were answered")
IMPOSSIBLE = N_(
    "the answers given together contradict each other: too many are missing for a possible correlation matrix "
    "(smallest eigenvalue {smallest})"
)

_NEGATIVE = -1e-9  # eigenvalues of a correlation matrix below this are more than rounding


@dataclass(frozen=True, eq=False)
class Moments:
    """Moments of p variables, for everyone and with each of G groups left out.

    Args:
        names: the variables, length p.
        pairs: questionnaires in which both variables of a pair were answered, shape (p, p).
        effective: Kish's effective number of the same, shape (p, p).
        means: shape (1 + G, p), on the scale of the answers (0-100). Row 0 is everyone, row g
            leaves group g out, or, where they are ``resampled``, draws groups with replacement.
        covariances: shape (1 + G, p, p), rows as in ``means``; NaN where a pair says nothing.
        resampled: whether the rows after the first are bootstrap resamples.
        groups: how many groups hold somebody, where others leave a row as everyone's; None: all.
    """

    names: tuple[str, ...]
    pairs: NDArray[np.int64]
    effective: Floats
    means: Floats
    covariances: Floats
    resampled: bool = False
    groups: int | None = None

    @property
    def n(self) -> int:
        """Questionnaires behind the weakest pair: what every estimate can rest on."""
        return int(self.pairs.min())

    @property
    def effective_n(self) -> float:
        """The effective number of questionnaires behind the weakest pair."""
        return float(self.effective.min())

    @property
    def mean(self) -> Floats:
        """Means of everyone, shape (p,)."""
        everyone: Floats = self.means[0]
        return everyone

    @property
    def covariance(self) -> Floats:
        """Covariances of everyone, shape (p, p)."""
        everyone: Floats = self.covariances[0]
        return everyone

    @property
    def correlations(self) -> Floats:
        """Correlations, shape (1 + G, p, p), rows as in ``means``; NaN for a variable without spread."""
        spread = np.sqrt(np.diagonal(self.covariances, axis1=1, axis2=2))
        scale = np.where(spread > 0, spread, np.nan)
        return np.asarray(self.covariances / (scale[:, :, None] * scale[:, None, :]))

    def of(self, names: Sequence[str]) -> "Moments":
        """The moments of the named variables, in that order; KeyError names one that is not there."""
        unknown = [name for name in names if name not in self.names]
        if unknown:
            raise KeyError(f"no answers to {unknown}; there are {list(self.names)}")
        keep = np.array([self.names.index(name) for name in names])
        square = np.ix_(keep, keep)
        return Moments(
            tuple(names),
            self.pairs[square],
            self.effective[square],
            self.means[:, keep],
            self.covariances[:, keep[:, None], keep],
            self.resampled,
            self.groups,
        )

    def interval(self, statistic: Floats, *, level: float, low: float = -math.inf, high: float = math.inf) -> Result:
        """The first of a statistic's values, with the interval that its other values make.

        Args:
            statistic: a value for each row of ``means``, shape (1 + G,); NaN where it does not exist.
            level: coverage of the interval.
            low, high: the ends of what the statistic can be.
        """
        full, others = float(statistic[0]), statistic[1:]
        if self.resampled:
            return bootstrap(full, others, n=self.n, level=level, low=low, high=high)
        return jackknife(full, others, n=self.n, level=level, low=low, high=high, groups=self.groups)

    def check(self, fewest: int) -> Withheld | None:
        """Why these moments cannot carry an estimate, or None.

        Args:
            fewest: effective questionnaires each pair of variables must have.

        Said in this order: a pair never or hardly answered together, a variable all answer
        alike, a pair that does not vary together, a matrix that no complete answers could give.
        """
        return self._too_few(fewest) or self._constant() or self._impossible()

    def _too_few(self, fewest: int) -> Withheld | None:
        enough = np.minimum(self.pairs, self.effective)
        i, j = np.unravel_index(int(enough.argmin()), enough.shape)
        if enough[i, j] >= fewest:
            return None
        told = {"a": self.names[i], "b": self.names[j], "counted": _counted(self.pairs[i, j], enough[i, j])}
        return Withheld(say(FEW_OF_ONE if i == j else FEW_OF_TWO, **told, fewest=fewest), self.n)

    def _constant(self) -> Withheld | None:
        same = [name for name, variance in zip(self.names, np.diag(self.covariance), strict=True) if variance == 0]
        if not same:
            return None
        why = say("all answers to {names} are the same, so nothing goes with them", names=listed(quoted(same)))
        return Withheld(why, self.n)

    def _impossible(self) -> Withheld | None:
        if not np.isfinite(self.correlations[0]).all():
            i, j = np.argwhere(~np.isfinite(self.correlations[0]))[0]
            return Withheld(say(NOT_TOGETHER, a=self.names[i], b=self.names[j]), self.n)
        smallest = np.linalg.eigvalsh(self.correlations[0])[0]
        if smallest >= _NEGATIVE:
            return None
        return Withheld(say(IMPOSSIBLE, smallest=float(smallest)), self.n)


def _counted(n: float, effective: float) -> Phrase:
    sentence = WEIGHTED if effective < n else PLAIN
    return say(sentence, n=round(n), effective=round(effective))
