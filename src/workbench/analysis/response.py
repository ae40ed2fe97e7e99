"""Who answered: the response rate, counted.

A rate of response says how many are silent, not how they feel; a low one is a reason to read
everything from the survey with care. It is counted, not estimated, so it has no interval.
"""

from dataclasses import dataclass

import pandas as pd

from workbench.analysis.results import Result, Withheld, counted
from workbench.phrase import N_, say


@dataclass(frozen=True)
class Response:
    """How many answered, of whom.

    Args:
        share: customers who answered, as a fraction of the base, month by month added up.
        of_asked: the base are the customers who were asked; otherwise all customers.
    """

    share: Result
    of_asked: bool


def response(counts: pd.DataFrame) -> Response:
    """The response rate over the months of query `response_counts`.

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
