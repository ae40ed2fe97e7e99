"""Publishing a snapshot: build under a temporary name, rename, then move the pointer.

Whatever happens before the pointer moves, killed processes and full disks included, the
snapshot in force stays in force. What a killed load leaves behind is swept by the next.
All functions here expect the caller to hold the store's lock.
"""

import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import DiskFull, WorkbenchError
from workbench.memory.store import SnapshotMeta, Store, encode
from workbench.memory.workspace import DISK_ERRORS

TEMPORARY = ".load-"
_READ_ONLY = 0o444
_NO_ROOM = "No space left"


@contextmanager
def draft(store: Store, parent: str) -> Iterator[Path]:
    """A database file under a temporary name, a copy of ``parent`` if one is given.

    The file, its log and its spill folder ``<name>.tmp`` are gone when the context is left,
    unless it was published meanwhile.
    """
    store.snapshots_folder.mkdir(parents=True, exist_ok=True)
    path = store.snapshots_folder / f"{TEMPORARY}{secrets.token_hex(4)}.duckdb"
    try:
        if parent:
            shutil.copyfile(store.snapshot_file(parent), path)
        yield path
    finally:
        _remove(path, _log(path), spill_folder(path), scratch_file(path), spill_folder(scratch_file(path)))


def spill_folder(path: Path) -> Path:
    """Where the engine may spill while it builds ``path``."""
    return path.with_name(path.name + ".tmp")


def scratch_file(path: Path) -> Path:
    """A second file that may be used while ``path`` is built."""
    return path.with_name(path.name + ".scratch")


def publish(store: Store, path: Path, meta: SnapshotMeta) -> None:
    """Make a closed database file the snapshot in force.

    Raises:
        WorkbenchError: the file has an unwritten log, so it was not closed well.
    """
    if _log(path).exists():
        raise WorkbenchError("the new snapshot was not closed", where=str(path), do="run the command again")
    path.chmod(_READ_ONLY)
    _sync(path)
    path.rename(store.snapshot_file(meta.id))
    write(store.meta_file(meta.id), encode(meta))
    write(store.pointer, f"{meta.id}\n".encode())


def new_id(store: Store, now: dt.datetime, content_hash: str) -> str:
    """An id that sorts after every snapshot there is, even if the clock was set back.

    >>> new_id(Store(Path("nowhere")), dt.datetime(2026, 9, 30, 10, 15), "1a2b3c4d5e")
    '20260930T101500Z-1a2b3c4d'
    """
    stamp = "%Y%m%dT%H%M%SZ"
    names = sorted(path.stem for path in store.snapshots_folder.glob("[0-9]*.duckdb"))
    if names:
        newest = dt.datetime.strptime(names[-1].split("-")[0], stamp)
        now = max(now, newest + dt.timedelta(seconds=1))
    return f"{now.strftime(stamp)}-{content_hash[:8]}"


def sweep(store: Store) -> None:
    """Remove what killed loads left: temporary files and snapshots without their description."""
    _remove(*store.snapshots_folder.glob(f"{TEMPORARY}*"), *store.folder.glob(f"{TEMPORARY}*"))
    for path in store.snapshots_folder.glob("[0-9]*.duckdb"):
        if not store.meta_file(path.stem).exists():
            _remove(path, _log(path))
    for path in store.snapshots_folder.glob("[0-9]*.json"):
        if not store.snapshot_file(path.stem).exists():
            _remove(path)


def write(path: Path, content: bytes) -> None:
    """Write or replace a small file atomically: a reader sees the old or the new one, whole."""
    temporary = path.with_name(f"{TEMPORARY}{path.name}")
    temporary.write_bytes(content)
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


@contextmanager
def writing(store: Store) -> Iterator[None]:
    """Turn what the disk says (full, read-only, not permitted) into an error that says what to do."""
    try:
        yield
    except (OSError, *DISK_ERRORS) as error:
        value = (error.strerror or str(error)) if isinstance(error, OSError) else str(error).rpartition('": ')[2]
        raise (DiskFull if _NO_ROOM in value else WorkbenchError)(
            "the store cannot be written",
            where=str(store.folder),
            value=value,
            do="make room or give write permission, then run it again; the last snapshot is still in force",
        ) from error


def _sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _log(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
