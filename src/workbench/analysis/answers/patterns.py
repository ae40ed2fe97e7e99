"""What the answers that were not given are expected to be, from those that were: the E step.

Customers who left out the same items form a pattern. With the mean m and covariance S of the
items, K = S^-1, and o, u the items answered and unanswered in a pattern, an answer x has

    expected     x_u = m_u - C K_uo (x_o - m_o)        C = K_uu^-1
    doubt        C, the covariance of x_u once x_o is known

so a pattern costs as much as it has items unanswered, and there may be as many patterns as
customers. Customers stand in the order of their patterns, and patterns in the order of how many
items they leave out: blocks of patterns of one size are then worked on at once, in bounded memory.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.moments import Floats

AT_ONCE = 2**21  # numbers of a block's doubts


class Normal(NamedTuple):
    """A multivariate normal: mean, shape (p,), and covariance, shape (p, p)."""

    mean: Floats
    covariance: Floats


class Rows(NamedTuple):
    """Customers in the order of their patterns.

    Args:
        x: answers, NaN where unanswered, shape (n, p).
        w: weights, shape (n,).
        pattern: each customer's pattern, ascending, shape (n,).
        answered: which items a pattern answers, fewest left out last first, shape (patterns, p).
        starts: the first customer of each pattern, and n, shape (patterns + 1,).
    """

    x: Floats
    w: Floats
    pattern: NDArray[np.int64]
    answered: NDArray[np.bool_]
    starts: NDArray[np.int64]


class Block(NamedTuple):
    """Customers of some patterns, completed.

    Args:
        rows: which customers they are.
        w: their weights, shape (r,).
        pattern: each one's place among the patterns of the block, shape (r,).
        x: their answers less the mean, expected where unanswered, shape (r, p).
        doubts: C of each pattern, 0 for what was answered, shape (k, p, p).
        likelihood: the logarithm of their answers' density, weighted and summed, but for a constant.
    """

    rows: slice
    w: Floats
    pattern: NDArray[np.int64]
    x: Floats
    doubts: Floats
    likelihood: float


class Round(NamedTuple):
    """One round of EM: the moments it gives, and the log likelihood of those it began with."""

    moments: Normal
    likelihood: float


def arranged(x: Floats, w: Floats) -> tuple[Rows, NDArray[np.int64]]:
    """Customers in the order of their patterns, and which customer stands where."""
    answered, pattern = np.unique(np.isfinite(x), axis=0, return_inverse=True)
    by_size = np.argsort((~answered).sum(axis=1), kind="stable")
    pattern = np.argsort(by_size)[pattern]
    order = np.argsort(pattern, kind="stable")
    starts = np.searchsorted(pattern[order], np.arange(len(answered) + 1))
    return Rows(x[order], w[order], pattern[order], answered[by_size], starts), order


def completed(rows: Rows, at: Normal) -> Iterator[Block]:
    """The customers with their expected answers, block after block.

    Args:
        at: the moments believed in; the covariance is invertible, unless all items are answered.
    """
    precision = np.asarray(at.covariance if rows.answered.all() else np.linalg.inv(at.covariance))
    left_out = (~rows.answered).sum(axis=1)
    p = rows.x.shape[1]
    most = max(1, AT_ONCE // p**2)
    for size in np.unique(left_out):
        first, last = np.searchsorted(left_out, [size, size + 1])
        for start in range(first, last, most):
            yield _block(rows, slice(start, min(start + most, last)), int(size), at.mean, precision)


def _block(rows: Rows, patterns: slice, size: int, mean: Floats, precision: Floats) -> Block:
    chosen = slice(int(rows.starts[patterns.start]), int(rows.starts[patterns.stop]))
    answered = rows.answered[patterns]
    pattern = rows.pattern[chosen] - patterns.start
    x = np.nan_to_num(rows.x[chosen] - mean)
    doubts = np.zeros((len(answered), *precision.shape))
    pulled = x @ precision
    surprise = (x * pulled).sum(axis=1)
    if size:
        u = np.nonzero(~answered)[1].reshape(len(answered), size)
        inside = np.linalg.inv(precision[u[:, :, None], u[:, None, :]])
        doubts[np.arange(len(answered))[:, None, None], u[:, :, None], u[:, None, :]] = inside
        each, own = np.arange(len(x))[:, None], u[pattern]
        x[each, own] = -(inside[pattern] @ pulled[each, own][:, :, None])[:, :, 0]
        surprise += (x[each, own] * pulled[each, own]).sum(axis=1) - np.linalg.slogdet(inside)[1][pattern]
    w = rows.w[chosen]
    return Block(chosen, w, pattern, x, doubts, float(-0.5 * w @ surprise))


def expected(rows: Rows, at: Normal) -> Round:
    """The moments of the completed answers, doubts added."""
    p = rows.x.shape[1]
    first, second, total = np.zeros(p), np.zeros((p, p)), float(rows.w.sum())
    likelihood = -0.5 * total * float(np.linalg.slogdet(at.covariance)[1])
    for block in completed(rows, at):
        first += block.w @ block.x
        second += (block.x * block.w[:, None]).T @ block.x
        second += np.tensordot(np.bincount(block.pattern, block.w, len(block.doubts)), block.doubts, 1)
        likelihood += block.likelihood
    shift = first / total
    return Round(Normal(at.mean + shift, second / total - np.outer(shift, shift)), likelihood)
