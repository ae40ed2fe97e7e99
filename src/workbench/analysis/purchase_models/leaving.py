"""How much slower customers buy after a while because some have left: a mean over their chances to leave.

With p ~ Beta(a, b) the chance to leave after a purchase, and v the time ahead over the time that rates are known from,

    E[(1 + v p)^-n] = 2F1(n, a; a + b; -v) = (1 + v)^-a 2F1(a + b - n, a; a + b; v / (1 + v))

The second form (Pfaff) keeps its digits for customers who bought often. Where the library has no value for it
(whole or large parameters) the mean is taken as the integral it is, in p = 1 / (1 + e^(-pi sinh t)), whose ends
fade doubly exponentially (Takahasi and Mori 1974, Publ. RIMS 9:721-741).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, hyp2f1

from workbench.analysis.purchase_models.counted import Floats

AT_ONCE = 10_000  # values, so that memory stays small
_STEP = 0.05
_AT = np.arange(-8.0, 8.0 + _STEP / 2, _STEP)
_LOG_P, _LOG_REST = (-np.logaddexp(0, -sign * np.pi * np.sinh(_AT)) for sign in (1, -1))
_LOG_WEIGHTS = np.log(_STEP * np.pi * np.cosh(_AT)) + _LOG_P + _LOG_REST


def mean_power(v: Floats, n: Floats, a: float, b: Floats) -> Floats:
    """E[(1 + v p)^-n] for p ~ Beta(a, b); v from 0 on, shapes broadcast.

    >>> mean_power(np.array([2.0]), np.array([1.0]), 1.0, np.array([1.0])).round(6).tolist()
    [0.549306]
    """
    v, n, b = np.broadcast_arrays(v, n, b)
    means = np.asarray((1 + v) ** -a * hyp2f1(a + b - n, a, a + b, v / (1 + v)))
    lost = ~np.isfinite(means)
    if lost.any():
        means[lost] = _integrated(v[lost], n[lost], a, b[lost])
    return means


def _integrated(v: Floats, n: Floats, a: float, b: Floats) -> NDArray[np.float64]:
    """The mean as an integral over p, for arrays of shape ``(values,)``."""
    found = np.empty(len(v))
    for first in range(0, len(v), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        shape = (b[part, None] - 1) * _LOG_REST - betaln(a, b[part, None])
        bought = n[part, None] * np.log1p(v[part, None] * np.exp(_LOG_P))
        found[part] = np.exp((a - 1) * _LOG_P + _LOG_WEIGHTS + shape - bought).sum(axis=1)
    return found
