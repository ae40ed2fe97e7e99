"""A base whose customers move by a known Markov chain, as the frames that `state_steps` and `state_flows` give."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

STATES = (
    ("new", "middle 50%"),
    ("active", "top 20%"),
    ("active", "middle 50%"),
    ("dormant", "bottom 30%"),
    ("lost", None),
)
MOVES = np.array(
    [
        [0.55, 0.15, 0.25, 0.05, 0.00],
        [0.00, 0.90, 0.08, 0.02, 0.00],
        [0.00, 0.05, 0.85, 0.10, 0.00],
        [0.00, 0.02, 0.08, 0.75, 0.15],
        [0.00, 0.00, 0.01, 0.00, 0.99],
    ]
)
REWARDS = np.array([20.0, 90.0, 30.0, -2.0, 0.0])
UNTIL_LOST = np.vstack([MOVES[:-1], np.eye(5)[-1]])  # what is counted: who is lost has to be won again
START = np.array([0.2, 0.2, 0.4, 0.15, 0.05])
CLOSING = dt.date(2026, 10, 1)


@dataclass(frozen=True)
class Base:
    """Frames of a simulated base: `state_steps`, `state_flows` over the last months, `cash_flow` of these."""

    steps: pd.DataFrame
    flows: pd.DataFrame
    booked: pd.DataFrame


def simulate(
    customers: int,
    *,
    seed: int,
    months: int = 15,
    period: int = 3,
    arrivals: int = 0,
    moves: np.ndarray = MOVES,
    rewards: np.ndarray = REWARDS,
    noise: float = 5.0,
    groups: int = 50,
) -> Base:
    """Customers who start as `START` says, and ``arrivals`` more each month who start as new."""
    rng = np.random.default_rng(seed)
    people = customers + arrivals * months
    came = np.concatenate([np.zeros(customers, int), np.repeat(np.arange(1, months + 1), arrivals)])
    state = np.where(came == 0, rng.choice(len(STATES), people, p=START), -1)
    bucket = rng.integers(0, groups, people)
    past, brought = [state], []
    for month in range(1, months + 1):
        money = np.where(state >= 0, rewards[state] + rng.normal(0, noise, people), 0.0)
        moved = (rng.random(people)[:, None] > moves.cumsum(axis=1)[state]).sum(axis=1)
        state = np.where(came == month, 0, np.where(state >= 0, moved, -1))
        past.append(state)
        brought.append(money)
    ends = [pd.Timestamp(CLOSING) - pd.DateOffset(months=months - month) for month in range(1, months + 1)]
    steps = [
        count(bucket, past[month], past[month + 1], brought[month]).assign(step_end=ends[month])
        for month in range(months)
    ]
    flows = count(bucket, past[-1 - period], past[-1], np.sum(brought[-period:], axis=0))
    booked = flows.groupby("bucket", as_index=False).contribution.sum()
    return Base(pd.concat(steps, ignore_index=True), flows, booked)


def count(bucket: np.ndarray, start: np.ndarray, end: np.ndarray, money: np.ndarray) -> pd.DataFrame:
    """Rows as the queries give them; who is not yet a customer at the end is not counted."""
    size = len(STATES) + 1  # the last one is not yet a customer
    known = end >= 0
    cell = ((bucket * size + start % size) * size + end)[known]
    customers, contribution = np.bincount(cell), np.bincount(cell, money[known])
    filled = np.flatnonzero(customers)
    names = np.array([state for state, _ in STATES] + ["prospect"], dtype=object)
    tiers = np.array([tier for _, tier in STATES] + [None], dtype=object)
    return pd.DataFrame(
        {
            "bucket": filled // size**2,
            "from_state": names[filled // size % size],
            "from_tier": tiers[filled // size % size],
            "to_state": names[filled % size],
            "to_tier": tiers[filled % size],
            "customers": customers[filled],
            "contribution": contribution[filled],
        }
    )
