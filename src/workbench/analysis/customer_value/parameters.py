"""The parameters of a valuation as one row of numbers, and what a small move of each does to sums over customers.

A customer is valued by the parameters of their own spend group and those that all groups share. So parameters of
one kind move in all groups at once, and each group's customers tell its own slope: nine valuations, however many
groups there are. Sums that mix groups need one for each parameter.

Slopes need few digits, so on a large base they are taken from an even part of the customers. Customers are taken
by what they are worth, not as they come: a few are worth far more than others and
must be in it by their right weight, since the two parts of a resample nearly cancel (see `doubt`).
"""

import copy
import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from workbench.analysis.customer_value.flows import Flows
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.purchase_models import EmpiricalBayesMean
from workbench.analysis.purchase_models.counted import Floats, Places

STEP = 1e-4  # of a parameter's size
FOR_SLOPES, FEWEST = 20_000, 500  # customers that slopes are taken of, in all and of a group


def mean_spend(model: Valuation) -> EmpiricalBayesMean:
    """The spend model; ValueError for a valuation that was not fitted, which has no parameters of its own."""
    if not isinstance(model.spend, EmpiricalBayesMean):
        raise ValueError(f"resamples are of valuations that were fitted, with a mean spend, not of {model.spend}")
    return model.spend


def point_of(model: Valuation) -> Floats:
    """All parameters: of the life model in logarithms, mean spend, serving, signing, margin of contracts."""
    flows, mean = model.flows, mean_spend(model).params_["mean"]
    return np.concatenate([model.life.point, [mean], flows.serving, flows.signing, flows.margin])


def valuation_at(model: Valuation, point: Floats) -> Valuation:
    """The valuation with these parameters."""
    groups = len(model.life.alpha)
    ends = np.cumsum([2 + 2 * groups, 1, groups, groups])
    life, mean, serving, signing, margin = np.split(point, ends)
    spend = copy.copy(mean_spend(model))
    spend.params_ = spend.params_ | {"mean": float(mean[0])}
    return replace(model, life=model.life.at(life), spend=spend, flows=Flows(serving, signing, margin))


def slopes(sums: Callable[[Valuation], Floats], model: Valuation) -> Floats:
    """Derivatives of any sums by each parameter, shape ``(k, *shape of the sums)``."""
    point, steps = _steps(model)
    base = sums(model)
    moved = (sums(valuation_at(model, point + step)) for step in np.diag(steps))
    return np.array([(there - base) / step for there, step in zip(moved, steps, strict=True)])


def slopes_by_group(
    each: Callable[[Valuation], Floats], model: Valuation, group: Places, code: Places, codes: int
) -> Floats:
    """Derivatives of sums over customers by each parameter, shape ``(k, lines, codes)``.

    Args:
        each: a valuation to what is summed, shape ``(lines, n)``; of a customer, nothing but what the parameters of
            their own spend group and the shared ones make of them.
        model: where the derivatives are taken.
        group: the spend group of each customer.
        code, codes: what sums are by, of each customer, 0 to ``codes`` - 1, and how many there are.
    """
    point, steps = _steps(model)
    base, found = each(model), []
    for kind in _kinds(len(model.life.alpha)):
        moved = np.zeros(len(point))
        moved[kind] = steps[kind]
        change = each(valuation_at(model, point + moved)) - base
        own = group if len(kind) > 1 else np.zeros_like(group)
        by_group = [np.bincount(own * codes + code, line, minlength=len(kind) * codes) for line in change]
        found.append(np.reshape(by_group, (len(base), len(kind), codes)).swapaxes(0, 1) / steps[kind, None, None])
    return np.concatenate(found)


def _steps(model: Valuation) -> tuple[Floats, Floats]:
    point = point_of(model)
    return point, STEP * np.maximum(np.abs(point), 1e-3)


def _kinds(groups: int) -> list[Places]:
    """Where the parameters of each kind stand: r, s, alphas, betas, mean spend, serving, signing, margin."""
    sizes = [1, 1, groups, groups, 1, groups, groups, groups]
    return np.split(np.arange(sum(sizes)), np.cumsum(sizes)[:-1])


def evenly(worth: Floats, group: Places, groups: int) -> tuple[Places, Floats]:
    """Customers that stand for all of their group, and how many each of them stands for.

    Drawn at even steps of a size, half of it the number of customers and half their worth: the more a customer
    is worth, the fewer others it stands for (sampling by size: Hansen and Hurwitz 1943, Ann Math Stat 14:333).

    Args:
        worth: by which they are spread, shape ``(n,)``; what is below nothing counts as nothing.
        group: of each, 0 to ``groups`` - 1.
        groups: how many there are.
    """
    parts = [_stand_ins(worth, np.flatnonzero(group == place), len(group)) for place in range(groups)]
    return np.concatenate([part for part, _ in parts]), np.concatenate([times for _, times in parts])


def _stand_ins(worth: Floats, rows: Places, customers: int) -> tuple[Places, Floats]:
    """Of the customers of one group."""
    wanted = max(FEWEST, math.ceil(len(rows) / customers * FOR_SLOPES))
    if len(rows) <= wanted:
        return rows, np.ones(len(rows))
    rows = rows[np.argsort(worth[rows], kind="stable")]
    gains = np.maximum(worth[rows], 0.0)
    size = 1.0 + gains / (gains.mean() or 1.0)
    ends = np.cumsum(size)
    chosen = np.searchsorted(ends, (np.arange(wanted) + 0.5) * ends[-1] / wanted)
    return rows[chosen], ends[-1] / (wanted * size[chosen])
