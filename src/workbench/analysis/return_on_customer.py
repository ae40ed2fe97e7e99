"""The Return on Customer of a period, and what is assumed to compute it (Peppers and Rogers 2005).

    ROC           = (cash + CE_close - CE_open) / CE_open
    value created =  cash + CE_close - CE_open - r x CE_open,    r = (1 + yearly rate)^years - 1

with cash the contribution booked in the period and CE customer equity. ROC is not annualised. Years are counted
as the method that measured equity counts them, so that r is what its own unwinding adds: in days by the model of
each customer (91 days are 91 / 365.25 years), in calendar months by the chain of states (three are a quarter). Never
rank by its level: a base that was nearly written off returns much on little. Rank by value created.
Money is in any one currency, rates are fractions.

Reference: Peppers and Rogers 2005, Return on Customer: creating maximum value from your scarcest resource.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import markov, state_chain
from workbench.errors import BadParameter

Floats = NDArray[np.float64]

FEWEST_MONTHS = 6  # fewer know neither the seasons nor how long customers stay
Amount = TypeVar("Amount", float, NDArray[np.float64])


def roc(opening: Amount, closing: Amount, cash: Amount) -> Amount:
    """ROC of one period, as a fraction; of numbers or element by element of arrays.

    ValueError unless the opening equity is above zero: a return on nothing is undefined.

    >>> roc(opening=2_000_000.0, closing=2_500_000.0, cash=250_000.0)
    0.375
    """
    if np.any(np.asarray(opening) <= 0):
        raise ValueError(f"Return on Customer is undefined for an opening equity of {opening}")
    return (cash + closing - opening) / opening


def period_rate(yearly_rate: float, months: int) -> float:
    """The rate of a number of months that compounds to the yearly one.

    >>> round(period_rate(0.10, 3), 5)
    0.02411
    """
    return float((1 + yearly_rate) ** (months / 12) - 1)


def value_created(opening: Amount, closing: Amount, cash: Amount, rate: float) -> Amount:
    """What a period added beyond the discount rate on the opening equity, in money.

    >>> value_created(opening=1000.0, closing=1050.0, cash=100.0, rate=0.025)
    125.0
    """
    return cash + closing - opening - rate * opening


@dataclass(frozen=True)
class Period:
    """The period that is measured and what is assumed.

    Args:
        opening, closing: the two dates, both the first day of a month.
        yearly_rate: the company's discount rate.
        horizon_months: months of contribution after the closing that are counted; 0 counts all. The opening
            counts to the same day, else the return would hold the months by which the end moves on.
        window_months: months before each date that the chains are counted from.
    """

    opening: dt.date
    closing: dt.date
    yearly_rate: float
    horizon_months: int = 0
    window_months: int = 12

    def __post_init__(self) -> None:
        if not 0 <= self.yearly_rate < 1 or (self.yearly_rate == 0 and not self.horizon_months):
            raise BadParameter(
                "a discount rate is a fraction from 0 to below 1, and above 0 where no horizon ends the sum",
                where="discount_rate",
                value=self.yearly_rate,
                do="write ten per cent a year as 0.10, or give horizon_months",
            )
        if self.window_months < FEWEST_MONTHS:
            raise BadParameter(
                f"movements must be counted from {FEWEST_MONTHS} months or more",
                where="window_months",
                value=self.window_months,
                do="give 12, so that every season counts once",
            )
        if self.months < 1 or self.horizon_months < 0:
            raise BadParameter(
                "a period is at least a month long, and a horizon cannot be negative",
                where="period_months, horizon_months",
                value=(self.months, self.horizon_months),
                do="give period_months of 1 or more, and horizon_months of 0 (all months) or more",
            )

    @property
    def months(self) -> int:
        """Calendar months from opening to closing."""
        return (self.closing.year - self.opening.year) * 12 + self.closing.month - self.opening.month

    @property
    def rate_by_months(self) -> float:
        """The discount rate of the period by a method that takes all months alike."""
        return period_rate(self.yearly_rate, self.months)

    def values(self, chain: state_chain.Chain, *, at_opening: bool = False) -> Floats:
        """Present value of each state at the closing or at the opening, shape as the chain's rewards."""
        monthly = period_rate(self.yearly_rate, 1)
        counted = self.horizon_months + (self.months if at_opening else 0)
        periods = counted - 1 if self.horizon_months else None
        return markov.state_values(chain.moves, chain.rewards, monthly, periods=periods) / (1 + monthly)
