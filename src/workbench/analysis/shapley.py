"""What each driver adds to R2, averaged over the orders in which drivers can enter: LMG and Owen values.

All 2^p subsets come from one correlation matrix by doubling: taking driver after driver, each
state is kept as it is (driver out) and swept, that is reduced to its Schur complement (driver
in). After the last driver what remains of the outcome's variance is 1 - R2 of each subset. This
takes some 12 * 2^p operations instead of 2^p regressions. Few drivers of a whole batch of matrices,
one per group of customers left out, pass through at once; of many drivers so many subsets at a time
as a processor holds close by.

Several questions may ask about one touchpoint. Each for itself, the touchpoint's importance would
grow with the number of questions; put together, the questions could not be told apart. The Owen
value averages over the orders in which the drivers of a touchpoint stand together:

    a touchpoint's part = sum of its drivers' parts = the Shapley value among touchpoints

Inside a touchpoint the game is v(S) = average over sets H of other touchpoints, each as a whole, of
R2(H and S), with Shapley's weights for H; its drivers' parts are the LMG of v.

References: Lindeman, Merenda and Gold 1980. Owen 1977, Values of games with a priori unions.
Groemping 2006, Journal of Statistical Software 17(1).
"""

from collections.abc import Sequence
from functools import lru_cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.moments import Floats

_SUBSETS_AT_ONCE = 2**15


def lmg(correlations: Floats) -> Floats:
    """Exact LMG shares from correlation (or covariance) matrices.

    Args:
        correlations: positive definite, outcome first, shape (..., 1 + p, 1 + p).

    Returns each driver's part of R2, shape (..., p).

    >>> lmg(np.array([[1.0, 0.6, 0.3], [0.6, 1.0, 0.0], [0.3, 0.0, 1.0]])).round(12).tolist()
    [0.36, 0.09]
    """
    drivers = correlations.shape[-1] - 1
    flat = correlations.reshape(-1, drivers + 1, drivers + 1)
    at_once = max(1, _SUBSETS_AT_ONCE >> drivers)
    chunks = [_average(1 - unexplained(flat[i : i + at_once])) for i in range(0, len(flat), at_once)]
    return np.concatenate(chunks).reshape(*correlations.shape[:-2], drivers)


def unexplained(correlations: Floats) -> Floats:
    """Share of the outcome's variance that each subset of drivers leaves.

    Args:
        correlations: positive definite, outcome first, shape (batch, 1 + p, 1 + p).

    Returns shape (batch, 2^p); bit j of a subset's position says whether driver j is in it.
    """
    # Outcome last: each step then takes the first of the drivers still to be decided. Subsets and
    # matrices of the batch share the last axis, so that every operation runs along it.
    states = np.moveaxis(np.roll(correlations, -1, axis=(1, 2)), 0, -1)
    whole = states[-1, -1]
    for _ in range(correlations.shape[-1] - 1):
        across = states[0, 1:]
        taken = states[1:, 1:] - across[:, None] * (across / states[0, 0])
        states = np.concatenate([states[1:, 1:], taken], axis=-1)
    return np.ascontiguousarray((states[0, 0].reshape(-1, len(correlations)) / whole).T)


def _average(r2: Floats) -> Floats:
    """LMG from R2 of all subsets, shape (batch, 2^p) -> (batch, p).

    Collected by subset instead of by pair: a subset with j counts for what j completed and
    against what it lets the others add, so all drivers share one weighted array.
    """
    drivers = r2.shape[1].bit_length() - 1
    base, either = _weights(drivers)
    left, with_driver = r2 * either, []
    for _ in range(drivers):  # the last driver first: its subsets are the second half
        without, having = left[:, : left.shape[1] // 2], left[:, left.shape[1] // 2 :]
        with_driver.append(having.sum(axis=1))
        left = without + having
    return np.asarray(np.stack(with_driver[::-1], axis=1) - (r2 @ base)[:, None])


@lru_cache(maxsize=4)
def _weights(drivers: int) -> tuple[Floats, Floats]:
    """What each subset counts as a base, and as a base or a result, shape (2^drivers,) each."""
    weight = np.array([_orders(size, drivers) for size in range(-1, drivers + 1)])
    size = np.bitwise_count(np.arange(2**drivers)).astype(int)
    return weight[size + 1], weight[size] + weight[size + 1]


def _orders(before: int, drivers: int) -> float:
    """Share of all orders in which a given driver comes right after a given set of that size."""
    if not 0 <= before < drivers:
        return 0.0
    return factorial(before) * factorial(drivers - 1 - before) / factorial(drivers)


def owen(correlations: Floats, groups: Sequence[object]) -> Floats:
    """Each driver's part of R2 where drivers of a group stand together.

    Args:
        correlations: positive definite, outcome first, shape (batch, 1 + p, 1 + p).
        groups: the group of each driver, length p; a driver alone is a group of its own.

    Returns shape (batch, p).

    >>> halves = np.array([[[1.0, 0.6, 0.6], [0.6, 1.0, 0.2], [0.6, 0.2, 1.0]]])
    >>> owen(halves, ["web", "web"]).round(3).tolist()
    [[0.3, 0.3]]
    """
    at_once = max(1, _SUBSETS_AT_ONCE >> len(groups))
    masks = _masks(groups)
    if len(masks) == len(groups):
        return lmg(correlations)
    chunks = [
        _owen(1 - unexplained(correlations[i : i + at_once]), masks) for i in range(0, len(correlations), at_once)
    ]
    return np.concatenate(chunks)


def _owen(r2: Floats, masks: Sequence[int]) -> Floats:
    """Owen values from R2 of all subsets, shape (batch, 2^p), and the groups' masks."""
    drivers = r2.shape[1].bit_length() - 1
    found = np.zeros((len(r2), drivers))
    for place, mask in enumerate(masks):
        others = [other for at, other in enumerate(masks) if at != place]
        members = [bit for bit in range(drivers) if mask >> bit & 1]
        unions, inside = _unions(others), _unions([1 << bit for bit in members])
        sizes = np.bitwise_count(np.arange(len(unions))).astype(int)
        weight = np.array([_orders(size, len(masks)) for size in range(len(masks))])[sizes]
        found[:, members] = _average(np.einsum("h,bhs->bs", weight, r2[:, unions[:, None] | inside]))
    return found


def _masks(groups: Sequence[object]) -> list[int]:
    """The drivers of each group as bits of a subset's position."""
    names = list(dict.fromkeys(groups))
    return [sum(1 << bit for bit, group in enumerate(groups) if group == name) for name in names]


def _unions(masks: Sequence[int]) -> NDArray[np.int64]:
    """The union of every set of masks; bit j of its place says whether mask j is in it."""
    found = np.zeros(1, dtype=np.int64)
    for mask in masks:
        found = np.concatenate([found, found | mask])
    return found
