"""The index of a construct, 0 to 100: by month, and of touchpoints against last month and against expectation.

An answer on a scale from a to b becomes 100 (x - a) / (b - a), turned where the question is
reversed; the engine does that and sums it (query `survey_index`). The index is the weighted mean
over customers (Fornell et al. 1996, with the questions of a construct weighted alike), and its
interval rests on the effective number of customers who answered (see `intervals`).

The gap of a touchpoint is its perception less its expectation: satisfaction is what was felt
against what was expected (Parasuraman, Zeithaml and Berry 1988). Both sides of a gap, and two
months, are taken as if different customers had answered; where the same ones did and answer
alike, the interval is rather too wide than too narrow.
"""

import datetime as dt

import pandas as pd

from workbench.analysis.intervals import difference, mean
from workbench.analysis.results import Estimate, Result, Withheld

FEWEST = 10  # answers behind an index that is shown at all

_SUMS = ["n", "w", "wy", "wyy", "ww"]


def index(sums: pd.DataFrame, construct: str, *, month: dt.date | None = None, touchpoint: str = "") -> Result:
    """The index of a construct with its interval.

    Args:
        sums: a row per month, construct, touchpoint and kind, with n, w, ww (customers, their
            weights, squared weights) and wy, wyy (weighted sums of the score and its square).
        construct: such as 'satisfaction'; its perception is taken.
        month: first day of one month; all months of ``sums`` together if None.
        touchpoint: one touchpoint; the whole relationship if empty.

    Withheld with fewer than ten answers, or when all are the same.

    >>> sums = {"n": [400], "w": [400.0], "ww": [400.0], "wy": [28800.0], "wyy": [2160000.0]}
    >>> where = {"month": ["2026-09-01"], "construct": "satisfaction", "touchpoint": "", "kind": "perception"}
    >>> found = index(pd.DataFrame(where | sums), "satisfaction")
    >>> round(found.value, 1), round(found.low, 1), round(found.high, 1)
    (72.0, 70.6, 73.4)
    """
    chosen = sums[(sums["construct"] == construct) & (sums["kind"] == "perception")]
    chosen = chosen[chosen["touchpoint"].fillna("") == touchpoint]
    if month is not None:
        chosen = chosen[pd.to_datetime(chosen["month"]) == pd.Timestamp(month)]
    return _of(chosen)


def by_month(sums: pd.DataFrame, construct: str) -> pd.DataFrame:
    """The index of a construct month by month.

    Args:
        sums: as for ``index``.
        construct: such as 'satisfaction'.

    Returns month (first day), index, low, high, n, why; index and interval are empty where the
    month has too few answers, and ``why`` says so. Months without an answer have no row.
    """
    months = sorted(pd.to_datetime(sums.loc[sums["construct"] == construct, "month"]).unique())
    rows = [{"month": month.date(), **_row(index(sums, construct, month=month))} for month in months]
    return pd.DataFrame(rows, columns=["month", "index", "low", "high", "n", "why"])


def gaps(sums: pd.DataFrame) -> pd.DataFrame:
    """Perception, expectation and gap of each touchpoint, the months of ``sums`` together, widest gap first.

    Returns touchpoint, perception, expectation, gap, low, high (of the gap), n (the fewer of the
    two sides). Touchpoints that lack a side, or whose answers cannot carry an index, are left out.
    """
    asked = _about_touchpoints(sums)
    felt, expected = asked["kind"] == "perception", asked["kind"] == "expectation"
    return _compared(asked, {"perception": felt, "expectation": expected}, "gap")


def changes(sums: pd.DataFrame, month: dt.date, before: dt.date, *, level: float = 0.95) -> pd.DataFrame:
    """How the perception of each touchpoint moved between two months, largest fall first.

    Args:
        sums: as for ``index``.
        month, before: first days of the month and of the one it is compared with.
        level: chance that all the intervals together hold their truths. With k touchpoints each
            interval has level 1 - (1 - level) / k (Bonferroni), so that looking at many
            touchpoints raises no more false alarms than looking at one.

    Returns touchpoint, now, before, change, low, high, n (the fewer of the two months).
    Touchpoints that cannot carry an index in both months are left out.
    """
    asked = _about_touchpoints(sums)
    asked = asked[asked["kind"] == "perception"]
    dated = pd.to_datetime(asked["month"])
    sides = {"now": dated == pd.Timestamp(month), "before": dated == pd.Timestamp(before)}
    return _compared(asked, sides, "change", 1 - (1 - level) / max(1, asked["touchpoint"].nunique()))


def _about_touchpoints(sums: pd.DataFrame) -> pd.DataFrame:
    return sums[sums["touchpoint"].fillna("") != ""].reset_index(drop=True)


def _compared(asked: pd.DataFrame, sides: dict[str, "pd.Series[bool]"], less: str, level: float = 0.95) -> pd.DataFrame:
    """The index of each touchpoint on two sides (rows chosen by a mask), and first less second as ``less``."""
    rows = []
    for touchpoint, answers in asked.groupby("touchpoint", sort=True):
        first, second = (_of(answers[mask.loc[answers.index]], level) for mask in sides.values())
        gap = difference(first, second)
        if isinstance(gap, Estimate) and isinstance(first, Estimate) and isinstance(second, Estimate):
            values = dict(zip(sides, (first.value, second.value), strict=True))
            rows.append(
                {"touchpoint": touchpoint, **values, less: gap.value, "low": gap.low, "high": gap.high, "n": gap.n}
            )
    return pd.DataFrame(rows, columns=["touchpoint", *sides, less, "low", "high", "n"]).sort_values(
        less, ignore_index=True
    )


def _of(rows: pd.DataFrame, level: float = 0.95) -> Result:
    """The index of some rows of sums taken together."""
    n, w, wy, wyy, ww = (float(rows[name].sum()) for name in _SUMS)
    return mean(n=int(n), w=w, wy=wy, wyy=wyy, ww=ww, level=level, low=0, high=100, fewest=FEWEST)


def _row(found: Result) -> dict[str, object]:
    if isinstance(found, Withheld):
        return {"index": None, "low": None, "high": None, "n": found.n, "why": found.why}
    return {"index": found.value, "low": found.low, "high": found.high, "n": found.n, "why": ""}
