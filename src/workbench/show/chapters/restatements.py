"""Figures reported last month that the data of today give otherwise, named one by one.

The history of a key number is measured anew each month. Where its value for last month is not the one
reported then, the reader is told both, and why they differ.
"""

import math
from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, format
from workbench.show.blocks import Field, Note, Table
from workbench.show.chapters.words import listed

NAME = "restatements"
SOURCE = "reported_figures"

NONE = N_(
    "What was reported for {month} still holds: every key number of then that can be measured again in the same way "
    "is the same."
)
NEVER = N_("{month} has no report, so nothing that was said of it could have changed.")
NOT_COMPARED = N_("No key number of {month} can be measured again from today's data.")
SOME = N_("{count} of {all} key numbers reported for {month} are now others, because {why}")
LATE = N_("{rows} rows of {tables} came late")
GONE = N_("{rows} rows of {tables} are gone")
CORRECTED = N_("{rows} rows of {tables} were corrected")
SETTINGS = N_("the company's settings were changed")
RULES = N_("the rules by which they are computed have changed: data and settings are the same")
SAYS = N_("Both are of the same month: as it was reported then, and as today's data give it.")
DAMAGE = 1e-6  # relative; what is less than this is the last digit of a sum

_ROWS = {
    "title": Field("What"),
    "reported": Field("Reported then"),
    "now": Field("Measured again"),
    "change": Field("Change"),
}


class Restated(Protocol):
    """What has become known of a month (``memory.restated.Restated`` is one)."""

    @property
    def is_closed(self) -> bool: ...
    @property
    def rows(self) -> pd.DataFrame: ...
    @property
    def settings_changed(self) -> bool: ...


def restatements(
    reported: pd.DataFrame, again: pd.DataFrame, known: Restated, *, month: str | Phrase, period: str | Phrase
) -> Table | Note:
    """The key numbers that differ, from what to what and why; or a sentence that none does.

    Args:
        reported: the key numbers as they were reported: name, title, value, unit.
        again: the same measured again: name, value; only those that can be.
        known: what has become known since.
        month: the month they are of, in words.
        period: the month of this report.
    """
    if not known.is_closed:
        return blocks.note(NAME, say(NEVER, month=month))
    both = reported.dropna(subset=["value"]).merge(again, on="name", suffixes=("", "_again"))
    if both.empty:
        return blocks.note(NAME, say(NOT_COMPARED, month=month))
    changed = [row for row in both.to_dict("records") if _differs(row["value"], row["value_again"])]
    if not changed:
        return blocks.note(NAME, say(NONE, month=month))
    title = say(SOME, count=len(changed), all=len(both), month=month, why=why(known))
    frame = pd.DataFrame([_row(row) for row in changed], dtype=object)
    return blocks.table(NAME, title, frame, _ROWS, n=len(changed), period=period, source=SOURCE, says=SAYS)


def why(known: Restated) -> Phrase:
    """Why figures of a closed month are others now, in words."""
    rows = known.rows
    counts = {LATE: rows["late"].clip(lower=0), GONE: -rows["late"].clip(upper=0), CORRECTED: rows["corrected"]}
    told: list[str] = [
        say(sentence, rows=int(found.sum()), tables=_tables(rows["table"][found > 0]))
        for sentence, found in counts.items()
        if found.sum() > 0
    ]
    return listed([*told, *([SETTINGS] if known.settings_changed else [])] or [RULES])


def _tables(names: pd.Series) -> Phrase:
    return listed([str(name).replace("_", " ") for name in names])


def _differs(reported: float, again: float) -> bool:
    return not math.isclose(reported, again, rel_tol=DAMAGE, abs_tol=DAMAGE)


def _row(row: dict[Any, Any]) -> dict[str, object]:
    unit = row["unit"]
    exact = "cents" if unit == "money" else unit
    shown = [format.value(row[name], exact, compact=False) for name in ("value", "value_again")]
    change = format.change(row["value_again"] - row["value"], exact)
    return {"title": row["title"], "reported": shown[0], "now": shown[1], "change": change}
