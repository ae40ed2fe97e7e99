"""The frame of query `item_history`, made from a survey a month: for tests of what changes between months."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.analysis.surveys import Survey

BEFORE, NOW = dt.date(2026, 8, 1), dt.date(2026, 9, 1)


def item_history(months: Mapping[dt.date, Survey]) -> pd.DataFrame:
    """A row per month, question and bucket of customers, with n, w and ws."""
    return pd.concat([_of_item(month, seen, at) for month, seen in months.items() for at in range(len(seen.items))])


def changed(seen: Survey, change: Callable[[np.ndarray], object], *items: str) -> Survey:
    """The survey with the answers to some questions (shape customers x questions) replaced by a change of them."""
    scores, at = seen.scores.copy(), np.flatnonzero(seen.items["item"].isin(items))
    scores[:, at] = change(scores[:, at])
    return replace(seen, scores=scores)


def unanswered(scores: np.ndarray) -> object:
    """Nobody answered."""
    return np.nan


def _of_item(month: dt.date, seen: Survey, at: int) -> pd.DataFrame:
    given = np.isfinite(seen.scores[:, at])
    w = seen.weights[given]
    rows = pd.DataFrame({"bucket": seen.groups[given], "n": 1, "w": w, "ws": w * seen.scores[given, at]})
    about = seen.items.iloc[at][["item", "construct", "kind", "touchpoint"]].to_dict()
    return rows.groupby("bucket", as_index=False).sum().assign(month=pd.Timestamp(month), **about)
