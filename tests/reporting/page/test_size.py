"""The report fits a mail: 24 full charts, plotly.js and all, in 1.5 MB, and the first screen comes before all of it."""

import re

import numpy as np
import pandas as pd
import pytest
from made_up_report import MONTH, PERIOD, about, shown

from workbench.reporting.closing.collect import Chapter
from workbench.reporting.page import report as page
from workbench.show import charts
from workbench.show.blocks import Block, Field
from workbench.show.charts.common import About

CHARTS = 24
LIMIT = 1_500_000
ABOUT = About(n=12_431, period=PERIOD, source="item_history")


def lines(name: str) -> Block:
    """Five years of months for six segments, with intervals: more than any chapter draws."""
    rng = np.random.default_rng(len(name))
    months = pd.date_range("2021-10-01", periods=60, freq="MS")
    parts = [pd.DataFrame({"month": months, "segment": f"segment {number}"}) for number in range(6)]
    frame = pd.concat(parts, ignore_index=True).assign(index=rng.normal(72, 3, 360))
    frame["low"], frame["high"] = frame["index"] - rng.random(360), frame["index"] + rng.random(360)
    fields = {
        "month": Field("Month", "month"), "segment": Field("Segment"),
        "index": Field("Index", "points"), "low": Field("Low", "points"), "high": Field("High", "points"),
    }  # fmt: skip
    return charts.line_with_band(
        name, "Six segments went their ways", frame, fields,
        x="month", value="index", low="low", high="high", group="segment", **ABOUT,
    )  # fmt: skip


def bars(name: str) -> Block:
    rng = np.random.default_rng(len(name))
    frame = pd.DataFrame({"region": [f"region {number}" for number in range(30)], "profit": rng.normal(1e6, 1e5, 30)})
    fields = {"region": Field("Region"), "profit": Field("Profit", "money")}
    return charts.bars(name, "Thirty regions, the north leads", frame, fields, label="region", value="profit", **ABOUT)


@pytest.fixture(scope="module")
def html() -> str:
    drawn = [shown(lines(f"lines-{place}") if place % 4 == 0 else bars(f"bars-{place}")) for place in range(CHARTS)]
    return page.render(MONTH, [Chapter("01_customer_base", "Who are they?", tuple(drawn))], about())


def test_a_report_of_24_charts_is_at_most_a_megabyte_and_a_half(html: str) -> None:
    assert html.count('class="plot"') == CHARTS
    assert len(html.encode()) <= LIMIT


def test_plotly_and_the_figures_come_after_all_that_is_read(html: str) -> None:
    """A browser paints what it has; what is drawn later lies behind the footer and is run after the first paint."""
    first_script = html.index("<script")
    assert html.index("</footer>") < first_script
    assert len(html[:first_script]) < LIMIT / 3
    assert not re.search(r"<(link|img)\b(?![^>]*data:)", html[:first_script])
    assert "requestAnimationFrame(() => setTimeout(start))" in html[first_script:]
