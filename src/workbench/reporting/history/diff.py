"""What differs between two closed months: figures, parameters, data, code.

A figure is the same figure in both months if chapter, block, row and name agree; of several
that agree in all four, the first belongs to the first, and so on. It has *changed* if its value
differs, *appeared* or *disappeared* if only one month has it, and was *withheld* if its row is
there without a value. These are differences of numbers, not findings: whether one is more than
chance takes a test, which only the chapter that owns the figure can make. Differences of a month
from itself are none, and swapping the months flips every sign.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from workbench.show.chapters import key_numbers

State = Literal["changed", "appeared", "disappeared", "withheld", "no longer withheld"]
NUMBERED = ("kpi", "finding")
# They differ in every month, or are told elsewhere in more words.
_TOLD_ELSEWHERE = ("data", "parameters", "earlier months")


@dataclass(frozen=True)
class Closed:
    """A closed month as the store keeps it.

    Args:
        manifest: what it was made of.
        figures: its figures, with the columns of ``figures.COLUMNS``.
    """

    manifest: Mapping[str, Any]
    figures: pd.DataFrame


@dataclass(frozen=True)
class Figure:
    """How one figure differs.

    Args:
        chapter, block, row, name: which figure; ``row`` is empty unless it is of a table or chart.
        kind: kpi, finding, table or chart.
        title: the title of its block, as of the later month if it has the figure.
        unit: the unit of its values; percent is a fraction.
        is_key: whether it is one of the key numbers.
        state: what happened to it.
        before, after: its values; None where there is none.
        absolute: after less before, in ``unit``; None unless both are there.
        relative: ``absolute`` as a fraction of the size of ``before``; None if that is 0.
    """

    chapter: str
    block: str
    row: str
    name: str
    kind: str
    title: str
    unit: str
    is_key: bool
    state: State
    before: float | None
    after: float | None
    absolute: float | None
    relative: float | None


@dataclass(frozen=True)
class Entry:
    """Something else that differs: what it is, what it was, what it is now; empty where it is not known."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """All that differs between two closed months."""

    before: str
    after: str
    figures: tuple[Figure, ...]
    parameters: tuple[Entry, ...]
    data: tuple[Entry, ...]
    code: tuple[Entry, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.figures or self.parameters or self.data or self.code)


def diff(before: Closed, after: Closed) -> Difference:
    """What differs between two closed months; key numbers come first."""
    first, second = before.manifest, after.manifest
    return Difference(
        str(first["month"]),
        str(second["month"]),
        figures(before.figures, after.figures),
        _entries(first.get("parameters", {}), second.get("parameters", {})),
        _entries(_data(first), _data(second)),
        _entries(_code(first), _code(second)),
    )


def figures(before: pd.DataFrame, after: pd.DataFrame) -> tuple[Figure, ...]:
    """The figures that differ: the key numbers, then in the order of the later month, then those only the earlier has.

    >>> one = {"chapter": "01_base", "block": "roc", "row": "", "name": "roc", "kind": "kpi", "title": "ROC"}
    >>> months = [pd.DataFrame([{**one, "unit": "percent", "value": value}]) for value in (0.10, 0.15)]
    >>> [(figure.name, figure.state, round(figure.relative, 3)) for figure in figures(*months)]
    [('roc', 'changed', 0.5)]
    """
    (old, was_silent), (new, is_silent) = _known(before), _known(after)
    keys = dict.fromkeys((*new, *old))
    found = []
    for key in keys:
        row = key[:3]
        if key in old and key in new:
            if old[key]["value"] != new[key]["value"]:
                found.append(_figure("changed", old[key], new[key]))
        elif key in new:
            found.append(_figure("no longer withheld" if row in was_silent else "appeared", None, new[key]))
        else:
            found.append(_figure("withheld" if row in is_silent else "disappeared", old[key], None))
    return tuple(sorted(found, key=_rank))


_Name = tuple[str, str, str, str]
_Known = dict[tuple[str, str, str, str, int], dict[str, Any]]


def _known(frame: pd.DataFrame) -> tuple[_Known, set[tuple[str, str, str]]]:
    """The figures that have a value, by what names them; and the rows that stand there without one."""
    known: _Known = {}
    silent: set[tuple[str, str, str]] = set()
    seen = Counter[_Name]()
    for row in ({str(key): value for key, value in record.items()} for record in frame.to_dict("records")):
        if row["chapter"].startswith(key_numbers.OWN):  # the summary repeats what others say
            continue
        name: _Name = (row["chapter"], row["block"], row["row"], row["name"])
        if pd.isna(row["value"]):
            silent.add(name[:3])
            continue
        known[(*name, seen[name])] = row
        seen[name] += 1
    return known, silent


def _figure(state: State, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Figure:
    row = new or old or {}
    before, after = (None if side is None else float(side["value"]) for side in (old, new))
    absolute = None if before is None or after is None else after - before
    relative = None if absolute is None or not before else absolute / abs(before)
    told = {name: str(row[name]) for name in ("chapter", "block", "row", "name", "kind", "title", "unit")}
    is_key = row["kind"] == "kpi" and row["name"] in key_numbers.KEY_NUMBERS
    return Figure(**told, is_key=is_key, state=state, before=before, after=after, absolute=absolute, relative=relative)


def _rank(figure: Figure) -> tuple[int, int]:
    """Key numbers in their order, then numbers and findings, then cells; each else as found."""
    if figure.is_key:
        return 0, key_numbers.KEY_NUMBERS.index(figure.name)
    return (1, 0) if figure.kind in NUMBERED else (2, 0)


def _data(manifest: Mapping[str, Any]) -> dict[str, Any]:
    data = dict(manifest.get("data", {}))
    rows = {f"rows of {table}": count for table, count in data.pop("rows", {}).items()}
    content = str(data.pop("content_hash", ""))[:12]
    return {"snapshot": manifest.get("snapshot"), "content": content, **rows, **data}


def _code(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The commit, the versions, and the short hashes of all else the report depends on."""
    versions = dict(manifest.get("versions", {}))
    hashes = {
        name: str(value)[:12]
        for name, value in manifest.get("fingerprint", {}).items()
        if name not in versions and name not in _TOLD_ELSEWHERE
    }
    return {"commit": manifest.get("commit"), **versions, **hashes}


def _entries(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Entry, ...]:
    names: Iterable[str] = dict.fromkeys((*before, *after))
    pairs = ((name, _text(before.get(name)), _text(after.get(name))) for name in names)
    return tuple(Entry(name, old, new) for name, old, new in pairs if old != new)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
