"""Charts are drawn when they are written: in any language, by any process, from their JSON."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sample_charts import every_kind

from workbench.show import charts, drawing, languages
from workbench.show.blocks import PICTURES, PLOTLY_MIME

CARTESIAN = {"scatter", "bar", "box", "heatmap", "histogram", "histogram2d", "contour", "violin", "image", "pie"}
LETTERS = re.compile(r"[A-Za-z]{2,}")
TAGS = re.compile(r"<br>|</?span[^>]*>|&\w+;")


class EverythingTranslated(dict[str, str]):
    """A catalogue that knows each message: its letters are signs, its gaps stay."""

    def get(self, text: str, default: object = None) -> str:
        return "".join(re.sub("[A-Za-z]", "字", part) if place % 2 == 0 else part for place, part in parts(text))


def parts(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(re.split(r"(\{\w+\})", text))


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(languages, "_catalogue", lambda language, folder: EverythingTranslated())
    with languages.writing("zh", "EUR"):
        yield


def texts(value: Any) -> Iterator[str]:
    """All texts that a reader of a figure may see."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key in ("text", "ticktext", "hovertext", "name"):
                yield from flat(one)
            elif key != "template":
                yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from flat(one)
    else:
        yield from texts(value)


def drawn(name: str) -> tuple[dict[str, Any], str]:
    with languages.writing("en", "EUR"):  # as the notebook did
        fields = json.loads(json.dumps(every_kind()[name].fields()))
    figure, says = charts.draw({**fields, "says": every_kind()[name].says})
    return json.loads(figure.to_json()), says


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("name", drawing.DRAWINGS)
def test_no_english_is_left_in_a_figure_when_all_messages_are_translated(name: str) -> None:
    figure, says = drawn(name)
    seen = list(texts(figure))
    assert seen, "a figure without any text tells nothing"
    for text in (*seen, says):
        assert LETTERS.findall(TAGS.sub("", text)) == []


@pytest.mark.parametrize("name", drawing.DRAWINGS)
def test_a_chart_is_the_same_whether_drawn_at_once_or_from_its_json(name: str) -> None:
    with languages.writing("en", "EUR"):
        chart = every_kind()[name]
        assert drawn(name) == (json.loads(chart.figure.to_json()), chart.says)


@pytest.mark.parametrize("name", drawing.DRAWINGS)
def test_a_figure_needs_only_plotlys_small_bundle(name: str) -> None:
    assert {trace["type"] for trace in drawn(name)[0]["data"]} <= CARTESIAN


@pytest.mark.usefixtures("chinese")
def test_colours_are_those_of_the_plain_names_in_every_language() -> None:
    with languages.writing("en"):
        english = drawn("grouped_bars")[0]["data"]
    chinese = drawn("grouped_bars")[0]["data"]
    assert [bar["marker"] for bar in chinese] == [bar["marker"] for bar in english]
    assert [bar["name"] for bar in chinese] != [bar["name"] for bar in english]


def test_money_is_in_the_currency_of_the_notebook_and_the_scale_of_the_reader() -> None:
    with languages.writing("zh", "USD"):
        figure, _ = drawn("bars")
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["€124万", "€83.0万"]


def test_a_run_that_draws_nothing_keeps_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = every_kind()["bars"]
    assert PLOTLY_MIME in chart.bundles()[1]
    monkeypatch.setenv(PICTURES, "no")
    assert PLOTLY_MIME not in chart.bundles()[1]


def test_jupyterlab_shows_blocks_in_the_language_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_LANG", "zh")
    with languages.writing("en", "EUR"):
        _, picture, _ = every_kind()["bars"].bundles()
    assert picture[PLOTLY_MIME]["layout"]["annotations"][0]["text"] == "€124万"
