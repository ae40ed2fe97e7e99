"""What has become known of a closed month since it was closed.

A figure reported last month and the same figure now differ if rows came late, rows were corrected,
the company's settings were changed, or the rules are others. The first three can be looked up here;
where none of them holds, it is the fourth.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.memory import settings
from workbench.memory.month import Month
from workbench.memory.month_view import MonthView
from workbench.memory.snapshot import Snapshot
from workbench.memory.store import Store, find

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Restated:
    """What has become known of a month since its report.

    Args:
        is_closed: whether the month has a report at all.
        rows: a row per table that has late or corrected rows: table, late, corrected. ``late`` counts rows dated
            before the month's end that its report had not seen; it may be negative where rows are gone.
        settings_changed: whether the company's settings are others than then.
    """

    is_closed: bool
    rows: pd.DataFrame = field(repr=False)
    settings_changed: bool = False


def known_since(seen: MonthView, month: Month, *, store: str | Path = "") -> Restated:
    """What has become known of a month since it was closed.

    Args:
        seen: the snapshot that is read now.
        month: the closed month.
        store: the store's folder; empty for the usual one.
    """
    place = find(store)
    manifest = _manifest(place, month)
    if not manifest:
        return Restated(False, _rows({}, {}))
    then = str(manifest["snapshot"])
    now_settings = hashlib.sha256(_bytes(place.folder / settings.FILE)).hexdigest()
    then_settings = manifest.get("fingerprint", {}).get("settings", now_settings)
    late = {} if then == seen.snapshot.id else _late(seen, month, place, then)
    corrected = {} if then == seen.snapshot.id else _corrected(seen.snapshot, then)
    return Restated(True, _rows(late, corrected), then_settings not in (now_settings, ""))


def _late(seen: MonthView, month: Month, place: Store, then: str) -> dict[str, int]:
    """Rows of each table dated before the month's end that the snapshot of then lacked, where it is still there."""
    if then not in place.snapshot_ids():
        return {}
    now = _counts(seen.snapshot, month)
    # The snapshot of then may be of a version before this one: rows are counted by their dates, which all have.
    with Snapshot.open(place, then, any_version=True) as old:
        before = _counts(old, month)
    return {table: rows - before.get(table, 0) for table, rows in now.items() if rows != before.get(table, 0)}


def _counts(snapshot: Snapshot, month: Month) -> dict[str, int]:
    counted = snapshot.query("coverage", as_of=month.end)
    return {str(table): int(rows) for table, rows in zip(counted["table_name"], counted["rows"], strict=True)}


def _corrected(snapshot: Snapshot, then: str) -> dict[str, int]:
    """Rows of each table that loads since then corrected; ids of snapshots sort by time."""
    found = snapshot.sql(
        "SELECT table_name, COUNT(DISTINCT key) AS rows FROM corrections WHERE load_id > $then GROUP BY table_name",
        {"then": then},
    )
    return {str(table): int(rows) for table, rows in zip(found["table_name"], found["rows"], strict=True)}


def _rows(late: dict[str, int], corrected: dict[str, int]) -> pd.DataFrame:
    rows = [
        {"table": table, "late": late.get(table, 0), "corrected": corrected.get(table, 0)}
        for table in sorted(late.keys() | corrected.keys())
    ]
    return pd.DataFrame(rows, columns=["table", "late", "corrected"])


def _manifest(place: Store, month: Month) -> dict[str, Any]:
    path = place.month_folder(month) / MANIFEST
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
