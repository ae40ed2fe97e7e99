"""Someone who opens a page in Chromium, with the network off, and notes what goes wrong."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


@dataclass
class Reader:
    """Someone who has the report open, and what went wrong meanwhile."""

    page: Page
    address: str
    trouble: list[str] = field(default_factory=list)

    def open(self) -> "Reader":
        page, note = self.page, self.trouble.append
        page.on("console", lambda message: note(f"console: {message.text}"))
        page.on("pageerror", lambda error: note(f"error: {error}"))
        page.on("dialog", lambda dialog: (note(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: request.url == self.address or note(f"request: {request.url[:80]}"))
        page.goto(self.address)
        return self

    def drawn(self) -> "Reader":
        self.page.wait_for_selector("html.charts-drawn", state="attached", timeout=120_000)
        return self

    def marks(self) -> list[int]:
        """How many bars or lines each chart shows."""
        count = "spots => spots.map(spot => spot.querySelectorAll('.point, .scatterlayer .js-line').length)"
        return list(self.page.locator(".plot").evaluate_all(count))

    def grounds(self) -> tuple[str, str]:
        """The colours behind the page and behind its first chart."""
        body = self.page.evaluate("getComputedStyle(document.body).backgroundColor")
        return body, self.page.locator(".plot .main-svg").first.evaluate("one => one.style.background")


def launched() -> Iterator[Browser]:
    """Chromium, while it is needed; where it is not installed the test is skipped, but not in CI."""
    if not PROGRAM:
        assert os.environ.get("CI") != "true", "Chromium is not installed, and CI must open the report in it"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=SWITCHES)
        yield browser
        browser.close()
