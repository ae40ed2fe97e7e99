"""Segments by behaviour: recency, frequency, contribution (RFM), and tiers of value.

Each customer who has bought gets three scores from 1 to 5 by rank among those who have bought:

- recency: days since the last purchase, turned round (5 is the most recent);
- frequency: days with a purchase in the last 12 months;
- contribution: revenue less all costs in the last 12 months, in money.

A year holds every season once, and it is the year the value tiers look at. The value score is the
mean of the frequency and contribution scores, halves rounded up. The segment is read off a grid of
recency score by value score (``GRID``), which names each of its 25 cells once: so no customer is
in two segments and none is left out. Customers who have not bought have a segment of their own.

Value tiers are the best 20 %, the middle 50 % and the worst 30 % by contribution in 12 months.
Equal customers are always in the same tier, at the rank of their middle (`quantile_scores`).

References: Hughes 1994, Strategic Database Marketing; Fader, Hardie and Lee 2005, Journal of
Marketing Research 42:415-430 (what RFM keeps of a customer's history).
"""

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from workbench.analysis.quantile_scores import QuantileScores
from workbench.analysis.results import Withheld
from workbench.analysis.small_cells import OTHER, hide_small, smallest_together

RFM = ("recency_days", "purchases_12m", "contribution_12m")
SCORES = ("recency_score", "frequency_score", "contribution_score")
NO_PURCHASE = "no purchase yet"
GRID: dict[int, tuple[str, ...]] = {
    # value score  1             2            3             4                5
    5: ("occasional", "promising", "promising", "champions", "champions"),
    4: ("occasional", "promising", "promising", "champions", "champions"),
    3: ("cooling", "cooling", "cooling", "loyal", "loyal"),
    2: ("asleep", "asleep", "asleep", "slipping away", "slipping away"),
    1: ("asleep", "asleep", "asleep", "slipping away", "slipping away"),
}
SEGMENTS = (
    "champions",
    "loyal",
    "promising",
    "occasional",
    "cooling",
    "slipping away",
    "asleep",
    NO_PURCHASE,
)  # the order in which they are shown
TIERS = ("top 20 %", "middle 50 %", "bottom 30 %")  # the order in which they are shown


class RfmSegments(BaseEstimator):  # type: ignore[misc]
    """Scores and segments by cut points learned from one month and applied to any.

    ``fit``, ``transform`` and ``predict`` take a frame with the columns of ``RFM``, a row per
    customer; ``recency_days`` is missing for a customer who has not bought.

    Attributes:
        quintiles_: the fitted QuantileScores of recency (turned round), frequency, contribution.

    >>> base = pd.DataFrame({"recency_days": [3, 10, 40, 200, 300, None]})
    >>> base = base.assign(purchases_12m=[9, 1, 4, 5, 1, 0], contribution_12m=[90, 1, 30, 50, 2, 0])
    >>> RfmSegments().fit(base).predict(base).tolist()
    ['champions', 'promising', 'cooling', 'slipping away', 'asleep', 'no purchase yet']
    """

    quintiles_: QuantileScores

    def fit(self, X: pd.DataFrame, y: object = None) -> Self:
        """Learn the quintiles of those who have bought; ValueError when nobody has."""
        bought = X[X["recency_days"].notna()]
        if bought.empty:
            raise ValueError("no customer has bought, so there are no quintiles to learn")
        self.quintiles_ = QuantileScores().fit(_turned(bought))
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """The scores 1 to 5 (0 for a customer who has not bought) and the value score, by X's index."""
        check_is_fitted(self)
        scores = self.quintiles_.transform(_turned(X)) * X["recency_days"].notna().to_numpy()[:, None]
        frame = pd.DataFrame(scores, index=X.index, columns=list(SCORES))
        value = (frame["frequency_score"] + frame["contribution_score"] + 1) // 2
        return frame.assign(value_score=value)

    def predict(self, X: pd.DataFrame) -> NDArray[np.object_]:
        """The segment of each customer, shape ``(customers,)``."""
        return segment_names(self.transform(X))


def segment_names(scores: pd.DataFrame) -> NDArray[np.object_]:
    """The segments of scored customers by the grid of recency and value score.

    >>> segment_names(pd.DataFrame({"recency_score": [5, 0], "value_score": [4, 0]})).tolist()
    ['champions', 'no purchase yet']
    """
    names = np.full((6, 6), NO_PURCHASE, dtype=object)
    for recency, row in GRID.items():
        names[recency, 1:] = row
    found: NDArray[np.object_] = names[scores["recency_score"], scores["value_score"]]
    return found


def rfm(features: pd.DataFrame, model: RfmSegments | None = None) -> pd.DataFrame | Withheld:
    """The segments of a base: its frame with scores, value score and segment added.

    Args:
        features: a row per customer with the columns of ``RFM``.
        model: cut points of another month; learned from ``features`` when there are none.

    Withheld when fewer than five customers have bought.

    >>> rfm(pd.DataFrame({"recency_days": [None], "purchases_12m": [0], "contribution_12m": [0.0]})).why
    'segments need five customers who have bought; there are 0'
    """
    bought = int(features["recency_days"].notna().sum())
    if model is None and bought < 5:
        return Withheld(f"segments need five customers who have bought; there are {bought}", len(features))
    fitted = model or RfmSegments().fit(features)
    scores = fitted.transform(features)
    return features.assign(**scores, segment=segment_names(scores))


def value_tiers(contribution: ArrayLike) -> NDArray[np.object_]:
    """The tier of value of each customer.

    Args:
        contribution: money each customer brought in 12 months, shape ``(customers,)``.

    >>> value_tiers([50, 9, 8, 7, 6, 5, 4, 1, 0, -3]).tolist()[:3]
    ['top 20 %', 'top 20 %', 'middle 50 %']
    """
    values = np.asarray(contribution, dtype=float).reshape(-1, 1)
    if not len(values):
        return np.empty(0, dtype=object)
    scores = QuantileScores((0.3, 0.8)).fit_transform(values).ravel()
    tiers: NDArray[np.object_] = np.array(TIERS, dtype=object)[3 - scores]
    return tiers


def score_grid(scored: pd.DataFrame, *, minimum: int = 10) -> pd.DataFrame:
    """The cells of the grid: how many customers are in each and what one of them brings.

    Args:
        scored: a row per customer, as ``rfm`` returns it.
        minimum: the fewest customers a shown cell may stand for. Cells are hidden within the groups
            that a profile of the segments shows, whose totals are known.

    Returns ``recency_score``, ``value_score``, ``segment``, ``customers``, ``per_customer`` (contribution
    in 12 months); the last two are missing where hidden. Customers who have not bought are in no cell.

    >>> base = pd.DataFrame({"recency_score": 5, "value_score": [5] * 12 + [4] * 3, "segment": "champions"})
    >>> score_grid(base.assign(contribution_12m=7.0))[["value_score", "customers", "per_customer"]]
       value_score  customers  per_customer
    0            4        NaN           NaN
    1            5        NaN           NaN
    """
    by = ["recency_score", "value_score", "segment"]
    bought = scored[scored["segment"] != NO_PURCHASE]
    cells = bought.groupby(by, as_index=False).agg(
        customers=("segment", "size"), contribution=("contribution_12m", "sum")
    )
    sizes = scored.groupby("segment").size()
    pooled = sizes.index[smallest_together(sizes, minimum)]
    shown_in = cells["segment"].mask(cells["segment"].isin(pooled), OTHER)
    hidden = hide_small(cells["customers"], minimum=minimum, within=shown_in)
    cells = cells.astype({"customers": float}).assign(per_customer=cells["contribution"] / cells["customers"])
    cells.loc[hidden, ["customers", "per_customer"]] = np.nan
    return cells.drop(columns="contribution")


def _turned(frame: pd.DataFrame) -> NDArray[np.float64]:
    """The three columns as numbers, recency turned so that more is better."""
    return np.asarray(frame[list(RFM)].to_numpy(dtype=float, na_value=np.nan) * [-1.0, 1.0, 1.0])
