"""Of an executed notebook only prose and blocks reach a reader."""

from typing import Any

import pytest

from workbench.errors import NotebookFailed
from workbench.reporting.closing.collect import Prose, Shown, chapter
from workbench.show.blocks import MIME, PLOTLY_MIME


def markdown(source: str | list[str], *tags: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}}


def code(*outputs: dict[str, Any], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"cell_type": "code", "source": "...", "metadata": {"tags": list(tags)}, "outputs": list(outputs)}


def block(name: str, **data: Any) -> dict[str, Any]:
    fields = {"block": "note", "name": name}
    return {"output_type": "display_data", "data": {MIME: fields, "text/html": "<p>", **data}, "metadata": {}}


def test_prose_and_blocks_come_in_the_order_of_the_notebook() -> None:
    cells = [markdown("# Who are they?\n\nAsked by sales."), code(block("a"), block("b")), markdown("## And now?")]
    found = chapter("01_base", {"cells": cells})
    assert found.title == "Who are they?"
    kinds = [cell.text if isinstance(cell, Prose) else cell.fields["name"] for cell in found.cells]
    assert kinds == ["Asked by sales.", "a", "b", "## And now?"]


def test_only_the_first_heading_is_the_title() -> None:
    found = chapter("01_base", {"cells": [markdown(["# Who?\n", "One."]), markdown("# Why?")]})
    assert (found.title, [cell.text for cell in found.cells if isinstance(cell, Prose)]) == ("Who?", ["One.", "# Why?"])


def test_prints_errors_and_reprs_never_reach_a_reader() -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "debug"},
        {"output_type": "execute_result", "data": {"text/plain": "42"}, "metadata": {}, "execution_count": 1},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": []},
    ]
    assert chapter("01_base", {"cells": [code(*outputs)]}).cells == ()


def test_a_chart_brings_its_figure_and_a_method_cell_its_tag() -> None:
    figure = {"data": [], "layout": {}}
    cells = [
        code(block("chart", **{PLOTLY_MIME: figure})),
        markdown("By jackknife.", "method"),
        code(block("t"), tags=("method",)),
    ]
    shown = chapter("01_base", {"cells": cells}).cells
    assert isinstance(shown[0], Shown) and shown[0].figure == figure and not shown[0].is_method
    assert all(cell.is_method for cell in shown[1:])


def test_a_chapter_without_a_heading_is_called_by_its_name() -> None:
    assert chapter("01_base", {"cells": []}).title == "01_base"


def test_two_blocks_of_one_name_are_refused() -> None:
    with pytest.raises(NotebookFailed, match="share a name"):
        chapter("01_base", {"cells": [code(block("a")), code(block("a"))]})
