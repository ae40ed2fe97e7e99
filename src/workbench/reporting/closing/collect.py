"""What an executed notebook says: its prose and its blocks, in order, and nothing else.

A chapter is one notebook. Its markdown cells are the executive's prose; cells tagged
``method`` are for the analyst. Of the outputs only those are read that carry a block under
``show.blocks.MIME``: prints, tracebacks, widgets and reprs never reach a page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import NotebookFailed
from workbench.phrase import unpack
from workbench.show.blocks import MIME, PLOTLY_MIME


@dataclass(frozen=True)
class Prose:
    """A markdown cell. The chapter's title is not repeated in it."""

    text: str
    is_method: bool = False


@dataclass(frozen=True)
class Shown:
    """A block: its fields with their phrases, and the plotly figure (``data``, ``layout``) the notebook showed."""

    fields: dict[str, Any]
    figure: dict[str, Any] | None = None
    is_method: bool = False


@dataclass(frozen=True)
class Chapter:
    """A notebook as a reader meets it.

    Args:
        name: the notebook's file name without its ending, such as ``03_satisfaction_drivers``.
        title: the question it asks, from its first heading.
        cells: prose and blocks in the order of the notebook.

    >>> Chapter("01_base", "Who are they?", (Prose("All of them."), Shown({"block": "note"}))).blocks
    [{'block': 'note'}]
    """

    name: str
    title: str
    cells: tuple[Prose | Shown, ...] = field(default_factory=tuple)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The fields of its blocks, in order."""
        return [cell.fields for cell in self.cells if isinstance(cell, Shown)]


def chapter(name: str, notebook: Mapping[str, Any]) -> Chapter:
    """Read an executed notebook (nbformat 4 as plain JSON).

    Raises NotebookFailed if two blocks share a name: figures are found by it next month.

    >>> page = {"cells": [{"cell_type": "markdown", "source": "# Who?\\nAll of them.", "metadata": {}}]}
    >>> chapter("01_base", page)
    Chapter(name='01_base', title='Who?', cells=(Prose(text='All of them.', is_method=False),))
    """
    title = ""
    cells: list[Prose | Shown] = []
    for raw in notebook["cells"]:
        is_method = "method" in raw["metadata"].get("tags", [])
        if raw["cell_type"] == "markdown":
            text = _joined(raw["source"])
            if not title:
                title, text = _split_title(text)
            cells += [Prose(text, is_method)] if text else []
        elif raw["cell_type"] == "code":
            cells += list(_shown(raw["outputs"], is_method))
    found = Chapter(name, title or name, tuple(cells))
    _refuse_double_names(found)
    return found


def _shown(outputs: list[Mapping[str, Any]], is_method: bool) -> Iterator[Shown]:
    for output in outputs:
        data = output.get("data", {})
        if MIME in data:
            yield Shown(unpack(data[MIME]), data.get(PLOTLY_MIME), is_method)


def _joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _split_title(text: str) -> tuple[str, str]:
    """The first ``# heading`` of a cell and what follows it; ('', text) if it has none."""
    first, _, rest = text.strip().partition("\n")
    return (first[2:].strip(), rest.strip()) if first.startswith("# ") else ("", text)


def _refuse_double_names(found: Chapter) -> None:
    names = [block["name"] for block in found.blocks if "name" in block]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise NotebookFailed(
            "two blocks of a chapter share a name", where=found.name, value=", ".join(double), do="rename one of them"
        )
