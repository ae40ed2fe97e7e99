"""The pictures of a published notebook.

In a report run a kernel draws nothing: the page draws each chart in each of its languages, and a
kernel that need not know plotly starts sooner. So that who opens a published notebook sees its
charts, they are drawn into the copy, in English.
"""

import json
from typing import Any

from workbench.phrase import unpack
from workbench.show import charts
from workbench.show.blocks import MIME, PICTURES, PLOTLY_MIME

NONE = {PICTURES: "no"}  # for the environment of a kernel that shall not draw


def drawn(notebook: dict[str, Any]) -> dict[str, Any]:
    """An executed notebook (nbformat 4 as plain JSON) with the figure of each chart beside its block.

    >>> drawn({"cells": [{"cell_type": "markdown", "source": "Who?"}]})
    {'cells': [{'cell_type': 'markdown', 'source': 'Who?'}]}
    """
    return {**notebook, "cells": [_with_pictures(cell) for cell in notebook["cells"]]}


def _with_pictures(cell: dict[str, Any]) -> dict[str, Any]:
    if not any(_is_undrawn(output) for output in cell.get("outputs", ())):
        return cell
    return {**cell, "outputs": [_with_picture(output) for output in cell["outputs"]]}


def _with_picture(output: dict[str, Any]) -> dict[str, Any]:
    if not _is_undrawn(output):
        return output
    figure, _ = charts.draw(unpack(output["data"][MIME]))
    return {**output, "data": {**output["data"], PLOTLY_MIME: json.loads(figure.to_json())}}


def _is_undrawn(output: dict[str, Any]) -> bool:
    data = output.get("data", {})
    return bool(data.get(MIME, {}).get("drawing")) and PLOTLY_MIME not in data
