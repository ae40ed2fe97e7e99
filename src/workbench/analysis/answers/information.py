"""How much of what complete answers would say is missing: the Jacobian of EM, in closed form.

Let T = (x, xx') be what one customer adds to the sums, and phi its mean, the raw moments. EM maps
phi to the mean of E(T | what was answered). For a family in which T says everything, as the normal,

    Jacobian of EM = V_mis V^-1      V_mis = mean over customers of Var(T | what was answered)
                                     V     = Var(T)

the share of the information that is missing (Dempster, Laird and Rubin 1977; Louis 1982). With a
customer's expected answers x and doubts C (see `patterns`), both around the mean,

    Cov(x_a, x_b)          = C_ab
    Cov(x_a, x_c x_d)      = C_ac x_d + C_ad x_c
    Cov(x_a x_b, x_c x_d)  = Q_ac,bd + Q_ad,bc,   Q_ac,bd = C_ac C_bd + C_ac x_b x_d + x_a x_c C_bd

so V_mis needs a pattern's C and the sums of its x x' only, in one matrix product. The way from one
round of EM to its end, for everyone or, nearly so, for everyone but a group, is then

    phi + (I - V_mis V^-1)^-1 (EM(phi) - phi)
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.answers.patterns import Block, Normal, Rows, completed
from workbench.analysis.moments import Floats

FLAT = 1e-7  # share of information below which answers say nothing of a direction


class Pairs(NamedTuple):
    """Pairs of items a <= b in one order.

    Args:
        a, b: the items of each pair, shape (pairs,).
        place: where the pair of two items stands, in either order, shape (p, p).
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    place: NDArray[np.int64]

    @classmethod
    def of(cls, p: int) -> "Pairs":
        """The pairs of p items."""
        a, b = np.triu_indices(p)
        place = np.zeros((p, p), dtype=np.int64)
        place[a, b] = place[b, a] = np.arange(len(a))
        return cls(a, b, place)


class Amplifier(NamedTuple):
    """What one round of EM changes grows to what all rounds change: times (I - V_mis V^-1)^-1.

    Args:
        whole: V, shape (d, d), d = p + p (p + 1) / 2: the items, then their pairs.
        seen: V - V_mis, the part that answers given say something of.
    """

    whole: Floats
    seen: Floats

    @classmethod
    def at(cls, rows: Rows, at: Normal) -> "Amplifier":
        """The amplifier around ``at.mean``; the covariance is invertible."""
        pairs = Pairs.of(len(at.mean))
        whole = _whole(at.covariance, pairs)
        return cls(whole, whole - missing(rows, at, pairs))

    def __call__(self, changes: Floats) -> Floats:
        """Changes of raw moments by one round, shape (rows, d), grown to those by all rounds.

        Along directions of which no answer says anything one round changes nothing; the small
        share added to what is seen keeps it so.
        """
        return np.asarray(np.linalg.solve(self.seen + FLAT * self.whole, changes.T).T @ self.whole)


def missing(rows: Rows, at: Normal, pairs: Pairs) -> Floats:
    """V_mis, shape (d, d)."""
    p, d2 = len(at.mean), len(pairs.a)
    doubt, with_one, with_two = np.zeros(d2), np.zeros((d2, p)), np.zeros((d2, d2))
    for block in completed(rows, at):
        if not block.doubts.any():
            continue
        doubts = block.doubts[:, pairs.a, pairs.b]
        w, one, two = _sums(block, pairs)
        doubt += w @ doubts
        with_one += doubts.T @ one
        with_two += doubts.T @ (0.5 * w[:, None] * doubts + two)
    q = with_two + with_two.T
    a, b, place = pairs
    across = with_one[place[:, a], b] + with_one[place[:, b], a]
    among = q[place[a[:, None], a], place[b[:, None], b]] + q[place[a[:, None], b], place[b[:, None], a]]
    return np.asarray(np.block([[doubt[place], across], [across.T, among]]) / rows.w.sum())


def _whole(covariance: Floats, pairs: Pairs) -> Floats:
    """V, shape (d, d), around the mean."""
    a, b, _ = pairs
    s = covariance
    among = s[a[:, None], a] * s[b[:, None], b] + s[a[:, None], b] * s[b[:, None], a]
    none = np.zeros((len(s), len(a)))
    return np.block([[s, none], [none.T, among]])


def _sums(block: Block, pairs: Pairs) -> tuple[Floats, Floats, Floats]:
    """Each pattern's sums of weights (k,), answers (k, p) and products (k, pairs)."""
    starts = np.searchsorted(block.pattern, np.arange(len(block.doubts)))
    weighted = block.x * block.w[:, None]
    products = weighted[:, pairs.a] * block.x[:, pairs.b]
    return (
        np.add.reduceat(block.w, starts),
        np.add.reduceat(weighted, starts, axis=0),
        np.add.reduceat(products, starts, axis=0),
    )
