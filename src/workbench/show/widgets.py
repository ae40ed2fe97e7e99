"""An explorer for JupyterLab: pick a month and a segment, and charts and numbers follow.

State in, frame out: the choices are ``Explorer.chosen``, the rows they leave ``Explorer.frame``,
and what is seen is ``draw(frame)``. It is made of the plainest ipywidgets, and its blocks are
shown without the MIME type the exporter reads, so nothing of it can get into a report.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import ipywidgets
import pandas as pd

from workbench.phrase import N_
from workbench.show import blocks
from workbench.show.blocks import Block

ALL = "all"
Draw = Callable[[pd.DataFrame], Iterable[Block]]


class Explorer:
    """A list for each column to choose by, and below them what ``draw`` makes of the chosen rows.

    Args:
        frame: the tidy rows to explore.
        draw: from the chosen rows to blocks.
        by: the columns to choose by; each offers its values, and all of them.

    Raises:
        KeyError: ``frame`` lacks a column of ``by``.
    """

    def __init__(self, frame: pd.DataFrame, draw: Draw, by: Sequence[str]) -> None:
        missing = [column for column in by if column not in frame.columns]
        if missing:
            raise KeyError(f"nothing to choose by: the frame lacks {missing}; it has {list(frame.columns)}")
        self.all_rows = frame
        self.draw = draw
        self.choices = {column: _dropdown(column, frame[column]) for column in by}
        self.seen = ipywidgets.Output()
        for dropdown in self.choices.values():
            dropdown.observe(self._follow, names="value")
        self._follow()

    @property
    def chosen(self) -> dict[str, str]:
        """The value chosen for each column; a column of which all are chosen is left out."""
        return {column: box.value for column, box in self.choices.items() if box.value != ALL}

    @property
    def frame(self) -> pd.DataFrame:
        """The rows that are left by the choices."""
        rows = self.all_rows
        for column, value in self.chosen.items():
            rows = rows[rows[column].astype(str) == value]
        return rows

    def _follow(self, change: object = None) -> None:
        """Draw again. Outputs are set, not captured, so it works wherever the widget lives."""
        rows = self.frame
        drawn = self.draw(rows) if len(rows) else [blocks.note("explorer", N_("No row has all that was chosen."))]
        self.seen.outputs = tuple(_output(bundle) for block in drawn for bundle in block.bundles())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        box = ipywidgets.VBox([ipywidgets.HBox(list(self.choices.values())), self.seen])
        return box._repr_mimebundle_()


def explorer(frame: pd.DataFrame, draw: Draw, by: Sequence[str] = ("month", "segment")) -> Explorer:
    """An explorer of ``frame``; end a cell with it.

    >>> rows = pd.DataFrame({"month": ["2026-08", "2026-09"], "segment": ["loyal", "loyal"], "n": [10, 12]})
    >>> seen = explorer(rows, lambda some: [blocks.note("n", f"{some['n'].sum()} customers")])
    >>> seen.choices["month"].value = "2026-09"
    >>> seen.chosen, seen.frame["n"].tolist()
    ({'month': '2026-09'}, [12])
    """
    return Explorer(frame, draw, by)


def _dropdown(column: str, values: pd.Series) -> ipywidgets.Dropdown:
    options = [ALL, *sorted(values.dropna().astype(str).unique())]
    return ipywidgets.Dropdown(options=options, value=ALL, description=column)


def _output(bundle: dict[str, Any]) -> dict[str, Any]:
    shown = {kind: content for kind, content in bundle.items() if kind != blocks.MIME}
    return {"output_type": "display_data", "data": shown, "metadata": {}}
