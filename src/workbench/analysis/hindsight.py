"""What was said of today some months ago, and how it turned out.

A closed month keeps each customer's chance to churn. When the horizon is over, who churned is known:

    said      = sum p_i, with the interval it was reported with
    happened  = customers who churned; the 12 months' contribution they had been bringing when it was said

The number who churned is counted; how far chance alone moves such a number is

    happened +- 1.96 sqrt(sum p_i (1 - p_i))

(each customer stays or goes on their own). Money said was what customers like them bring in a year,
money happened is what these very customers had brought in the year before. A forecast has kept if what
happened lies within the interval it was reported with.
"""

import math
from dataclasses import dataclass

import pandas as pd

from workbench.analysis.results import Estimate, Withheld
from workbench.phrase import say

CHANCE = "churn_probability"


@dataclass(frozen=True)
class Hindsight:
    """What was said and what happened, in customers and in money.

    Args:
        said: customers expected to churn.
        happened: customers who churned, with the range that chance alone makes.
        money_said: contribution of 12 months said to be at risk; nothing if that was not reported.
        money_happened: what those who churned had brought in the 12 months before.
    """

    said: Estimate
    happened: Estimate
    money_said: Estimate | None
    money_happened: float


def judged(
    closed: pd.DataFrame, outcomes: pd.DataFrame, features: pd.DataFrame, reported: pd.DataFrame
) -> Hindsight | Withheld:
    """Set what a closed month said against what came.

    Args:
        closed: a row per customer of the closed month: customer_id, churn_probability; empty if there is none.
        outcomes: the `churn_outcomes` frame of its close: customer_id, churned.
        features: the `customer_features` frame of its close: customer_id, contribution_12m.
        reported: the figures reported for it: kind, name, value, low, high.

    Withheld when the month was never closed, or gave nobody a chance to churn.

    >>> who = [f"c{number}" for number in range(100)]
    >>> closed = pd.DataFrame({"customer_id": who, "churn_probability": 0.2})
    >>> outcomes = pd.DataFrame({"customer_id": who, "churned": [1] * 24 + [0] * 76})
    >>> features = pd.DataFrame({"customer_id": who, "contribution_12m": 50.0})
    >>> found = judged(closed, outcomes, features, pd.DataFrame(columns=["kind", "name", "value", "low", "high"]))
    >>> round(found.said.value), found.happened.value, found.money_happened
    (20, 24.0, 1200.0)
    """
    if CHANCE not in closed.columns or closed[CHANCE].notna().sum() == 0:
        return Withheld(say("nobody was given a chance to churn then"))
    scored = closed.dropna(subset=[CHANCE])[["customer_id", CHANCE]]
    brought = features[["customer_id", "contribution_12m"]]
    cases = scored.merge(outcomes, on="customer_id").merge(brought, on="customer_id", how="left")
    if cases.empty:
        return Withheld(say("none of the customers of then is known to this snapshot"))
    chances, n = cases[CHANCE].astype(float), len(cases)
    churned = float(cases.churned.sum())
    half = 1.96 * math.sqrt(float((chances * (1 - chances)).sum()))
    expected = float(chances.sum())
    return Hindsight(
        said=_reported(reported, "expected_churn", n) or Estimate(expected, expected, expected, n),
        happened=Estimate(churned, max(0.0, churned - half), min(float(n), churned + half), n, method="chance alone"),
        money_said=_reported(reported, "value_at_risk", n),
        money_happened=float(cases.contribution_12m.fillna(0.0).astype(float)[cases.churned == 1].sum()),
    )


def _reported(figures: pd.DataFrame, name: str, n: int) -> Estimate | None:
    """A number as it was reported, if it was."""
    rows = figures[(figures["kind"] == "kpi") & (figures["name"] == name)].dropna(subset=["value"])
    if rows.empty:
        return None
    value, low, high = (float(rows[column].iloc[0]) for column in ("value", "low", "high"))
    return Estimate(value, low, high, n)
