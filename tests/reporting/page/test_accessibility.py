"""Every page is open to everyone: axe finds nothing serious in it, everything unfolded, on any screen.

axe-core is Deque's checker of WCAG 2.2. It is handed into the page by Playwright, so the page's own
policy, which allows no script but its two, is set aside for these tests alone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_up_report import about, report
from playwright.sync_api import Browser, Page
from reader import DESK, PHONE

from workbench.reporting.history import published as history
from workbench.reporting.page import index, locked

pytestmark = pytest.mark.browser

SCREENS = {"desk": DESK, "phone": PHONE, "night": {**DESK, "color_scheme": "dark"}}
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each kind of page, as a file."""
    folder = tmp_path_factory.mktemp("pages")
    figure = {
        "name": "customers",
        "title": "Customers",
        "value": 12431.0,
        "low": 12430.0,
        "high": 12432.0,
        "unit": "count",
    }
    languages = {"en": "report.html", "zh": "report.zh.html"}
    months = [
        {
            **about(),
            "month": f"2026-0{number}",
            "key_figures": [figure],
            "findings": ["All is well"],
            "pages": languages,
        }
        for number in (8, 9)
    ]
    tried = {"2026-10": {"at": "2026-11-02", "held_back": True}}
    listed, lock = index.render(history.months(months, tried)), locked.page(report(), "correct horse battery")
    texts = {"report": report(), "report in Chinese": report("zh"), "index": listed, "locked": lock}
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True, bypass_csp=True, reduced_motion="reduce", **SCREENS[request.param])
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds, minor matters too: the rule, how grave it is, and the first place."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.parametrize("name", ["report", "report in Chinese"])
def test_axe_finds_nothing_in_a_report(name: str, pages: dict[str, Path], screen: Page) -> None:
    screen.goto(pages[name].as_uri())
    screen.wait_for_selector("html.charts-drawn", state="attached", timeout=120_000)
    screen.evaluate(UNFOLD)
    assert violations(screen) == []


@pytest.mark.parametrize("name", ["index", "locked"])
def test_axe_finds_nothing_in_the_pages_around_it(name: str, pages: dict[str, Path], screen: Page) -> None:
    screen.goto(pages[name].as_uri())
    assert violations(screen) == []
