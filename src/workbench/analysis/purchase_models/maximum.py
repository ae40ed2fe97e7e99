"""The largest likelihood, found from several starts, checked, and never taken on trust.

A likelihood is maximised in the logarithms of its parameters, which are all above zero:

1. from every start on an even picture of five hundred customers (L-BFGS with exact gradients);
2. from the best of these on all customers, from the next best if that fails;
3. to the end by Newton's method with the information there, until a further step would raise the
   log-likelihood of all customers by less than `SETTLED`.

A point counts as a maximum only if the third step settles, the information is positive definite, and no
parameter lies at the bound or is unknown within a factor of e^5. All else is withheld with its sentence.

The information is minus the Hessian of the log-likelihood, by central differences of exact gradients; its
inverse is the covariance of the log parameters. References: Nocedal and Wright 2006, Numerical
Optimization, 2nd ed., 3 and 7.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from workbench.analysis.purchase_models.counted import Counted, Floats
from workbench.analysis.results import Withheld
from workbench.phrase import N_, say

BOUND = 12.0  # of a log parameter, in units of the mean age
VAGUE = 5.0  # a log parameter with a larger standard error is not known at all
SETTLED = 1e-9
NEAR = 0.01  # a log parameter this far off still has the same information, to a per cent or so
STEP = 1e-4
ROUGH = 500
MOST_STEPS = 20
WITHOUT_END = N_(
    "the {model} has no best fit here (n = {n}): the likelihood still grows as {parameter} goes to {end}, "
    "so they do not differ as the model assumes"
)
NOTHING = N_("nothing")
INFINITY = N_("infinity")
VAGUELY = N_("the data (n = {n}) do not tell the {model}'s {parameter}: the likelihood hardly changes with it")
STOPPED = N_("the fit of the {model} (n = {n}) stopped short of a maximum after {iterations} steps")

Rows = TypeVar("Rows", bound=Counted)


@dataclass(frozen=True)
class Likelihood(Generic[Rows]):
    """A likelihood to be maximised.

    Args:
        model: what the model is called.
        parameters: the names of its parameters.
        rows: parameters and rows to the log-likelihood of each row, shape ``(n,)``, and its derivatives by
            the log parameters, shape ``(k, n)``.
    """

    model: str
    parameters: tuple[str, ...]
    rows: Callable[[Floats, Rows], tuple[Floats, Floats]] = field(repr=False)

    def mean(self, point: Floats, data: Rows) -> tuple[float, Floats]:
        """Log-likelihood and gradient in log parameters, per customer."""
        values, slopes = self.rows(np.exp(point), data)
        counts = data.counts
        return float(counts @ values) / data.customers, slopes @ counts / data.customers

    def information(self, point: Floats, data: Rows) -> Floats:
        """Minus the second derivatives in log parameters, per customer."""
        ahead, back = (
            [self.mean(point + step, data)[1] for step in sign * STEP * np.eye(len(point))] for sign in (1, -1)
        )
        slopes = (np.array(back) - np.array(ahead)) / (2 * STEP)
        return np.asarray((slopes + slopes.T) / 2)


@dataclass(frozen=True)
class Maximum:
    """A maximum and how it was reached.

    Args:
        point: the log parameters, shape ``(k,)``.
        information: minus the Hessian of all customers' log-likelihood there, shape ``(k, k)``.
        gradient_norm: length of the gradient per customer, in log parameters.
        iterations: steps of the search on all customers.
        starts: mean log-likelihood reached from each start on the rough picture.
    """

    point: Floats
    information: Floats = field(repr=False)
    gradient_norm: float
    iterations: int
    starts: tuple[float, ...]

    @property
    def covariance(self) -> Floats:
        """Of the log parameters, shape ``(k, k)``."""
        return np.asarray(np.linalg.inv(self.information))


def maximise(likelihood: Likelihood[Rows], data: Rows, starts: Sequence[Floats]) -> Maximum | Withheld:
    """The maximum of a likelihood, or why there is none.

    Args:
        likelihood: what is maximised.
        data: rows with counts, in units in which all parameters are about 1, whatever the company.
        starts: log parameters to start from, each of shape ``(k,)``.
    """
    rough = data.thinned(ROUGH)
    reached = sorted((_climb(likelihood, rough, start, 1e-7)[:2] for start in starts), key=lambda pair: -pair[1])
    found: list[Maximum | Withheld] = []
    for candidate, _ in reached:
        point, _, iterations = _climb(likelihood, data, candidate, 1e-10)
        found.append(settle(likelihood, data, point, iterations, tuple(value for _, value in reached)))
        if isinstance(found[-1], Maximum):
            return found[-1]
    return found[0]


def settle(
    likelihood: Likelihood[Rows], data: Rows, point: Floats, iterations: int = 0, starts: tuple[float, ...] = ()
) -> Maximum | Withheld:
    """Newton's method from a point next to a maximum, and the checks that it is one."""
    measured_at, last_gain = point, np.inf
    information = likelihood.information(point, data)
    for step in range(MOST_STEPS):
        if doubt := _outside(likelihood, data, point) or _vague(likelihood, data, information):
            return doubt
        gradient = likelihood.mean(point, data)[1]
        move = np.linalg.solve(information, gradient)
        gain = 0.5 * data.customers * float(gradient @ move)
        settled = gain < SETTLED
        if settled and np.abs(point - measured_at).max() < NEAR:
            norm = float(np.linalg.norm(gradient))
            return Maximum(point, data.customers * information, norm, iterations + step, starts)
        point = np.clip(point + move, -BOUND, BOUND)
        if settled or gain > last_gain / 4:  # what was measured there no longer holds here
            measured_at, information = point, likelihood.information(point, data)
        last_gain = gain
    told = {"model": likelihood.model, "n": _n(data), "iterations": iterations + MOST_STEPS}
    return Withheld(say(STOPPED, **told), _n(data))


def _climb(likelihood: Likelihood[Rows], data: Rows, start: Floats, tolerance: float) -> tuple[Floats, float, int]:
    """Where the search from a start ends: point, mean log-likelihood, steps."""

    def downhill(point: Floats) -> tuple[float, Floats]:
        value, gradient = likelihood.mean(point, data)
        return -value, -gradient

    bounds = [(-BOUND, BOUND)] * len(start)
    options = {"maxiter": 500, "ftol": tolerance, "gtol": 1e-6}
    end = minimize(downhill, np.clip(start, -BOUND, BOUND), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(end.x), -float(end.fun), int(end.nit)


def _outside(likelihood: Likelihood[Rows], data: Rows, point: Floats) -> Withheld | None:
    at_bound = np.abs(point) >= BOUND - 1e-6
    if not at_bound.any():
        return None
    place = int(np.argmax(at_bound))
    end = INFINITY if point[place] > 0 else NOTHING
    told = {"model": likelihood.model, "parameter": likelihood.parameters[place], "n": _n(data)}
    return Withheld(say(WITHOUT_END, **told, end=say(end)), _n(data))


def _vague(likelihood: Likelihood[Rows], data: Rows, information: Floats) -> Withheld | None:
    """Whether a parameter is as good as unknown: the likelihood is flat, or no maximum, in its direction."""
    sizes, directions = np.linalg.eigh(information * data.customers)
    if sizes[0] >= VAGUE**-2:
        return None
    place = int(np.argmax(np.abs(directions[:, 0])))
    told = {"model": likelihood.model, "parameter": likelihood.parameters[place], "n": _n(data)}
    return Withheld(say(VAGUELY, **told), _n(data))


def _n(data: Counted) -> int:
    return round(data.customers)


def covariance_of(information: NDArray[np.float64], point: Floats) -> Floats:
    """Covariance of the parameters themselves, by the delta method."""
    natural = np.exp(point)
    return np.asarray(np.linalg.inv(information) * np.outer(natural, natural))
