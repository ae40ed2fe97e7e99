"""One load at a time: a lock on the store that says who holds it.

The lock is the operating system's own (through filelock), so it falls with the process
that holds it, however that ends. Who holds it stands in a small file beside it, written
after the lock is taken; a file left by a killed holder is overwritten by the next.
"""

import datetime as dt
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.errors import Locked

FILE = ".lock"
HOLDER = ".lock.json"


@contextmanager
def hold(folder: Path, command: str, wait: float = 0.0) -> Iterator[None]:
    """Hold the store for writing.

    Args:
        folder: the store's folder, which exists.
        command: what the others are told is being done.
        wait: seconds to wait for whoever holds it.

    Raises:
        Locked: someone else holds it still; says who, where and since when.
    """
    lock = FileLock(folder / FILE)
    try:
        lock.acquire(timeout=wait, poll_interval=0.05)
    except Timeout as timeout:
        raise Locked(
            "the store is being written",
            where=str(folder),
            value=_holder(folder),
            do="wait for it to end, or let this command wait with --wait SECONDS",
        ) from timeout
    try:
        _announce(folder, command)
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _announce(folder: Path, command: str) -> None:
    since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since, "command": command}
    (folder / HOLDER).write_text(json.dumps(holder), encoding="utf-8")


def _holder(folder: Path) -> str:
    """Who holds the lock, in words; the file may be missing or half written for an instant."""
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return "another process"
    return "{command}, process {pid} on {host} since {since}".format(**holder)
