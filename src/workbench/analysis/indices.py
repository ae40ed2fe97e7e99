"""The index of a construct, 0 to 100: by month, and perception against expectation by touchpoint.

An answer on a scale from a to b becomes 100 (x - a) / (b - a), turned where the question is
reversed; the engine does that and sums it (query `survey_index`). The index is the weighted mean
over customers (Fornell et al. 1996, with the questions of a construct weighted alike), and its
interval rests on the effective number of customers who answered (see `intervals`).

The gap of a touchpoint is its perception less its expectation: satisfaction is what was felt
against what was expected (Parasuraman, Zeithaml and Berry 1988). Here both sides are taken as if
different customers had answered, so a gap's interval is rather too wide than too narrow.
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
    rows = []
    for touchpoint, asked in sums[sums["touchpoint"].fillna("") != ""].groupby("touchpoint", sort=True):
        felt, expected = (_of(asked[asked["kind"] == kind]) for kind in ("perception", "expectation"))
        gap = difference(felt, expected)
        if isinstance(gap, Estimate) and isinstance(felt, Estimate) and isinstance(expected, Estimate):
            sides = {"touchpoint": touchpoint, "perception": felt.value, "expectation": expected.value}
            rows.append(sides | {"gap": gap.value, "low": gap.low, "high": gap.high, "n": gap.n})
    columns = ["touchpoint", "perception", "expectation", "gap", "low", "high", "n"]
    return pd.DataFrame(rows, columns=columns).sort_values("gap", ignore_index=True)


def _of(rows: pd.DataFrame) -> Result:
    """The index of some rows of sums taken together."""
    n, w, wy, wyy, ww = (float(rows[name].sum()) for name in _SUMS)
    return mean(n=int(n), w=w, wy=wy, wyy=wyy, ww=ww, low=0, high=100, fewest=FEWEST)


def _row(found: Result) -> dict[str, object]:
    if isinstance(found, Withheld):
        return {"index": None, "low": None, "high": None, "n": found.n, "why": found.why}
    return {"index": found.value, "low": found.low, "high": found.high, "n": found.n, "why": ""}
