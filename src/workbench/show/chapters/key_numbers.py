"""The numbers that matter, read back from what the chapters handed over.

It knows the chapters only by the tidy frame of figures: a row per number, with what a kpi was in the
months before (kind ``past``) and what it is compared to (kind ``comparison``). A number whose chapter
cannot measure its past again, such as a forecast, stands beside what was reported for it; no test
says whether two forecasts differ, and so none is said to have changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from workbench.phrase import N_, recalled
from workbench.show import blocks
from workbench.show.blocks import Block, Kpi
from workbench.show.chapters import targets
from workbench.show.chapters.changes import NOT_TESTED, TO, whole_past

KEY_NUMBERS = tuple(targets.DIRECTIONS)
OWN = "00_"  # the summary repeats what others say, so what it said itself is never picked
# Five numbers matter; these stand small below the one they explain.
PART_OF = {
    "net_arrivals": "customers",
    "satisfaction_worth": "satisfaction_index",
    "expected_churn": "churn_rate",
    "value_at_risk": "churn_rate",
}
OF_THE_MONTH = ("satisfaction_worth",)  # what a change of this month is worth: beside that of another it says nothing
REPORTED = "reported"
MOST_MONTHS = 24

FORECASTS = N_("what was reported then; two forecasts have no test")
NOTHING = N_(
    "No chapter has handed over its figures for this month. `workbench report` runs all chapters and then this one; "
    "run alone, this notebook shows the figures of a month that is closed."
)


def of_chapters(figures: pd.DataFrame) -> pd.DataFrame:
    """The rows that the chapters handed over, without those of the summary itself."""
    return figures[~figures["chapter"].str.startswith(OWN)]


def key_rows(figures: pd.DataFrame) -> pd.DataFrame:
    """The rows of the key numbers in their order, each at most once; withheld ones too.

    >>> rows = {"chapter": ["05", "01"], "kind": "kpi", "name": ["roc", "customers"], "value": [0.1, 12.0]}
    >>> list(key_rows(pd.DataFrame(rows))["name"])
    ['customers', 'roc']
    """
    others = of_chapters(figures)
    known = others[others["kind"] == "kpi"].drop_duplicates("name").set_index("name", drop=False)
    return known.loc[[name for name in KEY_NUMBERS if name in known.index]]


def key_numbers(figures: pd.DataFrame, before: pd.DataFrame, goals: Mapping[str, float]) -> list[Block]:
    """A kpi for each key number, with its past, its comparisons and its target; a note if there is none at all.

    Args:
        figures: what the chapters handed over.
        before: the figures of last month's report; empty if that month was not closed.
        goals: targets by key number.
    """
    kpis: list[Block] = [
        targets.against(_as_reported(kpi, before), goals) for kpi in kpis_of(figures, list(key_rows(figures)["name"]))
    ]
    return kpis or [blocks.note("no_figures", NOTHING, level="missing")]


def kpis_of(figures: pd.DataFrame, names: list[str]) -> list[Kpi]:
    """The kpis of these names as the chapters showed them, in this order; those that are there."""
    others = of_chapters(figures)
    chosen = others[others["name"].isin(names) & others["kind"].isin(["kpi", "past", "comparison"])]
    found = {str(name): records(rows) for name, rows in chosen.groupby("name")}
    return [_kpi(found[name]) for name in names if name in found]


def measured_again(figures: pd.DataFrame, month: str) -> pd.DataFrame:
    """What the chapters measure today of a month before, as it was measured then: name, value.

    What was reported then is not measured again, and what another model measures is another number.
    """
    others = of_chapters(figures)
    rows = others[(others["kind"] == "past") & (others["row"] == month) & others["why"].fillna("").eq("")]
    return rows.drop_duplicates("name")[["name", "value"]]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame of figures, their texts the phrases they were."""
    return [recalled({str(key): value for key, value in row.items()}) for row in frame.to_dict("records")]


def number(value: Any) -> float | None:
    """A number, or nothing where there is a gap."""
    return None if pd.isna(value) else float(value)


def _kpi(rows: list[dict[str, Any]]) -> Kpi:
    """A kpi from its own row, those of its past and those of its comparisons."""
    row = next(row for row in rows if row["kind"] == "kpi")
    value, low, high = (number(row[key]) for key in ("value", "low", "high"))
    past = [_month(one) for one in rows if one["kind"] == "past"]
    compared = [_comparison(one, value) for one in rows if one["kind"] == "comparison"]
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
        past=whole_past(past),
        comparisons=compared,
        part_of=PART_OF.get(row["name"], ""),
    )


def _month(row: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {key: number(row[key]) for key in ("value", "low", "high")}
    return {"month": str(row["row"]), **numbers, "reported": row["why"] == REPORTED}


def _comparison(row: Mapping[str, Any], now: float | None) -> dict[str, Any]:
    change, low, high = (number(row[key]) for key in ("value", "low", "high"))
    then = (now or 0.0) - (change or 0.0)
    about = {"to": row["row"], "verdict": row["why"], "test": row["test"]}
    return {"then": then, "change": change, "low": low, "high": high, **about}


def _as_reported(kpi: Kpi, before: pd.DataFrame) -> Kpi:
    """A number without a past of its own, with what was reported for it: then, and in the months before then."""
    if kpi.past or before.empty or kpi.name in OF_THE_MONTH:
        return kpi
    own = before[(before["name"] == kpi.name) & before["chapter"].str.startswith(OWN)]
    earlier = [_month(row) for row in records(own[own["kind"] == "past"])]
    last = before[before["chapter"].isin(of_chapters(before)["chapter"])]
    then = [
        {**_month(row), "month": str(row["month"])}
        for row in records(last[(last["name"] == kpi.name) & (last["kind"] == "kpi")].dropna(subset=["value"]).head(1))
    ]
    past = [{**month, "reported": True} for month in [*earlier, *then]][-MOST_MONTHS:]
    return replace(kpi, past=whole_past(past), comparisons=_untested(kpi, before, past))


def _untested(kpi: Kpi, before: pd.DataFrame, past: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The number beside those of last month and of the same month last year, no test behind it."""
    if kpi.value is None:
        return []
    last = str(before["month"].iloc[0])
    values = {month["month"]: month["value"] for month in past}
    wanted = zip(TO.values(), (last, _year_before(last)), strict=True)
    return [
        {"to": to, "then": values[month], "change": kpi.value - values[month], "low": None, "high": None}
        | {"verdict": NOT_TESTED, "test": FORECASTS}
        for to, month in wanted
        if month in values
    ]


def _year_before(last: str) -> str:
    """The same month last year of the month after ``last``.

    >>> _year_before("2026-12"), _year_before("2026-08")
    ('2026-01', '2025-09')
    """
    year, month = (int(part) for part in last.split("-"))
    return f"{year}-01" if month == 12 else f"{year - 1}-{month + 1:02d}"
