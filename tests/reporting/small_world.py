"""A tiny store and throwaway notebooks for the tests of reporting."""

import json
from pathlib import Path
from typing import Any

from workbench.memory import ingest

PARAMETERS = """month: str = "latest"  # month to close
store: str = ""  # folder of the store
snapshot: str = ""  # snapshot to read
output: str = ""  # folder of the handover"""

# What a block leaves in an output, without importing the package in the kernel.
SHOW = """from IPython.display import display
display({"application/vnd.workbench.block+json": BLOCK, "text/plain": "a block"}, raw=True)"""

# customer, month of 2026 and price of each purchase; nothing happens in June
BOUGHT = [("a", 5), ("a", 7), ("a", 8), ("b", 8), ("b", 9), ("c", 9)]


def fill(store: Path, *, revenue: float = 10.0) -> str:
    """Load three customers who bought until 30 September 2026; returns the snapshot's id."""
    source = store.parent / f"{store.name}-source"
    source.mkdir(exist_ok=True)
    (source / "customers.csv").write_text(
        "customer_id,acquired_on,region\na,2026-05-02,North\nb,2026-08-03,South\nc,2026-09-04,North\n"
    )
    lines = [f"t{n},{who},2026-0{month}-1{n},{revenue},4" for n, (who, month) in enumerate(BOUGHT)]
    header = "transaction_id,customer_id,occurred_at,revenue,cost"
    (source / "transactions.csv").write_text("\n".join([header, *lines, f"t9,a,2026-09-30,{revenue},4", ""]))
    return ingest.load(source, store=store, replace=True).snapshot


def kpi(name: str, value: float, **more: Any) -> str:
    """A cell that shows a kpi."""
    fields = {"block": "kpi", "name": name, "title": name.title(), "value": value, "low": value, "high": value}
    about = {"n": 3, "unit": "count", "period": "September 2026", "source": "a test", "why": "", "counted": True}
    block = {**fields, **about, **more}
    return SHOW.replace("BLOCK", repr(block))


def write_notebook(folder: Path, name: str, *cells: str, parameters: str = PARAMETERS, title: str = "") -> Path:
    """A notebook with a title, the parameters cell and these code cells."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [
        ("markdown", f"# {title or 'Who are they'}?\n\nAsked by a test.", []),
        ("code", parameters, ["parameters"]),
    ]
    sources += [("code", cell, []) for cell in cells]
    notebook = {
        "cells": [_cell(n, *source) for n, source in enumerate(sources)],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(notebook))
    return path


def _cell(number: int, kind: str, source: str, tags: list[str]) -> dict[str, Any]:
    cell = {"id": f"cell-{number}", "cell_type": kind, "source": source, "metadata": {"tags": tags} if tags else {}}
    return cell if kind == "markdown" else {**cell, "outputs": [], "execution_count": None}
