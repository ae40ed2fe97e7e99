"""Who answered: the response rate, counted, and what the answers are worth.

A rate of response says how many are silent, not how they feel; a low one is a reason to read
everything from the survey with care. It is counted, not estimated, so it has no interval. Weighted
answers are worth fewer than they are:

    effective n = (sum w)^2 / sum w^2         design effect = n / effective n

Reference: Kish 1965, Survey Sampling; 1992, Journal of Official Statistics 8:183-200.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from workbench.analysis.intervals import effective_n
from workbench.analysis.results import Result, Withheld, counted
from workbench.phrase import N_, say


@dataclass(frozen=True)
class Response:
    """How many answered, of whom.

    Args:
        share: customers who answered, as a fraction of the base.
        of_asked: the base are the customers who were asked; otherwise all customers.
    """

    share: Result
    of_asked: bool


@dataclass(frozen=True)
class Worth:
    """What weighted answers are worth.

    Args:
        n: answers.
        effective_n: answers of equal weight that would be worth as much.
    """

    n: int
    effective_n: float

    @property
    def design_effect(self) -> float:
        """How many times weighting blurs the variance of a mean; 1: not at all."""
        return self.n / self.effective_n


def response(counts: pd.DataFrame) -> Response:
    """The response rate over the months of query `response_counts`, month by month added up.

    Args:
        counts: a row a month with customers_answered, customers_asked (0 where invitations are
            not recorded) and customers.

    The share is withheld where nobody answered, and where more answered than were asked.

    >>> months = {"customers_answered": [30, 50], "customers_asked": [100, 100], "customers": [900, 950]}
    >>> response(pd.DataFrame(months)).share.value
    0.4
    """
    answered, asked, customers = (
        int(counts[name].sum()) for name in ("customers_answered", "customers_asked", "customers")
    )
    base = asked or customers
    if not answered or not base:
        return Response(Withheld(N_("nobody answered a survey")), of_asked=asked > 0)
    if answered > base:
        why = say("{answered} answered but only {base} invitations are recorded", answered=answered, base=base)
        return Response(Withheld(why, answered), of_asked=asked > 0)
    return Response(counted(answered / base, base), of_asked=asked > 0)


def worth(weights: ArrayLike) -> Worth:
    """What answers with these weights are worth; weights at least 0 and not all 0.

    >>> worth([1, 1, 2]).effective_n.__round__(2)
    2.67
    """
    w = np.asarray(weights, dtype=float)
    return Worth(len(w), effective_n(float(w.sum()), float(np.square(w).sum())))
