"""The index of a topic in each segment: alone, and drawn towards the others as far as it is noise."""

import math

import numpy as np
import pandas as pd

from workbench.analysis import partial_pooling
from workbench.analysis.indices.item_sums import FEWEST, ItemSums, of_survey
from workbench.analysis.indices.topic import Topic
from workbench.analysis.indices.weighing import Weights
from workbench.analysis.intervals import jackknife_variance
from workbench.analysis.surveys import Survey


def by_segment(survey: Survey, weights: Weights, topic: Topic, by: str, *, fewest: int = FEWEST) -> pd.DataFrame:
    """The index of a topic in every segment.

    Args:
        survey: the answers of a window, a row per customer.
        weights: of the questions, the same for all segments.
        topic: what the index is of.
        by: what divides the customers, a column of ``survey.about``.
        fewest: customers below which a segment is not shown.

    Returns a row per segment, in the order of their names: segment, index, low, high, n (customers who
    answered), pooled, pooled_low, pooled_high (see `partial_pooling`), why (numbers are empty). Questions
    that fewer than ten customers of the survey answered do not count. KeyError for an unknown ``by``.
    """
    items = of_survey(survey, topic.questions(survey.items)).asked().items
    parts = {name: of_survey(part, items) for name, part in survey.by(by).items()}
    found = {name: _value_and_error(sums, weights) for name, sums in parts.items()}
    pooled = partial_pooling.pool(
        list(parts),
        [value for value, _ in found.values()],
        [error for _, error in found.values()],
        [sums.customers for sums in parts.values()],
        fewest=fewest,
        low=0,
        high=100,
    )
    return pooled.rename(columns={"value": "index"})


def _value_and_error(sums: ItemSums, weights: Weights) -> tuple[float, float]:
    """The index and its standard error; not-a-number where nobody answered."""
    if not sums.groups.any():
        return math.nan, math.nan
    values = sums.replicates(weights)[np.r_[True, sums.groups]]
    return float(values[0]), float(np.sqrt(jackknife_variance(values[0], values[1:])))
