"""The blocks a notebook speaks in: kpi, chart, table, note, finding.

A block is shown live in JupyterLab and, in the same cell output, carries itself as
structured data under its own MIME type. The exporter reads only that, so no plotly
renderer, widget or print statement decides what an executive sees.

Every block that shows numbers says their ``n``, ``period`` and ``source`` (the query or
function they come from); a number that cannot be shown is a sentence instead. What a block
is made of is in ``kinds``; here they are made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import pandas as pd

from workbench.show import languages
from workbench.show.fields import Field, Unit
from workbench.show.kinds import MIME, PICTURES, PLOTLY_MIME, Block, Chart, Finding, Kpi, Note, Table, show
from workbench.show.measured import Measured, Silent
from workbench.show.rows import plain_rows

__all__ = [
    "MIME", "PICTURES", "PLOTLY_MIME", "Block", "Chart", "Field", "Finding", "Kpi", "Measured", "Note", "Silent",
    "Table", "Unit", "chart", "finding", "kpi", "note", "show", "table", "use",
]  # fmt: skip


def use(currency: str) -> None:
    """Write money in this currency in all that follows; a notebook says it once, from the store's settings."""
    languages.use(currency)


def kpi(
    name: str,
    title: str,
    number: Measured | Silent,
    *,
    unit: Unit,
    period: str,
    source: str,
    past: Sequence[Mapping[str, Any]] = (),
    comparisons: Sequence[Mapping[str, Any]] = (),
) -> Kpi:
    """One number from an estimate, or the sentence of a withheld one; ``past`` and ``comparisons`` as in ``Kpi``."""
    found = Kpi(
        name,
        title,
        period,
        source,
        unit=unit,
        n=number.n,
        past=[dict(month) for month in past],
        comparisons=[dict(one) for one in comparisons],
    )
    if isinstance(number, Silent):
        return replace(found, why=number.why)
    counted = getattr(number, "method", "") == "counted"
    return replace(found, value=number.value, low=number.low, high=number.high, counted=counted)


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
        name, title, period, source, columns=dict(columns), rows=plain_rows(name, frame, columns), n=n, says=says
    )


def chart(
    name: str,
    title: str,
    figure: Any,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    *,
    n: int,
    period: str,
    source: str,
    says: str,
) -> Chart:
    """An analyst's own plotly figure with the data behind it; it is the same in every language.

    ``title`` states the finding, ``says`` describes the picture for those who cannot see it.
    """
    rows = plain_rows(name, frame, columns)
    return Chart(name, title, period, source, columns=dict(columns), rows=rows, n=n, says=says, picture=figure)


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
    tells: Literal["state", "change"] = "state",
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
        tells=tells,
    )
