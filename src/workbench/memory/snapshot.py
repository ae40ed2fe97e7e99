"""A snapshot held open for reading: its tables, its queries and the company's settings.

A snapshot never changes, so whoever holds one sees the same rows until it is closed, however
many loads happen meanwhile; and as the database file is only read, it blocks no load.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pandas as pd

from workbench.memory import engine, queries
from workbench.memory.month import Month
from workbench.memory.settings import Settings
from workbench.memory.store import SnapshotMeta, Store, find, require_readable

_OF_SETTINGS = ("contact_cost", "new_days", "dormant_days", "lost_days")


@dataclass(frozen=True)
class Snapshot:
    """A snapshot, open for reading; use it in a ``with`` block or close it.

    Args:
        meta: what is known of it without opening it.
        settings: the company's settings; its thresholds and costs go into the queries.
        connection: sees this snapshot's tables only, and can change nothing.
    """

    meta: SnapshotMeta
    settings: Settings
    connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)

    @classmethod
    def open(
        cls,
        store: str | Path | Store = "",
        snapshot: str = "",
        *,
        memory_limit: str = "",
        threads: int = 0,
        any_version: bool = False,
    ) -> "Snapshot":
        """Open the snapshot of that id, or the one in force.

        Args:
            store: the store's folder; empty for the usual one.
            snapshot: an id as `workbench status` lists it; empty for the one in force.
            memory_limit: such as "4GB"; empty leaves the engine's own.
            threads: how many to use; 0 means one a core.
            any_version: also open what another version wrote; ask it only of tables and columns both have.

        Raises:
            BadParameter: there is no such store or snapshot.
            NotReady: the store holds no data, or was written by another version.
        """
        place = store if isinstance(store, Store) else find(store)
        meta = place.meta(snapshot) if snapshot else place.current()
        if not any_version:
            require_readable(meta, place)
        settings = place.settings
        file = place.snapshot_file(meta.id)
        return cls(meta, settings, engine.read_only(file, memory_limit=memory_limit, threads=threads))

    @property
    def id(self) -> str:
        """The snapshot's name."""
        return self.meta.id

    def query(self, name: str, **params: Any) -> pd.DataFrame:
        """The frame a query gives, one of ``queries.names()``.

        Thresholds and costs come from the settings and the rest from the query's defaults,
        unless given.

        Raises:
            BadParameter: no such query, or a parameter is unknown, ill-typed or missing.
        """
        return self.query_with({}, name, params)

    def query_with(self, usual: Mapping[str, object], name: str, params: Mapping[str, Any]) -> pd.DataFrame:
        """As ``query``; ``usual`` holds values for parameters that are not given, such as a month's date."""
        composed = queries.compose(name)
        known = {setting: getattr(self.settings, setting) for setting in _OF_SETTINGS} | dict(usual)
        return self.sql(composed.sql, queries.bind(name, composed, params, known))

    def sql(self, statement: str, params: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The frame any SELECT gives, with named parameters ``$name``; for exploring.

        Raises:
            duckdb.Error: the statement is wrong, or would change or reach something else.
        """
        with self.connection.cursor() as cursor:
            cursor.execute(f"USE {engine.CATALOG}")
            return cursor.execute(statement, dict(params or {})).df()

    def latest_full_month(self) -> Month:
        """The latest month that the data cover to its last day.

        Raises:
            NotReady: the snapshot holds no event.
        """
        return self.meta.latest_full_month()

    def close(self) -> None:
        """Let go of the snapshot's file."""
        self.connection.close()

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
