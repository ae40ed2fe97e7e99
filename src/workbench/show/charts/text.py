"""Text in charts: made safe, broken into lines, and read aloud."""

import html
import textwrap
from collections.abc import Iterable

LABEL_WIDTH = 18


def safe(content: object) -> str:
    """Text from data, so that plotly reads no tag, link or entity in it.

    >>> safe('<a href="http://x">A & B</a>')
    '&lt;a href="http://x"&gt;A &amp; B&lt;/a&gt;'
    """
    return html.escape(str(content), quote=False)


def label(content: object, width: int = LABEL_WIDTH, lines: int = 4) -> str:
    """A label from data: safe, broken into short lines, cut with an ellipsis after the last.

    A word longer than a line is broken where the line is full: Chinese has no spaces to break at.

    >>> label("Contact centre: waiting time")
    'Contact centre:<br>waiting time'
    """
    words = " ".join(str(content).split())
    broken = textwrap.wrap(words, width, max_lines=lines, placeholder=" …") or [""]
    return "<br>".join(safe(line) for line in broken)


def sentence(head: str, pairs: Iterable[tuple[object, str]], most: int = 8) -> str:
    """What a chart shows, read aloud.

    >>> sentence("Customers by region", [("North", "12"), ("South", "10")])
    'Customers by region: North 12, South 10.'
    """
    parts = [f"{what} {number}" for what, number in pairs]
    rest = f", and {len(parts) - most} more" if len(parts) > most else ""
    return f"{head}: {', '.join(parts[:most])}{rest}."
