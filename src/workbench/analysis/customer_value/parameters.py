"""The parameters of a valuation as one row of numbers, and what a small move of each does to sums over customers.

Slopes need few digits, so on a large base they are taken from an even part of the customers. Customers are taken
evenly from those of least to those of most worth, not as they come: a few are worth far more than others and
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
    """Derivatives of sums by each parameter, shape ``(k, *shape of the sums)``."""
    point = point_of(model)
    base, steps = sums(model), STEP * np.maximum(np.abs(point), 1e-3)
    moved = (
        sums(valuation_at(model, point + step * which)) for step, which in zip(steps, np.eye(len(point)), strict=True)
    )
    return np.array([(there - base) / step for there, step in zip(moved, steps, strict=True)])


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
