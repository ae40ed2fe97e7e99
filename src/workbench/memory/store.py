"""The store: a folder of snapshots that never change, and one small pointer to the one in force.

    STORE/workbench.toml               the company's settings
    STORE/current                      the id of the snapshot in force
    STORE/snapshots/<id>.duckdb        a snapshot, read-only
    STORE/snapshots/<id>.json          what is in it (SnapshotMeta)
    STORE/memory/<YYYY-MM>/            a closed month
    STORE/runs/<run_id>/               a run of the notebooks
    STORE/refused/<time>/              what a refused load would have put into quarantine

Ids begin with the time of the load and end with the start of the content hash, so they
sort by time: ``20260930T101500Z-1a2b3c4d``. This module only reads; ``publish`` writes.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from workbench.errors import BadParameter, NotReady, WorkbenchError
from workbench.memory import settings
from workbench.memory.month import Month
from workbench.memory.schema import SCHEMA_VERSION
from workbench.memory.settings import Settings

ENVIRONMENT = "WORKBENCH_STORE"
USUAL = Path("data") / "store"


@dataclass(frozen=True)
class SnapshotMeta:
    """What is known of a snapshot without opening it.

    Args:
        id: its name.
        created_at: when it was published, UTC.
        source: the folder it was loaded from.
        parent: the snapshot it adds to; empty if it started anew.
        schema_version: the version of the schema it was written with.
        content_hash: of the ten tables together, whatever the order of their rows.
        table_hashes: of each table.
        rows: of each table.
        quarantine_hash: of the rows in quarantine.
        rejected: how many rows of its load were rejected.
        data_from, data_to: the first and last day the data cover, both included; None without events.
    """

    id: str
    created_at: dt.datetime
    source: str
    parent: str
    schema_version: int
    content_hash: str
    table_hashes: dict[str, str]
    rows: dict[str, int]
    quarantine_hash: str
    rejected: int
    data_from: dt.date | None
    data_to: dt.date | None

    def latest_full_month(self) -> Month:
        """The latest month that the data cover to its last day; NotReady if the snapshot holds no event."""
        if self.data_to is None:
            raise NotReady("the data hold no event yet", where=self.id, do="load transactions, contracts or answers")
        return Month.of(self.data_to + dt.timedelta(days=1)) - 1


_META = TypeAdapter(SnapshotMeta)


@dataclass(frozen=True)
class Store:
    """A store's folder; it need not exist yet.

    >>> Store(Path("data/store")).snapshot_file("20260930T101500Z-1a2b3c4d").as_posix()
    'data/store/snapshots/20260930T101500Z-1a2b3c4d.duckdb'
    """

    folder: Path

    @property
    def snapshots_folder(self) -> Path:
        """Where the snapshots lie."""
        return self.folder / "snapshots"

    @property
    def runs_folder(self) -> Path:
        """Where the runs of notebooks work."""
        return self.folder / "runs"

    @property
    def pointer(self) -> Path:
        """The file that names the snapshot in force."""
        return self.folder / "current"

    @property
    def settings(self) -> Settings:
        """The company's settings; BadParameter if their file is wrong."""
        return settings.read(self.folder)

    def snapshot_file(self, snapshot: str) -> Path:
        """The database file of a snapshot."""
        return self.snapshots_folder / f"{snapshot}.duckdb"

    def meta_file(self, snapshot: str) -> Path:
        """The file that describes a snapshot."""
        return self.snapshots_folder / f"{snapshot}.json"

    def month_folder(self, month: Month) -> Path:
        """Where a closed month lies, or will lie."""
        return self.folder / "memory" / str(month)

    def closed_months(self) -> tuple[Month, ...]:
        """The closed months, oldest first: those with a manifest."""
        manifests = (self.folder / "memory").glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]/manifest.json")
        return tuple(sorted(Month.parse(path.parent.name) for path in manifests))

    def current_id(self) -> str:
        """The id of the snapshot in force; empty if nothing was ever loaded."""
        return self.pointer.read_text(encoding="utf-8").strip() if self.pointer.exists() else ""

    def current(self) -> SnapshotMeta:
        """The snapshot in force.

        Raises:
            NotReady: nothing was ever loaded.
            WorkbenchError: the pointer names a snapshot that is not there.
        """
        current = self.current_id()
        if not current:
            advice = "load a source with `workbench ingest FOLDER`, or make an example with `workbench demo`"
            raise NotReady("the store holds no data yet", where=str(self.folder), do=advice)
        if not self.snapshot_file(current).exists():
            advice = "write the id of one that lies beside it in snapshots/ into it, or load anew with --replace"
            what = "the pointer names a snapshot that is not there"
            raise WorkbenchError(what, where=str(self.pointer), value=current, do=advice)
        return self.meta(current)

    def snapshot_ids(self) -> tuple[str, ...]:
        """The id of every whole snapshot, oldest first."""
        names = sorted(path.stem for path in self.snapshots_folder.glob("[0-9]*.duckdb"))
        return tuple(name for name in names if self.meta_file(name).exists())

    def snapshots(self) -> tuple[SnapshotMeta, ...]:
        """Every whole snapshot, oldest first; BadParameter if the description of one is damaged."""
        return tuple(self.meta(snapshot) for snapshot in self.snapshot_ids())

    def meta(self, snapshot: str) -> SnapshotMeta:
        """What is known of a snapshot.

        Raises:
            BadParameter: there is none of that name, or its description cannot be read.
        """
        path = self.meta_file(snapshot)
        if not snapshot or "/" in snapshot or not path.exists() or not self.snapshot_file(snapshot).exists():
            advice = "name one that `workbench status` lists"
            raise BadParameter("no such snapshot", where=str(self.folder), value=snapshot, do=advice)
        try:
            return _META.validate_json(path.read_bytes())
        except ValidationError as error:
            advice = "load all sources anew, the first with `workbench ingest FOLDER --replace`"
            raise BadParameter("a snapshot's description is damaged", where=str(path), do=advice) from error


def encode(meta: SnapshotMeta) -> bytes:
    """The description of a snapshot as it is written beside it."""
    return _META.dump_json(meta, indent=2)


def find(store: str | Path = "") -> Store:
    """The store meant by a parameter: itself, else $WORKBENCH_STORE, else the nearest data/store.

    Raises:
        BadParameter: a store is named that is no folder.
        NotReady: none is named and none is near.
    """
    folder = _meant(store)
    if folder is None:
        advice = f"name one with --store or ${ENVIRONMENT}, or make one with `workbench ingest` or `workbench demo`"
        raise NotReady("no store here", where=f"{USUAL} at or above {Path.cwd()}", do=advice)
    if not folder.is_dir():
        advice = "name an existing one, or make it with `workbench ingest FOLDER --store DIR`"
        raise BadParameter("no such store", where="store", value=folder, do=advice)
    return Store(folder)


def find_or_new(store: str | Path = "") -> Store:
    """As ``find``, but a store that does not exist yet is fine: a load will make it."""
    folder = _meant(store) or USUAL
    if folder.exists() and not folder.is_dir():
        raise BadParameter("the store is no folder", where="store", value=folder, do="name a folder")
    return Store(folder)


def _meant(store: str | Path) -> Path | None:
    """The folder named, existing or not, or else the nearest usual one that exists."""
    named = str(store) or os.environ.get(ENVIRONMENT, "")
    if named:
        return Path(named)
    here = Path.cwd()
    return next((folder / USUAL for folder in (here, *here.parents) if (folder / USUAL).is_dir()), None)


def require_readable(meta: SnapshotMeta, store: Store) -> None:
    """Refuse a snapshot written with another version of the schema.

    Raises:
        NotReady: naming the command that migrates an older one, or saying to upgrade for a newer one.
    """
    if meta.schema_version == SCHEMA_VERSION:
        return
    older = meta.schema_version < SCHEMA_VERSION
    raise NotReady(
        f"the snapshot was written by {'an older' if older else 'a newer'} version of the workbench",
        where=str(store.snapshot_file(meta.id)),
        value=f"schema version {meta.schema_version}, this workbench reads {SCHEMA_VERSION}",
        do=f"run `workbench migrate --store {store.folder}`" if older else "upgrade the workbench",
    )
