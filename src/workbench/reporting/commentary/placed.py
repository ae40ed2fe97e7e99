"""The analyst's remarks at their places: at the head below the key numbers, and under chapters' titles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.memory.month import Month
from workbench.memory.store import Store
from workbench.reporting.closing.collect import Chapter, Prose, Shown
from workbench.reporting.commentary.file import Commentary, read
from workbench.reporting.commentary.folder import own_or_plain


@dataclass(frozen=True)
class Remark(Prose):
    """A part of the commentary at its place in a chapter.

    Args:
        author: who signs it; empty if nobody does.
        day: when it was written, ISO.
    """

    author: str = ""
    day: str = ""


def placed(chapters: Sequence[Chapter], store: Store, month: Month, language: str) -> list[Chapter]:
    """The chapters with the remarks of a language at their places; as they are if nobody said anything."""
    path = own_or_plain(store, month, language)
    if path is None or not chapters:
        return list(chapters)
    said = read(path)
    first, *others = [_under_title(chapter, said) for chapter in chapters]
    return [_at_head(first, said), *others]


def _under_title(chapter: Chapter, said: Commentary) -> Chapter:
    text = said.about(chapter.name)
    return replace(chapter, cells=(_remark(text, said), *chapter.cells)) if text else chapter


def _at_head(chapter: Chapter, said: Commentary) -> Chapter:
    """The first chapter with the head of the commentary below its first numbers, or first of all."""
    if not said.head:
        return chapter
    after = _end_of_numbers(chapter.cells)
    return replace(chapter, cells=(*chapter.cells[:after], _remark(said.head, said), *chapter.cells[after:]))


def _end_of_numbers(cells: Sequence[Prose | Shown]) -> int:
    """The place after the first row of numbers; 0 if there is none."""
    kinds = [isinstance(cell, Shown) and cell.fields["block"] == "kpi" for cell in cells]
    if True not in kinds:
        return 0
    first = kinds.index(True)
    return first + [*kinds[first:], False].index(False)


def _remark(text: str, said: Commentary) -> Remark:
    return Remark(text, author=said.author, day=said.day)
