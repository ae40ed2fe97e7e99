"""A report with a block of each kind and hostile text in every place, for tests of the page."""

from typing import Any

import pandas as pd

from workbench.memory.month import Month
from workbench.phrase import unpack
from workbench.reporting.closing.collect import Chapter, Prose, Shown
from workbench.reporting.page import report as page
from workbench.show import blocks, charts
from workbench.show.blocks import MIME, PLOTLY_MIME, Block, Field
from workbench.show.charts.common import About

HOSTILE = "<script>alert(1)</script>"
MONTH = Month(2026, 9)
PERIOD = "September 2026"
PAST = [
    {"month": f"2026-0{number}", "value": 70.0 + number, "low": 69.0, "high": 80.0, "reported": True}
    for number in range(1, 9)
]
COMPARED = [
    {"to": f"last month {HOSTILE}", "then": 78.0, "change": -5.6, "low": -7.0, "high": -4.2, "verdict": "worse"},
    {"to": "the target", "then": 75.0, "change": None, "low": None, "high": None, "verdict": "missed", "test": ""},
]
UNCHANGED = "Satisfaction is what it was"


class Number:
    """An estimate, as an analysis hands it out."""

    value, low, high, n, method = 72.4, 71.1, 73.7, 1204, "jackknife"


class Nothing:
    """A withheld number."""

    why, n = "only 12 answers; 30 are needed", 12


def shown(block: Block, *, is_method: bool = False) -> Shown:
    (bundle,) = (bundle for bundle in block.bundles() if MIME in bundle)
    return Shown(unpack(bundle[MIME]), bundle.get(PLOTLY_MIME), is_method)


def bars(name: str) -> Block:
    frame = pd.DataFrame({"region": ["North", HOSTILE], "profit": [1.24e6, 4e5]})
    fields = {"region": Field("Region"), "profit": Field("Profit", "money")}
    about = About(n=1204, period=PERIOD, source="ledger")
    return charts.bars(name, f"The north leads {HOSTILE}", frame, fields, label="region", value="profit", **about)


def lines(name: str) -> Block:
    months = pd.date_range("2025-10-01", periods=12, freq="MS")
    frame = pd.DataFrame({"month": months, "index": [72.0 + place % 3 for place in range(12)], "segment": HOSTILE})
    fields = {"month": Field("Month", "month"), "index": Field("Index", "points"), "segment": Field("Segment")}
    about = About(n=1204, period=PERIOD, source="item_history")
    return charts.line_with_band(name, UNCHANGED, frame, fields, x="month", value="index", group="segment", **about)


def wide_table() -> Block:
    frame = pd.DataFrame({f"column {number}": [123456.0, 7.0] for number in range(12)})
    frame.insert(0, "segment", ["loyal", "a name without a break " + "x" * 80])
    fields = {"segment": Field("Segment")} | {name: Field(name.title(), "money") for name in frame.columns[1:]}
    return blocks.table("wide", "Many columns", frame, fields, n=1204, period=PERIOD, source="segments")


def fell(name: str = "fell") -> Block:
    say = {"period": PERIOD, "source": "item_history", "test": "jackknife", "do": "Answer sooner."}
    return blocks.finding(name, UNCHANGED, Number(), unit="points", **say)


def chapters() -> list[Chapter]:
    kpis = [
        shown(blocks.kpi(name, title, number, unit="points", period=PERIOD, source="item_history", **beside))
        for name, title, number, beside in (
            ("index", "Satisfaction", Number(), {"past": PAST, "comparisons": COMPARED}),
            ("none", f"Trust {HOSTILE}", Nothing(), {}),
        )
    ]
    prose = Prose(f"Read **this** first. {HOSTILE} ![picture](https://example.org/x.png)\n\n## What matters\n\nMuch.")
    summary = Chapter("00_executive_summary", "What changed?", (prose, *kpis, shown(fell("01_customer_base_fell"))))
    base = (
        Prose("#### A deep heading\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        shown(bars("first")),
        Prose("The remark.", is_method=True),
        shown(wide_table()),
        shown(lines("months")),
        shown(fell()),
        shown(blocks.note("missing", f"No survey. {HOSTILE}", level="missing")),
        shown(bars("folded"), is_method=True),
    )
    return [summary, Chapter("01_customer_base", f"Who are they? {HOSTILE}", base)]


def about(**changes: Any) -> dict[str, Any]:
    data = {"source": f"demo {HOSTILE}", "rows": {"customers": 12431, "life_events": 0}, "rejected": 12}
    return {
        "as_of": "2026-10-01",
        "closed_at": "2026-10-02T04:12:11+00:00",
        "snapshot": "20260930T101500Z-1a2b3c4d",
        "data": {**data, "from": "2023-10-01", "to": "2026-09-30"},
        "parameters": {"months_back": HOSTILE},
        "command": "workbench report --month 2026-09 --snapshot 20260930T101500Z-1a2b3c4d --force",
        "notebooks": [{"name": "01_customer_base", "sha256": "5e884898da28047151d0e56f8dc62927"}],
        "versions": {"python": "3.11.7", "duckdb": "1.5.6"},
        "commit": "e902637",
        **changes,
    }


def report(language: str = "en") -> str:
    return page.render(MONTH, chapters(), about(), language)
