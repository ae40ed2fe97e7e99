"""The words of a letter to a reader, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.errors import shorten
from workbench.phrase import N_, month
from workbench.reporting.deliver.contents import Block, Contents
from workbench.show import comparisons, format, languages

LONGEST_SUBJECT = 150
ALERT = N_("ALERT {month}: {what}")
NEWS = N_("{month}: {what}")
COMPARED = N_("{to} {change}, {verdict}")
SAME = N_("{to}: {verdict}")
READY = N_("{month}: the report is ready")


@dataclass(frozen=True)
class Line:
    """A key figure in words: what it is, its value, its interval or why it is not shown, what it is compared with."""

    title: str
    value: str
    beside: str
    compared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """A letter in words, all in one language.

    >>> about = {"month": "2026-09"}
    >>> written(Contents("board", about), "en").subject
    'September 2026: the report is ready'
    """

    language: str
    month: str
    subject: str
    alerts: list[str]
    lines: list[Line]
    findings: list[str]


def written(contents: Contents, language: str) -> Words:
    """Write the contents in a language; BadParameter if it has no catalogue."""
    with languages.writing(language, contents.currency):
        return Words(
            language,
            languages.again(month(contents.month)),
            subject(contents),
            [one_line(languages.again(alert)) for alert in contents.alerts],
            [_line(block) for block in contents.figures],
            [one_line(languages.again(block["title"])) for block in contents.findings],
        )


def subject(contents: Contents) -> str:
    """The month, and the alert or else the finding that matters most; in the manner in force."""
    said, what = READY, ""
    if contents.alerts:
        said, what = ALERT, contents.alerts[0]
    elif contents.findings:
        said, what = NEWS, contents.findings[0]["title"]
    when = languages.again(month(contents.month))
    text = languages.lookup(said).format(month=when, what=languages.again(what))
    return shorten(one_line(text), LONGEST_SUBJECT)


def one_line(text: str) -> str:
    """A text without line breaks or control characters: fit for a header.

    >>> one_line("all\\r\\nBcc: me@example.org")
    'all Bcc: me@example.org'
    """
    return shorten(" ".join(text.split()), 2000)


def _line(block: Block) -> Line:
    if block.get("value") is None:
        return Line(_text(block, "title"), format.DASH, _text(block, "why"))
    value, unit = block["value"], str(block["unit"])
    compared = tuple(_compared(one) for one in comparisons.comparisons(block, languages.manner().currency))
    return Line(_text(block, "title"), str(format.value(value, unit)), _interval(block, unit), compared)


def _interval(block: Block, unit: str) -> str:
    """The bounds of a number, unless it is counted and so has none."""
    value, low, high = block["value"], block.get("low"), block.get("high")
    if block.get("counted") or low is None or high is None or low == high:
        return ""
    return str(format.interval(low, high, unit, like=value))


def _compared(one: Mapping[str, str]) -> str:
    """One comparison: than what, by how much, and whether that is better."""
    parts = {name: one_line(one[name]) for name in ("to", "change", "verdict")}
    return languages.lookup(COMPARED if parts["change"] else SAME).format(**parts)


def _text(block: dict[str, Any], key: str) -> str:
    return one_line(languages.again(block.get(key) or ""))
