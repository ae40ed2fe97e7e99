"""The charts of a survey as a reader sees them: on a phone, a desk and paper no text covers another."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_up_report import MONTH, about, shown
from playwright.sync_api import Browser
from reader import DESK, PHONE, Reader

from workbench.reporting.closing.collect import Chapter
from workbench.reporting.page import report as page
from workbench.show import charts
from workbench.show.blocks import Chart, Field
from workbench.show.charts.common import About

pytestmark = pytest.mark.browser

ABOUT = About(n=1204, period="September 2026", source="survey")
PAPER = {"viewport": {"width": 680, "height": 900}}
SCREENS = {"desk": DESK, "phone": PHONE, "night": {**DESK, "color_scheme": "dark"}, "paper": PAPER}
TOUCHPOINTS = ("Call centre: waiting time", "Web", "Shop", "E-mail", "Letter", "Price", "Delivery", "Product")
COVERED = """figures => figures.flatMap(figure => {
  const texts = [...figure.querySelectorAll('.annotation-text, .xtick text, .ytick text, .legendtext')];
  const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
  const apart = (a, b) => a.right - 1 < b.left || b.right - 1 < a.left || a.bottom - 1 < b.top || b.bottom - 1 < a.top;
  const plot = figure.querySelector('.plot').getBoundingClientRect();
  const outside = boxes.filter(([_, box]) => box.left < plot.left - 1 || box.right > plot.right + 1
                                          || box.top < plot.top - 1 || box.bottom > plot.bottom + 1);
  const covered = boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([_, b]) => !apart(a, b))
                                                      .map(([other]) => one + ' / ' + other));
  return [...outside.map(([text]) => text + ' outside'), ...covered].map(trouble => figure.id + ': ' + trouble);
})"""


def diagram() -> Chart:
    names = ("Expectations", "Quality", "Value", "Satisfaction", "Complaints", "Loyalty")
    paths = pd.DataFrame(list(itertools.combinations(names, 2))[:12], columns=["cause", "effect"])
    paths["path"] = np.linspace(-0.6, 0.6, len(paths))
    paths.loc[3, "path"] = np.nan
    paths = paths.assign(low=paths["path"] - 0.1, high=paths["path"] + 0.1)
    fields = {"cause": Field("From"), "effect": Field("To"), "path": Field("Path", "ratio")}
    roles = {"cause": "cause", "effect": "effect", "value": "path", "low": "low", "high": "high"}
    return charts.path_diagram("chain", "t", paths, fields, **roles, levels=dict.fromkeys(names, 70.4), **ABOUT)


def places() -> Chart:
    rows = {"touchpoint": TOUCHPOINTS, "effect": (0.34, 0.21, 0.19, 0.05, 0.02, 0.25, 0.22, 0.40)}
    frame = pd.DataFrame(rows).assign(index=[58.0, 70.0, 71.0, 66.0, 69.0, 63.0, 70.5, 78.0])
    fields = {"touchpoint": Field("Touchpoint"), "effect": Field("Effect", "ratio"), "index": Field("Index", "points")}
    look = {"label": "touchpoint", "x": "effect", "y": "index", "highlight": TOUCHPOINTS[:1]}
    return charts.positions("map", "t", frame, fields, **look, **ABOUT)


def gaps() -> Chart:
    frame = pd.DataFrame({"touchpoint": TOUCHPOINTS, "expected": 75.0, "gap": np.linspace(-12.0, 3.0, 8)})
    frame = frame.assign(felt=frame["expected"] + frame["gap"], low=frame["gap"] - 2, high=frame["gap"] + 2)
    fields = {"touchpoint": Field("Touchpoint"), "expected": Field("Expected", "points"), "gap": Field("Gap", "points")}
    fields |= {"felt": Field("Felt", "points")}
    roles = {"label": "touchpoint", "first": "expected", "second": "felt", "gap": "gap", "low": "low", "high": "high"}
    return charts.dumbbells("gaps", "t", frame, fields, **roles, **ABOUT)


def months() -> Chart:
    frame = pd.DataFrame({"month": pd.date_range("2024-10-01", periods=24, freq="MS"), "index": 72.0, "told": np.nan})
    frame.loc[20:, "index"], frame.loc[20, "told"] = 69.4, -2.6
    fields = {"month": Field("Month", "month"), "index": Field("Satisfaction", "points")}
    look = {"x": "month", "value": "index", "marks": "told", "target": 75.0}
    return charts.line_with_band("months", "t", frame, fields, **look, **ABOUT)


def pooled() -> Chart:
    frame = pd.DataFrame({"tier": ["top 20%", "middle 50%", "bottom 30%"], "index": [74.0, 71.0, 68.0]})
    frame = frame.assign(low=frame["index"] - 1.5, high=frame["index"] + 1.5, own=[76.5, 71.2, 66.0])
    fields = {"tier": Field("Segment"), "index": Field("Index", "points"), "own": Field("before pooling", "points")}
    look = {"label": "tier", "value": "index", "low": "low", "high": "high", "raw": "own"}
    return charts.intervals("pooled", "t", frame, fields, **look, **ABOUT)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_text_of_a_chart_covers_another_or_leaves_the_picture(
    browser: Browser, tmp_path: Path, screen: str, language: str
) -> None:
    cells = tuple(map(shown, (diagram(), places(), gaps(), months(), pooled())))
    path = tmp_path / "report.html"
    chapter = Chapter("03_satisfaction_drivers", "What moves satisfaction?", cells)
    path.write_text(page.render(MONTH, [chapter], about(), language), encoding="utf-8")
    reader = Reader(browser.new_page(**SCREENS[screen]), path.as_uri()).open().drawn()
    assert reader.page.locator("figure.wb-chart").evaluate_all(COVERED) == []
    assert reader.trouble == []
    reader.page.close()
