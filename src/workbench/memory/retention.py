"""Which snapshots are kept: the newest few, and every one that somebody may still need.

A closed month can be produced again only from the snapshot it names, so that one stays. So
does the one in force, and one that a run still names which has not been published.
"""

import json
from pathlib import Path

from workbench.memory.store import Store

NEWEST = 6


def expired(store: Store) -> tuple[str, ...]:
    """The ids of the snapshots nobody needs any more, oldest first."""
    ids = [meta.id for meta in store.snapshots()]
    needed = {store.current_id(), *ids[-NEWEST:], *_named(store)}
    return tuple(id for id in ids if id not in needed)


def prune(store: Store) -> tuple[str, ...]:
    """Remove the expired snapshots and return their ids; the caller holds the store's lock."""
    gone = expired(store)
    for snapshot in gone:
        store.meta_file(snapshot).unlink()
        store.snapshot_file(snapshot).unlink()
    return gone


def _named(store: Store) -> set[str]:
    """The snapshots named by closed months and by runs."""
    files = [store.month_folder(month) / "manifest.json" for month in store.closed_months()]
    return {_snapshot(path) for path in (*files, *store.runs_folder.glob("*/run.json"))}


def _snapshot(path: Path) -> str:
    return str(json.loads(path.read_text(encoding="utf-8")).get("snapshot", ""))
