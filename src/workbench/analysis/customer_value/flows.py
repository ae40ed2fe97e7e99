"""What flows in and out while somebody is a customer, beside purchases: contracts to come, and serving costs.

Both are rates of the last year among customers of a spend group, over the expected years that they were
customers in it (`Lives.years_observed`):

    serving   = cost of serving / years as a customer
    signing u = contracts signed / years as a customer without a contract
    margin m  = mean yearly margin of the contracts signed

A contract signed some day runs as long as the customer stays. With L(d) the discounted years somebody
stays at a rate d, the contracts still to come are worth  m (L(d) - L(d + u)).
"""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from workbench.analysis.customer_value.lives import DAYS_A_YEAR, Lives
from workbench.analysis.purchase_models.counted import Floats, Places

FEWEST = 20  # contracts signed in a group whose mean margin is its own


@dataclass(frozen=True, eq=False)
class Flows:
    """Rates a year by spend group, shape ``(groups,)``.

    Args:
        serving: money a customer-year costs.
        signing: contracts signed a year by a customer without one.
        margin: yearly margin of a contract signed; 0 where none was.
    """

    serving: Floats = field(repr=False)
    signing: Floats = field(repr=False)
    margin: Floats = field(repr=False)

    @classmethod
    def none(cls, groups: int = 1) -> Self:
        """Neither contracts to come nor serving costs."""
        return cls(*(np.zeros(groups) for _ in range(3)))


def rates(lives: Lives, alive: Floats, group: Places, groups: int, year: float = DAYS_A_YEAR) -> Flows:
    """The rates of the last year.

    Args:
        lives: the customers.
        alive: the chance that each still is one.
        group, groups: the spend group of each, and how many there are.
        year: a year in the unit of the lives.
    """
    years = lives.years_observed(alive, year)
    free = np.where(lives.held, 0.0, years)

    def by_group(values: Floats) -> Floats:
        return np.asarray(np.bincount(group, values, minlength=groups), dtype=float)

    # Who signed within the year was free for half of it, on average.
    free_years = by_group(free) + 0.5 * by_group(lives.signed)
    signed = by_group(lives.signed)
    margin = float(lives.signed_margin.sum()) / max(float(lives.signed.sum()), 1.0)
    own = np.divide(by_group(lives.signed_margin), signed, out=np.full(groups, margin), where=signed >= FEWEST)
    return Flows(_over(by_group(lives.serving), by_group(years)), _over(signed, free_years), own)


def _over(amount: Floats, years: Floats) -> Floats:
    return np.divide(amount, years, out=np.zeros(len(amount)), where=years > 0)
