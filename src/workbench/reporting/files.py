"""Writing so that a crash leaves the old file or the new one, and a full disk is explained."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import WorkbenchError

_ADVICE = {
    errno.ENOSPC: "make room on that disk and run the command again",
    errno.EDQUOT: "make room within your quota and run the command again",
    errno.EROFS: "name a folder that can be written to",
    errno.EACCES: "make the folder writable for you, or name another",
    errno.EPERM: "make the folder writable for you, or name another",
    errno.ENOTDIR: "name a folder, not a file",
}


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file by way of a temporary one beside it: a reader sees the old or the new, never a part."""
    data = content.encode() if isinstance(content, str) else content
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def require_writable(folder: Path, what: str) -> None:
    """Make a folder and try to write in it, before work that would end there in vain."""
    with explained(what, folder):
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{os.getpid()}.probe"
        probe.write_bytes(b"?")
        probe.unlink()


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder and wait until it is on the disk; under its name it is whole or not there at all."""
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
    sync_folder(target.parent)


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
        advice = _ADVICE.get(error.errno or 0, "see that the folder exists and can be written to")
        reason = error.strerror or str(error)
        raise WorkbenchError(f"{what}: {reason}", where=str(error.filename or where), do=advice) from error
    except shutil.Error as error:  # copytree's own, which lists all files that failed
        first = error.args[0][0]
        raise WorkbenchError(f"{what}: {first[2]}", where=str(first[1]), do=_ADVICE[errno.ENOSPC]) from error
