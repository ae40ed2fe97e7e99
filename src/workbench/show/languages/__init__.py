"""In which language, and with which currency, things are written: the manner in force.

English is the language of the code and of every message's key. Another language is one file
beside this one, ``<language>.po``: gettext's format, read by babel as it is. Numbers, dates and
currencies need no file: babel brings the rules of all languages (CLDR).

    with languages.writing("zh", "EUR"):
        languages.again(title)

``again`` writes a ``Phrase`` once more, from what it was made of; a plain text (a label from
data, a heading) is looked up as a whole and stays as it is where the catalogue lacks it.
"""

import datetime as dt
import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec

from babel import Locale
from babel.messages.pofile import read_po

from workbench.errors import BadParameter
from workbench.phrase import SAY, Phrase

ENGLISH = "en"
FOLDER = Path(__file__).parent
P = ParamSpec("P")


@dataclass(frozen=True)
class Manner:
    """How things are written: the language's code, such as zh or pt_BR, and the currency's, such as EUR."""

    language: str = ENGLISH
    currency: str = ""

    @property
    def locale(self) -> Locale:
        """What babel knows of the language."""
        return _locale(self.language)


_in_force: ContextVar[Manner | None] = ContextVar("manner", default=None)
_usual = [Manner()]  # one for the process: each cell of a notebook has a context of its own
_writers: dict[str, Callable[..., str]] = {}


def manner() -> Manner:
    """The manner in force: that of the innermost ``writing``, else English and the currency of ``use``."""
    return _in_force.get() or _usual[0]


def use(currency: str) -> None:
    """Write money in this currency from here on; its ISO code, such as EUR."""
    _usual[0] = replace(_usual[0], currency=currency)


@contextmanager
def writing(language: str, currency: str | None = None) -> Iterator[Manner]:
    """Write in a language and a currency (None: the one in force) in what the ``with`` holds.

    Raises BadParameter for a language without a catalogue.

    >>> with writing("en", "USD") as manner:
    ...     manner.currency
    'USD'
    """
    require(language)
    chosen = Manner(language, manner().currency if currency is None else currency)
    token = _in_force.set(chosen)
    try:
        yield chosen
    finally:
        _in_force.reset(token)


def known() -> list[str]:
    """The languages that can be written: English, and one for each catalogue."""
    return [ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.po"))]


def require(language: str) -> str:
    """The language, if it can be written; BadParameter names those that can."""
    if language not in known():
        do = f"choose from: {', '.join(known())}"
        raise BadParameter("there is no catalogue for this language", where="--lang", value=language, do=do)
    return language


def lookup(text: str) -> str:
    """A whole text in the language in force; itself if the catalogue lacks it."""
    language = manner().language
    return text if language == ENGLISH else _catalogue(language, FOLDER).get(text, text)


def again(text: str) -> str:
    """Any text in the manner in force; in English the text that it was from the start.

    >>> from workbench.phrase import say
    >>> again(say("{n} left", n=1204))
    '1,204 left'
    """
    if manner().language == ENGLISH:
        return str(text)
    return written(text) if isinstance(text, Phrase) else lookup(text)


def written(phrase: Phrase) -> str:
    """A phrase from what it was made of, in the manner in force."""
    if phrase.how == SAY:
        template = phrase.given["template"]
        found = lookup(template)
        if found is template and manner().language != ENGLISH:
            return str(phrase)  # one English sentence, rather than one of two languages
        return found.format(**{name: _gap(value) for name, value in phrase.given["gaps"].items()})
    if phrase.how not in _writers:
        raise KeyError(f"no writer is called {phrase.how!r}; there are {sorted(_writers)}")
    return str(_writers[phrase.how](**_renewed(phrase.given)))


def remembered(writer: Callable[P, str]) -> Callable[P, Phrase]:
    """Let a writer's texts remember its arguments; the currency in force is one of them."""
    signature = inspect.signature(writer)

    @wraps(writer)
    def write(*args: P.args, **named: P.kwargs) -> Phrase:
        given = {name: _plain(value) for name, value in signature.bind(*args, **named).arguments.items()}
        if "currency" in signature.parameters and given.get("currency") is None:
            given["currency"] = manner().currency
        return Phrase(writer(**given), writer.__name__, given)  # type: ignore[call-arg]

    _writers[writer.__name__] = write
    return write


def _gap(value: Any) -> str:
    if isinstance(value, str):
        return written(value) if isinstance(value, Phrase) else lookup(value)
    return _writers["figure"](value)


def _renewed(value: Any) -> Any:
    """Arguments whose phrases are written again; what is plain stays for the writer to understand."""
    if isinstance(value, Phrase):
        return written(value)
    if isinstance(value, Mapping):
        return {name: _renewed(one) for name, one in value.items()}
    return [_renewed(one) for one in value] if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:
    """An argument as JSON keeps it."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return list(map(_plain, value)) if isinstance(value, list | tuple) else value


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@cache
def _catalogue(language: str, folder: Path) -> dict[str, str]:
    """The translated messages of a language; a fuzzy one is a guess, and so is none."""
    with (folder / f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=_locale(language))
    return {str(one.id): str(one.string) for one in messages if one.id and one.string and not one.fuzzy}
