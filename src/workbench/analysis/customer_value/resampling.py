"""Sums of what a valuation says of customers, with paired resamples: one model, any date, any groups.

As in `doubt`: a resample draws customers in blocks, and moves the parameters by their influence. To first
order a sum A = sum of a_i(theta) becomes

    A* = A + sum (w_i - 1) a_i + (dA / dtheta) sum (w_i - 1) psi_i

The sum for everyone is exact; slopes are those of `parameters`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from workbench.analysis.customer_value import parameters
from workbench.analysis.customer_value.doubt import BLOCKS, RESAMPLES, influence, sums_by_block
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Standing, Valuation
from workbench.analysis.purchase_models.counted import Floats, Places

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
    def of(
        cls, model: Valuation, lives: Lives, *, blocks: int = 0, resamples: int = RESAMPLES, random_state: int = 0
    ) -> "Resampling":
        """Draw them.

        Args:
            model: the valuation.
            lives: the customers it was fitted to.
            blocks: how many parts customers are drawn in; the same number and seed draw the same
                customers. 0: a thousand, or one a customer.
            resamples, random_state: how many, from which seed.
        """
        size = blocks or min(BLOCKS, max(len(lives), 1))
        random, even = np.random.default_rng(random_state), np.full(size, 1 / size)
        drawn = np.asarray(random.multinomial(size, even, size=resamples) - 1.0, dtype=np.float64)
        moves = drawn @ sums_by_block(influence(model, lives), lives.number % size, size)
        return cls(model, model.standing(lives), drawn, np.asarray(moves, dtype=np.float64))

    @property
    def n(self) -> int:
        """How many customers there are."""
        return len(self.seen.lives)

    def sums(
        self,
        lines: Lines,
        group: Places | None = None,
        groups: int = 1,
        *,
        seen: Standing | None = None,
        mixed: bool = False,
    ) -> Floats:
        """Sums by group, shape ``(1 + resamples, lines, groups)``; row 0 is everyone, exactly.

        Args:
            lines: what is summed.
            group: of each customer, 0 to ``groups`` - 1; all together where not given.
            groups: how many.
            seen: what the model sees in the customers of another date of the same snapshot.
            mixed: whether what is summed of a customer depends on those of other spend groups, too.
        """
        there = self.seen if seen is None else seen
        of = np.zeros(len(there.lives), dtype=np.intp) if group is None else group
        each = lines(self.model, there)
        found = np.stack([self.counted(there.lives.number, line, of, groups) for line in each], axis=1)
        found[1:] += np.einsum("rk,klg->rlg", self.moves, self._slopes(lines, there, each[0], of, groups, mixed))
        return found

    def worth(
        self, lives: Lives, *, horizon: float, held: Places | None = None, group: Places | None = None, groups: int = 1
    ) -> Floats:
        """What the customers of each group are worth together, shape ``(1 + resamples, groups)``.

        Args:
            lives: the customers of any date of the same snapshot.
            horizon: years ahead that are counted.
            held: their spend groups, where these are held.
            group, groups: of each customer, and how many there are.
        """
        seen = self.model.standing(lives, held)
        return self.sums(
            lambda model, at: model.looking(horizon=horizon).worth_of(at).value[None], group, groups, seen=seen
        )[:, 0]

    def counted(self, number: Places, values: Floats, group: Places | None = None, groups: int = 1) -> Floats:
        """Sums by group of what needs no model, shape ``(1 + resamples, groups)``."""
        size = self.drawn.shape[1]
        of = np.zeros(len(number), dtype=np.intp) if group is None else group
        blocks = np.bincount(of * size + number % size, values, minlength=groups * size).reshape(groups, size)
        full = blocks.sum(axis=1)
        return np.concatenate([full[None], full + self.drawn @ blocks.T])

    def _slopes(self, lines: Lines, seen: Standing, worth: Floats, group: Places, groups: int, mixed: bool) -> Floats:
        """Derivatives of the sums by the parameters, shape ``(k, lines, groups)``."""
        part, times = parameters.evenly(worth, group, groups)
        lives, held, of = seen.lives.of(part), seen.group[part], group[part]

        def each(model: Valuation) -> Floats:
            return times * lines(model, model.standing(lives, held))

        def sums(model: Valuation) -> Floats:
            return np.array([np.bincount(of, line, minlength=groups) for line in each(model)])

        if mixed:
            return parameters.slopes(sums, self.model)
        return parameters.slopes_by_group(each, self.model, held, of, groups)
