"""A query as its file describes it: the header says what a row is, what goes in and what comes out.

A header says what a row is and by which rule, then in lists what the query is made of, what
it takes and what it gives::

    -- A row is a customer known as of a date.
    --
    -- with: purchase_days
    -- sets:
    --   steps = 0
    -- takes:
    --   as_of (date): the first day not seen
    --   months (integer, default 12): how many months back
    -- gives:
    --   customer_id: the customer
    --   revenue (money): paid so far

``sets`` fixes a parameter of a query it is made of. An entry may go on in a deeper line.
"""

import datetime as dt
import re
from dataclasses import dataclass

from workbench.errors import BadParameter

Value = int | float | str | dt.date

_OPENS = re.compile(r"(with|sets|takes|gives):\s*(.*)")
_SETS = re.compile(r"(\w+) = (\d+)")
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
    default: Value | None = None

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
    """A column a query gives; ``unit`` is empty for texts, dates and plain sums."""

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
        sets: parameters of those that it fixes.
        takes: the parameters it has, those of what it is made of included.
        gives: its columns in order.
        body: the SQL below the header.
    """

    name: str
    doc: str
    needs: tuple[str, ...]
    sets: dict[str, int]
    takes: tuple[Parameter, ...]
    gives: tuple[Given, ...]
    body: str

    @property
    def named(self) -> frozenset[str]:
        """The parameters its own SQL names, without those of what it is made of."""
        return frozenset(_NAMED.findall(self.body))


def parse(name: str, text: str) -> Query:
    """A query from the text of its file; ValueError if its header cannot be read.

    >>> parse("one", "-- A row is a one.\\n-- gives:\\n--   n (count): one\\nSELECT 1 AS n").gives
    (Given(name='n', unit='count', doc='one'),)
    """
    lines = text.splitlines()
    size = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    lists: dict[str, list[str]] = {"doc": [], "with": [], "sets": [], "takes": [], "gives": []}
    into = "doc"
    for line in (line.removeprefix("--").removeprefix(" ") for line in lines[:size]):
        opened = _OPENS.fullmatch(line)
        into = opened[1] if opened else into
        lists[into].append(opened[2] if opened else line)
    return Query(
        name=name,
        doc="\n".join(lists["doc"]).strip(),
        needs=tuple(word.strip() for word in " ".join(lists["with"]).split(",") if word.strip()),
        sets={m[1]: int(m[2]) for m in _entries(_SETS, lists["sets"], name)},
        takes=tuple(Parameter(m[1], m[2], m[4], _typed(m[2], m[3])) for m in _entries(_TAKES, lists["takes"], name)),
        gives=tuple(Given(m[1], m[2] or "", m[3]) for m in _entries(_GIVES, lists["gives"], name)),
        body="\n".join(lines[size:]).strip(),
    )


def _entries(pattern: re.Pattern[str], lines: list[str], query: str) -> list[re.Match[str]]:
    entries: list[str] = []
    for line in lines:
        if line.startswith("    ") and entries:
            entries[-1] += f" {line.strip()}"
        elif line.strip():
            entries.append(line.strip())
    return [_read(pattern, entry, query) for entry in entries]


def _read(pattern: re.Pattern[str], entry: str, query: str) -> re.Match[str]:
    match = pattern.fullmatch(entry)
    if match is None:
        raise ValueError(f"cannot read the header of {query}.sql: {entry}")
    return match


def _typed(kind: str, text: str | None) -> Value | None:
    if text is None:
        return None
    return int(text) if kind == "integer" else float(text) if kind == "number" else text
