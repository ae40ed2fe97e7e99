"""Texts that remember how they were written, so that they can be written again in another language.

A chapter says its sentences once, in English, while the notebook runs; the page writes them
again in the reader's language, from the same run and so with the same numbers. For that a
``Phrase`` is the English text, usable wherever a text is, that also keeps what it was made of:
``how`` names the writer, ``given`` its arguments as plain JSON values.

What cuts or joins a phrase as a plain text (``+``, ``upper``, an f-string) gives a plain
text, which is English for ever. So sentences are made by ``say`` from a template with named
gaps, and joined by a template too. ``show.languages`` writes phrases again.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

SAY = "say"
TEXT = "text"
SPACE = "\u00a0"  # a number never parts from its unit at the end of a line
MINUS = "\u2212"
TIMES = re.compile(r"(?P<one>\{(?P<gap>\w+)\} (?:month|day))s\b")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Phrase(str):
    """An English text, and how it was written.

    Args:
        text: the English text.
        how: the writer: "say", "month", or the name of a writer of ``show``.
        given: the writer's arguments by name; plain JSON values and phrases.

    >>> Phrase("78.0%", "value", {"number": 0.78, "unit": "percent"}).how
    'value'
    """

    how: str
    given: dict[str, Any]

    def __new__(cls, text: str, how: str, given: Mapping[str, Any]) -> "Phrase":
        phrase = super().__new__(cls, text)
        phrase.how = how
        phrase.given = dict(given)
        return phrase

    def __getnewargs__(self) -> tuple[str, str, dict[str, Any]]:  # type: ignore[override]
        """What a copy is made from."""
        return str(self), self.how, self.given


def N_(template: str) -> str:
    """Mark a template that is said later, so that it comes into the catalogue.

    >>> N_("{name} leads")
    '{name} leads'
    """
    return template


def say(template: str, **values: Any) -> Phrase:
    """A sentence from a template with named gaps.

    Args:
        template: English, with gaps such as ``{name}``; the key of its translation.
        values: phrases, names from data, numbers, days.

    One month and one day lose their s.

    >>> say("{n} answers; at least {fewest} are needed", n=1204, fewest=2000)
    '1,204 answers; at least 2,000 are needed'
    >>> say("over {months} months", months=1)
    'over 1 month'
    """
    gaps = {name: _plain(value) for name, value in values.items()}
    counted = TIMES.sub(lambda found: found["one"] if gaps.get(found["gap"]) == 1 else found[0], template)
    text = counted.format(**{name: _english(value) for name, value in gaps.items()})
    return Phrase(text, SAY, {"template": template, "gaps": gaps})


def month(name: str) -> Phrase:
    """A month in words from its YYYY-MM.

    >>> month("2026-09")
    'September 2026'
    """
    year, number = name.split("-")
    return Phrase(f"{MONTHS[int(number) - 1]} {year}", "month", {"name": name})


def listed(names: Iterable[str]) -> Phrase:
    """Names in a row.

    >>> listed(["age", "region", "industry"])
    'age, region and industry'
    """
    *others, last = list(names) or [""]
    text = f"{', '.join(others)} and {last}" if others else last
    return Phrase(text, "listed", {"names": [*others, last]})


def quoted(names: Iterable[str]) -> list[Phrase]:
    """Each name between quotation marks.

    >>> listed(quoted(["web", "shop"]))
    "'web' and 'shop'"
    """
    return [say("'{name}'", name=name) for name in names]


def pack(value: Any) -> Any:
    """Plain JSON values from values that may hold phrases, however deep.

    >>> pack({"title": say("{n} left", n=3)})["title"]["how"]
    'say'
    """
    if isinstance(value, Phrase):
        return {TEXT: str(value), "how": value.how, "given": pack(value.given)}
    if isinstance(value, Mapping):
        return {key: pack(one) for key, one in value.items()}
    return [pack(one) for one in value] if isinstance(value, list | tuple) else value


def unpack(value: Any) -> Any:
    """What was packed, with its phrases.

    >>> unpack(pack([say("{n} left", n=3)]))
    ['3 left']
    """
    if isinstance(value, Mapping):
        if value.keys() == {TEXT, "how", "given"}:
            return Phrase(value[TEXT], value["how"], unpack(value["given"]))
        return {key: unpack(one) for key, one in value.items()}
    return [unpack(one) for one in value] if isinstance(value, list) else value


def remembered(row: Mapping[str, Any]) -> str:
    """JSON of those texts of a row that are phrases, for a table that keeps plain texts; '' if none is.

    >>> remembered({"title": "Churn"})
    ''
    """
    phrases = {name: value for name, value in row.items() if isinstance(value, Phrase)}
    return json.dumps(pack(phrases), ensure_ascii=False) if phrases else ""


def recalled(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose column ``phrases`` holds what ``remembered`` gave, with its phrases at their places.

    >>> row = {"why": say("{n} left", n=3)}
    >>> recalled({"why": "3 left", "phrases": remembered(row)})["why"].how
    'say'
    """
    known = row.get("phrases") or ""
    return {**row, **(unpack(json.loads(known)) if known else {})}


def decimals(size: float) -> int:
    """As many decimals as make about three digits of a number of this size.

    >>> [decimals(size) for size in (0.04, 1.5, 43.0, 1204.0)]
    [3, 2, 1, 0]
    """
    return 3 if size < 0.1 else 2 if size < 10 else 1 if size < 100 else 0


def _english(value: Any) -> str:
    if isinstance(value, str):
        return value
    shown = f"{abs(value):,.{0 if isinstance(value, int) else decimals(abs(value))}f}"
    return MINUS + shown if value < 0 and shown.strip("0.,") else shown


def _plain(value: Any) -> Any:
    """A gap's value as JSON keeps it; a day becomes a phrase of its own."""
    if isinstance(value, dt.date):
        text = SPACE.join((str(value.day), MONTHS[value.month - 1][:3], str(value.year)))
        return Phrase(text, "day", {"content": value.isoformat()[:10]})
    return value.item() if hasattr(value, "item") else value
