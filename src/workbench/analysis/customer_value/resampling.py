"""Sums of what a valuation says of its customers, in resamples of these.

As in `doubt`: a resample draws customers in blocks, and moves the parameters by their influence. To first
order a sum A = sum of a_i(theta) becomes

    A* = A + sum (w_i - 1) a_i + (dA / dtheta) sum (w_i - 1) psi_i

The sum for everyone is exact. Slopes by the parameters need few digits, so on large bases they are taken from
an even part of the customers of each group.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from workbench.analysis.customer_value.doubt import (
    BLOCKS,
    RESAMPLES,
    STEP,
    influence,
    point_of,
    sums_by_block,
    valuation_at,
)
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Standing, Valuation
from workbench.analysis.purchase_models.counted import Floats, Places

MOST = 5_000  # customers of a group from whom slopes are taken

Lines = Callable[[Valuation, Standing], Floats]
"""What is summed: a model and what it sees in some customers, to shape ``(lines, n)``."""


@dataclass(frozen=True, eq=False)
class Resampling:
    """Resamples of the customers a valuation was fitted to.

    Args:
        model: the valuation.
        seen: what it sees in its customers.
        drawn: how much more often each block of customers is drawn, shape ``(resamples, blocks)``.
        moves: of the parameters, shape ``(resamples, k)``.
    """

    model: Valuation
    seen: Standing = field(repr=False)
    drawn: Floats = field(repr=False)
    moves: Floats = field(repr=False)

    @classmethod
    def of(cls, model: Valuation, lives: Lives, *, resamples: int = RESAMPLES, random_state: int = 0) -> "Resampling":
        """Draw them.

        Args:
            model: the valuation.
            lives: the customers it was fitted to.
            resamples, random_state: how many, from which seed.
        """
        size = min(BLOCKS, max(len(lives), 1))
        random, even = np.random.default_rng(random_state), np.full(size, 1 / size)
        drawn = np.asarray(random.multinomial(size, even, size=resamples) - 1.0, dtype=np.float64)
        moves = drawn @ sums_by_block(influence(model, lives), lives.number % size, size)
        return cls(model, model.standing(lives), drawn, np.asarray(moves, dtype=np.float64))

    @property
    def n(self) -> int:
        """How many customers there are."""
        return len(self.seen.lives)

    def sums(self, lines: Lines, group: Places | None = None, groups: int = 1) -> Floats:
        """Sums by group, shape ``(1 + resamples, lines, groups)``; row 0 is everyone, exactly.

        Args:
            lines: what is summed.
            group: of each customer, 0 to ``groups`` - 1; all together where not given.
            groups: how many.
        """
        of = np.zeros(self.n, dtype=np.intp) if group is None else group
        each, size = lines(self.model, self.seen), self.drawn.shape[1]
        code = of * size + self.seen.lives.number % size
        blocks = np.array([np.bincount(code, line, minlength=groups * size) for line in each])
        blocks = blocks.reshape(len(each), groups, size)
        full = blocks.sum(axis=2)
        slopes = self._slopes(lines, each, of, groups)
        moved = np.einsum("rb,lgb->rlg", self.drawn, blocks) + np.einsum("rk,klg->rlg", self.moves, slopes)
        return np.concatenate([full[None], full + moved])

    def _slopes(self, lines: Lines, each: Floats, group: Places, groups: int) -> Floats:
        """Derivatives of the sums by the parameters, shape ``(k, lines, groups)``."""
        part, weight = _evenly(each[0], group, groups)
        lives, held, of = self.seen.lives.of(part), self.seen.group[part], group[part]

        def sums(point: Floats) -> Floats:
            model = valuation_at(self.model, point)
            each = lines(model, model.standing(lives, held))
            return np.array([np.bincount(of, weight * line, minlength=groups) for line in each])

        point = point_of(self.model)
        here, slopes = sums(point), []
        for place, value in enumerate(point):
            step = np.zeros(len(point))
            step[place] = STEP * max(abs(float(value)), 1e-3)
            slopes.append((sums(point + step) - here) / step[place])
        return np.array(slopes)


def _evenly(worth: Floats, group: Places, groups: int) -> tuple[Places, Floats]:
    """The customers whom slopes are taken from, and how many each stands for.

    At most `MOST` of each group, evenly from those of least to those of most worth: what a few are worth far
    more than others must be in it by the right weight, since the two parts of a resample nearly cancel.
    """
    parts, weights = [], []
    for place in range(groups):
        of = np.flatnonzero(group == place)
        number = min(len(of), MOST)
        ordered = of[np.argsort(worth[of], kind="stable")]
        parts.append(ordered[((np.arange(number) + 0.5) * len(of) / max(number, 1)).astype(np.intp)])
        weights.append(np.full(number, len(of) / max(number, 1)))
    return np.concatenate(parts), np.concatenate(weights)
