"""Do segments, or touchpoints, differ at all? Asked before a single difference between them is told.

Of ten segments one is always the lowest. Whether it is lower than chance would make it is one
question about all of them together (see `equality`), asked here of an index by segment, of an index by
touchpoint, and of what drives an outcome: if one point more of a driver brings more in one segment
than in another, the driver interacts with the segment (Chow 1960).

Effects are compared in points for a point (unstandardised): a standardised effect also differs where
only the spread of the answers does.

Reference: Chow 1960, Econometrica 28:591-605.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from workbench.analysis import equality, false_discovery, regression
from workbench.analysis.indices.item_sums import ItemSums, of_survey
from workbench.analysis.indices.topic import Topic
from workbench.analysis.indices.weighing import Weights
from workbench.analysis.moments import Floats, Moments
from workbench.analysis.results import Withheld
from workbench.analysis.surveys import Survey
from workbench.phrase import N_, say

ALARM = 0.05  # chance below which they are said to differ: so often they are although they do not
FEWEST = 30  # customers of a segment or touchpoint that is compared
FEWEST_GROUPS = 10  # of customers, in each segment; for touchpoints, beyond their number

ONE = N_("{there} of {all} groups have answers enough, and it takes two to compare")
ONE_TOUCHPOINT = N_("{there} of {all} touchpoints have answers enough, and it takes two to compare")
FEW = N_("{n} answers; at least {fewest} are needed")
ALIKE = N_("all answers of one group, or of two groups together, are the same, so nothing is known of their doubt")
FEW_GROUPS = N_("customers fall into {groups} groups; {fewest} are needed to compare so many numbers")


@dataclass(frozen=True, eq=False)
class Interaction:
    """Whether segments or touchpoints differ.

    Args:
        chance: the probability of lying so far apart, or farther, if they were the same.
        compared: their names.
        each: a row per number compared (the index, or each driver): number, lowest, highest (names),
            low_value, high_value, gap (points), chance, told (Benjamini and Hochberg over the rows).
        n: customers behind it.
        left_out: those that could not be compared, with the reason.
    """

    chance: float
    compared: tuple[str, ...]
    each: pd.DataFrame = field(repr=False)
    n: int
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        """Whether they may be said to differ."""
        return self.chance < ALARM


def of_index(survey: Survey, weights: Weights, topic: Topic, by: str) -> Interaction | Withheld:
    """Whether the index of a topic differs between segments.

    Args:
        survey: the answers of a window, a row per customer.
        weights: of the questions, the same for all segments.
        topic: what the index is of.
        by: what divides the customers, a column of ``survey.about``.

    Segments with fewer than 30 answers to a question are left out, with the reason. Withheld when fewer than two
    are left. KeyError for an unknown ``by``.
    """
    items = of_survey(survey, topic.questions(survey.items)).asked(FEWEST).items
    sums = {name: of_survey(part, items) for name, part in survey.by(by).items()}
    there, left_out = _enough(sums)
    replicates = {name: one.replicates(weights)[:, None] for name, one in there.items()}
    return between(replicates, [topic.construct], n=_customers(there), left_out=left_out)


def of_touchpoints(survey: Survey, weights: Weights, construct: str = "") -> Interaction | Withheld:
    """Whether the index of a construct differs between touchpoints; the same customers judge several.

    Args:
        survey: the answers of a window, a row per customer.
        weights: of the questions.
        construct: such as 'quality'; empty: the one asked about most touchpoints.

    Touchpoints with fewer than 30 answers are left out, with the reason. Withheld when fewer than
    two are left.
    """
    felt = survey.items[(survey.items["kind"] == "perception") & (survey.items["touchpoint"] != "")]
    pairs = felt[["construct", "touchpoint"]].drop_duplicates()
    construct = construct or str(next(iter(pairs["construct"].value_counts().index), ""))
    names = pairs.loc[pairs["construct"] == construct, "touchpoint"].tolist()
    topics = {name: Topic(construct, name).questions(survey.items) for name in names}
    sums = {name: of_survey(survey, items).asked(FEWEST) for name, items in topics.items()}
    there, left_out = _enough(sums)
    if len(there) < 2:
        return Withheld(say(ONE_TOUCHPOINT, there=len(there), all=len(sums)), _customers(there))
    values = np.column_stack([one.replicates(weights) for one in there.values()])
    apart = values[:, 1:] - values[:, :1]
    refused = _refused(np.column_stack([values, apart]), FEWEST_GROUPS + len(there), survey.n)
    if refused:
        return refused
    chance = equality.of_shared(values)
    each = _rows(values[:1].T, list(there), [construct], [chance])
    rated = survey.items["item"].isin([item for one in there.values() for item in one.items]).to_numpy()
    n = int(np.isfinite(survey.scores[:, rated]).any(axis=1).sum())
    return Interaction(chance, tuple(there), each, n, left_out)


def of_drivers(parts: Mapping[str, Moments | Withheld], outcome: str, drivers: Sequence[str]) -> Interaction | Withheld:
    """Whether drivers work differently in segments.

    Args:
        parts: moments of each segment with groups left out, such as ``part.moments(outcome)`` of each
            part of ``survey.by(...)``.
        outcome: the variable explained.
        drivers: what may explain it.

    A segment whose answers cannot carry the regression is left out, with the reason. Withheld when
    fewer than two are left.
    """
    checked = {name: regression.check(part, outcome, drivers) for name, part in parts.items()}
    there = {name: one for name, one in checked.items() if not isinstance(one, Withheld)}
    left_out = {name: one.why for name, one in checked.items() if isinstance(one, Withheld)}
    effects = {name: regression.solve(one)[0] for name, one in there.items()}
    return between(effects, drivers, n=sum(one.n for one in there.values()), left_out=left_out)


def between(
    replicates: Mapping[str, Floats], numbers: Sequence[str], *, n: int, left_out: Mapping[str, str] | None = None
) -> Interaction | Withheld:
    """Whether segments that share no customer differ in any of several numbers.

    Args:
        replicates: for each segment its p numbers, from everyone in it (row 0) and with each of G
            groups of customers left out, shape (1 + G, p).
        numbers: the names of the p numbers.
        n: customers behind it.
        left_out: segments that were left out before, with the reason.

    Withheld with fewer than two segments, when numbers do not exist or do not vary, and when a
    segment's customers fall into fewer than ten groups.

    >>> rng = np.random.default_rng(0)
    >>> low, high = (np.vstack([[at], at + rng.normal(0, 0.2, (50, 1))]) for at in (60.0, 72.0))
    >>> found = between({"young": low, "old": high}, ["satisfaction"], n=400)
    >>> found.told, found.each["lowest"].tolist(), float(found.each["gap"].iloc[0])
    (True, ['young'], 12.0)
    """
    compared, why = tuple(replicates), dict(left_out or {})
    if len(compared) < 2:
        return Withheld(say(ONE, there=len(compared), all=len(compared) + len(why)), n)
    parts = list(replicates.values())
    refused = next((found for part in parts if (found := _refused(part, FEWEST_GROUPS, n))), None)
    if refused:
        return refused
    chances, values = equality.of_separate(parts), np.stack([part[0] for part in parts])
    return Interaction(equality.of_any(chances), compared, _rows(values, compared, numbers, chances), n, why)


def _enough(sums: Mapping[str, ItemSums]) -> tuple[dict[str, ItemSums], dict[str, str]]:
    """Those in which enough answered every question, so that all are judged by the same; and why not the others."""
    fewest = {name: int(min(one.n, default=0)) for name, one in sums.items()}
    there = {name: one for name, one in sums.items() if fewest[name] >= FEWEST}
    left_out: dict[str, str] = {name: say(FEW, n=n, fewest=FEWEST) for name, n in fewest.items() if name not in there}
    return there, left_out


def _customers(sums: Mapping[str, ItemSums]) -> int:
    return sum(one.customers for one in sums.values())


def _refused(replicates: Floats, fewest: int, n: int) -> Withheld | None:
    """Why these numbers cannot be compared, or None."""
    if not np.isfinite(replicates).all():
        return Withheld(say("it cannot be computed for everyone and for every group left out"), n)
    if (np.ptp(replicates, axis=0) == 0).any():
        return Withheld(say(ALIKE), n)
    if equality.held(replicates) < fewest:
        return Withheld(say(FEW_GROUPS, groups=equality.held(replicates), fewest=fewest), n)
    return None


def _rows(values: Floats, compared: Sequence[str], numbers: Sequence[str], chances: ArrayLike) -> pd.DataFrame:
    """A row per number; values of shape (compared, numbers)."""
    lowest, highest = values.min(axis=0), values.max(axis=0)
    return pd.DataFrame(
        {
            "number": list(numbers),
            "lowest": [compared[at] for at in values.argmin(axis=0)],
            "highest": [compared[at] for at in values.argmax(axis=0)],
            "low_value": lowest,
            "high_value": highest,
            "gap": highest - lowest,
            "chance": np.asarray(chances, dtype=float),
            "told": false_discovery.told(chances),
        }
    )
