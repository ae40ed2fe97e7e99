"""The words that someone who reads a page sees: of its text, its labels and its charts, without code."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

UNREAD = {"script", "style", "code", "svg"}
SPOKEN = {"aria-label", "title", "alt", "placeholder"}
WRITTEN = {"text", "hovertext", "ticktext", "name", "ticksuffix", "tickprefix"}
SENTENCE = re.compile(r"(?:[A-Za-z][A-Za-z'’-]+[ ,;:]+){2,}[A-Za-z][A-Za-z'’-]+")
FIGURES = re.compile(r'<script type="application/json" id="[^"]+-figure">(.*?)</script>', re.DOTALL)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.unread = 0
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in UNREAD
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.texts.append(data)


def texts(page: str) -> list[str]:
    """Every text that is read, with ordinary spaces."""
    reading = _Reading()
    reading.feed(page)
    charts = [text for figure in FIGURES.findall(page) for text in _written(json.loads(figure))]
    return [" ".join(text.split()) for text in (*reading.texts, *charts) if text.strip()]


def sentences(page: str, names: Iterable[str] = ()) -> list[str]:
    """What reads like English on a page: three Latin words in a row, names from data left aside."""
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    aside = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
    return sorted({found[0] for text in texts(page) for found in SENTENCE.finditer(aside.sub(" · ", text))})


def _written(value: Any, key: str = "") -> Iterator[str]:
    """The texts of a figure as plotly writes them."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _written(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _written(one, key)
    elif isinstance(value, str) and key in WRITTEN:
        yield unescape(re.sub("<[^>]+>", " ", value))
