"""Writing so that a crash leaves the old file or the new one, and a full disk is explained."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import DiskFull, WorkbenchError
from workbench.reporting import retry

_FULL = (errno.ENOSPC, errno.EDQUOT)
_ADVICE = {
    errno.ENOSPC: "make room on that disk and run the command again",
    errno.EDQUOT: "make room within your quota and run the command again",
    errno.EROFS: "name a folder that can be written to",
    errno.EACCES: "make the folder writable for you, or name another",
    errno.EPERM: "make the folder writable for you, or name another",
    errno.ENOTDIR: "name a folder, not a file",
}
_OTHERWISE = "see that the folder exists and can be written to"


def write_whole(path: Path, content: str | bytes, *, durable: bool = True) -> None:
    """Write a file by way of a temporary one beside it: a reader sees the old or the new, never a part.

    A disk that hiccups is given a moment; see ``retry``.

    Args:
        durable: wait until it is on the disk; without it a power cut may take it, a kill may not.
    """
    data = content.encode() if isinstance(content, str) else content
    retry.again(lambda: _write_whole(path, data, durable), retry.DISK, retry.disk_may_pass)


def require_writable(folder: Path, what: str) -> None:
    """Make a folder and try to write in it, before work that would end there in vain."""
    with explained(what, folder):
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{os.getpid()}.probe"
        probe.write_bytes(b"?")
        probe.unlink()


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder and wait until it is on the disk; under its name it is whole or not there at all.

    A disk that hiccups is given a moment; see ``retry``.
    """
    retry.again(lambda: _copy_folder(source, target), retry.DISK, retry.disk_may_pass)
    retry.again(lambda: sync_folder(target.parent), retry.DISK, retry.disk_may_pass)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def explained(what: str, where: Path) -> Iterator[None]:
    """Turn an error of the file system into a WorkbenchError that says what to do.

    >>> with explained("cannot write the report", Path("/out")):
    ...     raise OSError(errno.EROFS, "Read-only file system")
    Traceback (most recent call last):
        ...
    workbench.errors.WorkbenchError: cannot write the report: Read-only file system
      where: /out
      do: name a folder that can be written to
    """
    try:
        yield
    except OSError as error:
        code, place, reason = _first(error)
        kind = DiskFull if code in _FULL else WorkbenchError
        advice = _ADVICE.get(code, _OTHERWISE)
        raise kind(f"{what}: {reason}", where=place or str(where), do=advice) from error


def _first(error: OSError) -> tuple[int, str, str]:
    """Number, file and text of an error; of the first, if copytree's own error lists all that failed."""
    if not isinstance(error, shutil.Error):
        return error.errno or 0, str(error.filename or ""), error.strerror or str(error)
    _source, target, text = error.args[0][0]
    return retry.number_of(error), str(target), str(text)


def _write_whole(path: Path, data: bytes, durable: bool) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    beside.replace(path)
    if durable:
        sync_folder(path.parent)


def _copy_folder(source: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        shutil.copytree(source, part)
        for path in part.rglob("*"):
            if path.is_file():
                with path.open("rb+") as file:
                    os.fsync(file.fileno())
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    part.rename(target)
