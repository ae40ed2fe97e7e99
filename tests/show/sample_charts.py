"""One chart of each kind, with every option that brings a text into the figure."""

import pandas as pd

from workbench.phrase import say
from workbench.show import charts
from workbench.show.blocks import Chart, Field
from workbench.show.charts.common import About

ABOUT = About(n=22, period="September 2026", source="ledger")
BOUNDS = {"low": "low", "high": "high"}
FIELDS = {
    "region": Field("Region"),
    "kind": Field("Kind"),
    "profit": Field("Profit", "money"),
    "low": Field("Low", "money"),
    "high": Field("High", "money"),
}


def every_kind() -> dict[str, Chart]:
    """A chart by the name of its drawing."""
    return {chart.drawing: chart for chart in (_bars(), _grouped(), _intervals(), _waterfall(), *_others(), *_survey())}


def _frame() -> pd.DataFrame:
    rows = [("South", "felt", 8.3e5, 7e5, 9e5), ("North", "expected", 1.24e6, 1.1e6, 1.4e6)]
    return pd.DataFrame(rows, columns=list(FIELDS))


def _bars() -> Chart:
    return charts.bars("bars", "t", _frame(), FIELDS, label="region", value="profit", **BOUNDS, **ABOUT)


def _grouped() -> Chart:
    look = {"label": "region", "group": "kind", "value": "profit"}
    return charts.grouped_bars("grouped", "t", _frame(), FIELDS, **look, **BOUNDS, **ABOUT)


def _intervals() -> Chart:
    near = say("no change since {month}", month="the month before")
    look = {"label": "region", "value": "profit", "raw": "own", "reference": 0.0, "reference_label": near}
    fields = FIELDS | {"own": Field("before pooling", "money")}
    return charts.intervals("intervals", "t", _frame().assign(own=[8e5, 1.3e6]), fields, **look, **BOUNDS, **ABOUT)


def _waterfall() -> Chart:
    steps = pd.DataFrame({"step": ["Opening", "New"], "money": [100.0, 30.0], "level": [True, False]})
    fields = {"step": Field("Step"), "money": Field("Equity", "money")}
    return charts.waterfall("steps", "t", steps, fields, label="step", value="money", total="level", **ABOUT)


def _others() -> tuple[Chart, ...]:
    months = pd.DataFrame({"month": ["2026-08", "2026-09"] * 2, "segment": ["families"] * 2 + ["seniors"] * 2})
    months = months.assign(index=[72.0, 70.5, 60.0, 61.0], told=[None, -1.5, None, None])
    lined = {"month": Field("Month", "month"), "segment": Field("Segment"), "index": Field("Index", "points")}
    look = {"x": "month", "value": "index", "group": "segment", "marks": "told", "target": 75.0}
    line = charts.line_with_band("l", "t", months, lined, **look, **ABOUT)
    shares = pd.DataFrame({"customers": [0.0, 0.2, 1.0], "profit": [0.0, 0.78, 1.0]})
    curved = {"customers": Field("Share of customers", "percent"), "profit": Field("Share of profit", "percent")}
    look = {"x": "customers", "value": "profit", "diagonal": "all alike", "mark": 0.2}
    curve = charts.curve("c", "t", shares, curved, **look, **ABOUT)
    moves = pd.DataFrame({"from": ["new", "new"], "to": ["active", "lost"], "share": [0.9, 0.1]})
    moved = {"from": Field("From"), "to": Field("To"), "share": Field("Share moving", "percent")}
    heatmap = charts.heatmap("h", "t", moves, moved, row="from", column="to", value="share", **ABOUT)
    kinds = pd.DataFrame({"kind": ["descriptive"], "table": ["life events"], "there": [True]})
    kinds = kinds.assign(rows=pd.Series([say("{n} rows", n=12)], dtype=object))
    tiled = {"kind": Field("Kind"), "table": Field("Table"), "there": Field("In the store")}
    tiles = charts.tiles("t", "t", kinds, tiled, label="table", group="kind", present="there", text="rows", **ABOUT)
    return line, curve, heatmap, tiles


def _survey() -> tuple[Chart, ...]:
    paths = pd.DataFrame({"cause": ["quality", "quality", "value"], "effect": ["value", "loyalty", "loyalty"]})
    paths = paths.assign(path=[0.5, None, 0.1], low=[0.4, None, -0.1], high=[0.6, None, 0.3])
    ends = {"cause": Field("From"), "effect": Field("To"), "path": Field("Path", "ratio")}
    look = {"cause": "cause", "effect": "effect", "value": "path", "levels": {"quality": 71.0, "value": None}}
    diagram = charts.path_diagram("p", "t", paths, ends, **look, **BOUNDS, **ABOUT)
    places = pd.DataFrame({"touchpoint": ["web", "shop"], "effect": [0.4, 0.1], "expected": [70.0, 72.0]})
    places = places.assign(felt=[61.0, 73.0], gap=[-9.0, 1.0], low=[-11.0, -1.0], high=[-7.0, 3.0])
    fields = {"touchpoint": Field("Touchpoint"), "effect": Field("Effect", "ratio"), "gap": Field("Gap", "points")}
    fields |= {"expected": Field("Expected", "points"), "felt": Field("Felt", "points")}
    map_ = charts.positions("m", "t", places, fields, label="touchpoint", x="effect", y="felt", **ABOUT)
    look = {"label": "touchpoint", "first": "expected", "second": "felt", "gap": "gap"}
    return diagram, map_, charts.dumbbells("d", "t", places, fields, **look, **BOUNDS, **ABOUT)
