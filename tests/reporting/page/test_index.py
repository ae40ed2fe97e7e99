"""The list of months comes from what lies in its folder, in each language, and escapes what is in it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import World
from playwright.sync_api import Browser
from reader import DESK, PHONE, Reader

from workbench.errors import GateFailed, WorkbenchError
from workbench.phrase import pack, say
from workbench.reporting.history import attempts
from workbench.reporting.history import published as history
from workbench.reporting.page import index
from workbench.reporting.page.charts import digest

BOTH = {"en": "report.html", "zh": "report.zh.html"}


def number(value: float = 12431.0, **more: Any) -> dict[str, Any]:
    one = {"name": "customers", "title": "Customers", "value": value, "low": value - 1, "high": value + 1}
    return {**one, "unit": "count", **more}


def manifest(month: str, *numbers: dict[str, Any], **more: Any) -> dict[str, Any]:
    about = {"month": month, "closed_at": "2026-10-02T00:00:00+00:00", "snapshot": "s1", "currency": "EUR"}
    return {**about, "key_figures": list(numbers or (number(),)), "findings": [], **more}


def published(out: Path, *manifests: dict[str, Any]) -> Path:
    for one in manifests:
        (out / one["month"]).mkdir()
        (out / one["month"] / "manifest.json").write_text(json.dumps(one))
    (out / "notes").mkdir()
    index.write(out)
    return out / "index.html"


def rendered(*manifests: dict[str, Any], language: str = "en") -> str:
    return index.render(history.months(manifests, {}), language)


def test_months_are_listed_newest_first_with_their_key_figures(tmp_path: Path) -> None:
    page = published(tmp_path, *(manifest(month) for month in ("2026-08", "2026-10", "2026-09"))).read_text()
    places = [page.index(f'"{month}/report.html"') for month in ("2026-10", "2026-09", "2026-08")]
    assert places == sorted(places)
    assert page.count("<dd>12,431 <small>12,430 to 12,432</small></dd>") == 3 and "October 2026" in page


def test_hostile_text_is_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    page = rendered(manifest("2026-09", number(title=hostile), findings=[hostile], snapshot=hostile))
    assert hostile not in page and page.count("&lt;script&gt;") == 3 and page.count("<script>") == 1


def test_the_page_asks_nothing_from_outside_and_allows_its_own_script_only() -> None:
    page = rendered(manifest("2026-09"))
    (script,) = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert "http://" not in page and "https://" not in page
    assert f"default-src 'none'; script-src '{digest(script)}';" in page


def test_a_month_published_by_another_version_is_still_listed() -> None:
    older = {"month": "2026-08", "key_figures": [{"name": "customers", "title": "Customers", "value": "12"}]}
    page = rendered(older, manifest("2026-09"))
    assert '<a href="2026-08/report.html">August 2026</a>' in page and page.count("<dd>") == 1


def test_findings_and_titles_are_phrases_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = {"{n} left": "{n} \u4eba\u79bb\u5f00", "Customers": "\u5ba2\u6237"}
    monkeypatch.setattr("workbench.show.languages._catalogue", lambda language, folder: catalogue)
    finding = pack([say("{n} left", n=1204)])
    published(tmp_path, manifest("2026-09", findings=finding, pages=BOTH))
    english, chinese = ((tmp_path / name).read_text() for name in ("index.html", "index.zh.html"))
    assert "<li>1,204 left</li>" in english and 'href="2026-09/report.html">September 2026' in english
    assert "1,204 \u4eba\u79bb\u5f00" in chinese and "<dt>\u5ba2\u6237</dt>" in chinese
    assert 'href="2026-09/report.zh.html">2026\u5e749\u6708' in chinese and '<html lang="zh">' in chinese
    assert '<a href="index.zh.html" lang="zh" hreflang="zh">\u4e2d\u6587</a>' in english
    assert '<a href="2026-09/report.html" lang="en" hreflang="en">English</a>' in chinese


def test_a_month_without_a_page_in_the_language_leads_to_the_one_it_has() -> None:
    page = rendered(manifest("2026-08"), manifest("2026-09", pages=BOTH), language="zh")
    assert '<a href="2026-08/report.html">' in page and '<a href="2026-09/report.zh.html">' in page


def test_the_past_of_each_key_number_is_a_small_line_with_a_sentence() -> None:
    page = rendered(*(manifest(f"2026-0{month}", number(100.0 + month)) for month in (6, 7, 8, 9)))
    assert page.count("<svg") == 1
    assert 'aria-label="Since June 2026 between 106 and 109, now 109"' in page
    assert "<svg" not in rendered(manifest("2026-09"))


def test_money_of_another_currency_does_not_share_a_line() -> None:
    before = manifest("2026-08", number(unit="money"), currency="USD")
    assert "<svg" not in rendered(before, manifest("2026-09", number(unit="money")))


def failing(out: Path, month: str, error: Exception) -> str:
    with pytest.raises(type(error)), index.told(out, month):
        raise error
    return (out / "index.html").read_text()


def test_a_failed_run_is_told_in_a_sentence_and_nothing_more(tmp_path: Path) -> None:
    published(tmp_path, manifest("2026-09"))
    page = failing(tmp_path, "2026-09", WorkbenchError("a secret reason", where="/a/folder", do="look"))
    assert re.search(r"The latest run, of .+, did not come to its end. The report of 2\sOct\s2026 stands.", page)
    assert "secret" not in page and "folder" not in page
    page = failing(tmp_path, "2026-10", GateFailed("too few rows"))
    assert re.search(r"<h3>October 2026\s*</h3>\n<p class=\"trouble\">The latest run, .* was held back", page)
    assert "There is no report yet." in page and page.index("October") < page.index("September")


def test_the_next_publication_takes_the_sentence_away(tmp_path: Path) -> None:
    published(tmp_path, manifest("2026-09"))
    failing(tmp_path, "2026-09", GateFailed("too few rows"))
    attempts.forget(tmp_path, "2026-09")
    index.write(tmp_path)
    assert "latest run" not in (tmp_path / "index.html").read_text()


def test_what_is_no_failure_of_a_run_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), index.told(tmp_path, "2026-09"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def reader(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Reader]]:
    out = tmp_path_factory.mktemp("months")
    months = [manifest(f"2026-{month:02}", number(12_000.0 + month), pages=BOTH) for month in range(1, 10)]
    path = published(out, *months[:-1], {**months[-1], "findings": ["Caf\u00e9 complaints doubled"]})
    contexts = []

    def one(**options: Any) -> Reader:
        contexts.append(browser.new_context(offline=True, **{**DESK, **options}))
        return Reader(contexts[-1].new_page(), path.as_uri()).open()

    yield one
    for context in contexts:
        context.close()


def seen(one: Reader) -> list[str]:
    return [text.split("\n")[0] for text in one.page.locator("#list > li:visible h3").all_inner_texts()]


@pytest.mark.browser
def test_typing_leaves_the_months_that_hold_every_word(reader: Callable[..., Reader]) -> None:
    one = reader()
    assert len(seen(one)) == 9 and one.page.locator("output").inner_text() == ""
    one.page.locator("#wanted").fill("cafe DOUBLED")
    assert seen(one) == ["September 2026"] and one.page.locator("output").inner_text() == "1 of 9 months"
    one.page.keyboard.press("Control+A")
    one.page.keyboard.type("customers ma")
    assert seen(one) == ["May 2026", "March 2026"]
    assert one.trouble == []


@pytest.mark.browser
def test_without_scripts_every_month_is_shown(reader: Callable[..., Reader]) -> None:
    one = reader(java_script_enabled=False)
    assert len(seen(one)) == 9 and not one.page.locator("#wanted").is_visible()


@pytest.mark.browser
def test_nothing_is_wider_than_a_phone(reader: Callable[..., Reader]) -> None:
    one = reader(**PHONE)
    assert one.page.evaluate("document.documentElement.scrollWidth") == 360 and one.trouble == []


def test_a_notebook_that_fails_is_told_to_readers_until_the_month_is_published(world: World) -> None:
    path = world.write("02_bad", "1 / 0")
    assert world.report().exit_code == 4
    page = (world.out / "index.html").read_text()
    assert "did not come to its end. The report of" in page and "ZeroDivision" not in page
    path.unlink()
    assert world.report("--force").exit_code == 0
    assert "did not come to its end" not in (world.out / "index.html").read_text()
