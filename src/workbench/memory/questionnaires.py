"""Questionnaires as a table: a row per customer, a column per question.

The engine hands over what was answered only (query ``questionnaires``: a list a customer), so
that what was not asked costs nothing. Each entry of the list is one number,

    1,000 x place of the question + score

and here the scores are spread over the columns: 0 to 100, and NaN where a question was skipped, not
applicable or answered outside its scale.
"""

import numpy as np
import pandas as pd

_PLACE = 1000.0


def spread(answered: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The rows of the query ``questionnaires`` with a column of scores for each question.

    Args:
        answered: what the query gives.
        items: what the query ``survey_items`` gives of the same snapshot.

    >>> answered = pd.DataFrame({"customer_id": ["ann"], "scores": [[2075.0, 50.0]]})
    >>> spread(answered, pd.DataFrame({"item": ["q1", "q2", "q3"]}))
      customer_id    q1  q2    q3
    0         ann  50.0 NaN  75.0
    """
    scores = np.full((len(answered), len(items)), np.nan)
    if len(answered):
        given = np.concatenate(answered["scores"].to_numpy())
        rows = np.repeat(np.arange(len(answered)), answered["scores"].str.len().to_numpy())
        places = given // _PLACE
        scores[rows, places.astype(np.intp)] = np.round(given - _PLACE * places, 6)
    table = pd.DataFrame(scores, columns=items["item"].to_numpy(), index=answered.index, copy=False)
    return pd.concat([answered.drop(columns="scores"), table], axis=1)
