"""The committed notebooks close a month: of a world with hostile texts, and of three real sources."""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from planted import MARKUP, PEOPLE, plant
from playwright.sync_api import Browser
from reader import DESK, PHONE, Reader
from typer.testing import CliRunner
from wording import sentences

from workbench import synthetic
from workbench.cli import app
from workbench.memory import ingest
from workbench.show import languages
from workbench.synthetic import hostile
from workbench.synthetic.items import ITEMS

ROOT = Path(__file__).parents[3]
CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
KEY_NUMBERS = {"customers", "arrivals", "satisfaction_index", "churn_rate", "value_at_risk", "customer_equity", "roc"}
PERSONAL = ("jane.roe@example.com", "7946 0958", "Jane Roe", "13800138000", "王小明")
CODE = re.compile(
    r"\b[a-z0-9]+_\w+|\b(?:nan|NaN|NaT|None|null|undefined|True|False|Traceback|Series|dtype)\b|[{}]|&\w+;"
)
BOXES = "all => all.map(one => one.getBoundingClientRect().toJSON())"
RETAIL = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Closed:
    """A month that was closed by the command line."""

    store: Path
    report: Path
    month: str

    @property
    def page(self) -> str:
        return (self.report / "report.html").read_text(encoding="utf-8")

    def ask(self, sql: str, table: str) -> list[tuple[object, ...]]:
        """Ask one of the two tables of the closed month, called ``t`` in the query."""
        path = self.store / "memory" / self.month / f"{table}.parquet"
        with duckdb.connect() as connection:
            connection.execute(f"CREATE VIEW t AS SELECT * FROM '{path}'")
            return connection.execute(sql).fetchall()


def close(source: Path, folder: Path, data: Path | None = None) -> Closed:
    store, out = folder / "store", folder / "reports"
    ingest.load(source, data=data, store=store)
    places = ["--store", str(store), "--out", str(out), "--notebooks", str(ROOT / "notebooks")]
    result = CliRunner().invoke(app, ["report", *places, "--lang", "en,zh"])
    assert result.exit_code == 0, result.output
    [report] = [path for path in out.iterdir() if path.is_dir()]
    return Closed(store, report, report.name)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    """The latest full month of a world that holds hostile texts and personal data, in ids and in names too."""
    folder = tmp_path_factory.mktemp("hostile")
    synthetic.write(synthetic.Recipe(customers=2_000, months=30, seed=3, hostile=True), folder / "source")
    plant(folder / "source")
    yield close(folder / "source", folder)


def test_every_chapter_ends_well_and_hands_over_its_numbers(closed: Closed) -> None:
    about = json.loads((closed.report / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(one["name"] for one in about["notebooks"]) == CHAPTERS
    assert {one["outcome"] for one in about["notebooks"]} == {"done"}
    names = closed.ask("SELECT DISTINCT name FROM t WHERE kind = 'kpi' AND value IS NOT NULL", "figures")
    assert {name for (name,) in names} >= KEY_NUMBERS


def test_every_number_shown_says_its_period_its_source_and_its_n(closed: Closed) -> None:
    silent = "value IS NOT NULL AND (period = '' OR source = '' OR n <= 0) AND NOT (kind = 'kpi' AND value = 0)"
    assert closed.ask(f"SELECT chapter, block, name FROM t WHERE {silent}", "figures") == []


def test_the_customer_memory_has_a_row_for_each_customer(closed: Closed) -> None:
    [(rows, customers, valued)] = closed.ask(
        "SELECT count(*), count(DISTINCT customer_id), count(expected_value) FROM t", "customers"
    )
    assert rows == customers > 2_000 and valued > 1_000


def test_no_customer_and_nothing_personal_leaves(closed: Closed) -> None:
    ids = [str(name) for (name,) in closed.ask("SELECT customer_id FROM t", "customers")]
    published = [path for path in closed.report.parent.rglob("*") if path.is_file()]
    assert {path.suffix for path in published} == {".html", ".ipynb", ".json"}
    for path in published:
        text = path.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
        assert [word for word in (*PERSONAL, *PEOPLE, *ids) if word in text] == [], path.name


def test_a_label_that_reaches_somebody_is_shown_without_it(closed: Closed) -> None:
    assert "London: [hidden]" in closed.page and "Benelux [hidden]" in closed.page


def test_markup_in_the_data_is_only_text(closed: Closed) -> None:
    assert closed.ask(f"SELECT count(*) > 0 FROM t WHERE row LIKE '%{hostile.MARKUP}%'", "figures") == [(True,)]
    assert closed.ask(f"SELECT count(*) > 0 FROM t WHERE row LIKE '%{MARKUP[0]}%'", "figures") == [(True,)]
    pages = [path.read_text(encoding="utf-8") for path in closed.report.parent.rglob("*.html")]
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in closed.report.rglob("*.ipynb")]
    shown = [html for notebook in notebooks for html in _html(notebook)]
    assert shown and [raw for raw in (hostile.MARKUP, *MARKUP) for text in (*pages, *shown) if raw in text] == []


def _html(notebook: dict[str, Any]) -> list[str]:
    """What the cells of an executed notebook show as HTML."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    data = [output.get("data", {}) for cell in cells for output in cell["outputs"]]
    return ["".join(one["text/html"]) for one in data if "text/html" in one]


def test_the_chinese_page_leaves_no_english_sentence(closed: Closed) -> None:
    rows = {str(row) for (row,) in closed.ask("SELECT DISTINCT row FROM t", "figures")}
    with languages.writing("zh"):
        names = {row for row in rows if languages.lookup(row) == row}
    asked = {f"{item.construct}: {item.touchpoint}" for item in ITEMS if item.touchpoint}
    names |= asked | {f"{name} {side}" for name in asked for side in ("low", "high")}  # quoted as they were asked
    english, chinese = (closed.report / name for name in ("report.html", "report.zh.html"))
    assert len(sentences(english.read_text(encoding="utf-8"))) > 200
    assert sentences(chinese.read_text(encoding="utf-8"), names) == []


@pytest.mark.browser
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_report_opens_without_a_network_and_draws_every_chart(
    closed: Closed, browser: Browser, screen: dict[str, object]
) -> None:
    context = browser.new_context(offline=True, **screen)
    reader = Reader(context.new_page(), (closed.report / "report.html").as_uri()).open().drawn()
    assert len(reader.marks()) >= 15
    assert reader.page.locator(".plot:not(:has(.main-svg))").count() == 0
    assert reader.page.evaluate("document.documentElement.scrollWidth") == reader.page.viewport_size["width"]
    assert reader.trouble == []
    context.close()


@pytest.mark.browser
def test_the_first_screen_holds_five_numbers_and_the_first_sentence(closed: Closed, browser: Browser) -> None:
    page = browser.new_page(**DESK)
    page.goto((closed.report / "report.html").as_uri())
    numbers = page.locator(".first .wb-kpi:not(.wb-part)").evaluate_all(BOXES)
    [sentence, *_] = page.locator(".first .wb-finding .wb-title").evaluate_all(BOXES)
    assert len(numbers) == 5 and len({box["top"] for box in numbers}) == 1
    assert max(box["bottom"] for box in [*numbers, sentence]) <= DESK["viewport"]["height"]
    page.close()


@pytest.mark.browser
def test_on_a_phone_the_numbers_stand_below_each_other(closed: Closed, browser: Browser) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto((closed.report / "report.html").as_uri())
    numbers = page.locator(".first .wb-kpi").evaluate_all(BOXES)
    assert all(above["bottom"] <= below["top"] + 1 for above, below in itertools.pairwise(numbers))
    context.close()


@pytest.mark.browser
def test_what_is_read_holds_no_name_of_the_code(closed: Closed, browser: Browser) -> None:
    """All text of the page and of its charts, everything unfolded, but for the names that are marked as code."""
    page = browser.new_page()
    page.goto((closed.report / "report.html").as_uri())
    page.wait_for_selector("html.charts-drawn", state="attached", timeout=120_000)
    page.evaluate("document.querySelectorAll('code').forEach(one => one.remove())")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    drawn = page.locator(".plot text").all_text_contents()
    text = " ".join([page.evaluate("document.querySelector('main').innerText"), *drawn])
    questions = {item.item for item in ITEMS}  # the company's own keys, in the analyst's table
    assert len(text) > 10_000 and set(CODE.findall(text)) - questions == set()
    page.close()


@pytest.mark.parametrize("name", ["cdnow", "complete_journey", "online_retail"])
def test_a_real_source_closes_its_latest_month_and_says_what_is_missing(name: str, tmp_path: Path) -> None:
    if name == "online_retail" and not (RETAIL / "online_retail.parquet").exists():
        pytest.skip("online_retail.parquet is not in ../shared/data; it is no part of the project")
    closed = close(ROOT / "data" / "sources" / name, tmp_path, RETAIL if name == "online_retail" else None)
    missing = closed.ask("SELECT count(*) FROM t WHERE kind = 'note' AND name = 'missing'", "figures")
    assert missing > [(0,)]
    [(worth,)] = closed.ask("SELECT value FROM t WHERE name = 'customer_equity' AND kind = 'kpi' LIMIT 1", "figures")
    assert isinstance(worth, float) and worth > 0
