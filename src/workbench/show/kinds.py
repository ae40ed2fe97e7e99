"""The kinds of blocks: kpi, table, chart, note, finding, and how each is shown.

Any text of a block may be a ``Phrase``, and then the page writes it in the reader's language.
The bundle of a block is ``{MIME: {"block": kind, ...fields}, "text/html": ..., "text/plain": ...}``,
its fields packed for JSON (``phrase.unpack`` brings the phrases back). A chart keeps its rows and
how they are drawn, not the figure: that is drawn when the chart is shown, in the language it is
shown in.
"""

import json
import os
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from IPython.display import display

from workbench.phrase import pack
from workbench.show import languages, render
from workbench.show.fields import Field, Unit
from workbench.show.masking import masked, masked_in

MIME = "application/vnd.workbench.block+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"
LANGUAGE = "WORKBENCH_LANG"  # the language in which JupyterLab shows blocks
PICTURES = "WORKBENCH_PICTURES"  # "no": charts are not drawn in cells; whoever reads the notebook draws them


@dataclass(frozen=True)
class Block:
    """What all blocks share: a name unique in its chapter, a title and where numbers come from."""

    name: str
    title: str
    period: str = ""
    source: str = ""

    kind = "block"

    def fields(self) -> dict[str, Any]:
        """The block as plain values for JSON."""
        return _packed(self.kind, vars(self))

    def bundles(self) -> list[dict[str, Any]]:
        """The MIME bundles it is shown by, in order."""
        return [self._repr_mimebundle_()]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        fields = self.fields()
        with _shown():
            html = render.live(render.block(fields))
        return {MIME: fields, "text/html": html, "text/plain": masked(f"{self.kind}: {self.title}")}


@dataclass(frozen=True)
class Kpi(Block):
    """One number that matters, with its interval and n; or the sentence why it is withheld.

    Args:
        past: months before, oldest first: month (YYYY-MM), value, low, high, and whether it was reported then.
        comparisons: to (what it is compared to), then, change, low, high, verdict and test.
        part_of: the name of the number that this one explains, and below which it stands small.
    """

    unit: Unit = "number"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    why: str = ""
    counted: bool = False
    past: list[dict[str, Any]] = field(default_factory=list)
    comparisons: list[dict[str, Any]] = field(default_factory=list)
    part_of: str = ""

    kind = "kpi"


@dataclass(frozen=True)
class Table(Block):
    """A small table: rows of plain values, and a Field for each column."""

    columns: dict[str, Field] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    n: int = 0
    says: str = ""

    kind = "table"

    def fields(self) -> dict[str, Any]:
        """The block with its columns as a list: a saved notebook sorts the keys of a mapping."""
        columns = [{"name": name, **asdict(field)} for name, field in self.columns.items()]
        shown = {name: value for name, value in vars(self).items() if name != "picture"}
        return _packed(self.kind, {**shown, "columns": columns})


@dataclass(frozen=True)
class Chart(Table):
    """A picture, the sentence it says, and the data behind it as a table.

    Args:
        drawing: the builder of ``charts`` that draws it; empty: ``picture`` is given.
        options: what the builder was told, as plain values: which column is the label, and so on.
            ``rows`` may have columns that are drawn but not shown in the table.
        picture: an analyst's own plotly figure; it is shown as it is, in every language.
    """

    drawing: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    picture: Any = None

    kind = "chart"

    @property
    def figure(self) -> Any:
        """The plotly figure, drawn in the manner in force."""
        if self.picture is not None:
            return self.picture
        from workbench.show import drawing

        return drawing.draw(self.fields())

    def bundles(self) -> list[dict[str, Any]]:
        """Title, picture, data: a frontend that shows plotly's MIME type shows nothing beside it."""
        fields = self.fields()
        picture = {MIME: fields, "text/plain": masked(self.says)}
        with _shown():
            above, below = render.live_chart(fields)
            if self.picture is not None or os.environ.get(PICTURES) != "no":
                picture[PLOTLY_MIME] = masked_in(json.loads(self.figure.to_json()))
        return [{"text/html": above}, picture, {"text/html": below}]

    def _ipython_display_(self) -> None:
        show(self)


@dataclass(frozen=True)
class Note(Block):
    """A sentence: what is missing, what was withheld, how to read what follows."""

    level: Literal["info", "missing", "warning"] = "info"
    text: str = ""

    kind = "note"


@dataclass(frozen=True)
class Finding(Block):
    """What a chapter hands to the summary: a sentence, its number, the test behind it, what to do.

    ``tells`` is "change" where the sentence says that something is other than it was, which takes a
    test of that change; ``worth`` is in money where it is known. The summary ranks by both and knows
    nothing else of the chapter.
    """

    unit: Unit = "number"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    test: str = ""
    worth: float | None = None
    do: str = ""
    tells: Literal["state", "change"] = "state"

    kind = "finding"


def show(*blocks: Block) -> None:
    """Display several blocks in their order, for a cell that has more to say than one."""
    for bundle in (bundle for block in blocks for bundle in block.bundles()):
        display(bundle, raw=True)  # type: ignore[no-untyped-call]


def _packed(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"block": kind, "currency": languages.manner().currency, **masked_in(pack(fields))}


def _shown() -> AbstractContextManager[Any]:
    """The manner in which JupyterLab shows blocks."""
    return languages.writing(os.environ.get(LANGUAGE) or languages.ENGLISH)
