"""The frame that query `survey_moments` gives, made from a table of answers: for tests of what builds on it."""

from itertools import combinations_with_replacement

import numpy as np
import pandas as pd


def survey_sums(answers: pd.DataFrame, weights: np.ndarray | None = None, groups: int = 50) -> pd.DataFrame:
    """Sums per group and pair; a row of ``answers`` is a questionnaire, NaN an answer not given.

    Row i falls into group i modulo ``groups``.
    """
    weights = np.ones(len(answers)) if weights is None else np.asarray(weights, dtype=float)
    bucket = pd.Series(np.arange(len(answers)) % groups, index=answers.index)
    return summed(answers, pd.Series(weights, index=answers.index), bucket)


def copied_sums(answers: pd.DataFrame, copies: np.ndarray, groups: int = 50) -> pd.DataFrame:
    """The same with each questionnaire written down ``copies`` times instead of weighted; copies stay in one group."""
    kept = np.repeat(np.arange(len(answers)), copies)
    bucket = pd.Series(kept % groups)
    return summed(answers.iloc[kept].reset_index(drop=True), pd.Series(np.ones(len(kept))), bucket)


def summed(answers: pd.DataFrame, weights: pd.Series, bucket: pd.Series) -> pd.DataFrame:
    """Sums per group and pair, groups given."""
    pairs = combinations_with_replacement(sorted(answers.columns), 2)
    return pd.concat([_pair(answers, weights, bucket, a, b) for a, b in pairs], ignore_index=True)


def _pair(answers: pd.DataFrame, w: pd.Series, bucket: pd.Series, a: str, b: str) -> pd.DataFrame:
    both = answers[[a, b]].notna().all(axis=1)
    x, y, w = answers.loc[both, a], answers.loc[both, b], w[both]
    terms = {"n": w * 0 + 1, "w": w, "ww": w * w, "wa": w * x, "wb": w * y}
    products = {"waa": w * x * x, "wbb": w * y * y, "wab": w * x * y}
    by_group = pd.DataFrame(terms | products).groupby(bucket[both].rename("bucket")).sum().reset_index()
    return by_group.assign(a=a, b=b)
