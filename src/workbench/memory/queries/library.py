"""The library of queries: one SQL file each, made of each other.

The queries a header names under ``with`` are put before it as common table expressions,
each once and those it needs first, so that no rule is written twice. Those in ``parts/``
are made for that and not meant to be asked themselves. From the same headers come the
checks of parameters and the page ``docs/queries.md``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.errors import BadParameter
from workbench.memory.queries.query import Parameter, Query, parse

FOLDER = Path(__file__).parent
_PARTS = FOLDER / "parts"


@dataclass(frozen=True)
class Composed:
    """A query that can run.

    Args:
        sql: its text with everything it is made of.
        takes: the parameters it can be given.
        sets: the parameters it has fixed.
    """

    sql: str
    takes: Mapping[str, Parameter]
    sets: Mapping[str, int]


def names() -> tuple[str, ...]:
    """The names of all queries one may ask.

    >>> "customer_features" in names()
    True
    """
    return _stems(FOLDER)


def part_names() -> tuple[str, ...]:
    """The names of the parts queries are made of.

    >>> "purchase_days" in part_names()
    True
    """
    return _stems(_PARTS)


@cache
def load(name: str) -> Query:
    """The query or part of that name.

    Raises:
        BadParameter: there is none of that name.
    """
    if name not in names() + part_names():
        raise BadParameter("no such query", where="queries", value=name, do=f"name one of {', '.join(names())}")
    folder = _PARTS if name in part_names() else FOLDER
    return parse(name, (folder / f"{name}.sql").read_text(encoding="utf-8"))


@cache
def compose(name: str) -> Composed:
    """The query with everything it is made of before it.

    What it takes or sets wins over what a part says of the same parameter.

    >>> sorted(compose("receivables").takes)
    ['as_of']
    """
    parts = [load(part) for part in _order(name)]
    takes: dict[str, Parameter] = {}
    sets: dict[str, int] = {}
    for part in parts:
        takes |= {taken.name: taken for taken in part.takes}
        sets = {key: value for key, value in sets.items() if key not in {taken.name for taken in part.takes}}
        sets |= part.sets
    takes = {key: taken for key, taken in takes.items() if key not in sets}
    return Composed(_joined(parts), takes, sets)


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
    values: dict[str, object] = dict(composed.sets)
    for taken in composed.takes.values():
        value = given.get(taken.name, usual.get(taken.name, taken.default))
        if value is None:
            raise BadParameter("a parameter is missing", where=name, value=taken.name, do=f"give {taken.doc}")
        values[taken.name] = taken.checked(value, name)
    return values


def _stems(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.sql")))


def _order(name: str, above: tuple[str, ...] = ()) -> list[str]:
    """The name and all it needs, each once, needed ones first."""
    if name in above:
        raise ValueError(f"queries need each other in a circle: {' > '.join((*above, name))}")
    order: list[str] = []
    for need in load(name).needs:
        order += [part for part in _order(need, (*above, name)) if part not in order]
    return [*order, name]


def _joined(parts: list[Query]) -> str:
    """One statement: the parts as common table expressions before the last one's own."""
    *before, last = parts
    if not before:
        return last.body
    ctes = ",\n".join(f"{part.name} AS (\n{part.body}\n)" for part in before)
    own = re.match(r"WITH( RECURSIVE)?\s", last.body)
    rest = f",\n{last.body[own.end() :]}" if own else f"\n{last.body}"
    return f"WITH{' RECURSIVE' if own and own[1] else ''} {ctes}{rest}"
