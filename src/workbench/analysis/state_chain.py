"""How customers move between states and what a month in each brings, counted from monthly steps.

A state here is a lifecycle state and a value tier together ("active, top 20%"), because customers who
buy as often may be worth very different sums. From the steps of a window of months come

    P = share of the customers in a state at the start of a month who are in each state at its end
    R = mean contribution booked during the month by the customers in the state at its start

Beside the S states of customers there is one for everybody else, the last: prospects, and customers
who were lost. The chain never returns from it: who is lost counts for nothing until won back, just as
who is not yet won. (Counting returns would let the chain bring everybody back for ever: it cannot know
how long ago a customer was lost.)

A cell with few customers borrows from its lifecycle state, and that from everyone: `BORROWED`
customer-months are added that behave like the larger group. Cells with thousands do not notice.

Everything is computed once for everyone and once with each group of customers (`bucket`) left out:
the leading axis of every array is 0 for everyone and 1..G for the group left out, which is what the
delete-a-group jackknife needs.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.states import CUSTOMERS

Floats = NDArray[np.float64]

BORROWED = 10.0


@dataclass(frozen=True)
class Frame:
    """What the arrays stand for: the states of customers, and the groups that are left out in turn.

    Args:
        states: (state, tier) pairs, S of them; the tier is empty where there is none.
        groups: the buckets that hold anybody, G of them.
    """

    states: pd.MultiIndex = field(repr=False)
    groups: pd.Index = field(repr=False)

    @classmethod
    def of(cls, *steps: pd.DataFrame) -> "Frame":
        """All states and groups that occur in frames of `state_steps` or `state_flows`."""
        ends = [_pairs(frame, side) for frame in steps for side in ("from", "to")]
        pairs = pd.concat(ends).drop_duplicates().sort_values(["state", "tier"])
        groups = pd.Index(np.unique(np.concatenate([frame.bucket.to_numpy() for frame in steps])))
        return cls(pd.MultiIndex.from_frame(pairs[pairs.state.isin(CUSTOMERS)]), groups)

    def codes(self, steps: pd.DataFrame, side: str) -> NDArray[np.intp]:
        """The number of each row's state; S for who is no customer."""
        found = self.states.get_indexer(pd.MultiIndex.from_frame(_pairs(steps, side)))
        return np.where(found < 0, len(self.states), found)


@dataclass(frozen=True)
class Tally:
    """Customers and contribution by state at the start and at the end, each ``(G + 1, S + 1, S + 1)``."""

    moved: Floats = field(repr=False)
    brought: Floats = field(repr=False)


@dataclass(frozen=True)
class Chain:
    """A Markov chain of months.

    Args:
        moves: transition probabilities, shape ``(G + 1, S + 1, S + 1)``.
        rewards: contribution of a month, shape ``(G + 1, S + 1)``.
        months: customer-months behind each state, shape ``(S,)``.
    """

    moves: Floats = field(repr=False)
    rewards: Floats = field(repr=False)
    months: Floats = field(repr=False)


def tally(steps: pd.DataFrame, frame: Frame) -> Tally:
    """Add up rows of `state_steps` or `state_flows`, for everyone and with each group left out."""
    size = len(frame.states) + 1
    places = (frame.groups.get_indexer(pd.Index(steps.bucket)), frame.codes(steps, "from"), frame.codes(steps, "to"))
    moved, brought = np.zeros((2, len(frame.groups), size, size))
    np.add.at(moved, places, steps.customers.to_numpy(dtype=float))
    np.add.at(brought, places, steps.contribution.to_numpy(dtype=float))
    return Tally(leave_out(moved), leave_out(brought))


def leave_out(by_group: Floats) -> Floats:
    """Sums for everyone, then without each group: shape ``(G, ...)`` becomes ``(G + 1, ...)``.

    >>> leave_out(np.array([1.0, 2.0, 4.0])).tolist()
    [7.0, 6.0, 5.0, 3.0]
    """
    everyone = by_group.sum(axis=0, keepdims=True)
    return np.concatenate([everyone, everyone - by_group])


def fit(steps: pd.DataFrame, frame: Frame) -> Chain:
    """The chain from the `state_steps` rows of a window of months.

    ValueError when nobody was a customer at the start of any of the months.
    """
    counts = tally(steps, frame)
    moved, brought = counts.moved[:, :-1], counts.brought[:, :-1].sum(axis=2)
    months = moved.sum(axis=2)
    if not months[0].any():
        raise ValueError("nobody was a customer at the start of these months")
    lifecycle = pd.get_dummies(frame.states.get_level_values("state")).to_numpy(dtype=float)
    stays_gone = np.zeros((len(moved), 1, moved.shape[2]))
    stays_gone[..., -1] = 1
    moves = np.concatenate([_borrow(moved, months, lifecycle), stays_gone], axis=1)
    rewards = _borrow(brought[..., None], months, lifecycle)[..., 0]
    return Chain(moves, np.pad(rewards, ((0, 0), (0, 1))), months[0])


def yearly_contribution(steps: pd.DataFrame) -> pd.DataFrame:
    """What a customer of each state brings in 12 months at the pace of the steps: state, value_tier, expected_12m."""
    frame = Frame.of(steps)
    table = frame.states.to_frame(index=False).rename(columns={"tier": "value_tier"})
    return table.assign(expected_12m=12 * fit(steps, frame).rewards[0, :-1])


def _borrow(totals: Floats, months: Floats, lifecycle: Floats) -> Floats:
    """Means a customer-month of each state, drawn to those of its lifecycle state, and these to everyone's.

    Shapes: totals ``(G + 1, S, k)``, months ``(G + 1, S)``, lifecycle 0/1 ``(S, lifecycle states)``.
    """
    at_all = months.sum(axis=1)[:, None, None]
    # Without the only group that holds anybody there is no mean: not-a-number, which no interval accepts.
    everyone = np.divide(
        totals.sum(axis=1, keepdims=True), at_all, out=np.full_like(totals[:, :1], np.nan), where=at_all > 0
    )
    state_totals = np.einsum("gsk,sl->glk", totals, lifecycle)
    state_months = (months @ lifecycle)[..., None]
    by_state = (state_totals + BORROWED * everyone) / (state_months + BORROWED)
    larger = np.einsum("glk,sl->gsk", by_state, lifecycle)
    return np.asarray((totals + BORROWED * larger) / (months[..., None] + BORROWED))


def _pairs(steps: pd.DataFrame, side: str) -> pd.DataFrame:
    pairs = steps[[f"{side}_state", f"{side}_tier"]].set_axis(["state", "tier"], axis=1)
    return pairs.astype(object).where(pairs.notna(), "")
