"""Means, variances and covariances of survey answers, for everyone and with each group left out.

Every satisfaction method of the workbench starts from these moments, so that survey weights,
missing answers, segments and intervals are dealt with once. They come from sums the engine
made (query `survey_moments`): for each group of customers and each pair of variables, sums over
the questionnaires in which both were answered. With weights w and values a, b of such a pair

    mean(a) = sum wa / sum w          cov(a, b) = sum wab / sum w - mean(a) mean(b)

The variance of a variable uses all its answers; a correlation uses the answers given together
(available cases), and the covariance is that correlation times the two standard deviations.
Nothing is filled in: filling missing answers with the mean pulls drivers towards zero, and
keeping complete questionnaires only throws most of them away. Available cases are right where
answers are missing at random of the answers themselves; the matrix they give need not be a
possible one, so that is checked and said.

Divisors are sums of weights, not n - 1, so an integer weight equals that many copies of the
questionnaire, in the estimates and, as copies stay in one group, in the jackknife intervals.

Reference: Little and Rubin 2019, Statistical Analysis with Missing Data, 3rd ed., section 3.4.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
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

_KEYS = ["bucket", "a", "b"]
_SUMS = ["n", "w", "ww", "wa", "waa", "wab"]
_MIRRORED = ["n", "w", "ww", "wb", "wbb", "wab"]
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


def from_sums(sums: pd.DataFrame) -> Moments | Withheld:
    """Moments from the engine's sums.

    Args:
        sums: a row per group and pair of variables, with columns bucket, a, b (each pair once,
            and each variable with itself), n, w, ww (questionnaires with both, their weights,
            squared weights), wa, wb, waa, wbb, wab (weighted sums of values and products).

    Withheld when there are no answers, or none with a weight. ValueError when a pair comes twice.

    >>> answers = {"bucket": [0, 1], "a": "web", "b": "web", "n": [2, 2], "w": [2, 2], "ww": [2, 2]}
    >>> values = {"wa": [120, 160], "wb": [120, 160], "waa": [7400, 13000], "wbb": [7400, 13000], "wab": [7400, 13000]}
    >>> seen = from_sums(pd.DataFrame(answers | values))
    >>> float(seen.mean[0]), float(seen.covariance[0, 0]), seen.n
    (70.0, 200.0, 4)
    """
    given = sums[(sums["n"] > 0) & (sums["w"] > 0)]
    if given.empty:
        return Withheld(N_("there are no answers") if sums["n"].sum() == 0 else N_("all answers have weight zero"))
    names = sorted({*given["a"], *given["b"]})
    groups = _by_group(given, names)
    total = groups.sum(axis=1, keepdims=True)
    n, w, ww, own, squares, products = np.concatenate([total, total - groups], axis=1)
    means, covariances = _moments(n, w, own, squares, products)
    effective = np.divide(w[0] ** 2, ww[0], out=np.zeros_like(w[0]), where=ww[0] > 0)
    return Moments(tuple(names), n[0].astype(np.int64), effective, means, covariances)


def _by_group(given: pd.DataFrame, names: list[str]) -> Floats:
    """The six sums as an array (sum, group, row variable, column variable), both halves filled.

    The sums of single values, `own` and `squares`, are those of the row variable.
    """
    place = {name: at for at, name in enumerate(names)}
    i, j = given["a"].map(place).to_numpy(), given["b"].map(place).to_numpy()
    groups, g = np.unique(given["bucket"].to_numpy(), return_inverse=True)
    cells = pd.DataFrame({"bucket": g, "low": np.minimum(i, j), "high": np.maximum(i, j)})
    if cells.duplicated().any():
        raise ValueError(f"a pair of variables comes twice: {given.loc[cells.duplicated().to_numpy(), _KEYS].iloc[0]}")
    filled = np.zeros((len(_SUMS), len(groups), len(names), len(names)))
    filled[:, g, i, j] = given[_SUMS].to_numpy(dtype=float).T
    filled[:, g, j, i] = given[_MIRRORED].to_numpy(dtype=float).T
    return filled


def _moments(n: Floats, w: Floats, own: Floats, squares: Floats, products: Floats) -> tuple[Floats, Floats]:
    """Means and covariances from sums of shape (1 + groups, p, p)."""
    weight = np.where(n > 0, w, np.nan)
    centre = own / weight
    variance = squares / weight - centre**2
    # Below rounding of the sums a variance is nothing but rounding.
    variance = np.where(variance > 1e-12 * squares / weight, variance, 0.0)
    together = variance * variance.swapaxes(1, 2)
    product = products / weight - centre * centre.swapaxes(1, 2)
    correlation = product / np.sqrt(np.where(together > 0, together, np.nan))
    alone = np.diagonal(variance, axis1=1, axis2=2)
    covariances = correlation * np.sqrt(alone[:, :, None] * alone[:, None, :])
    each = np.arange(alone.shape[1])
    covariances[:, each, each] = alone
    return np.diagonal(centre, axis1=1, axis2=2), covariances


def _counted(n: float, effective: float) -> Phrase:
    sentence = WEIGHTED if effective < n else PLAIN
    return say(sentence, n=round(n), effective=round(effective))
