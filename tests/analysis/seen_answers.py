"""Moments of a table of answers, in groups as the engine deals customers into buckets."""

import numpy as np
import pandas as pd

from workbench.analysis import answers
from workbench.analysis.moments import Moments
from workbench.analysis.results import Withheld


def moments_of(table: pd.DataFrame, weights: np.ndarray | None = None, groups: int = 50) -> Moments | Withheld:
    """Moments of the columns; a row is a customer, NaN an answer not given. Row i is in group i modulo ``groups``."""
    return answers.moments(list(table.columns), table.to_numpy(), weights, np.arange(len(table)) % groups)


def moments_of_copies(table: pd.DataFrame, copies: np.ndarray, groups: int = 50) -> Moments | Withheld:
    """The same with each row written down ``copies`` times instead of weighted; copies stay in one group."""
    kept = np.repeat(np.arange(len(table)), copies)
    return answers.moments(list(table.columns), table.to_numpy()[kept], None, kept % groups)
