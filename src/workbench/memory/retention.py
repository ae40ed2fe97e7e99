"""Which snapshots are kept: the newest few, and every one that somebody may still need.

A closed month can be produced again only from the snapshot it names, so that one stays. So
does the one in force, and one that a run names which has not come to its end.
"""

import json
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.memory.store import Store

NEWEST = 6


def expired(store: Store) -> tuple[str, ...]:
    """The ids of the snapshots nobody needs any more, oldest first."""
    ids = store.snapshot_ids()
    needed = {store.current_id(), *ids[-NEWEST:], *_of_closed_months(store), *_of_running(store)}
    return tuple(snapshot for snapshot in ids if snapshot not in needed)


def prune(store: Store) -> tuple[str, ...]:
    """Remove the expired snapshots and return their ids; the caller holds the store's lock."""
    gone = expired(store)
    for snapshot in gone:
        store.meta_file(snapshot).unlink()
        store.snapshot_file(snapshot).unlink()
    return gone


def _of_closed_months(store: Store) -> set[str]:
    manifests = (store.month_folder(month) / "manifest.json" for month in store.closed_months())
    return {str(_read(path).get("snapshot", "")) for path in manifests}


def _of_running(store: Store) -> set[str]:
    """Of runs at work, and of those that died: a later command may still publish them."""
    records = map(_read, store.runs_folder.glob("*/run.json"))
    return {str(record.get("snapshot", "")) for record in records if record.get("status") == "running"}


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        advice = "restore or remove it; until then no old snapshot is removed, since this file may name it"
        raise WorkbenchError(
            "a file that names a snapshot is damaged", where=str(path), value=error, do=advice
        ) from error
