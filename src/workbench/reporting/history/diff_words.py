"""A difference between two closed months as a person and as a program read it, and where the months are read."""

import dataclasses
import json

from workbench.errors import BadParameter, NotReady
from workbench.memory import handover
from workbench.memory.grid import grid
from workbench.memory.month import Month
from workbench.memory.store import Store
from workbench.reporting.closing import publish
from workbench.reporting.history.diff import NUMBERED, Closed, Difference, Entry, Figure, diff
from workbench.show import format

WIDEST = 60
NOTHING = "-"


def between(store: Store, months: list[str]) -> Difference:
    """What differs between two closed months; of one month, what differs from the month before.

    Raises:
        BadParameter: no month, more than two, or one that is not written YYYY-MM.
        NotReady: a month is not closed.
    """
    if not 1 <= len(months) <= 2:
        do = "name one, such as 2026-10, or two, such as 2026-09 2026-10"
        raise BadParameter("two months can be compared", where="diff", value=" ".join(months), do=do)
    last = Month.parse(months[-1])
    first = Month.parse(months[0]) if len(months) == 2 else last - 1
    return diff(read(store, first), read(store, last))


def read(store: Store, month: Month) -> Closed:
    """A closed month of the store; NotReady if it is not closed."""
    manifest = publish.manifest(store.month_folder(month))
    if not manifest:
        closed = ", ".join(map(str, store.closed_months())) or "none"
        do = f"close it with `workbench report --month {month}`; closed are: {closed}"
        raise NotReady("this month is not closed", where=str(store.folder / "memory"), value=str(month), do=do)
    return Closed(manifest, handover.reported_figures(store.folder, month))


def as_json(difference: Difference) -> str:
    """All that differs, for a program; numbers in full."""
    return json.dumps(dataclasses.asdict(difference), indent=2, ensure_ascii=False)


def in_words(difference: Difference, currency: str, *, every: bool = False) -> str:
    """What differs, for a person.

    Args:
        currency: ISO code in which money is written.
        every: list the cells of tables and charts too, which are otherwise only counted.
    """
    if difference.is_empty:
        return f"Nothing differs between {difference.before} and {difference.after}."
    parts = [_figures(difference, currency, every=every)]
    for name in ("parameters", "data", "code"):
        parts.append(_entries(name.capitalize(), getattr(difference, name), difference))
    return "\n\n".join(parts)


def _figures(difference: Difference, currency: str, *, every: bool) -> str:
    listed = [figure for figure in difference.figures if every or figure.kind in NUMBERED]
    parts = [
        _grid(title, [figure for figure in listed if figure.is_key == is_key], difference, currency)
        for title, is_key in (("Key numbers", True), ("Other figures", False))
    ]
    if cells := len(difference.figures) - len(listed):
        parts.append(f"Cells of tables and charts that differ too: {cells:,}; --all lists them.")
    return "\n\n".join(parts)


def _grid(title: str, figures: list[Figure], difference: Difference, currency: str) -> str:
    if not figures:
        return f"{title}: no difference."
    header = ["figure", difference.before, difference.after, "difference", "relative", ""]
    return f"{title}:\n{grid(header, [_line(figure, currency) for figure in figures])}"


def _line(figure: Figure, currency: str) -> list[str]:
    values = (figure.before, figure.after)
    texts = (NOTHING if value is None else format.value(value, figure.unit, currency=currency) for value in values)
    absolute, relative = figure.absolute, figure.relative
    return [
        _name(figure),
        *texts,
        "" if absolute is None else format.change(absolute, figure.unit, currency=currency),
        "" if relative is None else f"{relative:+.1%}".replace("-", "\N{MINUS SIGN}"),
        "" if figure.state == "changed" else figure.state,
    ]


def _name(figure: Figure) -> str:
    """A key number by its title; any other by its chapter too, because titles may be sentences.

    A title that states a finding holds the later month's number, so a finding goes by its name.
    """
    if figure.is_key:
        return figure.title
    what = figure.title if figure.kind == "kpi" else " ".join(part for part in (figure.block, figure.row) if part)
    name = "" if figure.kind in NUMBERED else f", {figure.name}"
    return _short(f"{figure.chapter[:2]} {what.replace('_', ' ')}") + name.replace("_", " ")


def _entries(title: str, entries: tuple[Entry, ...], difference: Difference) -> str:
    if not entries:
        return f"{title}: no difference."
    rows = [[_short(text or NOTHING) for text in (entry.what, entry.before, entry.after)] for entry in entries]
    return f"{title}:\n{grid(['what', difference.before, difference.after], rows)}"


def _short(text: str) -> str:
    """
    >>> len(_short("x" * 100))
    60
    """
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}\N{HORIZONTAL ELLIPSIS}"
