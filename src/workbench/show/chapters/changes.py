"""A number beside its past: what it was, whether it changed, and the finding where it did.

Chapters that own a number hand it over with its history. Whether a change is good is theirs to say
(``better``: +1 more is better, -1 less is, 0 neither); whether it is one, only the test says.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, format
from workbench.show.blocks import Finding, Kpi, Measured, Silent, Unit

LAST_MONTH, LAST_YEAR = 1, 12
TO = {LAST_MONTH: N_("last month"), LAST_YEAR: N_("the same month last year")}
BETTER, WORSE, HIGHER, LOWER = "better", "worse", "higher", "lower"
CHANCE, NOT_TESTED = "no more than chance", "not tested"

TOLD = N_("the interval of the change, {interval}, does not hold zero")
NOT_TOLD = N_("the interval of the change, {interval}, holds zero")
USUAL = N_("counted; after the {months} months before, {low} to {high} would be usual, and it is")
UNUSUAL = N_("counted; after the {months} months before, {low} to {high} would be usual, and it is not")
COUNTED = N_("counted, so it is a fact; too few months came before to say whether it is usual")
COUNTED_YEAR = N_("counted, so it is a fact; whether such a year is usual takes more years")


class Expected(Protocol):
    """What the months before let expect (``analysis.usual.Usual`` is one)."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def months(self) -> int: ...


class Historic(Protocol):
    """The months before and the changes since (``analysis.changes.History`` is one)."""

    @property
    def past(self) -> pd.DataFrame: ...
    @property
    def changes(self) -> Mapping[int, Measured | Silent]: ...
    @property
    def usual(self) -> Expected | Silent: ...
    @property
    def is_unusual(self) -> bool: ...


class Told(NamedTuple):
    """How a finding of a change is said: the sentence and what to do, for a rise and for a fall."""

    rose: str
    fell: str
    do_rose: str
    do_fell: str


def told(kpi: Kpi, history: Historic, *, better: int = 0) -> Kpi:
    """The number with its past and what it is compared to.

    Args:
        kpi: the number of this month; a withheld one gets its past only.
        history: the months before; a column "by" says whose measure they are, where it is not that of then.
        better: 1 if more is better, -1 if less is, 0 if neither.
    """
    by = {"by": history.past["by"].iloc[0]} if "by" in history.past and len(history.past) else {}
    past = whole_past(
        [
            {"month": f"{row['month']:%Y-%m}", **by, **{name: _plain(row[name]) for name in ("value", "low", "high")}}
            for row in history.past.to_dict("records")
        ]
    )
    if kpi.value is None:
        return replace(kpi, past=past)
    compared = [
        _comparison(back, kpi, change, history.usual, better)
        for back, change in history.changes.items()
        if not isinstance(change, Silent)
    ]
    return replace(kpi, past=past, comparisons=compared)


def whole_past(months: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Months in a row, oldest first; one that is missing between two has no value.

    >>> [month["month"] for month in whole_past([{"month": "2026-06", "value": 1}, {"month": "2026-08", "value": 2}])]
    ['2026-06', '2026-07', '2026-08']
    """
    filled: list[dict[str, Any]] = []
    for month, following in pairwise([*months, None]):
        filled.append({"reported": False, **(month or {})})
        step = _next(filled[-1]["month"])
        while following is not None and step < following["month"]:
            filled.append({"month": step, "value": None, "low": None, "high": None, "reported": False})
            step = _next(step)
    return filled


def is_told(change: Measured | Silent) -> bool:
    """Whether a change is one: its interval does not hold zero."""
    return not isinstance(change, Silent) and not change.low <= 0 <= change.high


def finding(
    name: str,
    history: Historic,
    said: Told,
    *,
    unit: Unit,
    period: str | Phrase,
    source: str,
    worth: float | None = None,
    words: Mapping[str, Any] | None = None,
) -> tuple[Finding, ...]:
    """What changed since last month, where the test says so; nothing where it does not.

    Args:
        said: sentences with the gaps ``size`` and those of ``words``.
        worth: what it is worth in money, if that is known.
    """
    change = history.changes[LAST_MONTH]
    if isinstance(change, Silent) or not is_told(change):
        return ()
    size = format.value(abs(change.value), unit) if unit != "percent" else share_points(abs(change.value))
    sentence, do = (said.rose, said.do_rose) if change.value > 0 else (said.fell, said.do_fell)
    gaps = words or {}
    text = say(sentence, size=size, **gaps)
    about: dict[str, Any] = {"unit": unit, "period": period, "source": source, "test": tested(change, unit)}
    about["tells"] = "change"
    return (blocks.finding(name, text, change, worth=worth, do=say(do, **gaps), **about),)


def share_points(size: float) -> Phrase:
    """A difference of shares as a size without a sign: 1.3 percentage points."""
    return say(N_("{number} percentage points"), number=format.value(100 * size, "points"))


def tested(change: Measured, unit: Unit) -> Phrase:
    """The test of an estimated change, in words."""
    low, high = (format.change(bound, unit, like=change.value) for bound in (change.low, change.high))
    bounds = say(N_("{low} to {high}"), low=low, high=high)
    return say(TOLD if is_told(change) else NOT_TOLD, interval=bounds)


def _comparison(back: int, kpi: Kpi, change: Measured, usual: Expected | Silent, better: int) -> dict[str, Any]:
    is_counted = change.low == change.high == change.value
    verdict, test = (
        _of_counted(back, change, usual, kpi.unit, better)
        if is_counted
        else (_verdict(change.value, better) if is_told(change) else CHANCE, tested(change, kpi.unit))
    )
    bounds = {"low": None, "high": None} if is_counted else {"low": change.low, "high": change.high}
    then = (kpi.value or 0.0) - change.value
    return {"to": TO[back], "then": then, "change": change.value, **bounds, "verdict": verdict, "test": test}


def _of_counted(
    back: int, change: Measured, usual: Expected | Silent, unit: Unit, better: int
) -> tuple[str, str | Phrase]:
    if back != LAST_MONTH:
        return _verdict(change.value, better) if change.value else NOT_TESTED, COUNTED_YEAR
    if isinstance(usual, Silent):
        return NOT_TESTED, COUNTED
    low, high = (format.change(round(bound), unit) for bound in (usual.low, usual.high))
    is_usual = usual.low <= change.value <= usual.high
    test = say(USUAL if is_usual else UNUSUAL, months=usual.months, low=low, high=high)
    return CHANCE if is_usual else _verdict(change.value, better), test


def _verdict(change: float, better: int) -> str:
    if not better:
        return HIGHER if change > 0 else LOWER
    return BETTER if change * better > 0 else WORSE


def _next(month: str) -> str:
    """The month after one, as YYYY-MM."""
    first = dt.date.fromisoformat(f"{month}-01")
    return f"{first + dt.timedelta(days=32):%Y-%m}"


def _plain(number: Any) -> float | None:
    return None if number is None or pd.isna(number) else float(number)
