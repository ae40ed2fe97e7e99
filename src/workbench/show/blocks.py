"""The blocks a notebook speaks in: kpi, chart, table, note, finding.

A block is shown live in JupyterLab and, in the same cell output, carries itself as
structured data under its own MIME type. The exporter reads only that, so no plotly
renderer, widget or print statement decides what an executive sees.

Every block that shows numbers says their ``n``, ``period`` and ``source`` (the query or
function they come from); a number that cannot be shown is a sentence instead.

The bundle of a block is ``{MIME: {"block": kind, ...fields}, "text/html": ..., "text/plain": ...}``;
a chart adds plotly's own MIME type, where its figure lies once and only once.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

import pandas as pd
import plotly.graph_objects as go
from IPython.display import display

from workbench.show import format, render

MIME = "application/vnd.workbench.block+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"

Unit = Literal[
    "text", "count", "number", "money", "cents", "percent", "points", "ratio", "days", "months", "date", "month"
]


class Measured(Protocol):
    """A number with its doubt, whoever computed it (``analysis.Estimate`` is one)."""

    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def n(self) -> int: ...


@runtime_checkable
class Silent(Protocol):
    """A number that is withheld, and why (``analysis.Withheld`` is one)."""

    @property
    def why(self) -> str: ...
    @property
    def n(self) -> int: ...


@dataclass(frozen=True)
class Field:
    """How a column of a frame is read: its label in words and its unit.

    >>> Field("Share of profit", "percent").unit
    'percent'
    """

    label: str
    unit: Unit = "text"


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
        return {"block": self.kind, "currency": format.MANNER.currency, **asdict(self)}

    def bundles(self) -> list[dict[str, Any]]:
        """The MIME bundles it is shown by, in order."""
        return [self._repr_mimebundle_()]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        fields = self.fields()
        html = render.live(render.block(fields))
        return {MIME: fields, "text/html": html, "text/plain": f"{self.kind}: {self.title}"}


@dataclass(frozen=True)
class Kpi(Block):
    """One number that matters, with its interval and n; or the sentence why it is withheld."""

    unit: Unit = "number"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    why: str = ""
    counted: bool = False

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
        shown = {name: getattr(self, name) for name in Table.__dataclass_fields__}
        return {"block": self.kind, "currency": format.MANNER.currency, **shown, "columns": columns}


@dataclass(frozen=True)
class Chart(Table):
    """A figure, the sentence it says, and the data behind it as a table.

    Its fields are the table's; the figure lies beside them under plotly's MIME type.
    """

    figure: go.Figure | None = None

    kind = "chart"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        if self.figure is None:
            raise ValueError(f"chart {self.name!r} has no figure")
        bundle = super()._repr_mimebundle_()
        return {**bundle, PLOTLY_MIME: json.loads(self.figure.to_json())}

    def bundles(self) -> list[dict[str, Any]]:
        """Title, picture, data: a frontend that shows plotly's MIME type shows nothing beside it."""
        bundle = self._repr_mimebundle_()
        above, below = render.live_chart(bundle[MIME])
        picture = {kind: bundle[kind] for kind in (MIME, PLOTLY_MIME)} | {"text/plain": self.says}
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

    ``importance`` is what it is worth in money where that is known; the summary ranks by it
    and knows nothing else of the chapter.
    """

    unit: Unit = "number"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    test: str = ""
    worth: float | None = None
    do: str = ""

    kind = "finding"


def show(*blocks: Block) -> None:
    """Display several blocks in their order, for a cell that has more to say than one."""
    for bundle in (bundle for block in blocks for bundle in block.bundles()):
        display(bundle, raw=True)  # type: ignore[no-untyped-call]


def use(currency: str) -> None:
    """Write money in this currency in all that follows; a notebook says it once, from the store's settings."""
    format.use(currency)


def kpi(name: str, title: str, number: Measured | Silent, *, unit: Unit, period: str, source: str) -> Kpi:
    """One number from an estimate, or the sentence of a withheld one."""
    if isinstance(number, Silent):
        return Kpi(name, title, period, source, unit=unit, n=number.n, why=number.why)
    return Kpi(
        name,
        title,
        period,
        source,
        unit=unit,
        value=number.value,
        low=number.low,
        high=number.high,
        n=number.n,
        counted=getattr(number, "method", "") == "counted",
    )


def table(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    n: int,
    period: str,
    source: str,
    says: str = "",
) -> Table:
    """A table of the named columns of ``frame``, in their order."""
    return Table(
        name, title, period, source, columns=dict(columns), rows=_plain_rows(name, frame, columns), n=n, says=says
    )


def chart(
    name: str,
    title: str,
    figure: go.Figure,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    n: int,
    period: str,
    source: str,
    says: str,
) -> Chart:
    """A figure with the data behind it. ``title`` states the finding, ``says`` describes the picture."""
    return Chart(
        name,
        title,
        period,
        source,
        columns=dict(columns),
        rows=_plain_rows(name, frame, columns),
        n=n,
        says=says,
        figure=figure,
    )


def note(name: str, text: str, *, title: str = "", level: Literal["info", "missing", "warning"] = "info") -> Note:
    """A sentence of its own."""
    return Note(name, title, level=level, text=text)


def finding(
    name: str,
    sentence: str,
    number: Measured,
    *,
    unit: Unit,
    period: str,
    source: str,
    test: str,
    worth: float | None = None,
    do: str = "",
) -> Finding:
    """A sentence for the summary, with the number it rests on."""
    return Finding(
        name,
        sentence,
        period,
        source,
        unit=unit,
        value=number.value,
        low=number.low,
        high=number.high,
        n=number.n,
        test=test,
        worth=worth,
        do=do,
    )


def _plain_rows(name: str, frame: pd.DataFrame, columns: Mapping[str, Field]) -> list[dict[str, Any]]:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise KeyError(f"block {name!r} names columns that its frame lacks: {missing}; it has {list(frame.columns)}")
    records = frame[list(columns)].to_dict("records")
    return [{str(key): _plain(value) for key, value in record.items()} for record in records]


def _plain(value: Any) -> Any:
    """A JSON value: numpy scalars unpacked, dates as ISO text, not-a-number as nothing."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, (bool, int, float, str)) else str(value)
