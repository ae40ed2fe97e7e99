"""Where the posterior density of the model of lives (`life_model`) is largest.

Groups share the shapes r and s and have scales of their own, so what a group says moves four parameters and
all is summed group by group. The search begins with some of the customers; from where it ends Newton's method
takes more of them, and at last all. On a million customers that is a handful of passes instead of hundreds,
to the same maximum.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from workbench.analysis.customer_value.grouped import Grouped
from workbench.analysis.purchase_models import Histories, ParetoNBD
from workbench.analysis.purchase_models.counted import Floats, Places
from workbench.analysis.purchase_models.maximum import STEP, Likelihood, Maximum, maximise, settle
from workbench.analysis.results import Withheld

PRIOR_SPREAD = 1.5  # standard deviation of log s
GROUP_SPREAD = 1.0  # standard deviation of the log scales of groups
SCALE_SPREAD = 3.0  # standard deviation of their mean, in units of the mean age
STAGES = (5_000, 100_000)  # customers that the search begins with, and goes on with
FOR_INFORMATION = 300_000  # customers


class Posterior(Likelihood[Grouped]):
    """The posterior density per customer, and its information.

    Of many customers information is measured on an even part: that of `FOR_INFORMATION` is right to some per cent
    at most, which is enough for Newton's method to end where all customers want it, and for standard errors.
    """

    @classmethod
    def of(cls, groups: int) -> "Posterior":
        """For so many groups."""
        scales = (f"{name}_{place + 1}" for name in ("alpha", "beta") for place in range(groups))
        return cls("Pareto/NBD", ("r", "s", *scales), rows)

    def mean(self, point: Floats, data: Grouped) -> tuple[float, Floats]:
        """Log posterior density and its gradient in log parameters, per customer."""
        params = np.exp(point)
        value, slopes = _prior(params)
        for place, part in enumerate(data.parts):
            own = parameters_of(place, len(data.parts))
            found, derivatives = ParetoNBD()._rows(params[own], part)
            value += float(part.counts @ found)
            slopes[own] += derivatives @ part.counts
        return value / data.customers, slopes / data.customers

    def information(self, point: Floats, data: Grouped) -> Floats:
        """Minus the second derivatives in log parameters, per customer."""
        some = data.thinned(FOR_INFORMATION)
        found = -_differences(lambda at: _prior(np.exp(at))[1], point)
        for place, part in enumerate(some.parts):
            own = parameters_of(place, len(some.parts))
            found[np.ix_(own, own)] -= _differences(partial(_summed, part), point[own])
        return np.asarray((found + found.T) / 2 / data.customers)


def most_likely(data: Grouped) -> Maximum | Withheld:
    """The maximum, or why there is none.

    Args:
        data: histories in units of their mean age.
    """
    posterior = Posterior.of(len(data.parts))
    found: Maximum | Withheld | None = None
    for some in [data.thinned(size) for size in STAGES if data.customers > 2 * size]:
        found = _climbed(posterior, some, found)
    return _climbed(posterior, data, found)


def _climbed(posterior: Posterior, data: Grouped, before: Maximum | Withheld | None) -> Maximum | Withheld:
    """The maximum from where fewer customers had theirs, else from afar."""
    if isinstance(before, Maximum):
        found = settle(posterior, data, before.point, before.iterations, before.starts)
        if isinstance(found, Maximum):
            return found
    return maximise(posterior, data, _starts(data))


def _starts(data: Grouped) -> list[Floats]:
    groups, bought = len(data.parts), sum(float(part.counts @ part.frequency) for part in data.parts)
    pace = bought / data.customers
    shapes = ((0.5, 0.3, 0.6, 0.4), (1.0, 0.7, 1.0, 2.0), (1.5, 1.0, 4.0, 8.0))
    return [
        np.log(np.concatenate([[r, s], np.full(groups, alpha / pace), np.full(groups, beta)]))
        for r, alpha, s, beta in shapes
    ]


def parameters_of(place: int, groups: int) -> Places:
    """Where r, alpha, s and beta of a group stand among all parameters."""
    return np.array([0, 2 + place, 1, 2 + groups + place])


def rows(params: Floats, data: Grouped) -> tuple[Floats, Floats]:
    """Log-likelihood of each row, shape ``(n,)``, and its derivatives by the log parameters, shape ``(k, n)``."""
    edges = data.edges
    values, slopes = np.empty(len(data.counts)), np.zeros((len(params), len(data.counts)))
    for place, part in enumerate(data.parts):
        of, own = slice(edges[place], edges[place + 1]), parameters_of(place, len(data.parts))
        values[of], slopes[own, of] = ParetoNBD()._rows(params[own], part)
    return values, slopes


def _prior(params: Floats) -> tuple[float, Floats]:
    """Logarithm of the prior's density, but for a constant, and its derivatives by the log parameters."""
    scales = np.log(params[2:]).reshape(2, -1)
    mean = scales.mean(axis=1, keepdims=True)
    shape, apart, size = np.log(params[1]) / PRIOR_SPREAD, (scales - mean) / GROUP_SPREAD, mean / SCALE_SPREAD
    by_scale = apart / GROUP_SPREAD + size / SCALE_SPREAD / scales.shape[1]
    slopes = -np.concatenate([[0.0, shape / PRIOR_SPREAD], by_scale.ravel()])
    return float(-0.5 * (shape**2 + (apart**2).sum() + (size**2).sum())), slopes


def _summed(part: Histories, point: Floats) -> Floats:
    """Slopes of a group's log-likelihood by its four log parameters."""
    return np.asarray(ParetoNBD()._rows(np.exp(point), part)[1] @ part.counts)


def _differences(slopes: Callable[[Floats], Floats], point: Floats) -> Floats:
    """Derivatives of slopes by central differences, shape ``(k, k)``."""
    steps = STEP * np.eye(len(point))
    return np.array([slopes(point + step) - slopes(point - step) for step in steps]) / (2 * STEP)
