"""How far a valuation and an account may be off: paired resamples of customers, by influence functions.

A resample draws customers with replacement, the same ones at both dates, fits both models to them and values
them. To first order a total A = sum of a_i(theta) then becomes

    A* = A + sum (w_i - 1) a_i + (dA / dtheta) sum (w_i - 1) psi_i

with w_i how often customer i was drawn and psi_i the influence of the customer on the parameters: the
inverse information times the score for the model of buying and staying, the usual ones for means and rates.
So no resample is fitted again, and 500 of them cost seconds for a million customers. Customers are drawn
in blocks by their number, each block a random thousandth of them; ratios are taken of resampled totals.

References: Efron and Tibshirani 1993, An Introduction to the Bootstrap, 22. Hampel 1974, JASA 69:383-393.
"""

import copy
import math
from dataclasses import dataclass, field, replace

import numpy as np

from workbench.analysis.customer_value import account
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.flows import Flows
from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.purchase_models.counted import Floats, Places

BLOCKS, RESAMPLES = 1000, 500
STEP = 1e-4  # relative, for slopes by the parameters


@dataclass(frozen=True, eq=False)
class Totals:
    """Lines by segment, for everyone and in each resample.

    Args:
        lines: the lines of `account.LINES`, then cash: expected, booked on customers of the opening and
            on new ones, and spent on winning these; shape ``(1 + resamples, lines, segments)``, row 0 everyone.
    """

    lines: Floats = field(repr=False)

    def of(self, name: str) -> Floats:
        """One line by segment, shape ``(1 + resamples, segments)``; KeyError if there is no such line."""
        if name not in NAMES:
            raise KeyError(f"no line {name!r}; there are {NAMES}")
        return np.asarray(self.lines[:, NAMES.index(name)])


NAMES = (*account.LINES, "cash expected", "cash of known", "cash of new", "acquisition")


def totals(
    books: Books,
    opening: Valuation,
    closing: Valuation,
    segment: Places,
    segments: int,
    *,
    resamples: int = RESAMPLES,
    random_state: int = 0,
) -> Totals:
    """The account by segment with paired resamples.

    Args:
        books: the two dates.
        opening, closing: the models fitted to the customers of either date.
        segment: of each customer of the closing, 0 to ``segments`` - 1.
        segments: how many there are.
        resamples, random_state: how many are drawn, from which seed.
    """
    size = min(BLOCKS, max(len(books.after), 1))
    block = books.after.number % size
    each = _all_lines(books, opening, closing)
    code = segment * size + block
    in_blocks = np.array([np.bincount(code, line, minlength=segments * size) for line in each])
    in_blocks = in_blocks.reshape(len(each), segments, size)
    full = in_blocks.sum(axis=2)
    drawn = np.random.default_rng(random_state).multinomial(size, np.full(size, 1 / size), size=resamples) - 1.0
    moved = np.einsum("rb,lsb->rls", drawn, in_blocks)
    for which, lives in enumerate((books.before, books.after)):
        model = (opening, closing)[which]
        psi = sums_by_block(influence(model, lives), lives.number % size, size)
        slopes = _slopes(books, opening, closing, which, segment, segments, full)
        moved += np.einsum("rk,kls->rls", drawn @ psi, slopes)
    return Totals(np.concatenate([full[None], full + moved]))


def influence(model: Valuation, lives: Lives) -> Floats:
    """The effect of one more of each customer on the parameters of a valuation, shape ``(n, k)``, as `point_of`."""
    group, groups = model.group(lives), len(model.life.alpha)
    years = lives.years_observed(model.alive(lives, group))
    free = np.where(lives.held, 0.0, years) + 0.5 * lives.signed
    trust = np.ones(len(lives)) if math.isinf(model.spend.borrowed_) else 1 / (lives.purchases + model.spend.borrowed_)
    trust, own = np.where(lives.purchases > 0, trust * lives.purchases, 0.0), lives.spending.mean
    mean = trust * (own - model.spend.params_["mean"]) / trust.sum()
    flows, parts = model.flows, [model.life.influence(), mean[:, None]]
    parts.append(_ratio(lives.serving, years, flows.serving, group, groups))
    parts.append(_ratio(lives.signed, free, flows.signing, group, groups))
    parts.append(_ratio(lives.signed_margin, lives.signed, flows.margin, group, groups))
    return np.concatenate(parts, axis=1)


def _ratio(top: Floats, bottom: Floats, rate: Floats, group: Places, groups: int) -> Floats:
    """Influence on the ratio of sums of each group, shape ``(n, groups)``."""
    whole = np.bincount(group, bottom, minlength=groups)
    own = np.divide(top - rate[group] * bottom, whole[group], out=np.zeros(len(top)), where=whole[group] > 0)
    return np.asarray(own[:, None] * (group[:, None] == np.arange(groups)))


def point_of(model: Valuation) -> Floats:
    """All parameters: of the life model in logarithms, mean spend, serving, signing, margin of contracts."""
    flows = model.flows
    return np.concatenate([model.life.point, [model.spend.params_["mean"]], flows.serving, flows.signing, flows.margin])


def valuation_at(model: Valuation, point: Floats) -> Valuation:
    """The valuation with these parameters."""
    groups = len(model.life.alpha)
    ends = np.cumsum([2 + 2 * groups, 1, groups, groups])
    life, mean, serving, signing, margin = np.split(point, ends)
    spend = copy.copy(model.spend)
    spend.params_ = model.spend.params_ | {"mean": float(mean[0])}
    return replace(model, life=model.life.at(life), spend=spend, flows=Flows(serving, signing, margin))


def _slopes(
    books: Books, opening: Valuation, closing: Valuation, which: int, segment: Places, segments: int, full: Floats
) -> Floats:
    """Derivatives of all totals by the parameters of one model, shape ``(k, lines, segments)``."""
    models = [opening, closing]
    point = point_of(models[which])
    slopes = np.zeros((len(point), *full.shape))
    for place, value in enumerate(point):
        step = STEP * max(abs(float(value)), 1e-3)
        there = point.copy()
        there[place] += step
        models[which] = valuation_at((opening, closing)[which], there)
        each = _all_lines(books, models[0], models[1])
        slopes[place] = (np.array([np.bincount(segment, line, minlength=segments) for line in each]) - full) / step
    return slopes


def _all_lines(books: Books, opening: Valuation, closing: Valuation) -> Floats:
    known, new = np.where(books.there, books.cash, 0.0), np.where(books.there, 0.0, books.cash)
    more = [account.expected_cash(books, opening), known, new, np.where(books.there, 0.0, books.acquisition)]
    return np.concatenate([account.lines(books, opening, closing), more])


def sums_by_block(values: Floats, block: Places, size: int) -> Floats:
    """Sums of rows by block, shape ``(size, k)``."""
    return np.array([np.bincount(block, column, minlength=size) for column in values.T]).T
