"""Weights that make those who answered look like all customers, by raking to known totals.

Who answers is no fair draw: the old answer more than the young, the content and the furious more
than the indifferent. What is known of everyone (region, tenure, channel) corrects the part of it
that goes with what is known. Raking multiplies weights, one known table after the other, until
every margin of those who answered is that of all customers:

    w_i <- w_i * (customers in i's cell of the table) / (weight now in that cell)

A margin nobody answered for cannot be met, and is said. Very large weights are cut, at the price
of margins that fit a little less. What is bought with weights is bias; what is paid is variance:

    effective n = (sum w)^2 / sum w^2         design effect = n / effective n

References: Deming and Stephan 1940, Annals of Mathematical Statistics 11:427-444. Kish 1965, 1992.
Battaglia, Hoaglin and Frankel 2009, Survey Practice 2(5), on cutting weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.moments import Floats
from workbench.analysis.response import Worth, worth
from workbench.analysis.results import Withheld
from workbench.phrase import N_, say

LARGEST = 5.0  # weight, in means, above which a weight is cut
CLOSE = 1e-6  # largest relative miss of a margin at which raking stops
MOST_ROUNDS = 200


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights that make answerers stand for all customers.

    Args:
        values: a weight per answerer, mean 1, in the order given.
        cut: answerers whose weight was cut.
        missed: the largest difference left between a known share of customers and its share of the weights.
    """

    values: Floats
    cut: int
    missed: float

    @property
    def worth(self) -> Worth:
        """What the answers are worth after weighting."""
        return worth(self.values)


def rake(
    answered: pd.DataFrame,
    totals: Mapping[str, Mapping[str, float]],
    *,
    start: ArrayLike = 1.0,
    largest: float = LARGEST,
) -> Weights | Withheld:
    """Weights by raking.

    Args:
        answered: a row per answerer, with a column per key of ``totals``.
        totals: for each column, how many customers there are of each of its values; a value with
            no customers may be left out.
        start: weights the answerers have already, above 0; what raking multiplies.
        largest: weight, in means, above which a weight is cut.

    Withheld when nobody answered, when an answerer has a value that has no total, or when a value
    that customers have was answered by nobody.

    >>> answered = pd.DataFrame({"age": ["old", "old", "old", "young"]})
    >>> rake(answered, {"age": {"old": 100, "young": 100}}).values.round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    if largest <= 1:
        raise ValueError(f"weights have a mean of 1, so the largest must be more: {largest}")
    if answered.empty:
        return Withheld(say("nobody answered, so there is nothing to weight"))
    cells = [_cells(answered[column].astype(str), shares) for column, shares in totals.items()]
    refused = next((cell for cell in cells if isinstance(cell, Withheld)), None)
    if refused:
        return refused
    tables = [cell for cell in cells if not isinstance(cell, Withheld)]
    w = np.ones(len(answered)) * np.asarray(start, dtype=float)
    for _ in range(MOST_ROUNDS):
        for place, wanted in tables:
            w *= (wanted / np.bincount(place, w, minlength=len(wanted)))[place]
        if _missed(w, tables) < CLOSE:
            break
    kept = cut_off(w, largest)
    return Weights(kept, int((kept >= largest - 1e-9).sum()), _missed(kept, tables))


def cut_off(w: Floats, largest: float = LARGEST) -> Floats:
    """Weights of mean 1 with none above ``largest``; what is cut off goes to the others in proportion.

    >>> cut_off(np.array([1.0, 1.0, 8.0]), largest=2.0).tolist()
    [0.5, 0.5, 2.0]
    """
    w = w / w.mean()
    while w.max() > largest + 1e-9:
        w = np.minimum(w, largest)
        below = w < largest
        w[below] *= (len(w) - w[~below].sum()) / w[below].sum()
    return np.asarray(w)


Table = tuple[NDArray[np.int64], Floats]


def _cells(values: pd.Series, totals: Mapping[str, float]) -> Table | Withheld:
    """Each answerer's cell of a table, and the share of customers in each cell."""
    known = {str(value): total for value, total in totals.items() if total > 0}
    there = set(values.unique())
    strange, silent = sorted(there - known.keys()), sorted(known.keys() - there)
    column = str(values.name)
    if strange:
        why = N_("{n} who answered have the {column} {value}, of which no total is known")
        return Withheld(say(why, n=int(values.isin(strange).sum()), column=column, value=strange[0]), len(values))
    if silent:
        why = N_("nobody with the {column} {value} answered, so no weight can make up for them")
        return Withheld(say(why, column=column, value=silent[0]), len(values))
    names: Sequence[str] = sorted(known)
    wanted = np.array([known[name] for name in names], dtype=float)
    place = np.searchsorted(names, values.to_numpy(dtype=str)).astype(np.int64)
    return place, np.asarray(wanted / wanted.sum())


def _missed(w: Floats, tables: Sequence[Table]) -> float:
    share = w / w.sum()
    return max(
        (float(np.abs(np.bincount(place, share, minlength=len(wanted)) - wanted).max()) for place, wanted in tables),
        default=0.0,
    )
