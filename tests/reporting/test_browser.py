"""The report as a reader opens it: in Chromium, from a file, with the network off."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made_up_report import report
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

pytestmark = pytest.mark.browser

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not PROGRAM:
        assert os.environ.get("CI") != "true", "Chromium is not installed, and CI must open the report in it"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens the report; at the end nothing was asked of the network and nothing complained."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: request.url == address or trouble.append(f"request: {request.url[:80]}"))

    def open_report(*, wait: bool = True, **options: Any) -> Page:
        contexts.append(browser.new_context(offline=True, **{**DESK, **options}))
        page = contexts[-1].new_page()
        watch(page)
        page.goto(address)
        if wait:
            page.wait_for_selector("html.charts-drawn", state="attached", timeout=60_000)
        return page

    yield open_report
    for context in contexts:
        context.close()
    assert trouble == []


def marks(page: Page) -> list[int]:
    """How many marks each chart shows."""
    return page.locator(".plot").evaluate_all(
        "spots => spots.map(spot => spot.querySelectorAll('.point, .scatterlayer .lines path').length)"
    )


def test_every_chart_is_drawn_without_the_network(opened: Opened) -> None:
    page = opened()
    first, months, folded = marks(page)
    assert first == 2 and months >= 1 and folded == 0
    page.locator(".method > summary").click()
    page.wait_for_function("document.querySelectorAll('.plot.drawn').length === 3")
    assert marks(page)[2] == 2


def test_hostile_text_is_only_text(opened: Opened) -> None:
    page = opened()
    assert page.locator("script").count() == 7  # ours, the data, and plotly once inflated
    ticks = page.locator(".plot .ytick text").all_inner_texts()
    assert any("<script>alert" in tick.replace("\n", "") for tick in ticks)
    assert page.locator(".plot a").count() == 0


@pytest.mark.parametrize("options", [DESK, PHONE, {"viewport": {"width": 1920, "height": 1080}}], ids=str)
def test_nothing_is_wider_than_the_window(opened: Opened, options: dict[str, Any]) -> None:
    page = opened(**options)
    assert page.evaluate("document.documentElement.scrollWidth") == options["viewport"]["width"]
    overflowing = "spots => spots.filter(spot => spot.scrollWidth > spot.clientWidth + 1).length"
    assert page.locator(".plot").evaluate_all(overflowing) == 0


def test_a_wide_table_scrolls_in_its_own_box(opened: Opened) -> None:
    box = opened(**PHONE).locator("#customer-base-wide .wb-scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")


def test_the_keyboard_reaches_chapters_data_and_tables(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"
    summary = page.locator("#customer-base-first summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#customer-base-first table").is_visible()
    assert summary.evaluate("one => getComputedStyle(one).outlineStyle") != "none"


def ground(page: Page) -> tuple[str, str]:
    """The colours behind the page and behind its first chart."""
    chart = page.locator(".plot .main-svg").first
    return page.evaluate("getComputedStyle(document.body).backgroundColor"), chart.evaluate(
        "one => one.style.background"
    )


def test_charts_are_dark_where_the_page_is_and_follow_a_change(opened: Opened) -> None:
    page = opened(color_scheme="dark")
    body, chart = ground(page)
    assert body == chart == "rgb(21, 25, 29)"
    page.emulate_media(color_scheme="light")
    page.wait_for_function("document.querySelector('.plot .main-svg').style.background === 'rgb(255, 255, 255)'")
    assert ground(page)[0] == "rgb(255, 255, 255)"


def test_print_is_light_and_holds_every_chart_at_the_width_of_paper(opened: Opened, tmp_path: Path) -> None:
    page = opened(color_scheme="dark")
    page.evaluate(
        """addEventListener('beforeprint', () => setTimeout(() => {
             window.printed = [...document.querySelectorAll('.plot.drawn')].map((spot) => spot._fullLayout.width);
             window.paper = document.querySelector('.plot .main-svg').style.background;
           }))"""
    )
    paper = page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF") and len(paper) > 20_000
    page.wait_for_function("window.printed")
    assert page.locator(".plot.drawn").count() == 2


def test_print_hides_what_only_a_screen_can_use(opened: Opened) -> None:
    page = opened()
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible() and not page.locator(".skip").is_visible()
    assert page.locator("footer").is_visible()


def test_without_scripts_the_words_stand_in_for_the_charts(opened: Opened) -> None:
    page = opened(wait=False, java_script_enabled=False)
    assert page.locator("#customer-base-first .unseen").is_visible()
    assert not page.locator("#customer-base-first .plot").is_visible()


def test_the_first_screen_is_there_within_a_second(opened: Opened) -> None:
    page = opened()
    painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    assert page.evaluate(painted) < 1000
