"""The library of queries: one SQL file each, described by its own header, made of each other.

A query's header says what a row is and by which rule, then in three lists what it is made
of, what it takes and what it gives::

    -- A row is a customer known as of a date.
    --
    -- with: purchase_days
    -- takes:
    --   as_of (date): the first day not seen
    --   months (integer, default 12): how many months back
    -- gives:
    --   customer_id: the customer
    --   revenue (money): paid so far

The queries named by ``with`` are put before it as common table expressions, each once and
those it needs first, so that no rule is written twice. From the same headers come the
checks of parameters and the page ``docs/queries.md``.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.errors import BadParameter

FOLDER = Path(__file__).with_name("queries")

_LIST = re.compile(r"(with|takes|gives):\s*(.*)")
_TAKES = re.compile(r"(\w+) \((date|integer|number|text)(?:, default (.+?))?\): (.+)")
_GIVES = re.compile(r"(\w+)(?: \((.+?)\))?: (.+)")
_NAMED = re.compile(r"\$(\w+)")
_TYPES: dict[str, tuple[type, ...]] = {"date": (dt.date,), "integer": (int,), "number": (int, float), "text": (str,)}


@dataclass(frozen=True)
class Parameter:
    """What a query takes; ``default`` is None when it must be given."""

    name: str
    type: str
    doc: str
    default: int | float | str | None = None

    def checked(self, value: object, query: str) -> object:
        """The value, if it is of the parameter's type; BadParameter otherwise.

        >>> Parameter("months", "integer", "how many").checked(12, "some_query")
        12
        """
        if isinstance(value, dt.datetime | bool) or not isinstance(value, _TYPES[self.type]):
            do = f"give a value of type {self.type}: {self.doc}"
            raise BadParameter("a parameter has the wrong type", where=f"{query}, {self.name}", value=value, do=do)
        return value


@dataclass(frozen=True)
class Given:
    """A column a query gives."""

    name: str
    unit: str
    doc: str


@dataclass(frozen=True)
class Query:
    """A query as its file describes it.

    Args:
        name: the file's stem.
        doc: what a row is and by which rule.
        needs: the queries it is made of.
        takes: the parameters its header names.
        gives: its columns in order.
        body: the SQL below the header.
    """

    name: str
    doc: str
    needs: tuple[str, ...]
    takes: tuple[Parameter, ...]
    gives: tuple[Given, ...]
    body: str


@dataclass(frozen=True)
class Composed:
    """A query that can run: its text with everything it needs, and all it takes."""

    sql: str
    takes: dict[str, Parameter]


def names() -> tuple[str, ...]:
    """The names of all queries.

    >>> "customer_features" in names()
    True
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.sql")))


@cache
def load(name: str) -> Query:
    """The query of that name.

    Raises:
        BadParameter: there is none of that name.
    """
    if name not in names():
        raise BadParameter("no such query", where="queries", value=name, do=f"name one of {', '.join(names())}")
    return parse(name, (FOLDER / f"{name}.sql").read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Query:
    """A query from the text of its file.

    >>> parse("one", "-- A row is a one.\\n-- gives:\\n--   n (count): one\\nSELECT 1 AS n").gives
    (Given(name='n', unit='count', doc='one'),)
    """
    lines = text.splitlines()
    size = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    lists: dict[str, list[str]] = {"doc": [], "with": [], "takes": [], "gives": []}
    into = "doc"
    for line in (line.removeprefix("--").removeprefix(" ") for line in lines[:size]):
        opened = _LIST.fullmatch(line)
        into = opened[1] if opened else into
        lists[into].append(opened[2] if opened else line)
    needs = tuple(word.strip() for word in "".join(lists["with"]).split(",") if word.strip())
    takes = tuple(Parameter(m[1], m[2], m[4], _typed(m[2], m[3])) for m in _entries(_TAKES, lists["takes"], name))
    gives = tuple(Given(m[1], m[2] or "", m[3]) for m in _entries(_GIVES, lists["gives"], name))
    return Query(name, "\n".join(lists["doc"]).strip(), needs, takes, gives, "\n".join(lines[size:]).strip())


@cache
def compose(name: str) -> Composed:
    """The query with everything it is made of before it.

    A default in its own header wins over one in the header of a part.

    >>> sorted(compose("receivables").takes)
    ['as_of']
    """
    parts = [load(part) for part in _order(name)]
    takes = {taken.name: taken for part in parts for taken in part.takes}
    *before, last = parts
    if not before:
        return Composed(last.body, takes)
    ctes = ",\n".join(f"{part.name} AS (\n{part.body}\n)" for part in before)
    # One WITH clause holds the parts and the query's own expressions; RECURSIVE does no harm to the others.
    own = re.match(r"WITH(?: RECURSIVE)?\s", last.body)
    rest = f",\n{last.body[own.end() :]}" if own else f"\n{last.body}"
    return Composed(f"WITH RECURSIVE {ctes}{rest}", takes)


def bind(name: str, composed: Composed, given: Mapping[str, object], usual: Mapping[str, object]) -> dict[str, object]:
    """The values of exactly the parameters the query names.

    Args:
        given: what the caller asked for; each must be one the query takes.
        usual: what is known anyway (the date, the settings); used where nothing is given.

    Raises:
        BadParameter: unknown, ill-typed or missing.
    """
    unknown = sorted(set(given) - set(composed.takes))
    if unknown:
        choices = ", ".join(composed.takes) or "no parameter"
        raise BadParameter("the query takes no such parameter", where=name, value=unknown[0], do=f"it takes {choices}")
    values = {}
    for taken in composed.takes.values():
        value = given.get(taken.name, usual.get(taken.name, taken.default))
        if value is None:
            raise BadParameter("a parameter is missing", where=name, value=taken.name, do=f"give {taken.doc}")
        values[taken.name] = taken.checked(value, name)
    return values


def named(sql: str) -> frozenset[str]:
    """The parameters an SQL text names.

    >>> sorted(named("SELECT $a + $b + $a"))
    ['a', 'b']
    """
    return frozenset(_NAMED.findall(sql))


def _order(name: str, above: tuple[str, ...] = ()) -> list[str]:
    """The name and all it needs, each once, needed ones first."""
    if name in above:
        raise ValueError(f"queries need each other in a circle: {' > '.join((*above, name))}")
    order: list[str] = []
    for need in load(name).needs:
        order += [part for part in _order(need, (*above, name)) if part not in order]
    return [*order, name]


def _entries(pattern: re.Pattern[str], lines: list[str], query: str) -> list[re.Match[str]]:
    """The entries of a list in a header; an entry may go on in deeper indented lines."""
    entries: list[str] = []
    for line in lines:
        if line.startswith("    ") and entries:
            entries[-1] += f" {line.strip()}"
        elif line.strip():
            entries.append(line.strip())
    matches = [pattern.fullmatch(entry) for entry in entries]
    wrong = [entry for entry, match in zip(entries, matches, strict=True) if match is None]
    if wrong:
        raise ValueError(f"cannot read the header of {query}.sql: {wrong[0]}")
    return [match for match in matches if match is not None]


def _typed(kind: str, text: str | None) -> int | float | str | None:
    if text is None:
        return None
    return int(text) if kind == "integer" else float(text) if kind == "number" else text
