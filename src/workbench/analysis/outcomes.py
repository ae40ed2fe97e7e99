"""Outcomes of few steps: what lies behind a top box, a complaint, a recommendation.

Whoever ticks one of two or five boxes has felt something finer. If that feeling y* is normal and
the answer y says between which thresholds t_k it lies, y goes with y*, and with every driver x that
is normal together with it, less strongly than the feeling itself does:

    correlation(x, y) = c * correlation(x, y*)
    c = sum over k of pdf(t_k) (s_k+1 - s_k) / sd(y)     s_k the scores of the steps

c depends on the answers' frequencies only, and is the same for every driver and every subset of
drivers (biserial and polyserial correlation). So on the scale of the feeling

    R2 = R2 of the answers / c^2        every LMG part / c^2        every LMG share as it was

This R2 is what McKelvey and Zavoina estimate by a probit; it can be compared between outcomes that
are cut differently, which R2 of the answers cannot: it falls as the top box gets rarer.

References: Olsson, Drasgow and Dorans 1982, Psychometrika 47:337-347. McKelvey and Zavoina 1975,
Journal of Mathematical Sociology 4:103-120.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from workbench.analysis.moments import Floats

Kind = Literal["continuous", "ordinal", "binary"]
MOST_STEPS = 7  # a scale of more steps blurs correlations by less than some 2 %


@dataclass(frozen=True)
class Outcome:
    """How an outcome was answered.

    Args:
        kind: "binary" (two values), "ordinal" (up to seven) or "continuous".
        attenuation: c, the correlation of the answers with what lies behind them; 1 if continuous.
    """

    kind: Kind = "continuous"
    attenuation: float = 1.0


def kind(values: Floats) -> Kind:
    """The kind of an outcome from its values, NaN where unanswered.

    >>> kind(np.array([0.0, 100.0, 100.0])), kind(np.array([0.0, 50.0, 100.0])), kind(np.arange(50.0))
    ('binary', 'ordinal', 'continuous')
    """
    steps = len(np.unique(values[np.isfinite(values)]))
    return "binary" if steps <= 2 else "ordinal" if steps <= MOST_STEPS else "continuous"


def of(values: Floats, weights: Floats | None = None) -> Outcome:
    """The kind of an outcome and how much its steps blur.

    Args:
        values: answers, NaN where unanswered, shape (n,).
        weights: of each, at least 0; None: all alike.

    >>> round(of(np.array([0.0, 100.0])).attenuation, 4)
    0.7979
    """
    w = np.ones(len(values)) if weights is None else weights
    given = np.isfinite(values) & (w > 0)
    scores, place = np.unique(values[given], return_inverse=True)
    found = kind(scores)
    if found == "continuous" or len(scores) < 2:
        return Outcome(found)
    shares = np.bincount(place, w[given]) / w[given].sum()
    thresholds = stats.norm.ppf(np.cumsum(shares)[:-1])
    spread = np.sqrt(shares @ (scores - shares @ scores) ** 2)
    return Outcome(found, float(stats.norm.pdf(thresholds) @ np.diff(scores) / spread))


def top_box(values: Floats, least: float) -> Floats:
    """100 for answers of at least ``least``, 0 for others, NaN where unanswered.

    >>> top_box(np.array([100.0, 70.0, np.nan]), least=80).tolist()
    [100.0, 0.0, nan]
    """
    return np.where(np.isfinite(values), np.where(values >= least, 100.0, 0.0), np.nan)
