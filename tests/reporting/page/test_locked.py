"""A copy of the report that only a passphrase opens: what is in the file, and what a browser makes of it."""

import base64
import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import World
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from made_up_report import UNCHANGED, report
from playwright.sync_api import Browser
from reader import DESK, PHONE, Reader

from workbench.errors import BadParameter, WorkbenchError
from workbench.reporting.page import charts as page_charts
from workbench.reporting.page import locked

SECRET = "correct horse battery \u00e9"


@pytest.fixture(scope="module")
def html() -> str:
    return locked.page(report(), SECRET)


def parts(html: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="sealed">(.*?)</script>', html, flags=re.DOTALL)
    return dict(json.loads(text))


def opened(about: dict[str, Any], secret: str) -> str:
    """The text as any other program would open it from what the page says."""
    salt, nonce, data = (base64.b64decode(about[name]) for name in ("salt", "nonce", "data"))
    key = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=about["rounds"]).derive(secret.encode())
    return gzip.decompress(AESGCM(key).decrypt(nonce, data, None)).decode()


def test_the_passphrase_opens_the_very_page_and_no_other_does(html: str) -> None:
    assert opened(parts(html), SECRET) == report()
    with pytest.raises(InvalidTag):
        opened(parts(html), SECRET + " ")


def test_a_changed_file_does_not_open(html: str) -> None:
    about = parts(html)
    data = bytearray(base64.b64decode(about["data"]))
    data[len(data) // 2] ^= 1
    with pytest.raises(InvalidTag):
        opened({**about, "data": base64.b64encode(data).decode()}, SECRET)


def test_nothing_of_the_report_can_be_read_in_the_file(html: str) -> None:
    for text in (UNCHANGED, "September", "72.4", SECRET, "Customer report"):
        assert text not in html
    assert parts(html)["rounds"] == 600_000 and "http:" not in html and "https:" not in html


def test_salt_and_nonce_are_drawn_anew_for_each_copy() -> None:
    first, second = (locked.sealed("the same", SECRET) for _ in range(2))
    assert all(first[name] != second[name] for name in ("salt", "nonce", "data"))


def policy(html: str) -> dict[str, str]:
    found = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', html)[0].replace("&#39;", "'")
    return dict(rule.strip().split(" ", 1) for rule in found.split(";"))


def test_the_policy_is_that_of_the_report_and_one_script_more(html: str) -> None:
    ours, inner = policy(html), policy(report())
    script = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)[0]
    mine, *others = ours.pop("script-src").split()
    assert mine == f"'{page_charts.digest(script)}'" and others == inner.pop("script-src").split()
    assert ours == inner


def test_a_page_without_a_policy_is_not_locked() -> None:
    with pytest.raises(WorkbenchError, match="no content-security policy"):
        locked.page("<!doctype html><title>x</title>", SECRET)


def test_the_passphrase_comes_from_the_environment_and_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_PASSPHRASE", SECRET)
    assert locked.passphrase("REPORT_PASSPHRASE") == SECRET
    monkeypatch.setenv("REPORT_PASSPHRASE", "too short")
    with pytest.raises(BadParameter) as caught:
        locked.passphrase("REPORT_PASSPHRASE")
    assert "too short" not in str(caught.value).replace("the passphrase is too short", "")
    with pytest.raises(BadParameter, match="no passphrase"):
        locked.passphrase("NO_SUCH_VARIABLE")


def test_each_language_gets_a_copy_and_copies_are_not_locked_again(tmp_path: Path) -> None:
    for name in ("report.html", "report.zh.html"):
        (tmp_path / name).write_text(report(), encoding="utf-8")
    for _ in range(2):
        copies = locked.write_copies(tmp_path, SECRET)
    assert [path.name for path in copies] == ["report.locked.html", "report.zh.locked.html"]
    assert len(list(tmp_path.iterdir())) == 4


@pytest.fixture(scope="module")
def reader(browser: Browser, tmp_path_factory: pytest.TempPathFactory, html: str) -> Iterator[Callable[..., Reader]]:
    path = tmp_path_factory.mktemp("locked") / "report.locked.html"
    path.write_text(html, encoding="utf-8")
    contexts = []

    def one(**options: Any) -> Reader:
        contexts.append(browser.new_context(offline=True, **{**DESK, **options}))
        return Reader(contexts[-1].new_page(), path.as_uri()).open()

    yield one
    for context in contexts:
        context.close()


def unlock(reader: Reader, secret: str) -> None:
    reader.page.keyboard.type(secret)
    reader.page.keyboard.press("Enter")


def answered(reader: Reader, text: str) -> None:
    reader.page.locator("#answer", has_text=text).wait_for(timeout=30_000)


@pytest.mark.browser
def test_a_wrong_passphrase_is_told_and_shows_nothing(reader: Callable[..., Reader]) -> None:
    one = reader()
    assert one.page.evaluate("document.activeElement.id") == "passphrase"
    one.page.keyboard.press("Enter")
    answered(one, "Please write the passphrase.")
    unlock(one, "not the passphrase")
    answered(one, "That passphrase does not open this report.")
    assert one.page.locator(".chapter, .plot").count() == 0
    assert one.page.locator("#passphrase[aria-invalid='true']").count() == 1
    assert one.trouble == []


@pytest.mark.browser
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_right_one_shows_the_whole_report_with_its_charts(reader: Callable[..., Reader], screen: Any) -> None:
    one = reader(**screen)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= screen["viewport"]["width"]
    unlock(one, SECRET)
    one.drawn()
    assert one.marks() == [2, 1, 2] and one.trouble == []
    assert one.page.title() == "Customer report, September 2026"
    assert one.page.locator("#sealed, #passphrase").count() == 0


@pytest.mark.browser
def test_an_opened_report_is_printed_and_linked_like_the_report_itself(reader: Callable[..., Reader]) -> None:
    one = reader()
    unlock(one, SECRET)
    one.drawn()
    assert len(one.page.pdf()) > 50_000
    one.page.locator(".chapters a").last.click()
    assert one.page.url.endswith("#customer-base")
    assert one.page.locator("#customer-base-title").is_visible() and one.trouble == []


@pytest.mark.browser
def test_an_opened_report_still_obeys_the_policy(reader: Callable[..., Reader]) -> None:
    one = reader()
    unlock(one, SECRET)
    one.drawn()
    one.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.done = 1'}))"
    )
    assert one.page.evaluate("window.done") is None
    assert any("Content Security Policy" in text for text in one.trouble)


def test_the_command_writes_a_locked_copy_beside_the_report(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_PASSPHRASE", SECRET)
    done = world.report("--passphrase-env", "REPORT_PASSPHRASE")
    copy = world.out / "2026-09" / "report.locked.html"
    assert done.exit_code == 0 and str(copy) in done.output.replace("\n", ""), done.output
    assert opened(parts(copy.read_text()), SECRET) == (world.out / "2026-09" / "report.html").read_text()
    assert world.report("--passphrase-env", "NO_SUCH_VARIABLE").exit_code == 2
