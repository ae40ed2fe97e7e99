"""Which notebooks make a report: the numbered ones of a folder, the summary last.

``NN_name.ipynb`` is a chapter; those that begin with ``00_`` summarise the others, run after
them, and come first in the page.
"""

import json
from pathlib import Path
from typing import Any

from workbench.errors import BadParameter
from workbench.reporting.notebooks.parameters import Parameter

PINNED = ("month", "store", "snapshot", "output")
_USUAL = "notebooks"


def find(folder: Path | None = None) -> list[Path]:
    """The notebooks of a report in the order of their numbers.

    ``None`` means the nearest folder ``notebooks`` at or above the working directory.

    Raises BadParameter if there is no such folder or no numbered notebook in it.
    """
    places = [folder] if folder else [place / _USUAL for place in (Path.cwd(), *Path.cwd().parents)]
    found = next((place.resolve() for place in places if place.is_dir()), None)
    if found is None:
        where = str(folder) if folder else f"{_USUAL} at or above {Path.cwd()}"
        raise BadParameter("no folder of notebooks", where=where, do="name it with --notebooks DIR")
    notebooks = sorted(found.glob("[0-9][0-9]_*.ipynb"))
    if not notebooks:
        raise BadParameter("no numbered notebook", where=str(found), do="name one NN_name.ipynb, such as 01_base.ipynb")
    return notebooks


def select(notebooks: list[Path], name: str) -> Path:
    """The one notebook whose name is ``name`` or begins with it.

    >>> select([Path("01_base.ipynb"), Path("02_segments.ipynb")], "02").stem
    '02_segments'
    """
    wanted = name.removesuffix(".ipynb")
    found = [path for path in notebooks if path.stem == wanted] or [p for p in notebooks if p.stem.startswith(wanted)]
    if len(found) != 1:
        choices = ", ".join(path.stem for path in found or notebooks)
        raise BadParameter("no single notebook of that name", where="--only", value=name, do=f"choose from: {choices}")
    return found[0]


def is_summary(notebook: Path) -> bool:
    """Whether a notebook summarises the others.

    >>> is_summary(Path("00_executive_summary.ipynb"))
    True
    """
    return notebook.name.startswith("00_")


def require_pinned(name: str, signature: dict[str, Parameter]) -> None:
    """Refuse a notebook that could not be told which month and snapshot to read and where to hand over."""
    missing = [parameter for parameter in PINNED if parameter not in signature]
    if missing:
        raise BadParameter(
            "a notebook lacks parameters that every chapter has",
            where=f"{name}, parameters cell",
            value=", ".join(missing),
            do='add them, each as text with the default "" (month: "latest")',
        )


def neutral(notebook: dict[str, Any]) -> dict[str, Any]:
    """An executed notebook without the folders of the machine it ran on.

    It runs again as it is wherever a store is near: month, snapshot and options stay set.
    """
    cells = [_without_folders(cell) for cell in notebook["cells"]]
    kept = {key: value for key, value in notebook["metadata"].items() if key != "papermill"}
    return {**notebook, "cells": cells, "metadata": kept}


def neutral_text(path: Path) -> str:
    """An executed notebook as the text of a file, without the folders of the machine it ran on."""
    return json.dumps(neutral(read(path)), indent=1, ensure_ascii=False) + "\n"


def _without_folders(cell: dict[str, Any]) -> dict[str, Any]:
    if "injected-parameters" not in cell["metadata"].get("tags", []):
        return cell
    lines = "".join(cell["source"]).splitlines()
    return {**cell, "source": "\n".join(line for line in lines if not line.startswith(("store = ", "output = ")))}


def read(path: Path) -> dict[str, Any]:
    """A notebook as plain JSON."""
    return dict(json.loads(path.read_text(encoding="utf-8")))
