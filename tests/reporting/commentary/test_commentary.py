"""What an analyst says to a month: read, checked, put at its place, and published again when it changes."""

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import World
from made_up_report import HOSTILE, MONTH, about, chapters
from typer.testing import CliRunner

from workbench.cli import app
from workbench.errors import BadParameter
from workbench.memory import ingest
from workbench.memory.store import Store
from workbench.reporting.commentary import folder as commentary_folder
from workbench.reporting.commentary import placed as commentary
from workbench.reporting.commentary.file import read
from workbench.reporting.commentary.placed import Remark
from workbench.reporting.page import report as page
from workbench.reporting.page.prose import Renderer
from workbench.reporting.page.remark import html

NAMES = ["00_executive_summary", "01_customer_base"]


def written(folder: Path, text: str, name: str = "2026-09.md") -> Path:
    path = folder / "commentary" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_a_signature_a_head_and_sections(tmp_path: Path) -> None:
    said = read(
        written(
            tmp_path,
            "<!-- a hint -->\nauthor: Ada\ndate: 2026-10-03\n\nThe head.\n\n## Mine\n\nMore.\n\n"
            "# 01_customer_base\n\nOf them.\n\n```\n# no heading\n```\n\nCustomer base\n===\n\nMore of them.\n",
        )
    )
    assert (said.author, said.day, said.head) == ("Ada", "2026-10-03", "The head.\n\n## Mine\n\nMore.")
    assert said.about("01_customer_base") == "Of them.\n\n```\n# no heading\n```\n\nMore of them."
    said.require_known(NAMES)


def test_without_a_date_the_day_is_that_of_the_file(tmp_path: Path) -> None:
    said = read(written(tmp_path, "The head."))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", said.day) and said.author == ""


@pytest.mark.parametrize("heading", ["1", "01", "01_customer_base", "Customer base", "CUSTOMER BASE"])
def test_a_heading_names_a_chapter_in_many_ways(tmp_path: Path, heading: str) -> None:
    assert read(written(tmp_path, f"# {heading}\n\nYes.")).about("01_customer_base") == "Yes."


def test_a_heading_that_names_no_chapter_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(BadParameter) as caught:
        read(written(tmp_path, "# Customers\n\nWho?")).require_known(NAMES)
    assert caught.value.value == "Customers" and "00_executive_summary, 01_customer_base" in caught.value.do


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.write_bytes("Grüße".encode("latin-1"))
    with pytest.raises(BadParameter, match="not UTF-8"):
        read(path)
    with pytest.raises(BadParameter, match="not a day"):
        read(written(tmp_path, "date: tomorrow\n\nMuch."))


def placed(folder: Path, language: str = "en") -> list[Any]:
    return commentary.placed(chapters(), Store(folder), MONTH, language)


def test_the_head_stands_below_the_key_numbers_and_a_section_under_its_title(tmp_path: Path) -> None:
    written(tmp_path, "The head.\n\n# 01\n\nOf them.")
    first, base = placed(tmp_path)
    kinds = [type(cell).__name__ for cell in first.cells]
    assert kinds == ["Prose", "Shown", "Shown", "Remark", "Shown"]
    assert isinstance(base.cells[0], Remark) and base.cells[0].text == "Of them."


def test_a_language_has_its_own_file_or_the_plain_one(tmp_path: Path) -> None:
    written(tmp_path, "# 01\n\nplain")
    written(tmp_path, "# 01\n\n\u4e2d\u6587", "2026-09.zh.md")
    assert [placed(tmp_path, language)[1].cells[0].text for language in ("en", "zh")] == ["plain", "\u4e2d\u6587"]


def test_hints_alone_say_nothing(tmp_path: Path) -> None:
    path = commentary_folder.start(Store(tmp_path), MONTH, "", NAMES)
    assert "01_customer_base" in path.read_text() and placed(tmp_path) == chapters()
    path.write_text("Mine now.")
    assert commentary_folder.start(Store(tmp_path), MONTH, "", NAMES).read_text() == "Mine now."


def test_the_page_shows_it_signed_and_obeys_nothing_in_it(tmp_path: Path) -> None:
    written(
        tmp_path,
        f"author: Ada {HOSTILE}\ndate: 2026-10-03\n\n{HOSTILE} [a](javascript:alert(1)) ![p](https://example.org/x.png)"
        "\n\n# 01\n\n## Mine\n\n[The call](https://example.org/call) mattered.",
    )
    html = page.render(MONTH, placed(tmp_path), about())
    assert HOSTILE not in html and 'href="javascript' not in html and "<img" not in html
    head, base = re.findall(r'<div class="remark" role="note".*?</div>', html, flags=re.DOTALL)
    assert "Analyst\u2019s comment" in head or "Analyst&#39;s comment" in head
    assert "3\u00a0Oct\u00a02026" in head and "Ada &lt;script" in head
    assert "<h3>Mine</h3>" in base and '<a href="https://example.org/call">' in base
    assert html.index("Trust") < html.index(head) < html.index("Answer sooner.")


def test_a_remark_nobody_signed_is_the_analysts() -> None:
    assert html(Remark("Much.", day="2026-10-03"), Renderer()).count("\N{MIDDLE DOT}") == 1


def test_a_changed_comment_publishes_the_month_again(world: World) -> None:
    assert "unchanged" in world.report().output
    written(world.store, "Much happened.")
    done = world.report()
    assert done.exit_code == 0 and "changed since its last report: commentary" in done.output.replace("\n", " ")
    assert "Much happened." in (world.out / "2026-09" / "report.html").read_text()
    assert "unchanged" in world.report().output


def test_a_heading_that_names_no_chapter_stops_the_run_before_it_begins(world: World) -> None:
    written(world.store, "# 07\n\nWho?")
    done = world.report()
    assert done.exit_code == 2 and "names no chapter" in done.stderr and "01_base" in done.stderr


def test_a_customer_named_in_it_stops_the_run_before_it_begins(world: World, tmp_path: Path) -> None:
    source = tmp_path / "more"
    source.mkdir()
    (source / "customers.csv").write_text("customer_id,acquired_on,region\nC-17,2026-05-02,North\n")
    ingest.load(source, store=world.store)
    written(world.store, "We lost (C-17) in May 2026.")
    done = world.report()
    assert done.exit_code == 2 and "names a customer" in done.stderr and "value: C-17" in done.stderr


def test_only_words_of_the_store_are_customers(world: World) -> None:
    written(world.store, "Order A-1 of 2026 and C0017 are no customers here; a is, but no one can tell.")
    assert world.report().exit_code == 0


def test_the_command_makes_the_file_and_says_where_it_is(world: World) -> None:
    words = ["comment", "--month", "2026-09", "--store", str(world.store), "--notebooks", str(world.notebooks)]
    done = CliRunner().invoke(app, [*words, "--lang", "zh"])
    path = world.store / "commentary" / "2026-09.zh.md"
    assert done.exit_code == 0 and str(path) in done.output.replace("\n", "") and "01_base" in path.read_text()
    assert CliRunner().invoke(app, [*words, "--lang", "xx"]).exit_code == 2
