"""One file of commentary: who signs it, what it says at the head, and what it says to which chapter.

What stands before the first ``# heading`` is for the head of the report. A ``# heading`` names a
chapter, by its name, its words or its number, and what follows it is for that chapter; a heading of the
analyst's own begins with ``##``. Lines ``author: ...`` and ``date: ...`` at the top sign it, and what
stands in ``<!-- -->`` is not shown.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import BadParameter
from workbench.show.languages import prose

_NOT_SHOWN = re.compile(r"<!--.*?-->", flags=re.DOTALL)
_SIGNED = re.compile(r"\A\s*(author|date):[ \t]*(.*)(?:\n|\Z)", flags=re.IGNORECASE)


@dataclass(frozen=True)
class Commentary:
    """A file of commentary, read.

    Args:
        path: the file.
        author: who signs it; empty if nobody does.
        day: when it was written, ISO.
        head: what is said at the head of the report.
        sections: each ``# heading`` with what follows it.
    """

    path: Path
    author: str
    day: str
    head: str
    sections: tuple[tuple[str, str], ...]

    def about(self, name: str) -> str:
        """What it says to a chapter; empty if nothing."""
        return "\n\n".join(text for heading, text in self.sections if means(heading, name) and text)

    def require_known(self, names: Sequence[str]) -> None:
        """Refuse a heading that names none of these chapters."""
        for heading, _ in self.sections:
            if not any(means(heading, name) for name in names):
                do = f"name one of: {', '.join(names)}; or begin a heading of your own with ##"
                what = "a heading of the commentary names no chapter"
                raise BadParameter(what, where=str(self.path), value=heading, do=do)


def read(path: Path) -> Commentary:
    """A file of commentary; BadParameter if it is no text.

    Without a line ``date: YYYY-MM-DD`` the day is that of the file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadParameter("the commentary is not UTF-8 text", where=str(path), do="save it as UTF-8") from error
    signed, text = _signature(_NOT_SHOWN.sub("", text).lstrip())
    written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date().isoformat()
    head, sections = _split(text)
    return Commentary(path, signed.get("author", ""), _day(signed.get("date", written), path), head, sections)


def _signature(text: str) -> tuple[dict[str, str], str]:
    """The lines at the top that sign it, and the rest.

    >>> _signature("author: Ada\\nMuch happened.")
    ({'author': 'Ada'}, 'Much happened.')
    """
    signed: dict[str, str] = {}
    while match := _SIGNED.match(text):
        signed[match[1].lower()] = match[2].strip()
        text = text[match.end() :]
    return signed, text


def _split(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What stands before the first ``# heading``, and each with what follows it."""
    lines = text.splitlines()
    tokens = prose.parser().parse(text)
    opened = [
        (token.map[0], token.map[1], tokens[place + 1].content)
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0 and token.map
    ]
    ends = [*(start for start, _, _ in opened), len(lines)][1:]
    sections = tuple(
        (heading, "\n".join(lines[after:end]).strip()) for (_, after, heading), end in zip(opened, ends, strict=True)
    )
    return "\n".join(lines[: opened[0][0] if opened else len(lines)]).strip(), sections


def means(heading: str, name: str) -> bool:
    """Whether a heading names a chapter: by its name, its words or its number.

    >>> [means(heading, "03_satisfaction_drivers") for heading in ("3", "03", "Satisfaction drivers", "drivers")]
    [True, True, True, False]
    """
    wanted, (number, _, rest) = heading.strip().lower().replace("_", " "), name.lower().partition("_")
    return wanted in (name.lower().replace("_", " "), rest.replace("_", " "), number, number.lstrip("0") or "0")


def _day(text: str, path: Path) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        do = "write the day as YYYY-MM-DD"
        raise BadParameter("not a day", where=f"{path}, date", value=text, do=do) from error
