"""The page: everything in one file, in the right order, and nothing in it that could act."""

import base64
import gzip
import hashlib
import itertools
import json
import re
from html.parser import HTMLParser

import pytest
from made_up_report import HOSTILE, MONTH, UNCHANGED, about, chapters, report

from workbench.reporting.closing.collect import Chapter, Prose
from workbench.reporting.page import charts as page_charts
from workbench.reporting.page import report as page
from workbench.reporting.page.prose import Renderer
from workbench.show import theme
from workbench.show.digits import SPACE


@pytest.fixture(scope="module")
def html() -> str:
    return report()


@pytest.fixture(scope="module")
def seen(html: str) -> "Page":
    return Page(html)


class Page(HTMLParser):
    """What the tests ask of the page: tags in order, their attributes, their text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data

    def having(self, name: str, value: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if value in (attributes.get(name) or "").split()]

    def scripts(self) -> list[tuple[str | None, str]]:
        """Type and text of each script element."""
        kinds = [attributes.get("type") for tag, attributes in self.tags if tag == "script"]
        return list(zip(kinds, self.texts["script"], strict=True))


def words(html: str) -> str:
    """The text of the page's body as one line."""
    body = re.sub(r"<(script|style).*?</\1>", " ", html[html.index("<body>") :], flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).replace(SPACE, " ").split())


def test_chapters_come_in_order_under_their_questions(seen: Page) -> None:
    assert seen.texts["h1"] == ["September 2026"]
    assert seen.texts["h2"][0] == "What changed?"
    assert seen.texts["h2"][1].startswith("Who are they?")
    links = [str(attributes["href"]) for tag, attributes in seen.tags if tag == "a"]
    assert all(seen.having("id", link[1:]) for link in links if link.startswith("#"))
    links = [link for link in links if link.startswith("#") and link not in ("#report", "#about")]
    assert [link for link in links if not link.startswith("#source-")] == [
        "#executive-summary",
        "#customer-base",
        "#customer-base-fell",
    ]


def test_no_heading_level_is_skipped(seen: Page) -> None:
    levels = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_landmarks_and_a_way_past_the_navigation(seen: Page) -> None:
    names = [tag for tag, _ in seen.tags if tag in ("header", "nav", "main", "footer")]
    assert names == ["header", "nav", "main", "footer"]
    assert seen.having("class", "skip")[0]["href"] == "#report"
    assert seen.having("id", "report")


def test_every_id_is_used_once(seen: Page) -> None:
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_each_chart_is_a_named_picture_with_its_figure_in_the_page(seen: Page) -> None:
    line, *pictures = seen.having("role", "img")
    assert line["aria-label"] == "Since January 2026 between 71.0 and 78.0, now 72.4; the target is 75.0"
    assert len(pictures) == 3
    for picture in pictures:
        assert str(picture["aria-label"]).startswith(("Profit by region", "Index:"))
        assert seen.having("id", str(picture["data-figure"]))


def test_a_figure_lies_in_the_page_once_and_without_its_template(seen: Page) -> None:
    figures = [json.loads(text) for kind, text in seen.scripts() if kind == "application/json"]
    shared = figures.pop()
    assert [figure["data"][0]["type"] for figure in figures] == ["bar", "scatter", "bar"]
    assert all("template" not in figure["layout"] for figure in figures)
    assert shared["template"] == theme.template().to_plotly_json()
    assert shared["swaps"][theme.colour("ink")] == theme.colour("ink", "dark")


def test_plotly_is_packed_once_and_is_the_one_the_policy_names(html: str) -> None:
    (packed,) = re.findall(r'<script type="application/octet-stream" id="library">(.*?)</script>', html)
    script = gzip.decompress(base64.b64decode(packed))
    assert b"Plotly" in script
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    assert f"'sha256-{digest}'" in policy(html)


def policy(html: str) -> str:
    return re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', html)[0].replace("&#39;", "'")


def test_the_policy_allows_two_scripts_and_nothing_from_outside(html: str, seen: Page) -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in policy(html).split(";"))
    assert rules["default-src"] == "'none'"
    (ours,) = (text for kind, text in seen.scripts() if kind is None)
    assert rules["script-src"].split()[0] == f"'{page_charts.digest(ours)}'"
    assert len(rules["script-src"].split()) == 2
    assert "http" not in policy(html) and "unsafe-eval" not in policy(html)
    assert html.index("Content-Security-Policy") < html.index("<script")


def test_nothing_in_the_page_is_loaded_from_elsewhere(html: str, seen: Page) -> None:
    loading = [attributes for _, attributes in seen.tags if {"src", "srcset", "data", "action"} & set(attributes)]
    assert loading == []
    assert [attributes["href"] for tag, attributes in seen.tags if tag == "link"] == ["data:,"]
    assert "@import" not in html and not re.search(r"url\((?!#)", re.sub(r"<script.*?</script>", "", html, flags=re.S))


def test_text_from_data_is_shown_and_never_obeyed(html: str) -> None:
    assert HOSTILE not in html
    assert html.count("<script") == html.count("</script>") == 6
    assert words(html).count("alert(1)") >= 8


def test_pictures_in_prose_are_not_loaded(seen: Page) -> None:
    assert not [tag for tag, _ in seen.tags if tag == "img"]


def test_numbers_in_a_row_share_a_row(html: str) -> None:
    (run,) = re.findall(r'<div class="run kpis">(.*?)<div class="run', html, flags=re.DOTALL)
    assert run.count('class="wb wb-kpi') == 2
    assert "only 12 answers; 30 are needed" in run


def test_a_finding_of_the_summary_leads_to_the_chapter_that_proves_it(html: str) -> None:
    assert f'<a href="#customer-base-fell">{UNCHANGED}</a>' in html


def test_a_finding_below_a_chart_of_the_same_title_does_not_say_it_twice(html: str) -> None:
    chapter = html[html.index('id="customer-base-title"') : html.index("<footer")]
    assert chapter.count(f">{UNCHANGED}<") == 1
    assert "Answer sooner." in chapter


def test_remarks_for_the_analyst_are_folded(html: str) -> None:
    (folded,) = re.findall(r'<details class="method">(.*?)</section>', html, flags=re.DOTALL)
    assert "How this was computed" in folded and "The remark." in folded
    assert "folded-figure" not in html.replace(folded, "").split("<footer")[0]


def test_the_footer_says_what_the_report_was_made_of(html: str) -> None:
    text = words(html[html.index("<body>") :])
    for part in (
        "everything known before 1 Oct 2026",
        "Snapshot 20260930T101500Z-1a2b3c4d",
        "1 Oct 2023 to 30 Sep 2026",
        "customers 12,431; 12 rejected",
        "python 3.11.7, duckdb 1.5.6",
        "Commit e902637",
        "01_customer_base 5e884898da28",
        "workbench report --month 2026-09 --snapshot 20260930T101500Z-1a2b3c4d --force",
    ):
        assert part in text


def test_a_number_leads_to_what_the_page_says_of_its_source_and_its_snapshot(html: str, seen: Page) -> None:
    index = html[html.index('id="executive-summary-index"') :]
    opened = index[index.index("<details") : index.index("</details>")]
    assert '<a href="#source-item_history"><code>item_history</code></a>' in opened
    assert '<a href="#about"><code>20260930T101500Z-1a2b3c4d</code></a>' in opened
    assert "n\xa0=\xa01,204" in opened and "September\xa02026" in opened
    source = html[html.index('id="source-item_history"') :]
    assert "A row is a month, a question" in source[: source.index("</div>")]


def test_data_without_events_and_no_git_are_left_unsaid() -> None:
    data = {**about()["data"], "from": None, "to": None}
    text = words(page.render(MONTH, chapters(), about(data=data, commit="", parameters={})))
    assert "Data to" not in text and "Commit" not in text and "None" not in text
    assert "as the notebooks have them" in text


def test_a_report_without_charts_carries_no_plotly() -> None:
    html = page.render(MONTH, [Chapter("01_base", "Who?", (Prose("Nobody."),))], about())
    assert "application/octet-stream" not in html and len(html) < 60_000


def test_the_same_chapters_give_the_same_page() -> None:
    assert report() == report()


@pytest.mark.parametrize("name", ["01_customer_base", "Base", 'x" onclick="y', "满意度"])
def test_addresses_hold_only_letters_digits_and_hyphens(name: str) -> None:
    assert re.fullmatch(r"[\w-]+", page.slug(name))


def test_prose_goes_below_the_chapter_and_skips_no_level() -> None:
    prose = Renderer()
    found = [prose.html(text) for text in ("#### deep", "# shallow", "## section", "##### deeper")]
    assert [html[1:3] for html in found] == ["h3", "h3", "h3", "h4"]


@pytest.mark.parametrize("text", ["[a](javascript:alert(1))", "<b onclick=x>a</b>", "<https://a.b><script>", "![a](b)"])
def test_prose_holds_no_html_of_its_own(text: str) -> None:
    html = Renderer().html(text)
    assert not re.search(r"<(?!/?(p|a)\b)", html) and 'href="javascript' not in html
