"""How far into the future the history of a store carries a value of customers.

Nobody is lost before the days of silence that make a customer lost have passed since the data begin.
A chain counted from earlier months knows customers who come and hardly any who go for good, and so
would value them as if they stayed for ever. Therefore:

- movements are counted from months in which customers could be lost, when there are six or more;
- else, from whatever months there are, but only the next twelve months of contribution count: over a
  year, falling dormant says enough of leaving.

A horizon that was asked for is kept. With fewer than six months before the opening nothing is said.
"""

import datetime as dt
from dataclasses import replace

import pandas as pd

from workbench.analysis.intervals import FEWEST_GROUPS
from workbench.analysis.origins import months_before
from workbench.analysis.results import Withheld
from workbench.analysis.return_on_customer import FEWEST_MONTHS, Period
from workbench.analysis.states import CUSTOMERS
from workbench.analysis.surveys import BUCKETS
from workbench.phrase import N_, say

SHORT_HORIZON = 12
FEW_MONTHS = N_(
    "customer equity needs {fewest} months with customers before its opening on {opening}; there are {known}. "
    "Close a later month, or take a shorter period than {months} months"
)
FEW_BEFORE = N_(
    "there are too few customers before the opening for an interval: they fall into {groups} of the {all} groups that "
    "customers are drawn in, and {fewest} are needed"
)


def reach(asked: Period, steps: pd.DataFrame, *, data_from: dt.date, lost_days: int) -> Period | Withheld:
    """The period with the window and the horizon that the history carries.

    Args:
        asked: what was asked for.
        steps: `state_steps` of single months, back to the window before the opening.
        data_from: the first day of which the store knows anything.
        lost_days: days of silence after which a customer is lost.

    Withheld when there are too few months, or groups of customers, before the opening.
    """
    before = _before(asked, steps)
    known, groups = before.step_end.nunique(), before.bucket.nunique()
    if known < FEWEST_MONTHS:
        told = {"fewest": FEWEST_MONTHS, "opening": asked.opening, "known": known, "months": asked.months}
        return Withheld(say(FEW_MONTHS, **told))
    if groups < FEWEST_GROUPS:
        return Withheld(say(FEW_BEFORE, groups=groups, all=BUCKETS, fewest=FEWEST_GROUPS))
    window = min(asked.window_months, known)
    if asked.horizon_months:
        return replace(asked, window_months=window)
    telling = _months_between(data_from + dt.timedelta(days=lost_days), asked.opening)
    if telling < FEWEST_MONTHS:
        return replace(asked, window_months=window, horizon_months=SHORT_HORIZON)
    return replace(asked, window_months=min(window, telling))


def _before(asked: Period, steps: pd.DataFrame) -> pd.DataFrame:
    """The steps of customers in the window before the opening."""
    ends = pd.to_datetime(steps.step_end)
    since = pd.Timestamp(months_before(asked.opening, asked.window_months))
    return steps[(ends > since) & (ends <= pd.Timestamp(asked.opening)) & steps.from_state.isin(CUSTOMERS)]


def _months_between(day: dt.date, later: dt.date) -> int:
    """Whole months from a day to a later first of a month; none when it is not later.

    >>> _months_between(dt.date(2026, 1, 15), dt.date(2026, 4, 1))
    2
    """
    first = day if day.day == 1 else (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return max(0, (later.year - first.year) * 12 + later.month - first.month)
