"""Text in charts: made safe, measured, and broken into lines."""

import html
import re
import unicodedata
from collections.abc import Iterator

LABEL_WIDTH = 18  # letters
LETTER, IDEOGRAPH = 7, 13  # pixels that a letter, or a sign as wide as high, takes at the size of a chart's text
ELLIPSIS = "…"
# A sign of an East Asian script with what may not begin a line, or a word with the space before it.
PIECES = re.compile(r"[\u2e80-\uffef][、-】！-／：；？～]*|\s*[^\s\u2e80-\uffef]+")


def safe(content: object) -> str:
    """Text from data, so that plotly reads no tag, link or entity in it.

    >>> safe('<a href="http://x">A & B</a>')
    '&lt;a href="http://x"&gt;A &amp; B&lt;/a&gt;'
    """
    return html.escape(str(content), quote=False)


def width(text: str) -> int:
    """About how many pixels a text takes, in any script.

    >>> width("North"), width("北方")
    (35, 26)
    """
    return sum(IDEOGRAPH if unicodedata.east_asian_width(letter) in "WF" else LETTER for letter in text)


def label(content: object, letters: int = LABEL_WIDTH, lines: int = 4) -> str:
    """A label from data: safe, broken into short lines, cut with an ellipsis after the last.

    Args:
        content: the label.
        letters: the width of a line, in Latin letters.
        lines: the most lines it may take.

    >>> label("Contact centre: waiting time")
    'Contact centre:<br>waiting time'
    """
    broken = list(_lines(" ".join(str(content).split()), letters * LETTER)) or [""]
    if len(broken) > lines:
        broken = [*broken[: lines - 1], _cut(broken[lines - 1], letters * LETTER)]
    return "<br>".join(safe(line) for line in broken)


def _lines(text: str, most: int) -> Iterator[str]:
    """Lines of at most ``most`` pixels; a word that is longer is broken where the line is full."""
    line = ""
    for piece in PIECES.findall(text):
        if line and width(line + piece) > most:
            yield line
            line, piece = "", piece.lstrip()
        line += piece
        while width(line) > most and len(line) > 1:
            head = _head(line, most)
            yield head
            line = line[len(head) :]
    if line:
        yield line


def _head(text: str, most: int) -> str:
    """As much of a text as fits, one letter at the least."""
    fits = 1
    while fits < len(text) and width(text[: fits + 1]) <= most:
        fits += 1
    return text[:fits]


def _cut(line: str, most: int) -> str:
    return _head(line, most - width(ELLIPSIS) - LETTER).rstrip() + " " + ELLIPSIS
