"""Scores by rank with cut points that can be frozen: 1 for the lowest part, up to 5 for quintiles.

``fit`` learns from each column the values at which the score rises; ``transform`` applies them, to
the same customers or to those of a later month. With frozen cut points a score that changes means
that the customer changed, not that the others did.

Equal values always have equal scores. A group of ties has the score of its middle: with counts
``c_1 .. c_v`` of the distinct values in rising order its place is

    p_v = (c_1 + ... + c_(v-1) + c_v / 2) / N

(Hazen's plotting position), and score k begins at the first value with ``p >= q_(k-1)``. So when 60 %
of customers never came back, their frequency has p = 0.3 and quintile 2; when all customers are
equal, all have the middle score. Without ties the parts are equal in size, as usual.

Reference: Hazen 1914, Transactions of the ASCE 77:1539-1640.
"""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

QUINTILES = (0.2, 0.4, 0.6, 0.8)


class QuantileScores(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Each column's values as scores 1, 2, ... by where they rank.

    Args:
        quantiles: the shares at which the score rises, rising between 0 and 1.

    Attributes:
        cuts_: the lowest value of score 2, 3, ..., shape ``(columns, len(quantiles))``, in the
            unit of the column; infinite where no value reached the score.

    A missing value has no rank and the score 0; it takes no part in the cut points.

    >>> spend = np.array([[0.0], [0.0], [0.0], [10.0], [90.0]])
    >>> scores = QuantileScores().fit(spend)
    >>> scores.transform(spend).ravel()
    array([2, 2, 2, 4, 5])
    >>> scores.transform([[50.0], [np.nan]]).ravel()
    array([4, 0])
    """

    cuts_: NDArray[np.float64]

    def __init__(self, quantiles: tuple[float, ...] = QUINTILES) -> None:
        self.quantiles = quantiles

    def fit(self, X: Any, y: object = None) -> Self:
        """Learn the cut points of each column; ValueError when a column holds no value at all."""
        quantiles = np.asarray(self.quantiles, dtype=float)
        if not (quantiles.size and (np.diff([0.0, *quantiles, 1.0]) > 0).all()):
            raise ValueError(f"quantiles must rise between 0 and 1: {self.quantiles}")
        values = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        empty = np.isnan(values).all(axis=0)
        if empty.any():
            raise ValueError(f"no value to learn cut points from in column {int(np.flatnonzero(empty)[0])}")
        self.cuts_ = np.array([_cuts(column[~np.isnan(column)], quantiles) for column in values.T])
        return self

    def transform(self, X: Any) -> NDArray[np.int64]:
        """The scores of X by the learned cut points, shape as X."""
        check_is_fitted(self)
        values = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False)
        columns = [
            np.searchsorted(cuts, column, side="right") for cuts, column in zip(self.cuts_, values.T, strict=True)
        ]
        return np.where(np.isnan(values), 0, 1 + np.column_stack(columns))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = []
        return tags


def _cuts(values: NDArray[np.float64], quantiles: NDArray[np.float64]) -> NDArray[np.float64]:
    """The first distinct value whose middle rank reaches each quantile."""
    distinct, counts = np.unique(values, return_counts=True)
    place = (np.cumsum(counts) - counts / 2) / len(values)
    reached = np.searchsorted(place + 1e-12, quantiles)
    return np.append(distinct, np.inf)[reached]
