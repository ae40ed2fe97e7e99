"""What a customer in each state is worth, from how states move and what a period in each brings.

Pfeifer and Carraway (2000): with transition matrix P (row: from, column: to), reward vector R
(contribution of a customer who is in the state) and discount rate d a period, the expected present
value of a customer who is in state s now is

    V = sum_{k=0..K} (P / (1 + d))^k R          over K further periods
    V = (I - P / (1 + d))^-1 R                  without a horizon

The reward of the present period counts in full (k = 0). Values are in the money of R, rates are
fractions a period, and everything works on stacks of matrices (leading axes), so that a chain and
its fifty jackknife replicates are valued in one call.

Assumptions: the next state depends on the present state only; P and R stay as they are.

Reference: Pfeifer and Carraway 2000, Modeling customer relationships as Markov chains, Journal of
Interactive Marketing 14(2):43-55.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_ROW_TOLERANCE = 1e-9


def state_values(moves: ArrayLike, rewards: ArrayLike, discount: float, *, periods: int | None = None) -> Floats:
    """The value of each state.

    Args:
        moves: transition probabilities, shape ``(..., S, S)``; each row sums to 1.
        rewards: contribution of a period in each state, shape ``(..., S)``.
        discount: discount rate a period, as a fraction.
        periods: further periods after the present one; None counts all there will ever be.

    Returns values of shape ``(..., S)``. ValueError when rows are no probabilities, when the rate
    is -1 or below, or when it is not above 0 and no horizon ends the sum.

    >>> moves = [[0.3, 0.7], [0.0, 1.0]]
    >>> state_values(moves, [100.0, 0.0], 0.2).round(2).tolist()
    [133.33, 0.0]
    >>> state_values(moves, [100.0, 0.0], 0.2, periods=1).round(2).tolist()
    [125.0, 0.0]
    """
    matrix, reward = _checked(moves, rewards)
    if discount <= -1 or (periods is None and discount <= 0):
        raise ValueError(f"a discount rate of {discount} a period gives no finite value without a horizon")
    discounted = matrix / (1 + discount)
    if periods is None:
        gap = np.eye(matrix.shape[-1]) - discounted
        return np.asarray(np.linalg.solve(gap, reward[..., None])[..., 0])
    values = reward
    for _ in range(periods):
        values = reward + apply(discounted, values)
    return values


def expected_cash(start: ArrayLike, moves: ArrayLike, rewards: ArrayLike, *, periods: int) -> Floats:
    """What a population is expected to bring in each of the next periods, not discounted.

    Args:
        start: customers in each state, shape ``(..., S)``.
        moves, rewards: as for `state_values`.
        periods: how many periods.

    Returns money of shape ``(periods, ...)``.

    >>> expected_cash([10.0, 0.0], [[0.5, 0.5], [0.0, 1.0]], [100.0, 0.0], periods=2).tolist()
    [1000.0, 500.0]
    """
    matrix, reward = _checked(moves, rewards)
    here = np.asarray(start, dtype=float)
    cash = []
    for _ in range(periods):
        cash.append((here * reward).sum(axis=-1))
        here = step(here, matrix)
    return np.array(cash)


def step(start: ArrayLike, moves: ArrayLike) -> Floats:
    """Where a population is expected after one period; shapes ``(..., S)`` and ``(..., S, S)``.

    >>> step([10.0, 0.0], [[0.5, 0.5], [0.0, 1.0]]).tolist()
    [5.0, 5.0]
    """
    return np.asarray(np.einsum("...i,...ij->...j", np.asarray(start, dtype=float), np.asarray(moves, dtype=float)))


def apply(matrix: Floats, values: Floats) -> Floats:
    """The matrix times the values, stack by stack."""
    return np.asarray(np.einsum("...ij,...j->...i", matrix, values))


def _checked(moves: ArrayLike, rewards: ArrayLike) -> tuple[Floats, Floats]:
    matrix, reward = np.asarray(moves, dtype=float), np.asarray(rewards, dtype=float)
    if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2] or matrix.shape[-1] != reward.shape[-1]:
        raise ValueError(f"shapes do not fit: transitions {matrix.shape}, rewards {reward.shape}")
    if (matrix < -_ROW_TOLERANCE).any() or not np.allclose(matrix.sum(axis=-1), 1, rtol=0, atol=_ROW_TOLERANCE):
        raise ValueError("each row of the transition matrix must hold probabilities that sum to 1")
    return matrix, reward
