"""The index of a topic over time: its level, its history, and where it changed.

The same customers answer in several months, so a change is estimated with the same group of
customers left out of both (see `changes`). It compares the questions asked in both months, or a new
question would be taken for a change.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.analysis import changes, detectable, false_discovery
from workbench.analysis.indices.item_sums import FEWEST, ItemSums, estimated, of_history
from workbench.analysis.indices.topic import Topic
from workbench.analysis.indices.weighing import Weights
from workbench.analysis.origins import months_before
from workbench.analysis.results import Estimate, Result, Withheld, frame_of
from workbench.phrase import N_, say

TODAY = "by today's weights"
NOTHING_SHARED = N_("no question has answers of {fewest} customers in both months")


class Change(NamedTuple):
    """What an index did between two months.

    Args:
        result: points, with its interval.
        chance: how likely a change so large is if there is none; NaN where ``result`` is withheld.
        detectable: the smallest true change told in 80 of 100 months; NaN likewise.
    """

    result: Result
    chance: float = math.nan
    detectable: float = math.nan


def of_month(answers: pd.DataFrame, weights: Weights, topic: Topic, *, month: dt.date) -> Result:
    """The index of a topic in one month; arguments as for ``history``."""
    there = by_month(answers, topic).get(month)
    return Withheld(changes.NOT_THERE) if there is None else there.index(weights)


def history(answers: pd.DataFrame, weights: Weights, topic: Topic, *, month: dt.date) -> changes.History:
    """The months before this one, and what this one is against the last and against the last year.

    Args:
        answers: `item_history`: month (first day), item, construct, kind, touchpoint, bucket, n, w, ws.
        weights: of the questions, the same for all months.
        topic: what the index is of.
        month: first day of this month.

    Months in which no question has ten answers have no number. Where the weights are estimated they are those of
    today, not of then, and the column "by" of the past says so: what differs from a report of then is no restatement.
    """
    months = by_month(answers, topic)
    told = {when: sums.index(weights) for when, sums in months.items() if when < month}
    against = {back: change(months, weights, month, back).result for back in changes.LOOKED_AT}
    found = changes.estimated(told, against, month)
    counted = {round(weights.of[item], 9) for item in set(topic.questions(answers))}
    return replace(found, past=found.past.assign(by=TODAY)) if len(counted) > 1 else found


def over_months(answers: pd.DataFrame, weights: Weights, topic: Topic, *, month: dt.date) -> pd.DataFrame:
    """The index month by month until this one, and in which months it changed; arguments as for ``history``.

    Returns month (first day), index, low, high, n, why; and of the change against the month before
    change, change_low, change_high, chance, told. Index and interval are empty where the month has too
    few answers, and ``why`` says so. Months without an answer have no row. This month's change is told by
    its own test; of those told in all the months before, one in twenty is false (see `false_discovery`).
    """
    months = by_month(answers, topic)
    rows = []
    for when, sums in sorted(months.items()):
        if when <= month:
            moved = change(months, weights, when, changes.LAST_MONTH)
            rows.append({"month": when} | cells("index", sums.index(weights)) | change_cells(moved))
    columns = ["month", "index", "low", "high", "n", "why", "change", "change_low", "change_high", "chance"]
    found = frame_of(rows, columns=columns)
    chances, this = found["chance"].to_numpy(dtype=float), (found["month"] == month).to_numpy(dtype=bool)
    own, before = (false_discovery.told(np.where(part, chances, np.nan)) for part in (this, ~this))
    return found.assign(told=own | before)


def by_month(answers: pd.DataFrame, topic: Topic) -> dict[dt.date, ItemSums]:
    """The sums of each month's answers to the questions of a topic."""
    chosen = topic.of(answers)
    days = pd.to_datetime(chosen["month"]).dt.date
    return {when: of_history(rows) for when, rows in chosen.groupby(days, sort=True)}


def change(months: Mapping[dt.date, ItemSums], weights: Weights, month: dt.date, back: int) -> Change:
    """The index of a month less that of the month so many months before, of the questions asked in both."""
    then = months_before(month, back)
    if month not in months or then not in months:
        return Change(Withheld(changes.NOT_THERE))
    return difference(months[month], months[then], weights)


def difference(now: ItemSums, then: ItemSums, weights: Weights) -> Change:
    """The index of some sums less that of others, with the same customers left out of both."""
    first, second = now.asked(), then.asked()
    shared = [item for item in first.items if item in second.items]
    n = min(now.customers, then.customers)
    if not shared:
        return Change(Withheld(say(NOTHING_SHARED, fewest=FEWEST), n))
    first, second = first.of(shared), second.of(shared)
    apart = first.replicates(weights) - second.replicates(weights)
    apart = apart[np.r_[True, first.groups | second.groups]]
    result = estimated(apart, min(first.customers, second.customers))
    if isinstance(result, Withheld):
        return Change(result)
    return Change(result, false_discovery.chance(apart), detectable.smallest(apart))


def cells(name: str, found: Result) -> dict[str, object]:
    """A result as cells of a row: ``name``, low, high, n, why."""
    if isinstance(found, Withheld):
        return {name: None, "low": None, "high": None, "n": found.n, "why": found.why}
    return {name: found.value, "low": found.low, "high": found.high, "n": found.n, "why": ""}


def change_cells(moved: Change) -> dict[str, object]:
    """A change as cells of a row: change, change_low, change_high, chance, detectable."""
    found = moved.result
    values = (found.value, found.low, found.high) if isinstance(found, Estimate) else (None, None, None)
    named: dict[str, object] = dict(zip(("change", "change_low", "change_high"), values, strict=True))
    return named | {"chance": moved.chance, "detectable": moved.detectable}
