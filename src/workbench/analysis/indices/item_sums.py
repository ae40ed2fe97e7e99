"""Sums of answers by question and group of customers: all that an index, a change and a mix are made of.

With the sums w (weights) and ws (weights x score, 0-100) of each question i and group of customers,

    mean_i = ws_i / w_i        index = sum over i of v_i mean_i,    the weights v_i sum to 1

A question's mean uses everybody who answered it. Leaving one group out of all sums gives the
replicates of the delete-a-group jackknife; leaving the same group out of two months or two segments
makes their difference a paired one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.indices.weighing import Weights
from workbench.analysis.intervals import jackknife
from workbench.analysis.moments import Floats
from workbench.analysis.results import Result, Withheld
from workbench.analysis.state_chain import leave_out
from workbench.analysis.surveys import BUCKETS, Survey
from workbench.phrase import N_, say

FEWEST = 10  # customers behind an index that is shown at all
TOO_FEW = N_("{n} answers; at least {fewest} are needed")
ALL_SAME = N_("all {n} answers are the same, so their spread cannot be estimated")


@dataclass(frozen=True, eq=False)
class ItemSums:
    """The sums of some questions over one month, window or segment.

    Args:
        items: the questions, length p.
        n: customers who answered each, shape (p,).
        w, ws: sums of weights and of weight x score, shape (50, p), a row per group of customers.
    """

    items: tuple[str, ...]
    n: NDArray[np.int64]
    w: Floats
    ws: Floats

    @property
    def customers(self) -> int:
        """Customers who answered: those of the question most of them answered."""
        return int(self.n.max(initial=0))

    @property
    def groups(self) -> NDArray[np.bool_]:
        """Which groups hold somebody, shape (50,); an empty one says nothing about the variance."""
        return np.asarray((self.w > 0).any(axis=1))

    def of(self, items: Sequence[str]) -> "ItemSums":
        """The sums of these questions, in that order."""
        keep = [self.items.index(item) for item in items]
        return ItemSums(tuple(items), self.n[keep], self.w[:, keep], self.ws[:, keep])

    def asked(self, fewest: int = FEWEST) -> "ItemSums":
        """Without the questions that fewer customers answered, so that no index rests on a handful."""
        return self.of([item for item, n in zip(self.items, self.n, strict=True) if n >= fewest])

    def replicates(self, weights: Weights) -> Floats:
        """The index of everyone, then without each group, shape (51,); NaN where nobody is left."""
        if not self.items:
            return np.full(BUCKETS + 1, np.nan)
        bottom, top = leave_out(self.w), leave_out(self.ws)
        means = np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 1e-12 * bottom[:1])
        return np.asarray(means @ weights.relative(self.items))

    def index(self, weights: Weights, *, fewest: int = FEWEST, level: float = 0.95) -> Result:
        """The index with its interval; withheld with too few customers, or where all answer alike."""
        known = self.asked(fewest)
        if not known.items:
            return Withheld(say(TOO_FEW, n=self.customers, fewest=fewest), self.customers)
        values = known.replicates(weights)[np.r_[True, known.groups]]
        return estimated(values, known.customers, level=level, low=0, high=100)


def estimated(values: Floats, n: int, *, level: float = 0.95, low: float = -np.inf, high: float = np.inf) -> Result:
    """The first of the values with the jackknife interval of the others; withheld where they do not vary.

    Args:
        values: a statistic for everyone, then without each group that holds somebody.
        n: customers behind it.
        level, low, high: as for `intervals.jackknife`.
    """
    if np.ptp(values) <= 1e-9:
        return Withheld(say(ALL_SAME, n=n), n)
    return jackknife(float(values[0]), values[1:], n=n, level=level, low=low, high=high)


def of_history(rows: pd.DataFrame) -> ItemSums:
    """The sums of some rows of `item_history`: item, bucket, n, w, ws; months among them are added."""
    items = tuple(dict.fromkeys(rows["item"]))
    place = {item: at for at, item in enumerate(items)}
    at = rows["bucket"].to_numpy(dtype=int), rows["item"].map(place).to_numpy(dtype=int)
    n = np.zeros(len(items), dtype=np.int64)
    w, ws = np.zeros((2, BUCKETS, len(items)))
    np.add.at(n, at[1], rows["n"].to_numpy(dtype=np.int64))
    np.add.at(w, at, rows["w"].to_numpy(dtype=float))
    np.add.at(ws, at, rows["ws"].to_numpy(dtype=float))
    return ItemSums(items, n, w, ws)


def of_survey(survey: Survey, items: Sequence[str]) -> ItemSums:
    """The sums of some questions over the customers of a survey."""
    asked = survey.items["item"].tolist()
    scores = survey.scores[:, [asked.index(item) for item in items]]
    given = np.isfinite(scores) & (survey.weights > 0)[:, None]
    weights = np.where(given, survey.weights[:, None], 0.0)
    w, ws = np.zeros((2, BUCKETS, len(items)))
    np.add.at(w, survey.groups, weights)
    np.add.at(ws, survey.groups, weights * np.nan_to_num(scores))
    return ItemSums(tuple(items), given.sum(axis=0), w, ws)
