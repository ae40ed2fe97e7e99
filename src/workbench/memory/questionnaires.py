"""Questionnaires as a table: a row per customer, a column per question.

The engine hands over what was answered only (query ``questionnaires``: two lists a customer), so
that what was not asked costs nothing. Here it is spread over the columns: scores of 0 to 100, and
NaN where a question was skipped, not applicable or answered outside its scale.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_LISTS = ["places", "scores"]


def spread(answered: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The rows of the query ``questionnaires`` with a column of scores for each question.

    Args:
        answered: what the query gives.
        items: what the query ``survey_items`` gives of the same snapshot.

    >>> answered = pd.DataFrame({"customer_id": ["ann"], "places": [[0, 2]], "scores": [[50.0, 75.0]]})
    >>> spread(answered, pd.DataFrame({"item": ["q1", "q2", "q3"]}))
      customer_id    q1  q2    q3
    0         ann  50.0 NaN  75.0
    """
    scores = np.full((len(answered), len(items)), np.nan)
    if len(answered):
        rows = np.repeat(np.arange(len(answered)), answered["places"].str.len().to_numpy())
        scores[rows, _flat(answered["places"])] = _flat(answered["scores"])
    table = pd.DataFrame(scores, columns=items["item"].to_numpy(), index=answered.index, copy=False)
    return pd.concat([answered.drop(columns=_LISTS), table], axis=1)


def _flat(lists: "pd.Series[list[float]]") -> NDArray[np.generic]:
    return np.concatenate(lists.to_numpy())
