"""Where customers stand in their lifecycle and how they move from month to month.

States are those of the query `customer_states`; moves come from `state_steps`, counted per group of
customers, so that a customer who appears in twelve months is left out of all of them at once: the
intervals are delete-a-group jackknife, not a binomial that would take months for customers.

A row of transitions about fewer customers than the company's minimum is not shown.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.analysis.intervals import FEWEST_GROUPS, jackknife, jackknife_variance
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.analysis.small_cells import hide_small
from workbench.analysis.state_chain import leave_out
from workbench.analysis.states import EVER_CUSTOMERS, NOT_YET_CUSTOMERS, STATES, WITH_US
from workbench.analysis.usual import Usual, expected_next
from workbench.phrase import N_, say

NO_STATE = N_(
    "no state held {minimum} customers in any month of the last {months}, or they are too few for an interval"
)


def standing(states: pd.DataFrame, steps: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """How many people are in each state, now and a month ago.

    Args:
        states: the `customer_states` frame: a row per person.
        steps: the `state_steps` frame, whose last step is the past month.
        minimum: the fewest people a number may be about.

    Returns a row per state that anybody is or was in, in the order of the lifecycle: state, part
    ("not yet", "with us", or the state), customers, share, month_ago. Numbers about too few people are
    gaps that no total fills; so is the month ago of who is not yet a customer, whose past is not stepped.
    """
    now = states.groupby("state").size()
    last = steps[steps.step_end == steps.step_end.max()]
    before = last[last.from_state.isin(EVER_CUSTOMERS)].groupby("from_state").customers.sum()
    names = [state for state in STATES if state in now.index or state in before.index]
    table = pd.DataFrame({"state": names, "part": [_part(state) for state in names]})
    counts = now.reindex(names, fill_value=0).to_numpy()
    hidden = hide_small(counts, minimum=minimum, within=table.part) | hide_small(counts, minimum=minimum)
    table["customers"] = np.where(hidden, np.nan, counts)
    table["share"] = table.customers / max(int(counts.sum()), 1)
    past = before.reindex(names).to_numpy(dtype=float)
    table["month_ago"] = np.where(hidden | (past < minimum), np.nan, past)
    return table


def _part(state: str) -> str:
    return "not yet" if state in NOT_YET_CUSTOMERS else "with us" if state in WITH_US else state


def transitions(steps: pd.DataFrame, *, minimum: int, level: float = 0.95) -> pd.DataFrame | Withheld:
    """The share of customers of each state who are in each state a month later.

    Args:
        steps: `state_steps` of single months, all of which are pooled.
        minimum: the fewest customers a state must have held in some month for its row to be shown.
        level: coverage of the intervals.

    Returns a row per observed move: from_state, to_state, customers (in from_state, in the month that had
    most), months (customer-months in it), share, low, high.

    Withheld when no state held enough customers, or they fall into too few groups.
    """
    customers = steps[steps.from_state.isin(EVER_CUSTOMERS)]
    held = customers.groupby(["from_state", "step_end"]).customers.sum().groupby("from_state").max()
    shown = [state for state in STATES if held.get(state, 0) >= minimum]
    rows = customers[customers.from_state.isin(shown)]
    if rows.bucket.nunique() < FEWEST_GROUPS:
        why = say(NO_STATE, minimum=minimum, months=steps.step_end.nunique())
        return Withheld(why, int(customers.customers.sum()))
    moved = rows.pivot_table("customers", "bucket", ["from_state", "to_state"], "sum", fill_value=0)
    counts = leave_out(moved.to_numpy(dtype=float))
    origin = moved.columns.get_level_values("from_state")
    months = np.stack([counts[:, origin == state].sum(axis=1) for state in origin], axis=1)
    # A state that only the left-out group was in has no share without it; it then tells nothing.
    shares = np.divide(counts, months, out=np.repeat((counts[:1] / months[:1]), len(counts), axis=0), where=months > 0)
    half = float(stats.t.ppf((1 + level) / 2, len(counts) - 2)) * np.sqrt(jackknife_variance(shares[0], shares[1:]))
    table = moved.columns.to_frame(index=False).assign(months=months[0].astype(int), share=shares[0])
    table.insert(2, "customers", table.from_state.map(held).astype(int))
    table["low"], table["high"] = np.clip(shares[0] - half, 0, 1), np.clip(shares[0] + half, 0, 1)
    order = {state: place for place, state in enumerate(STATES)}
    return table[table.share > 0].sort_values(["from_state", "to_state"], key=lambda c: c.map(order), ignore_index=True)


@dataclass(frozen=True)
class Move:
    """How often customers made a move in the last month, how often before, and the difference.

    Args:
        now, usual, change: the rate of the last month, that of the months before together, and the difference.
        expected: what the months before, in their order, let expect of the last; else why there is no such range.
    """

    now: Result
    usual: Result
    change: Result
    expected: Usual | Withheld

    @property
    def is_news(self) -> bool:
        """Whether the difference is more than chance, and not the course the months before were on.

        A cohort that only ages falls dormant less every month; that is no news.
        """
        if not isinstance(self.change, Estimate) or self.change.low <= 0 <= self.change.high:
            return False
        is_usual = isinstance(self.expected, Usual) and isinstance(self.now, Estimate)
        return not (is_usual and self.expected.holds(self.now.value))  # type: ignore[union-attr]


def latest_move(
    steps: pd.DataFrame, *, out_of: tuple[str, ...] = WITH_US, into: tuple[str, ...] = ("dormant",)
) -> Move:
    """Whether a move was more or less common in the last month than in the months before it.

    Args:
        steps: `state_steps` of single months.
        out_of: the states at the start of a month.
        into: the states at its end that count as the move.

    Each rate is a share of the customers in ``out_of``; the same customers are left out of both.
    """
    rows = steps[steps.from_state.isin(out_of)]
    last, earlier = rows[rows.step_end == steps.step_end.max()], rows[rows.step_end < steps.step_end.max()]
    n = int(last.customers.sum())
    groups = np.intersect1d(last.bucket, earlier.bucket)
    if len(groups) < FEWEST_GROUPS:
        few = Withheld(N_("too few customers in the last month or before it to compare them"), n)
        return Move(few, few, few, few)
    rates = [_rates(part, into, groups) for part in (last, earlier)]
    now, usual = (jackknife(float(rate[0]), rate[1:], n=n, low=0, high=1) for rate in rates)
    change = rates[0] - rates[1]
    return Move(now, usual, jackknife(float(change[0]), change[1:], n=n), expected_next(_by_month(earlier, into)))


def _by_month(rows: pd.DataFrame, into: tuple[str, ...]) -> pd.Series:
    """The rate of each month, in their order."""
    moved = rows.customers.where(rows.to_state.isin(into), 0).groupby(rows.step_end).sum()
    return moved / rows.groupby("step_end").customers.sum()


def _rates(rows: pd.DataFrame, into: tuple[str, ...], groups: np.ndarray) -> np.ndarray:
    """The rate for everyone, then without each group."""
    all_of = rows.groupby("bucket").customers.sum().reindex(groups, fill_value=0)
    moved = rows[rows.to_state.isin(into)].groupby("bucket").customers.sum().reindex(groups, fill_value=0)
    return leave_out(moved.to_numpy(dtype=float)) / leave_out(all_of.to_numpy(dtype=float))
