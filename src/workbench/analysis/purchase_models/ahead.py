"""The purchases still to come from somebody who is still a customer: one integral for every model.

A customer who is alive now buys at an expected rate m(u) at a time u from now, falling because customers
leave without saying so. What a horizon H brings, discounted continuously at a rate d a unit of time, is

    integral from 0 to H of  e^(-d u) m(u) du

The rates of all models here fall like a power of 1 + u / scale. With u = scale (e^w - 1) the integrand is
smooth over a short stretch of w, and 64 nodes of Gauss and Legendre are exact to ten digits and more,
whether or not there is a horizon. Closed forms where they exist are hypergeometric functions that
libraries get wrong next to whole parameters; tests hold both together.
"""

import math
from collections.abc import Callable

import numpy as np
from scipy.special import roots_legendre

from workbench.analysis.purchase_models.counted import Floats
from workbench.errors import BadParameter

FADED = 45.0  # e^-45 of a sum is less than its rounding
AT_ONCE = 1_000  # rows, so that what is at work stays in the processor's own memory
_NODES, _WEIGHTS = roots_legendre(64)

Rate = Callable[[slice, Floats], Floats]


def total(rate_at: Rate, scale: Floats, *, horizon: float, rate: float) -> Floats:
    """The discounted integral of an expected rate, for each row.

    Args:
        rate_at: a part of the rows and times from now, shape ``(part, nodes)``, to expected purchases a unit of time.
        scale: the time over which the rate falls, shape ``(n,)``, above zero.
        horizon: how far ahead, in units of time; may be infinite.
        rate: the continuous discount rate a unit of time.

    BadParameter when the rate or the horizon is below zero, or when neither ends the sum.

    >>> for_ever = total(lambda part, u: 2.0 / (1 + u) ** 3, np.ones(1), horizon=1e9, rate=0.0)
    >>> float(for_ever.round(9)[0])
    1.0
    """
    require_an_end(horizon, rate)
    faded = FADED / rate if rate > 0 else math.inf
    ends = np.log1p(min(horizon, faded) / scale)
    sums = np.empty(len(scale))
    for first in range(0, len(scale), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        stretch = ends[part, None] * (_NODES + 1) / 2
        times = scale[part, None] * np.expm1(stretch)
        weights = ends[part, None] * _WEIGHTS / 2 * scale[part, None] * np.exp(stretch - rate * times)
        sums[part] = (weights * rate_at(part, times)).sum(axis=1)
    return sums


def continuous_rate(yearly: float, units_a_year: float) -> float:
    """The continuous discount rate a unit of time that compounds to a yearly rate.

    BadParameter when the yearly rate is below zero or no number.

    >>> round(continuous_rate(0.15, units_a_year=52), 9)
    0.00268773
    """
    if not 0 <= yearly < math.inf:
        do = "write ten per cent a year as 0.10"
        raise BadParameter("a discount rate cannot be below zero", where="discount_rate", value=yearly, do=do)
    return math.log1p(yearly) / units_a_year


def require_an_end(horizon: float, rate: float) -> None:
    """BadParameter unless the horizon or the discount ends the sum, and neither is below zero."""
    if not 0 <= rate < math.inf:
        do = "give a continuous rate a unit of time, such as that of continuous_rate"
        raise BadParameter("a discount rate cannot be below zero", where="rate", value=rate, do=do)
    if not horizon >= 0:
        raise BadParameter("a horizon cannot be below zero", where="horizon", value=horizon, do="give units of time")
    if rate == 0 and math.isinf(horizon):
        do = "give a horizon, or a discount rate above 0"
        raise BadParameter("a sum without end must be discounted", where="horizon, rate", value=horizon, do=do)
