"""Segments by behaviour: recency, frequency and contribution (RFM).

Each customer who has bought in the last 12 months gets three scores from 1 to 5, by rank among them:

- recency: days since the last purchase, 0 while a contract runs; turned round, 5 is the most recent;
- frequency: days with a purchase in the last 12 months;
- contribution: revenue less all costs in the last 12 months, in money.

A year holds every season once, and it is the year that the value tiers look at. Customers who have
bought before but not for a year are asleep; ranking them too would let every other customer's score
rise as the store grows older. The value score is the mean of the frequency and contribution scores,
halves rounded up. The segment is read off a grid of recency by value score (``GRID``) that names each
of its 25 cells once: so no customer is in two segments and none is left out.

References: Hughes 1994, Strategic Database Marketing; Fader, Hardie and Lee 2005, Journal of
Marketing Research 42:415-430 (what RFM keeps of a customer's history).
"""

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from workbench.analysis.quantile_scores import QuantileScores
from workbench.analysis.results import Withheld
from workbench.analysis.small_cells import OTHER, hide_small, smallest_together
from workbench.phrase import say

RFM = ("quiet_days", "purchases_12m", "contribution_12m")
SCORES = ("recency_score", "frequency_score", "contribution_score")
KEPT = (
    "customer_id",
    "segment",
    "value_tier",
    *SCORES,
    "value_score",
    "revenue_12m",
    "contribution_12m",
    "satisfaction_12m",
)
WINDOW_DAYS = 365
ASLEEP, NO_PURCHASE = "asleep", "no purchase yet"
GRID: dict[int, tuple[str, ...]] = {
    # value score  1             2            3             4                5
    5: ("occasional", "promising", "promising", "champions", "champions"),
    4: ("occasional", "promising", "promising", "champions", "champions"),
    3: ("occasional", "cooling", "cooling", "loyal", "loyal"),
    2: ("cooling", "cooling", "cooling", "slipping away", "slipping away"),
    1: ("cooling", "cooling", "cooling", "slipping away", "slipping away"),
}
# In the order in which they are shown.
TIERS = ("top 20%", "middle 50%", "bottom 30%")
SEGMENTS = ("champions", "loyal", "promising", "occasional", "cooling", "slipping away", ASLEEP, NO_PURCHASE)


class RfmSegments(BaseEstimator):  # type: ignore[misc]
    """Scores and segments by cut points learned from one month and applied to any.

    ``fit``, ``transform`` and ``predict`` take a frame with the columns of ``RFM``, a row per
    customer; ``quiet_days`` is missing for a customer who has not bought.

    Attributes:
        quintiles_: the fitted QuantileScores of recency (turned round), frequency, contribution.

    >>> base = pd.DataFrame({"quiet_days": [3, 10, 40, 200, 300, 500, None]})
    >>> base = base.assign(purchases_12m=[9, 1, 4, 5, 1, 0, 0], contribution_12m=[90, 1, 30, 50, 2, 0, 0])
    >>> RfmSegments().fit(base).predict(base).tolist()
    ['champions', 'promising', 'cooling', 'slipping away', 'cooling', 'asleep', 'no purchase yet']
    """

    quintiles_: QuantileScores

    def fit(self, X: pd.DataFrame, y: object = None) -> Self:
        """Learn the quintiles of those who bought in the last 12 months; ValueError when nobody did."""
        scored = X[_awake(X)]
        if scored.empty:
            raise ValueError("no customer has bought in the last 12 months, so there are no quintiles to learn")
        self.quintiles_ = QuantileScores().fit(_turned(scored))
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """The scores 1 to 5 and the value score, by X's index; 0 for who did not buy in 12 months."""
        check_is_fitted(self)
        scores = self.quintiles_.transform(_turned(X)) * _awake(X).to_numpy()[:, None]
        frame = pd.DataFrame(scores, index=X.index, columns=list(SCORES))
        value = (frame["frequency_score"] + frame["contribution_score"] + 1) // 2
        return frame.assign(value_score=value)

    def predict(self, X: pd.DataFrame) -> NDArray[np.object_]:
        """The segment of each customer, shape ``(customers,)``."""
        scores = self.transform(X)
        names = np.full((6, 6), ASLEEP, dtype=object)
        for recency, row in GRID.items():
            names[recency, 1:] = row
        found: NDArray[np.object_] = names[scores["recency_score"], scores["value_score"]]
        return np.where(X["quiet_days"].isna(), NO_PURCHASE, found)


def rfm(features: pd.DataFrame, model: RfmSegments | None = None) -> pd.DataFrame | Withheld:
    """The segments of a base: its frame with scores, value score and segment added.

    Args:
        features: a row per customer with the columns of ``RFM``.
        model: cut points of another month; learned from ``features`` when there are none.

    Withheld when fewer than five customers bought in the last 12 months.

    >>> rfm(pd.DataFrame({"quiet_days": [None], "purchases_12m": [0], "contribution_12m": [0.0]})).why
    'segments need five customers who bought in the last 12 months; there are 0'
    """
    awake = int(_awake(features).sum())
    if model is None and awake < 5:
        why = say("segments need five customers who bought in the last 12 months; there are {awake}", awake=awake)
        return Withheld(why, len(features))
    fitted = model or RfmSegments().fit(features)
    return features.assign(**fitted.transform(features), segment=fitted.predict(features))


def score_grid(scored: pd.DataFrame | Withheld, *, minimum: int = 10) -> pd.DataFrame | Withheld:
    """The cells of the grid: how many customers are in each and what one of them brings.

    Args:
        scored: a row per customer, as ``rfm`` returns it; or why there is none, which is then the answer.
        minimum: the fewest customers a shown cell may stand for. Cells are hidden within the groups
            that a profile of the segments shows, whose totals are known.

    Returns ``recency_score``, ``value_score``, ``segment``, ``customers``, ``per_customer`` (contribution
    in 12 months); the last two are missing where hidden. Who did not buy in 12 months is in no cell.

    >>> base = pd.DataFrame({"recency_score": 5, "value_score": [5] * 12 + [4] * 3, "segment": "champions"})
    >>> score_grid(base.assign(contribution_12m=7.0))[["value_score", "customers", "per_customer"]]
       value_score  customers  per_customer
    0            4        NaN           NaN
    1            5        NaN           NaN
    """
    if isinstance(scored, Withheld):
        return scored
    by = ["recency_score", "value_score", "segment"]
    cells = (
        scored[scored["recency_score"] > 0]
        .groupby(by, as_index=False)
        .agg(customers=("segment", "size"), contribution=("contribution_12m", "sum"))
    )
    sizes = scored.groupby("segment").size()
    pooled = sizes.index[smallest_together(sizes, minimum)]
    shown_in = cells["segment"].mask(cells["segment"].isin(pooled), OTHER)
    hidden = hide_small(cells["customers"], minimum=minimum, within=shown_in)
    cells = cells.astype({"customers": float}).assign(per_customer=cells["contribution"] / cells["customers"])
    cells.loc[hidden, ["customers", "per_customer"]] = np.nan
    return cells.drop(columns="contribution")


def for_memory(features: pd.DataFrame, scored: pd.DataFrame | Withheld) -> pd.DataFrame:
    """What the customer memory keeps of segments: a row per customer, scores empty where withheld.

    Args:
        features: a row per customer: customer_id, value_tier, revenue_12m, contribution_12m.
        scored: the same customers as ``rfm`` returns them.

    >>> base = pd.DataFrame({"customer_id": ["a"], "value_tier": ["top 20%"]})
    >>> for_memory(base, Withheld("too few"))[["customer_id", "value_tier", "segment"]].iloc[0].tolist()
    ['a', 'top 20%', None]
    """
    kept = (features if isinstance(scored, Withheld) else scored).reindex(columns=list(KEPT))
    names = {
        column: kept[column].astype(object).where(kept[column].notna(), None) for column in ("segment", "value_tier")
    }
    return kept.assign(**names)


def _awake(frame: pd.DataFrame) -> pd.Series:
    """Who bought in the last 12 months."""
    return frame["quiet_days"].astype(float) <= WINDOW_DAYS


def _turned(frame: pd.DataFrame) -> NDArray[np.float64]:
    """The three columns as numbers, recency turned so that more is better."""
    return np.asarray(frame[list(RFM)].to_numpy(dtype=float, na_value=np.nan) * [-1.0, 1.0, 1.0])
