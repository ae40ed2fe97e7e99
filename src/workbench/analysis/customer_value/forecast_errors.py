"""How far a forecast was off, and how much of it each customer made.

With e_i expected and y_i realised of customer i, a group was expected to bring  e = sum e_i  and brought
y = sum y_i. Customers are independent of each other, and each moves the difference twice: by being luckier
than expected, and by having moved the parameters that everybody's expectation was made with. So

    u_i = (y_i - e_i) - g' psi_i        Var(y - e) = sum u_i^2

with psi_i the influence of the customer on the parameters (`doubt.influence`) and g the slope of e by them. If
purchases are Poisson around their expectation, sum (y_i - e_i)^2 is the Poisson variance; if they come in
bursts, it is as large as they make it. What moves all customers at once, such as a season, is in no u_i.
"""

from dataclasses import dataclass, field

import numpy as np

from workbench.analysis.customer_value import doubt, parameters
from workbench.analysis.customer_value.account import Books
from workbench.analysis.customer_value.lives import DAYS_A_YEAR, Lives
from workbench.analysis.customer_value.valuation import Valuation
from workbench.analysis.purchase_models.counted import Floats, Places

MEASURES = ("purchases", "cash")


@dataclass(frozen=True, eq=False)
class Errors:
    """A span: sums by measure and segment, everyone last, shape ``(2, S + 1)``, and what each customer did to them.

    Args:
        number: of each customer of the opening.
        customers: by segment, shape ``(S + 1,)``.
        expected, realised: sums.
        moved: u of each customer, shape ``(2, S + 1, n)``.
    """

    number: Places = field(repr=False)
    customers: Floats
    expected: Floats
    realised: Floats
    moved: Floats = field(repr=False)


def errors(model: Valuation, books: Books, code: Places, segments: int) -> Errors:
    """What customers of the opening brought, beside what the model of the opening expected.

    Args:
        model: fitted to ``books.before``.
        books: the two dates.
        code: the segment of each customer of the opening, 0 to ``segments`` - 1.
        segments: how many there are.
    """
    before, back = books.before, books.place[books.there]
    group = model.group(before)
    awaited = expected(model, before, group, books.days)
    realised = np.zeros((len(MEASURES), len(before)))
    realised[0, back] = books.after.frequency[books.there] - before.frequency[back]
    realised[1, back] = books.cash[books.there]
    moved = _apart(realised - awaited, code, segments)
    slopes = _slopes(model, before, group, books.days, code, segments)
    moved -= np.einsum("nk,kms->msn", doubt.influence(model, before), slopes)
    sums = [_apart(each, code, segments).sum(axis=2) for each in (awaited, realised)]
    customers = np.append(np.bincount(code, minlength=segments), len(before))
    return Errors(before.number, customers.astype(float), sums[0], sums[1], moved)


def expected(model: Valuation, lives: Lives, group: Places, days: int) -> Floats:
    """Purchases and cash that each customer is expected to bring in so many days, shape ``(2, n)``."""
    ahead = model.looking(rate=0.0, horizon=days / DAYS_A_YEAR)
    worth = ahead.worth(lives, group)
    purchases = worth.alive * ahead.years(lives, group) * ahead.purchases(lives, group)
    return np.array([purchases, worth.value])


def _apart(values: Floats, code: Places, segments: int) -> Floats:
    """Values of each customer in the place of their segment and in that of everyone, shape ``(2, S + 1, n)``."""
    found = np.zeros((len(values), segments + 1, values.shape[1]))
    found[:, code, np.arange(len(code))] = values
    found[:, segments] = values
    return found


def _slopes(model: Valuation, lives: Lives, group: Places, days: int, code: Places, segments: int) -> Floats:
    """Derivatives of expected sums by the parameters, shape ``(k, 2, S + 1)``, from some customers of each segment."""
    worth = model.worth(lives, group).value
    chosen, times = parameters.evenly(worth, code, segments)
    some, groups, part = lives.of(chosen), group[chosen], code[chosen]

    def each(at: Valuation) -> Floats:
        return times * expected(at, some, groups, days)

    by_segment = parameters.slopes_by_group(each, model, groups, part, segments)
    return np.concatenate([by_segment, by_segment.sum(axis=2, keepdims=True)], axis=2)
