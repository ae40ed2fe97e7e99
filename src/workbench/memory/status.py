"""The state of a store in words: its snapshots, its closed months, its last runs."""

import json
from collections.abc import Sequence

from workbench.memory.grid import grid
from workbench.memory.store import Store


def snapshots(store: Store) -> str:
    """A line for each snapshot, newest first; the one in force is marked."""
    current = store.current_id()
    rows = [
        [
            "*" if meta.id == current else "",
            meta.id,
            f"{meta.created_at:%Y-%m-%d %H:%M}",
            meta.source,
            f"{meta.data_from or '-'} to {meta.data_to or '-'}",
            sum(meta.rows.values()),
            meta.rejected,
        ]
        for meta in reversed(store.snapshots())
    ]
    if not rows:
        return "Snapshots: none. Load a source with `workbench ingest FOLDER`."
    header = ["", "snapshot", "loaded (UTC)", "source", "data", "rows", "rejected"]
    return f"Snapshots (* in force):\n{grid(header, rows)}"


def closed_months(store: Store) -> str:
    """A line for each closed month, newest first, with the snapshot it was made from."""
    rows = []
    for month in reversed(store.closed_months()):
        manifest = json.loads((store.month_folder(month) / "manifest.json").read_text(encoding="utf-8"))
        rows.append([str(month), str(manifest.get("snapshot", ""))])
    if not rows:
        return "Closed months: none. Close one with `workbench report`."
    return f"Closed months:\n{grid(['month', 'snapshot'], rows)}"


def runs(last: Sequence[Sequence[object]]) -> str:
    """A line for each of the last runs: id, kind, month, outcome and how long it took."""
    if not last:
        return "Runs: none."
    return f"Last runs:\n{grid(['run', 'kind', 'month', 'outcome', 'took'], last)}"
