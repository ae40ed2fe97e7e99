"""Blocks as HTML: what a reader is told, with every text escaped."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from workbench.show import blocks, kinds, languages, render
from workbench.show.blocks import MIME, PLOTLY_MIME, Block, Chart, Field
from workbench.show.digits import SPACE

BAD = '<script>alert(1)</script>"&'
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&amp;"


@dataclass
class Number:
    value: float = 72.4
    low: float = 71.1
    high: float = 73.7
    n: int = 1204
    method: str = "jackknife"


@dataclass
class Nothing:
    why: str = "only 12 answers; 30 are needed"
    n: int = 12


@pytest.fixture(autouse=True)
def euros() -> Iterator[None]:
    with languages.writing("en", "EUR"):
        yield


def html(block: Block, **options: Any) -> str:
    fields = json.loads(json.dumps(block.fields()))
    return str(render.block(fields, **options)).replace(SPACE, " ")


def kpi(number: Any, **changes: Any) -> blocks.Kpi:
    return blocks.kpi("k", **{"title": "Satisfaction", "number": number, "unit": "points", **changes})


def shown_kpi(number: Any, **changes: Any) -> str:
    return html(kpi(number, **{"period": "September 2026", "source": "item_history", **changes}))


def test_a_kpi_says_value_interval_n_period_and_source() -> None:
    text = shown_kpi(Number())
    for part in ("Satisfaction", ">72.4<", "71.1 to 73.7", "n = 1,204 · September 2026", "Source: item_history"):
        assert part in text


def test_a_counted_kpi_has_no_interval() -> None:
    assert "wb-interval" not in shown_kpi(Number(12, 12, 12, 12, "counted"), unit="count")


def test_a_withheld_kpi_shows_its_sentence_and_no_number() -> None:
    text = shown_kpi(Nothing())
    assert "only 12 answers; 30 are needed" in text and "not shown" in text
    assert "None" not in text and "nan" not in text


def test_money_is_in_the_currency_of_the_notebook_whoever_renders_it() -> None:
    fields = kpi(Number(1.2e6, 1.1e6, 1.3e6), unit="money", period="", source="").fields()
    with languages.writing("en", "USD"):
        assert "€1.20" in render.block(fields) and "$" not in render.block(fields)


def table(**changes: Any) -> blocks.Table:
    frame = pd.DataFrame({"segment": ["loyal", BAD], "customers": [1204, None], "share": [0.31, 0.004]})
    columns = {
        "segment": Field("Segment"),
        "customers": Field("Customers", "count"),
        "share": Field("Share", "percent"),
    }
    about = {"n": 1204, "period": "September 2026", "source": "segments.rfm", "says": "By value.", **changes}
    return blocks.table("t", "Two segments", frame, columns, **about)


def test_a_table_has_headed_rows_and_columns_and_numbers_in_words() -> None:
    text = html(table())
    assert '<th scope="col">Segment</th><th scope="col" class="wb-number">Customers</th>' in text
    assert '<th scope="row">loyal</th><td class="wb-number">1,204</td><td class="wb-number">31.0%</td>' in text
    assert '<td class="wb-number">–</td>' in text
    assert "By value." in text and "n = 1,204 · September 2026" in text


def test_a_wide_table_scrolls_in_a_named_box_that_the_keyboard_reaches() -> None:
    assert '<div class="wb-scroll" role="group" aria-label="Two segments" tabindex="0">' in html(table())


def test_a_long_table_is_cut_and_says_so() -> None:
    frame = pd.DataFrame({"day": range(5000)})
    block = blocks.table("t", "t", frame, {"day": Field("Day", "count")}, n=1, period="", source="")
    assert html(block).count("<tr>") == 201 and "The first 200 of 5,000 rows are shown." in html(block)
    with languages.writing("zh"):
        assert "200" in html(block) and "rows are shown" not in html(block)


def chart() -> Chart:
    frame = pd.DataFrame({"region": [BAD], "profit": [1.0]})
    columns = {"region": Field("Region"), "profit": Field("Profit", "money")}
    figure = go.Figure(go.Bar(x=[1], y=["a"]))
    return blocks.chart("c", "North leads", figure, frame, columns, n=9, period="2026", source="ledger", says="A bar.")


def test_a_chart_has_title_picture_and_its_data_as_a_table() -> None:
    text = html(chart(), picture=render.Markup("<b>picture</b>"), anchor="base-c")
    assert text.index("North leads") < text.index("<b>picture</b>") < text.index("n = 9 · 2026")
    assert '<figure class="wb wb-chart" id="base-c">' in text
    assert text.index("<details") < text.index("A bar.") < text.index("<table>") < text.index("Source: ledger")


@pytest.mark.parametrize(
    ("level", "label"), [("info", "Note."), ("missing", "What is missing."), ("warning", "Take care.")]
)
def test_a_note_says_in_words_what_its_colour_says(level: Any, label: str) -> None:
    assert f"<strong>{label}</strong> Nobody was asked." in html(blocks.note("n", "Nobody was asked.", level=level))


def test_a_finding_says_number_worth_test_and_what_to_do() -> None:
    block = blocks.finding(
        "f", "Satisfaction fell", Number(-2.1, -3.3, -0.9), unit="points", period="September 2026",
        source="item_history", test="jackknife, p = 0.002", worth=-4e5, do="Call back sooner.",
    )  # fmt: skip
    text = html(block)
    for part in ("Satisfaction fell", "−2.1", "(−3.3 to −0.9)", "−€400K", "Call back sooner.", "p = 0.002"):
        assert part in text


def test_a_change_of_a_share_is_in_percentage_points() -> None:
    """A share that fell by 4.4 points is not 4.4 % of anything."""
    fell = blocks.finding(
        "f", "Churn fell", Number(-0.044, -0.057, -0.03), unit="percent", period="September 2026",
        source="churn_history", test="jackknife", do="Go on.", tells="change",
    )  # fmt: skip
    text = html(fell).replace(SPACE, " ")
    assert "−4.4 percentage points" in text and "(−5.7 to −3.0)" in text and "−4.4%" not in text


def every_text_hostile() -> list[Block]:
    number, where = Number(), {"period": BAD, "source": BAD}
    frame = pd.DataFrame({"a": [BAD], "b": [1.0]})
    columns = {"a": Field(BAD), "b": Field(BAD, "number")}
    about = {"n": 1, **where, "says": BAD}
    return [
        blocks.kpi("k", BAD, number, unit="number", **where),
        blocks.kpi("k", BAD, Nothing(BAD), unit="number", **where),
        blocks.table("t", BAD, frame, columns, **about),
        blocks.chart("c", BAD, go.Figure(), frame, columns, **about),
        blocks.note("n", BAD, title=BAD),
        blocks.finding("f", BAD, number, unit="number", **where, test=BAD, do=BAD),
    ]


@pytest.mark.parametrize("block", every_text_hostile(), ids=lambda block: block.kind)
def test_every_text_is_escaped_in_page_and_cell(block: Block) -> None:
    for text in [html(block, anchor=BAD), *(bundle.get("text/html", "") for bundle in block.bundles())]:
        assert "<script" not in text
    assert SAFE in html(block)


def test_a_block_in_a_cell_brings_its_style_in_its_own_scope() -> None:
    bundle = kpi(Number(), period="", source="")._repr_mimebundle_()
    assert bundle["text/html"].startswith('<div class="wb-live"><style>.wb-live{')
    assert bundle[MIME]["value"] == 72.4


def test_a_chart_in_a_cell_is_title_picture_and_data() -> None:
    above, picture, below = chart().bundles()
    assert "North leads" in above["text/html"] and "<table>" in below["text/html"]
    assert set(picture) == {MIME, PLOTLY_MIME, "text/plain"}
    assert picture[PLOTLY_MIME]["data"][0]["type"] == "bar"
    json.dumps(picture)


def test_a_chart_without_a_figure_cannot_be_shown() -> None:
    with pytest.raises(ValueError, match="chart 'c' has no figure"):
        Chart("c", "t").bundles()


def test_several_blocks_are_shown_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(kinds, "display", lambda bundle, raw: shown.append(bundle))
    blocks.show(blocks.note("a", "first"), chart(), blocks.note("b", "second"))
    assert [bundle[MIME]["name"] for bundle in shown if MIME in bundle] == ["a", "c", "b"]


def test_values_become_plain_ones() -> None:
    days = pd.DataFrame(
        {"day": pd.to_datetime(["2026-09-01"]), "n": pd.array([None], dtype="Int64"), "x": [float("inf")]}
    )
    columns = {"day": Field("Day", "date"), "n": Field("N", "count"), "x": Field("X", "number")}
    block = blocks.table("t", "t", days, columns, n=1, period="", source="")
    assert block.rows == [{"day": "2026-09-01T00:00:00", "n": None, "x": None}]
    assert "1 Sep 2026" in html(block)
