"""How often customers buy and how long they stay, where who spends more may stay longer.

The Pareto/NBD (see `purchase_models.pareto`) takes spend to be independent of staying. It rarely is, and
the value of a base lies in those who spend much and stay long. So customers fall into groups by what a
purchase of theirs brings, and rates differ between groups in scale, with common shapes (time-invariant
covariates; Fader and Hardie 2007):

    lambda ~ Gamma(r, alpha_g)      mu ~ Gamma(s, beta_g)

How far customers differ in how soon they leave (s) is what decides value far ahead, and what a few years
tell least. If nothing else tells it, the likelihood lets s grow without end, that is no difference at all,
which undervalues a base. So s is held by a weak prior, log s ~ N(0, 1.5^2): 95 % of it lies between 0.05
and 19, around what has been published for many bases. Groups are held together likewise, since few years
of few customers can look as if a group never left: log alpha_g and log beta_g ~ N(their mean, 1), the mean
~ N(0, 3^2) in units of the mean age. The fit is then one of largest posterior density.

References: Schmittlein, Morrison and Colombo 1987, Management Science 33:1-24. Fader and Hardie 2007,
Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD models.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from workbench.analysis.purchase_models import Histories, ParetoNBD, ahead
from workbench.analysis.purchase_models.counted import Counted, Floats, Places
from workbench.analysis.purchase_models.maximum import STEP, Likelihood, Maximum, maximise, settle
from workbench.analysis.results import Withheld

PRIOR_SPREAD = 1.5  # standard deviation of log s
GROUP_SPREAD = 1.0  # standard deviation of the log scales of groups
SCALE_SPREAD = 3.0  # standard deviation of their mean, in units of the mean age
FOR_START, FOR_INFORMATION = 5_000, 20_000  # customers


@dataclass(frozen=True, eq=False)
class Grouped(Counted):
    """Distinct histories by group, with counts.

    Args:
        counts: customers of each row.
        parts: the histories of each group, in the order of the rows.
        rows_of: the row of each customer it was read from.
    """

    parts: tuple[Histories, ...] = field(repr=False)
    rows_of: Places = field(repr=False)

    @classmethod
    def read(cls, histories: Histories, group: Places, groups: int) -> "Grouped":
        """From histories and the group of each row."""
        first, back = _distinct(histories, group, groups)
        order: Places = np.argsort(group[first], kind="stable")
        place, rank = first[order], np.argsort(order)
        counts = np.asarray(np.bincount(back, histories.counts, minlength=len(first))[order], dtype=float)
        rows = np.column_stack([histories.frequency, histories.recency, histories.age])[place]
        of = group[place]
        parts = tuple(Histories.read(rows[of == each], counts[of == each]) for each in range(groups))
        return cls(counts, parts, np.asarray(rank[back]))

    @property
    def edges(self) -> Places:
        """Where each group's rows begin and end."""
        return np.concatenate([[0], np.cumsum([len(part.counts) for part in self.parts])])

    @property
    def mean_age(self) -> float:
        """The mean age of a customer, in the unit of the histories."""
        return sum(float(part.counts @ part.age) for part in self.parts) / self.customers

    def in_units_of(self, unit: float) -> "Grouped":
        return Grouped(self.counts, tuple(part.in_units_of(unit) for part in self.parts), self.rows_of)

    def thinned(self, customers: int) -> "Grouped":
        parts = tuple(part.thinned(max(1, round(customers * part.customers / self.customers))) for part in self.parts)
        return Grouped(np.concatenate([part.counts for part in parts]), parts, self.rows_of)


@dataclass(frozen=True, eq=False)
class LifeModel:
    """A fitted model.

    Args:
        r, s: the shapes of buying and of leaving.
        alpha, beta: the scales of each group, in days, shape ``(groups,)``.
        maximum: how the fit ended; None for known parameters.
        unit: days in the unit of the fit.
        rows: what it was fitted to, in that unit; None for known parameters.
    """

    r: float
    s: float
    alpha: Floats
    beta: Floats
    maximum: Maximum | None = field(default=None, repr=False)
    unit: float = field(default=1.0, repr=False)
    rows: Grouped | None = field(default=None, repr=False)

    def alive(self, histories: Histories, group: Places) -> Floats:
        """The chance that each customer is still one, shape ``(n,)``."""
        first, back = _distinct(histories, group, len(self.alpha))
        rows, groups = np.column_stack([histories.frequency, histories.recency, histories.age])[first], group[first]
        chances = np.empty(len(first))
        for place in np.unique(groups):
            chances[groups == place] = self._of_group(int(place)).predict_alive(rows[groups == place])
        return np.asarray(chances[back])

    def purchases(self, histories: Histories, group: Places) -> Floats:
        """Expected purchases a day of each customer who is still one, shape ``(n,)``."""
        return np.asarray((self.r + histories.frequency) / (self.alpha[group] + histories.age))

    def days(self, age: Floats, group: Places, *, rate: float, horizon: float = np.inf) -> Floats:
        """Discounted days that somebody who is a customer now stays one, shape ``(n,)``.

        Args:
            age: days known.
            group: of each.
            rate: the continuous discount rate a day.
            horizon: days ahead that are counted.
        """
        scale, back = np.unique(self.beta[group] + age, return_inverse=True)
        stays = ahead.total(
            lambda part, u: (1 + u / scale[part, None]) ** -self.s, scale / self.s, horizon=horizon, rate=rate
        )
        return np.asarray(stays[back.ravel()])

    def stays(self, age: Floats, group: Places, days: float) -> Floats:
        """The chance that somebody who is a customer now still is one so many days on."""
        return np.asarray((1 + days / (self.beta[group] + age)) ** -self.s)

    @property
    def point(self) -> Floats:
        """The log parameters: r, s, alphas, betas."""
        return np.asarray(np.log(np.concatenate([[self.r, self.s], self.alpha, self.beta])))

    def at(self, point: Floats) -> "LifeModel":
        """The model with these log parameters."""
        values, groups = np.exp(point), len(self.alpha)
        return LifeModel(float(values[0]), float(values[1]), values[2 : 2 + groups], values[2 + groups :])

    def influence(self) -> Floats:
        """The effect of one more of each customer it was fitted to on the log parameters, shape ``(n, k)``.

        ValueError for a model with known parameters: nothing moves them.
        """
        if self.rows is None or self.maximum is None:
            raise ValueError("a model with known parameters was fitted to nobody, so nobody has influence on it")
        point = self.maximum.point
        of_rows = _rows(np.exp(point), self.rows)[1].T @ self.maximum.covariance
        return np.asarray(of_rows[self.rows.rows_of])

    def _of_group(self, place: int) -> ParetoNBD:
        told = {"r": self.r, "alpha": float(self.alpha[place]), "s": self.s, "beta": float(self.beta[place])}
        return ParetoNBD.of(told)


def fit(histories: Histories, group: Places, groups: int) -> LifeModel | Withheld:
    """The model of largest posterior density.

    Args:
        histories: rows with counts, in days.
        group: the group of each row, 0 to ``groups`` - 1, each with customers.
        groups: how many.
    """
    refused = ParetoNBD()._too_little(histories)
    if refused:
        return refused
    data = Grouped.read(histories, group, groups)
    unit = data.mean_age
    scaled = data.in_units_of(unit)
    found = _most_likely(scaled)
    if isinstance(found, Withheld):
        return found
    values = np.exp(found.point)
    alpha, beta = values[2 : 2 + groups] * unit, values[2 + groups :] * unit
    return LifeModel(float(values[0]), float(values[1]), alpha, beta, found, unit, scaled)


def _distinct(histories: Histories, group: Places, groups: int) -> tuple[Places, Places]:
    """The first customer of each distinct history and group, and which of these every customer is."""
    times, since, ages = histories.frequencies, histories.recencies, histories.ages
    code = (times.codes * len(since.values) + since.codes) * len(ages.values) + ages.codes
    _, first, back = np.unique(code * groups + group, return_index=True, return_inverse=True)
    return first, back


def _starts(data: Grouped, groups: int) -> list[Floats]:
    bought = sum(float(part.counts @ part.frequency) for part in data.parts)
    pace = bought / data.customers
    shapes = ((0.5, 0.3, 0.6, 0.4), (1.0, 0.7, 1.0, 2.0), (1.5, 1.0, 4.0, 8.0))
    return [
        np.log(np.concatenate([[r, s], np.full(groups, alpha / pace), np.full(groups, beta)]))
        for r, alpha, s, beta in shapes
    ]


def _rows(params: Floats, data: Grouped) -> tuple[Floats, Floats]:
    """Log-likelihood of each row and its derivatives by the log parameters."""
    groups, edges = len(data.parts), data.edges
    values, slopes = np.empty(len(data.counts)), np.zeros((len(params), len(data.counts)))
    model = ParetoNBD()
    for place, part in enumerate(data.parts):
        own = slice(edges[place], edges[place + 1])
        alpha, beta = 2 + place, 2 + groups + place
        found, derivatives = model._rows(params[[0, alpha, 1, beta]], part)
        values[own] = found
        slopes[np.array([0, alpha, 1, beta]), own] = derivatives
    return values, slopes


def _posterior(params: Floats, data: Grouped) -> tuple[Floats, Floats]:
    """The same with each customer's part of the prior."""
    values, slopes = _rows(params, data)
    prior, by_params = _prior(params)
    return values + prior / data.customers, slopes + by_params[:, None] / data.customers


def _prior(params: Floats) -> tuple[float, Floats]:
    """Logarithm of the prior's density, but for a constant, and its derivatives by the log parameters."""
    scales = np.log(params[2:]).reshape(2, -1)
    mean = scales.mean(axis=1, keepdims=True)
    shape, apart, size = np.log(params[1]) / PRIOR_SPREAD, (scales - mean) / GROUP_SPREAD, mean / SCALE_SPREAD
    by_scale = apart / GROUP_SPREAD + size / SCALE_SPREAD / scales.shape[1]
    slopes = -np.concatenate([[0.0, shape / PRIOR_SPREAD], by_scale.ravel()])
    return float(-0.5 * (shape**2 + (apart**2).sum() + (size**2).sum())), slopes


class _GroupedLikelihood(Likelihood[Grouped]):
    """The posterior, whose information is measured group by group: others' scales are nothing to a group.

    Of many customers an even part is measured: that of `FOR_INFORMATION` is right to a per cent or so, which
    is enough for Newton's method to end where all customers want it, and for standard errors.
    """

    def information(self, point: Floats, data: Grouped) -> Floats:
        """Minus the second derivatives in log parameters, per customer."""
        some, params = data.thinned(FOR_INFORMATION), np.exp(point)
        groups = len(some.parts)
        found = -_differences(lambda at: _prior(np.exp(at))[1], point)
        for place, part in enumerate(some.parts):
            own = np.array([0, 2 + place, 1, 2 + groups + place])
            found[np.ix_(own, own)] -= _differences(partial(_summed, part), np.log(params[own]))
        return np.asarray((found + found.T) / 2 / data.customers)


def _summed(part: Histories, point: Floats) -> Floats:
    """Slopes of a group's log-likelihood by its four log parameters."""
    return np.asarray(ParetoNBD()._rows(np.exp(point), part)[1] @ part.counts)


def _differences(slopes: Callable[[Floats], Floats], point: Floats) -> Floats:
    """Derivatives of slopes by central differences, shape ``(k, k)``."""
    steps = STEP * np.eye(len(point))
    return np.array([slopes(point + step) - slopes(point - step) for step in steps]) / (2 * STEP)


def _most_likely(data: Grouped) -> Maximum | Withheld:
    """The maximum: found on some of the customers, and from there on all by Newton's method."""
    groups = len(data.parts)
    names = ("r", "s", *(f"alpha_{place + 1}" for place in range(groups)), *(f"beta_{p + 1}" for p in range(groups)))
    likelihood = _GroupedLikelihood("Pareto/NBD", names, _posterior)
    if data.customers > 2 * FOR_START:
        some = data.thinned(FOR_START)
        start = maximise(likelihood, some, _starts(some, groups))
        found = (
            settle(likelihood, data, start.point, start.iterations, start.starts)
            if isinstance(start, Maximum)
            else start
        )
        if isinstance(found, Maximum):
            return found
    return maximise(likelihood, data, _starts(data, groups))
