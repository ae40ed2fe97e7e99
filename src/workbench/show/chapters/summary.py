"""Chapter 00: what the other chapters found, as key numbers and findings in their order of worth.

It knows the other chapters only by what they handed over: the tidy frame of figures, a row
per number (columns month, chapter, block, kind, title, name, row, value, low, high, n, unit,
period, source, why, test, worth, do). A chapter that is new tomorrow brings its own findings
without a change here.

A number stands beside what was reported for it last month, and nothing is called a change:
that takes a test, which only the chapter that owns the number can make.
"""

import math
from typing import Any

import pandas as pd

from workbench.show import blocks, format
from workbench.show.blocks import Block, Field, Finding, Kpi, Note, Table
from workbench.show.chapters.words import listed

KEY_NUMBERS = ("customers", "arrivals", "satisfaction_index", "churn_rate", "value_at_risk", "customer_equity", "roc")
MOST_FINDINGS = 5
OWN = "00_"  # the summary repeats what others say, so what it said itself is never picked

_BESIDE = {"title": Field("What"), "now": Field("This month"), "before": Field("Reported last month")}
_SILENT = {"chapter": Field("Chapter"), "what": Field("What"), "why": Field("Why it is not shown")}
_NOTHING = (
    "No chapter has handed over its figures for this month. `workbench report` runs all chapters and then this one; "
    "run alone, this notebook shows the figures of a month that is closed."
)


def key_rows(figures: pd.DataFrame) -> pd.DataFrame:
    """The rows of the key numbers in their order, each at most once; withheld ones too.

    >>> rows = {"chapter": ["05", "01"], "kind": "kpi", "name": ["roc", "customers"], "value": [0.1, 12.0]}
    >>> list(key_rows(pd.DataFrame(rows))["name"])
    ['customers', 'roc']
    """
    kpis = figures[(figures["kind"] == "kpi") & ~figures["chapter"].str.startswith(OWN)]
    known = kpis.drop_duplicates("name").set_index("name", drop=False)
    return known.loc[[name for name in KEY_NUMBERS if name in known.index]]


def key_numbers(figures: pd.DataFrame) -> list[Block]:
    """A kpi for each key number that the chapters handed over; a note if there is none at all."""
    kpis: list[Block] = [_kpi(row) for row in _records(key_rows(figures))]
    return kpis or [blocks.note("no_figures", _NOTHING, level="missing")]


def beside_last_month(figures: pd.DataFrame, before: pd.DataFrame, *, period: str) -> Table | Note:
    """The key numbers beside what was reported for them last month.

    Args:
        before: the figures of last month's report; empty if that month was not closed.
        period: the time this report is about.
    """
    now = key_rows(figures)
    if now.empty:
        return blocks.note("beside_last_month", "There is nothing to set beside last month yet.")
    if before.empty:
        text = "Last month has no report, so nothing stands beside the numbers of this one."
        return blocks.note("beside_last_month", text)
    reported = {row["name"]: _shown(row) for row in _records(key_rows(before))}
    rows = [
        {"title": row["title"], "now": _shown(row), "before": reported.get(row["name"], "not reported")}
        for row in _records(now)
    ]
    says = "The numbers stand side by side; whether one has changed more than by chance takes a test."
    frame, about = pd.DataFrame(rows), {"period": period, "source": "reported_figures"}
    title = "The key numbers beside those reported last month"
    return blocks.table("beside_last_month", title, frame, _BESIDE, n=len(rows), says=says, **about)


def ranked(figures: pd.DataFrame) -> pd.DataFrame:
    """The findings of all chapters, in rounds: every chapter's first, then every chapter's second, and so on.

    A chapter says first what matters most in it, so no chapter is crowded out by another's large sums.
    Within a round those of known worth come first, the largest leading; the others follow by strength:
    how far the interval lies from zero, in widths of the interval.
    """
    found = figures[(figures["kind"] == "finding") & ~figures["chapter"].str.startswith(OWN)]
    order = found.assign(
        round=found.groupby("chapter").cumcount(),
        worth_size=found["worth"].abs(),
        strength=[_strength(row) for row in _records(found)],
    )
    keys = ["round", "worth_size", "strength"]
    return order.sort_values(keys, ascending=[True, False, False], na_position="last", kind="stable")


def findings(figures: pd.DataFrame, most: int = MOST_FINDINGS) -> list[Block]:
    """The findings that matter most; a note if no chapter found anything that its test supports."""
    found: list[Block] = [_finding(row) for row in _records(ranked(figures).head(most))]
    return found or [blocks.note("no_findings", "No chapter found anything that its test supports.")]


def unsaid(figures: pd.DataFrame, *, period: str) -> Table | Note:
    """What could not be said this month, and why: withheld numbers, missing data."""
    others = figures[~figures["chapter"].str.startswith(OWN)]
    withheld = others[(others["kind"] == "kpi") & others["value"].isna()]
    missing = others[(others["kind"] == "note") & (others["name"] == "missing")]
    rows = [
        {"chapter": _chapter(row["chapter"]), "what": row["title"] or "a part of the chapter", "why": row["why"]}
        for row in _records(pd.concat([withheld, missing]).sort_values("chapter", kind="stable"))
    ]
    if not rows:
        return blocks.note("unsaid", "Every chapter could say all it has to say.")
    chapters = listed(sorted({row["chapter"] for row in rows}))
    title = f"{len(rows)} things could not be said, in {chapters}"
    return blocks.table(
        "unsaid", title, pd.DataFrame(rows), _SILENT, n=len(rows), period=period, source="reported_figures"
    )


def _kpi(row: dict[str, Any]) -> Kpi:
    value, low, high = (_number(row[key]) for key in ("value", "low", "high"))
    return Kpi(
        row["name"],
        row["title"],
        row["period"],
        row["source"],
        unit=row["unit"],
        value=value,
        low=low,
        high=high,
        n=int(row["n"]),
        why=row["why"],
        counted=value is not None and low == high == value,
    )


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        f"{row['chapter']}_{row['name']}",
        row["title"],
        row["period"],
        row["source"],
        unit=row["unit"],
        value=_number(row["value"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        n=int(row["n"]),
        test=row["test"],
        worth=_number(row["worth"]),
        do=row["do"],
    )


def _shown(row: dict[str, Any]) -> str:
    if _number(row["value"]) is None:
        return "withheld"
    return format.with_interval(row["value"], _number(row["low"]), _number(row["high"]), row["unit"])


def _strength(row: dict[str, Any]) -> float:
    """How far an interval lies from zero, in its own widths; 0 if it holds zero or is unknown."""
    low, high = row["low"], row["high"]
    if not low * high > 0:
        return 0.0
    return float(min(abs(low), abs(high)) / (high - low)) if high > low else math.inf


def _chapter(name: str) -> str:
    """A notebook's name in words.

    >>> _chapter("03_satisfaction_drivers")
    'satisfaction drivers'
    """
    return name.partition("_")[2].replace("_", " ")


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
