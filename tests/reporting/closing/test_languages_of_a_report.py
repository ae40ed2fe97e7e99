"""One run, several languages: the notebooks run once and each page writes their blocks again."""

import json
import re
from pathlib import Path

import pytest
from conftest import World

from workbench.show import languages
from workbench.show.blocks import MIME, PLOTLY_MIME

CHART = """import pandas as pd
from workbench.phrase import month, say
from workbench.show import blocks, charts
from workbench.show.blocks import Field
blocks.use("EUR")
frame = pd.DataFrame({"tier": ["top 20%", "bottom 30%"], "profit": [1.24e6, 8.3e5]})
fields = {"tier": Field("Value tier"), "profit": Field("Profit", "money")}
title = say("{n} left", n=1204)
charts.bars("tiers", title, frame, fields, label="tier", value="profit", n=1204, period=month("2026-09"), source="x")"""


def language(page: str) -> str:
    found = re.search('<html lang="([^"]+)">', page)
    assert found
    return found[1]


def figure(page: str) -> str:
    found = re.search('<script type="application/json" id="base-tiers-figure">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1]


def test_a_report_has_a_page_a_language_the_first_under_the_usual_name(world: World) -> None:
    world.write("01_base", CHART)
    done = world.report("--lang", "zh,en")
    assert done.exit_code == 0, done.output
    first, second = ((world.out / "2026-09" / name).read_text() for name in ("report.html", "report.en.html"))
    assert (language(first), language(second)) == ("zh", "en")
    assert "2026年9月" in first and "September 2026" not in first
    assert "€124万" in figure(first) and "€1.24M" in figure(second)
    assert "前20%" in figure(first) and "top 20%" in figure(second)
    manifest = json.loads((world.out / "2026-09" / "manifest.json").read_text())
    assert manifest["languages"] == ["zh", "en"] and "--lang zh,en" in manifest["command"]


def test_the_published_notebook_shows_its_charts_though_the_kernel_drew_none(world: World) -> None:
    world.write("01_base", CHART)
    assert world.report().exit_code == 0
    notebook = json.loads((world.out / "2026-09" / "notebooks" / "01_base.ipynb").read_text())
    outputs = [output["data"] for cell in notebook["cells"] for output in cell.get("outputs", ()) if "data" in output]
    (picture,) = (data for data in outputs if MIME in data)
    assert picture[PLOTLY_MIME]["layout"]["annotations"][0]["text"] == "€1.24M"


def test_another_language_is_a_change(world: World) -> None:
    done = world.report("--lang", "en,zh")
    assert done.exit_code == 0 and "changed since its last report: languages" in done.output


def test_an_unknown_language_is_refused_before_anything_runs(world: World) -> None:
    before = (world.out / "2026-09" / "report.html").read_bytes()
    done = world.report("--lang", "en,tlh", "--force")
    assert done.exit_code == 2
    assert "value: tlh" in done.output and "choose from: en, zh" in done.output
    assert (world.out / "2026-09" / "report.html").read_bytes() == before


def test_a_third_language_is_one_file(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "de.po").write_text(
        'msgid "{n} left"\nmsgstr "{n} sind gegangen"\n\nmsgid "Who are they?"\nmsgstr "Wer?"\n'
    )
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    world.write("01_base", CHART)
    done = world.report("--lang", "de")
    assert done.exit_code == 0, done.output
    page = (world.out / "2026-09" / "report.html").read_text()
    assert language(page) == "de"
    for text in ("Wer?", "1.204 sind gegangen", "September 2026", "n\u00a0=\u00a01.204"):
        assert text in page
    assert "1,24\u00a0Mio.\u00a0€" in figure(page)
