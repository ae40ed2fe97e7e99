"""The report as a reader opens it: in Chromium, from a file, with the network off."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made_up_report import report
from playwright.sync_api import Browser
from reader import DESK, PHONE, Reader

pytestmark = pytest.mark.browser


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something the page's own policy keeps Playwright from polling inside the page."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def reader(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Reader]]:
    """Opens the report for a reader with a given screen and given wishes."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(), encoding="utf-8")
    contexts = []

    def one(first: str = "", **options: Any) -> Reader:
        contexts.append(browser.new_context(offline=True, **{**DESK, **options}))
        contexts[-1].add_init_script(first)
        return Reader(contexts[-1].new_page(), path.as_uri()).open()

    yield one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def desk(reader: Callable[..., Reader]) -> Reader:
    return reader().drawn()


@pytest.fixture(scope="module")
def phone(reader: Callable[..., Reader]) -> Reader:
    return reader(**PHONE).drawn()


@pytest.fixture(scope="module")
def night(reader: Callable[..., Reader]) -> Reader:
    return reader(color_scheme="dark").drawn()


def test_every_chart_is_drawn_without_the_network_or_a_complaint(desk: Reader) -> None:
    first, months, folded = desk.marks()
    assert (first, months, folded) == (2, 1, 2)
    assert desk.trouble == []


def test_the_first_screen_is_there_within_a_second(desk: Reader) -> None:
    assert desk.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") < 1000


def test_hostile_text_is_only_text(desk: Reader) -> None:
    assert desk.page.locator("script").count() == 7  # three figures, what they share, plotly packed and inflated, ours
    ticks = desk.page.locator(".plot .ytick text").all_text_contents()
    assert any("<script>alert" in tick for tick in ticks)
    assert desk.page.locator(".plot a, .plot script").count() == 0


@pytest.mark.parametrize("who", ["desk", "phone"])
def test_nothing_is_wider_than_the_window(who: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(who).page
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    leaving = """spots => spots.flatMap(spot => [...spot.querySelectorAll('text')].filter(text =>
        text.getBoundingClientRect().right > spot.getBoundingClientRect().right + 1).map(text => text.textContent))"""
    assert page.locator(".plot").evaluate_all(leaving) == []


def test_a_wide_table_scrolls_in_its_own_box(phone: Reader) -> None:
    box = phone.page.locator("#customer-base-wide .wb-scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert phone.trouble == []


def test_the_keyboard_reaches_chapters_and_the_data_of_a_chart(desk: Reader) -> None:
    page = desk.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"
    summary = page.locator("#customer-base-first summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#customer-base-first table").is_visible()
    assert summary.evaluate("one => getComputedStyle(one).outlineStyle") != "none"


def test_print_hides_what_only_a_screen_can_use(desk: Reader) -> None:
    desk.page.emulate_media(media="print")
    assert not desk.page.locator("nav").is_visible()
    assert desk.page.locator("footer").is_visible()
    desk.page.emulate_media(media="screen")


def test_charts_are_dark_where_the_page_is(night: Reader) -> None:
    assert night.grounds() == ("rgb(21, 25, 29)", "rgb(21, 25, 29)")


def test_print_is_light_at_the_width_of_paper_and_dark_again_after(night: Reader, tmp_path: Path) -> None:
    night.page.evaluate(
        """addEventListener('beforeprint', () => {
             window.printed = [...document.querySelectorAll('.plot .main-svg')].map(
               (svg) => [svg.getAttribute('width'), svg.style.background]);
           })"""
    )
    assert night.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True).startswith(b"%PDF")
    printed = night.page.evaluate("window.printed")
    assert {tuple(one) for one in printed if one[1]} == {("640", "rgb(255, 255, 255)")}
    until(lambda: night.grounds()[1] == "rgb(21, 25, 29)")
    assert night.trouble == []


def test_charts_follow_a_reader_who_turns_on_the_light(night: Reader) -> None:
    night.page.emulate_media(color_scheme="light")
    until(lambda: night.grounds() == ("rgb(255, 255, 255)", "rgb(255, 255, 255)"))


def test_without_scripts_the_words_stand_in_for_the_charts(reader: Callable[..., Reader]) -> None:
    page = reader(java_script_enabled=False).page
    assert page.locator("#customer-base-first .unseen").is_visible()
    assert not page.locator("#customer-base-first .plot").is_visible()


def test_a_browser_that_cannot_unpack_shows_the_data_instead(reader: Callable[..., Reader]) -> None:
    old = reader(first="delete window.DecompressionStream")
    old.page.wait_for_selector("html.chartless", state="attached")
    assert old.page.locator("#customer-base-first table").is_visible()
    assert not old.page.locator("#customer-base-first .plot").is_visible()
    assert "Charts are not drawn" in old.trouble[0]
