"""Sums of what customers are worth, with paired resamples: one model, any dates, any parts of the customers.

The same draws as in `doubt`, and the same first order: who is drawn more or less often, and what that does
to the parameters. Slopes by the parameters are taken from two thousand customers of each part: they need
few digits, and a base of a million has no more to say of them.
"""

from dataclasses import dataclass, field

import numpy as np

from workbench.analysis.customer_value import doubt
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.purchase_models.counted import Floats, Places

ENOUGH = 2000  # customers of a part that slopes are taken from


@dataclass(frozen=True, eq=False)
class Resamples:
    """Draws of customers and what they do to a model.

    Args:
        model: the valuation.
        drawn: how often each block of customers is drawn, less one; shape ``(resamples, blocks)``.
        moved: what each resample adds to the parameters, shape ``(resamples, k)``.
    """

    model: Valuation
    drawn: Floats = field(repr=False)
    moved: Floats = field(repr=False)

    @classmethod
    def of(
        cls, model: Valuation, known: Lives, blocks: int, *, resamples: int = doubt.RESAMPLES, random_state: int = 0
    ) -> "Resamples":
        """Of a model and the customers it was fitted to.

        Args:
            model: the valuation.
            known: the customers.
            blocks: how many parts customers are drawn in; the same number and seed draw the same customers.
            resamples, random_state: how many are drawn, from which seed.
        """
        psi = doubt.sums_by_block(doubt.influence(model, known), known.number % blocks, blocks)
        even = np.full(blocks, 1 / blocks)
        times = np.random.default_rng(random_state).multinomial(blocks, even, size=resamples)
        drawn = np.asarray(times - 1.0, dtype=np.float64)
        return cls(model, drawn, drawn @ psi)

    def counted(self, number: Places, values: Floats, part: Places | None = None, parts: int = 1) -> Floats:
        """Sums by part of what needs no model, shape ``(1 + resamples, parts)``."""
        blocks = self.drawn.shape[1]
        of = np.zeros(len(number), dtype=np.intp) if part is None else part
        code = of * blocks + number % blocks
        sums = np.bincount(code, values, minlength=parts * blocks).reshape(parts, blocks)
        full = sums.sum(axis=1)
        return np.concatenate([full[None], full + self.drawn @ sums.T])

    def worth(
        self,
        lives: Lives,
        *,
        horizon: float,
        rate: float | None = None,
        group: Places | None = None,
        part: Places | None = None,
        parts: int = 1,
    ) -> Floats:
        """What the customers of each part are worth together, shape ``(1 + resamples, parts)``.

        Args:
            lives: the customers of any date of the same snapshot.
            horizon: years ahead that are counted.
            rate: another continuous discount rate a year than the model's.
            group: their spend groups, where these are held.
            part, parts: the part of each customer, and how many there are.
        """
        of = np.zeros(len(lives), dtype=np.intp) if part is None else part
        model = self.model.looking(horizon=horizon, rate=rate)
        groups = model.group(lives) if group is None else group
        values = model.worth(lives, groups).value
        sums = self.counted(lives.number, values, of, parts)
        sums[1:] += self.moved @ _slopes(model, lives, groups, of, parts)
        return sums


def _slopes(model: Valuation, lives: Lives, group: Places, part: Places, parts: int) -> Floats:
    """Derivatives of the sums by the parameters, shape ``(k, parts)``."""
    chosen, weights = _some(part, parts)
    some, groups, of = lives.of(chosen), group[chosen], part[chosen]

    def sums(point: Floats) -> Floats:
        values = doubt.valuation_at(model, point).worth(some, groups).value
        return np.asarray(np.bincount(of, weights * values, minlength=parts))

    point = doubt.point_of(model)
    full, slopes = sums(point), np.zeros((len(point), parts))
    for place, value in enumerate(point):
        step = doubt.STEP * max(abs(float(value)), 1e-3)
        there = point.copy()
        there[place] += step
        slopes[place] = (sums(there) - full) / step
    return slopes


def _some(part: Places, parts: int) -> tuple[Places, Floats]:
    """Two thousand customers of each part or more, evenly from all of it, and how many each of them stands for."""
    chosen, weights = [np.empty(0, dtype=np.intp)], [np.empty(0)]
    for one in range(parts):
        of = np.flatnonzero(part == one)
        some = of[:: max(1, len(of) // ENOUGH)]
        chosen.append(some)
        weights.append(np.full(len(some), len(of) / max(len(some), 1)))
    return np.concatenate(chosen), np.concatenate(weights)
