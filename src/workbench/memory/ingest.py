"""A load: a source's files become a new snapshot, all of them or nothing.

Table by table, customers first: staging (texts), checks (sound rows and faults), merge
(appended, unchanged, corrected), quarantine. Then the content is hashed and the snapshot
published. Nothing the readers see changes before the last step.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from workbench.errors import NotReady
from workbench.memory import (
    books,
    checks,
    content,
    lock,
    merge,
    publish,
    refusal,
    retention,
    settings,
    sources,
    staging,
)
from workbench.memory.load_report import LoadReport, Rejection, TableLoad
from workbench.memory.schema import SCHEMA_VERSION
from workbench.memory.sources import Source, SourceFile
from workbench.memory.store import SnapshotMeta, Store, find_or_new, require_readable
from workbench.memory.workspace import detach, number, workspace

Say = Callable[[str], None]


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


@dataclass
class _Load:
    """One load in the making."""

    source: Source
    store: Store
    max_rejected: float
    replace: bool
    say: Say
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC).replace(microsecond=0, tzinfo=None))
    tables: list[TableLoad] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)

    def run(self) -> LoadReport:
        """Build the draft and publish it, unless it holds what the snapshot in force holds."""
        before = self.store.current() if self.store.current_id() else None
        parent = None if self.replace else before
        if parent:
            require_readable(parent, self.store)
        with publish.draft(self.store, parent.id if parent else "") as path:
            with workspace(path, publish.spill_folder(path), self.source.readable) as connection:
                meta = self.build(connection, parent)
                if before and _same(before, meta):
                    return self.report(before.id, is_new=False)
                loaded_at = meta.created_at.isoformat(" ")
                books.sign(connection, self.tables, meta.source, meta.id, loaded_at)
                self.say("writing the snapshot")
                detach(connection)
            self.say("publishing")
            self.begin_settings()
            publish.publish(self.store, path, meta)
        return self.report(meta.id, is_new=True)

    def build(self, connection: duckdb.DuckDBPyConnection, parent: SnapshotMeta | None) -> SnapshotMeta:
        """Fill the draft from the source's files and describe it."""
        if parent is None:
            books.create(connection)
        for file in self.source.files:
            self.load_table(connection, file)
            if file.table.name == "customers":
                self.require_customers(connection)
        self.require_customers(connection)
        if refusal.too_many(self.tables, self.max_rejected):
            folder = self.store.folder / "refused"
            raise refusal.refusal(connection, self.tables, self.rejections, self.max_rejected, folder)
        self.say("describing the content")
        return self.describe(connection, parent)

    def load_table(self, connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
        """Stage, check and merge one file, and put what breaks the contract into quarantine."""
        table, about = file.table, self.source.declaration.source
        self.say(f"reading {file.path.name}")
        rows = staging.stage(connection, file, self.source.data)
        self.say(f"checking {table.name}")
        checks.check(connection, table, self.now.date())
        rejections = books.rejections(connection, table)
        excused = [r for r in rejections if about.excuses(r.table, r.column, r.reason)]
        rejected, counted = (books.rejected_rows(connection, table, some) for some in ([], excused))
        books.quarantine(connection, file)
        self.say(f"adding {table.name}")
        merged = merge.merge(connection, table)
        self.tables.append(
            TableLoad(table.name, file.label, rows, **asdict(merged), rejected=rejected, counted=counted)
        )
        self.rejections += rejections
        for stage in ("staged", "typed", "faults"):
            connection.execute(f"DROP TABLE {stage}_{table.name}")

    def require_customers(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Refuse to go on without a single customer: every other row would be rejected for that."""
        if number(connection, "SELECT count(*) FROM draft.customers"):
            return
        examples = "".join(f"\n  - {rejection}" for rejection in self.rejections)
        raise NotReady(
            f"there are no customers, neither in the source nor in the store{examples}",
            where=str(self.source.folder),
            do="add a file customers.csv, .parquet, .xlsx or .sql with at least the column customer_id",
        )

    def describe(self, connection: duckdb.DuckDBPyConnection, parent: SnapshotMeta | None) -> SnapshotMeta:
        """What the draft holds."""
        hashes = content.hashes(connection)
        whole = content.whole_hash(hashes)
        first, last = content.covered(connection)
        ends = (last, self.source.declaration.source.data_to, parent.data_to if parent else None)
        return SnapshotMeta(
            id=publish.new_id(self.store, self.now, whole),
            created_at=self.now,
            source=str(self.source.folder),
            parent=parent.id if parent else "",
            schema_version=SCHEMA_VERSION,
            content_hash=whole,
            table_hashes=hashes,
            rows=content.row_counts(connection),
            quarantine_hash=content.table_hash(connection, "draft.quarantine", books.QUARANTINE),
            rejected=sum(table.rejected for table in self.tables),
            data_from=first,
            data_to=max((day for day in ends if day), default=None),
        )

    def begin_settings(self) -> None:
        """Write the settings of a new store, with what the source says of the company."""
        path = self.store.folder / settings.FILE
        if not path.exists():
            publish.write(path, settings.default_toml(self.source.declaration.company).encode())

    def report(self, snapshot: str, *, is_new: bool) -> LoadReport:
        """What the load did."""
        return LoadReport(snapshot, is_new, str(self.source.folder), tuple(self.tables), tuple(self.rejections))


def _same(before: SnapshotMeta, after: SnapshotMeta) -> bool:
    """Whether a load brought nothing new: neither rows nor rejections nor days covered."""

    def what(meta: SnapshotMeta) -> tuple[object, ...]:
        return meta.content_hash, meta.quarantine_hash, meta.data_to, meta.schema_version

    return what(before) == what(after)
