"""Errors that say what went wrong, where, with which value, and what to do about it.

Each class carries the exit code of the command that meets it, so that a scheduler can
tell them apart without reading: 2 bad parameters, 3 data not ready, 4 notebook error,
5 time-out, 6 kernel death, 7 locked, 8 held back by the gate, 9 disk
full, 1 anything else that stops a command.
"""


class WorkbenchError(Exception):
    """A failure the user can act on.

    Args:
        what: what went wrong, as a sentence without a full stop.
        where: the file, table, column or cell.
        value: the offending value, shortened for reading.
        do: what to do about it.

    >>> str(WorkbenchError("no such folder", where="--data", value="/nowhere", do="name one"))
    'no such folder\\n  where: --data\\n  value: /nowhere\\n  do: name one'
    """

    exit_code = 1
    run = ""  # the id of the run that it ended, as soon as that run has a record

    def __init__(self, what: str, *, where: str = "", value: object = "", do: str = "") -> None:
        self.what = what
        self.where = where
        self.value = shorten(value)
        self.do = do
        parts = (("where", self.where), ("value", self.value), ("do", self.do))
        super().__init__("\n  ".join([what, *(f"{name}: {text}" for name, text in parts if text)]))


class BadParameter(WorkbenchError):
    """A parameter or option is unknown, ill-typed or names nothing."""

    exit_code = 2


class NotReady(WorkbenchError):
    """The data cannot carry what was asked: an empty month, a refused load, a missing table."""

    exit_code = 3


class NotebookFailed(WorkbenchError):
    """A cell of a notebook raised."""

    exit_code = 4


class TimedOut(WorkbenchError):
    """A notebook ran longer than it may."""

    exit_code = 5


class KernelDied(WorkbenchError):
    """The kernel of a notebook went away before its last cell was done."""

    exit_code = 6


class Locked(WorkbenchError):
    """Someone else is writing to the same store."""

    exit_code = 7


class GateFailed(WorkbenchError):
    """A report was made and is held back: something in it is not as it should be."""

    exit_code = 8


class DiskFull(WorkbenchError):
    """A disk, or a quota, has no room left."""

    exit_code = 9


def shorten(value: object, limit: int = 120) -> str:
    """A value on one line of at most ``limit`` characters, control characters made visible.

    >>> shorten("a\\x00b")
    'a\\\\x00b'
    >>> len(shorten("x" * 1_000_000))
    120
    """
    head = str(value)[: limit + 1]
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in head)
    return text if len(text) <= limit else text[: limit - 3] + "..."
