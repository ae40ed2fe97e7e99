"""A pipeline step that drops columns which say nothing new.

A column that is constant, or a linear combination of the columns before it, has no coefficient of
its own: infinitely many fit equally well. A QR decomposition finds it, because the part of each
column that is new stands on the diagonal of R.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin


class DropRepeats(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Keep the columns that are not constant and not a linear combination of earlier ones.

    Args:
        tolerance: share of a column's length that must be new for it to be kept.

    >>> DropRepeats().fit(np.array([[1.0, 2.0, 0.0], [-1.0, -2.0, 0.0]])).kept_.tolist()
    [True, False, False]
    """

    def __init__(self, tolerance: float = 1e-6) -> None:
        self.tolerance = tolerance

    def fit(self, X: ArrayLike, y: ArrayLike | None = None) -> "DropRepeats":
        """Find the columns to keep in a centred table of shape ``(rows, columns)``."""
        table = np.asarray(X, dtype=float)
        if isinstance(X, pd.DataFrame):
            self.feature_names_in_ = np.asarray(X.columns, dtype=object)
        self.n_features_in_ = table.shape[1]
        lengths = np.linalg.norm(table, axis=0)
        new = np.abs(np.diag(np.linalg.qr(table, mode="r")))
        self.kept_ = np.zeros(table.shape[1], dtype=bool)
        self.kept_[: len(new)] = new > self.tolerance * np.maximum(lengths[: len(new)], 1e-12)
        return self

    def transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """The kept columns, as an array."""
        return np.asarray(X, dtype=float)[:, self.kept_]

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> NDArray[np.object_]:
        """The names of the kept columns."""
        names = self.feature_names_in_ if input_features is None else np.asarray(input_features, dtype=object)
        return np.asarray(names[self.kept_])
