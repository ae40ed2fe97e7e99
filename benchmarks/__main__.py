"""Run every benchmark and print one table; the rows also go to ``benchmarks/results/latest.json``.

``python -m benchmarks features month`` runs those named, ``python -m benchmarks`` all of them.
"""

import importlib
import json
import platform
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

NAMES = ("features", "month", "purchase_models", "customer_value", "path_model", "importance", "refresh")
RESULTS = Path(__file__).parent / "results"


def main(names: list[str]) -> None:
    """Run the named benchmarks, print and keep what they measured."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        sys.exit(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    rows = [row for name in names or NAMES for row in importlib.import_module(f"benchmarks.{name}").run()]
    Console(width=140).print(as_table(rows))
    RESULTS.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    (RESULTS / "latest.json").write_text(json.dumps({"machine": machine, "rows": rows}, indent=2) + "\n")


def as_table(rows: list[dict[str, Any]]) -> Table:
    """The rows as a table: a column for every key any row has."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(*columns)
    for row in rows:
        table.add_row(*(str(row.get(column, "")) for column in columns))
    return table


if __name__ == "__main__":
    main(sys.argv[1:])
