"""A load: a source's files become a new snapshot, all of them or nothing.

The draft is a copy of the snapshot in force (or empty), filled from the source under the
store's lock. If too many rows break the contract it is thrown away; if it holds nothing
new the snapshot in force stays; else it is described, closed and published. Nothing a
reader sees changes before the last step.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from workbench.errors import WorkbenchError
from workbench.memory import books, content, lock, publish, quarantine, refusal, retention, settings, sources
from workbench.memory.filling import Filling, Say
from workbench.memory.load_report import LoadReport, TableLoad
from workbench.memory.schema import SCHEMA_VERSION
from workbench.memory.sources import Source
from workbench.memory.store import SnapshotMeta, Store, find_or_new, require_readable
from workbench.memory.workspace import detach, transaction, workspace


def load(
    folder: Path,
    *,
    data: Path | None = None,
    store: str | Path = "",
    max_rejected: float = 0.01,
    replace: bool = False,
    wait: float = 0.0,
    say: Say = lambda step: None,
) -> LoadReport:
    """Load a source into a new snapshot of the store.

    Args:
        folder: the source's folder.
        data: what ``{data}`` stands for in its SQL.
        store: the store's folder, made if it does not exist; empty for the usual one.
        max_rejected: the share of rows, 0 to 1, that may break the contract.
        replace: start anew instead of adding to what is there.
        wait: seconds to wait for another load.
        say: told each step as it begins.

    Raises:
        BadParameter: the source cannot be read as one.
        NotReady: too many rows break the contract, or there are no customers.
        Locked: someone else is writing to the store.
        WorkbenchError: the store cannot be written.
    """
    source = sources.find(folder, data)
    target = find_or_new(store)
    with publish.writing(target):
        target.folder.mkdir(parents=True, exist_ok=True)
        with lock.hold(target.folder, f"loading {source.folder}", wait):
            publish.sweep(target)
            report = _Load(source, target, max_rejected, replace, say).run()
            retention.prune(target)
    return report


@dataclass(frozen=True)
class _Load:
    """One load, under the store's lock."""

    source: Source
    store: Store
    max_rejected: float
    replace: bool
    say: Say

    def run(self) -> LoadReport:
        """Build the draft and publish it, unless it holds what the snapshot in force holds."""
        before = self.in_force()
        parent = None if self.replace else before
        if parent:
            require_readable(parent, self.store)
        with publish.draft(self.store, parent.id if parent else "") as path:
            with workspace(path, publish.spill_folder(path)) as connection:
                filling = self.fill(connection, path, is_new=parent is None)
                meta = self.describe(connection, filling.loads, parent)
                rejections = tuple(filling.rejections)
                if before and _holds(before) == _holds(meta):
                    return LoadReport(before.id, False, meta.source, tuple(filling.loads), rejections)
                with transaction(connection):
                    books.sign(connection, filling.loads, meta)
                self.say("writing the snapshot")
                detach(connection)
            self.publish(path, meta)
        return LoadReport(meta.id, True, meta.source, tuple(filling.loads), rejections)

    def in_force(self) -> SnapshotMeta | None:
        """The snapshot in force, if any; one that cannot be read stops a load, unless all starts anew."""
        try:
            return self.store.current() if self.store.current_id() else None
        except WorkbenchError:
            if self.replace:
                return None
            raise

    def fill(self, connection: duckdb.DuckDBPyConnection, path: Path, *, is_new: bool) -> Filling:
        """The draft filled from the source; refused if too many rows break the contract."""
        if is_new:
            with transaction(connection):
                books.create(connection)
        filling = Filling(connection, self.source, dt.datetime.now(dt.UTC).date(), publish.scratch_file(path), self.say)
        filling.fill()
        if refusal.too_many(filling.loads, self.max_rejected):
            folder = self.store.folder / "refused"
            raise refusal.refusal(connection, filling.loads, filling.rejections, self.max_rejected, folder)
        quarantine.keep(connection)
        return filling

    def describe(
        self, connection: duckdb.DuckDBPyConnection, loads: Sequence[TableLoad], parent: SnapshotMeta | None
    ) -> SnapshotMeta:
        """What the draft holds, as the snapshot's description."""
        self.say("describing the content")
        now = dt.datetime.now(dt.UTC).replace(microsecond=0, tzinfo=None)
        hashes = content.hashes(connection)
        first, last = content.covered(connection)
        ends = (last, self.source.declaration.source.data_to, parent.data_to if parent else None)
        return SnapshotMeta(
            id=publish.new_id(self.store, now, content.whole_hash(hashes)),
            created_at=now,
            source=str(self.source.folder),
            parent=parent.id if parent else "",
            schema_version=SCHEMA_VERSION,
            content_hash=content.whole_hash(hashes),
            table_hashes=hashes,
            rows=content.row_counts(connection),
            quarantine_hash=content.table_hash(connection, "draft.quarantine", quarantine.COLUMNS),
            rejected=sum(load.rejected for load in loads),
            data_from=first,
            data_to=max((day for day in ends if day), default=None),
        )

    def publish(self, path: Path, meta: SnapshotMeta) -> None:
        """Put the closed draft in force; a new store gets its settings first."""
        self.say("publishing")
        settings_file = self.store.folder / settings.FILE
        if not settings_file.exists():
            publish.write(settings_file, settings.default_toml(self.source.declaration.company).encode())
        publish.publish(self.store, path, meta)


def _holds(meta: SnapshotMeta) -> tuple[object, ...]:
    """What makes two snapshots the same: the rows, the rejections, the last day covered, the schema."""
    return meta.content_hash, meta.quarantine_hash, meta.data_to, meta.schema_version
