"""All constructs, or all touchpoints, beside each other: index, change, and which changes to believe.

Many numbers are looked at, so which changes are told is decided for all of them together: of what is
told, one in twenty is false (see `false_discovery`). The intervals are those of each number alone.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from workbench.analysis import changes, false_discovery
from workbench.analysis.indices.over_time import by_month, cells, change, change_cells
from workbench.analysis.indices.topic import Topic
from workbench.analysis.indices.weighing import Weights
from workbench.analysis.origins import months_before
from workbench.analysis.results import Withheld, frame_of

KINDS = ("perception", "expectation")
COLUMNS = ["name", "construct", "index", "low", "high", "n", "why", "change", "change_low", "change_high", "chance"]


def table(answers: pd.DataFrame, weights: Weights, *, month: dt.date, back: int = changes.LAST_MONTH) -> pd.DataFrame:
    """The index of every construct of the whole relationship, and its change.

    Args:
        answers: as for ``history``.
        weights: of the questions.
        month: first day of this month.
        back: months back to the month compared with: 1 last month, 12 the same month last year.

    Returns a row per construct answered in this month, in the order of their questions: name,
    construct, index, low, high, n, change, change_low, change_high, chance (of such a change where
    there is none), told (believed, all rows together), detectable (the smallest true change told in
    80 of 100 months), why (index or change is empty). Perceptions; for a construct that is only
    expected, expectations.
    """
    whole = _in(answers, weights, month, back)
    whole = whole[whole["touchpoint"] == ""]
    named = ((construct, Topic(construct)) for construct in dict.fromkeys(whole["construct"]))
    return _compared(whole, weights, named, month, back)


def touchpoints(
    answers: pd.DataFrame, weights: Weights, *, month: dt.date, back: int = changes.LAST_MONTH
) -> pd.DataFrame:
    """The same for every touchpoint, how it is perceived.

    ``name`` is the touchpoint, or 'construct: touchpoint' where it is asked for several constructs.
    """
    about = _in(answers, weights, month, back)
    about = about[(about["touchpoint"] != "") & (about["kind"] == "perception")]
    pairs = about[["construct", "touchpoint"]].drop_duplicates()
    often = pairs["touchpoint"].duplicated(keep=False)
    named = (
        (f"{construct}: {touchpoint}" if several else touchpoint, Topic(construct, touchpoint))
        for construct, touchpoint, several in zip(pairs["construct"], pairs["touchpoint"], often, strict=True)
    )
    return _compared(about, weights, named, month, back)


def _in(answers: pd.DataFrame, weights: Weights, month: dt.date, back: int) -> pd.DataFrame:
    """The answers of the two months compared, in the order of the questions."""
    both = [pd.Timestamp(month), pd.Timestamp(months_before(month, back))]
    chosen = answers[pd.to_datetime(answers["month"]).isin(both)]
    place = {item: at for at, item in enumerate(weights.of)}
    return chosen.sort_values("item", key=lambda items: items.map(place), kind="stable")


def _compared(
    answers: pd.DataFrame, weights: Weights, named: Iterator[tuple[str, Topic]], month: dt.date, back: int
) -> pd.DataFrame:
    rows = []
    for name, topic in named:
        kinds = (by_month(answers, replace(topic, kind=kind)) for kind in KINDS)
        months = next((found for found in kinds if month in found), None)
        if months is not None:
            moved = change(months, weights, month, back)
            row = cells("index", months[month].index(weights)) | change_cells(moved)
            if not row["why"] and isinstance(moved.result, Withheld):
                row["why"] = moved.result.why
            rows.append({"name": name, "construct": topic.construct} | row)
    found = frame_of(rows, columns=[*COLUMNS, "detectable"])
    return found.assign(told=false_discovery.told(found["chance"].to_numpy(dtype=float)))
