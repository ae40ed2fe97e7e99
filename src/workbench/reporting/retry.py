"""Trying again what may pass, a few times and for a few seconds; and never what will not.

| what | why it may pass | tried |
|---|---|---|
| a kernel that does not come up | a busy machine, a port taken a moment ago | 3 times within 3 s |
| a disk that does not take a file | a network's hiccup, logs that are just being cleared | 4 times within 2 s |
| a letter that is not taken | a server that restarts | 3 times within 6 s, then at the next run |

A lock is waited for, with ``--wait``, and the run's record says how long. An error in a
notebook, a bad parameter, a time-out and a kernel's death are the same the second time, so
they are never tried again. Waiting doubles from one attempt to the next; tenacity does it.
"""

import errno
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tenacity import RetryCallState

Result = TypeVar("Result")
Note = Callable[[str], None]
Sleep = Callable[[float], None]

_noting: ContextVar[Note] = ContextVar("noting", default=lambda _reason: None)
_waited: ContextVar[tuple[str, ...]] = ContextVar("waited", default=())
_PASSING = {
    *(errno.EIO, errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ENOSPC, errno.EDQUOT),
    *(errno.ETIMEDOUT, errno.ESTALE, errno.ENOBUFS, errno.ENETDOWN, errno.EHOSTDOWN),
}


@dataclass(frozen=True)
class Policy:
    """How often something is tried and how long it is waited between.

    Args:
        times: attempts in all.
        first: seconds before the second attempt; doubled before each further one.
    """

    times: int
    first: float


KERNEL = Policy(times=3, first=1.0)
DISK = Policy(times=4, first=0.25)
LETTER = Policy(times=3, first=2.0)


def again(
    work: Callable[[], Result],
    policy: Policy,
    passes: Callable[[BaseException], bool],
    note: Note | None = None,
    sleep: Sleep = time.sleep,
) -> Result:
    """What ``work`` returns, tried again while its error may pass.

    Args:
        passes: whether an error may pass.
        note: called with the reason before each further attempt; by default what ``noting`` set.
        sleep: waits; a test counts instead.

    Raises the last error as it is.

    >>> tries = iter([OSError(errno.EIO, "hiccup"), None])
    >>> def work():
    ...     if error := next(tries):
    ...         raise error
    ...     return "written"
    >>> again(work, DISK, disk_may_pass, note=print, sleep=lambda seconds: print(f"{seconds:g} s"))
    [Errno 5] hiccup
    0.25 s
    'written'
    """

    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

    def told(state: "RetryCallState") -> None:
        error = state.outcome and state.outcome.exception()
        (note or _noting.get())(str(error) or type(error).__name__)

    retrying = Retrying(
        stop=stop_after_attempt(policy.times),
        wait=wait_exponential(multiplier=policy.first),
        retry=retry_if_exception(passes),
        before_sleep=told,
        sleep=sleep,
        reraise=True,
    )
    return retrying(work)


@contextmanager
def noting(note: Note) -> Iterator[None]:
    """Within it, whatever is tried again in this thread is told to ``note``."""
    token = _noting.set(note)
    try:
        yield
    finally:
        _noting.reset(token)


def noted() -> Note:
    """What ``noting`` set, to be carried into another thread."""
    return _noting.get()


@contextmanager
def waited(seconds: float, what: str) -> Iterator[None]:
    """Within it, a run that begins knows that it had to wait; less than a second is not worth a word.

    >>> with waited(12.4, "another report on this store"):
    ...     before_the_run()
    ('waited 12 s for another report on this store',)
    """
    said = (f"waited {seconds:.0f} s for {what}",) if seconds >= 1 else ()
    token = _waited.set((*_waited.get(), *said))
    try:
        yield
    finally:
        _waited.reset(token)


def before_the_run() -> tuple[str, ...]:
    """What was waited for."""
    return _waited.get()


def number_of(error: BaseException) -> int:
    """The number of an error of the file system, the first of copytree's; 0 if it has none.

    >>> number_of(shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")]))
    28
    """
    if isinstance(error, shutil.Error):
        found = re.match(r"\[Errno (\d+)\]", str(error.args[0][0][2]))
        return int(found[1]) if found else 0
    return (error.errno or 0) if isinstance(error, OSError) else 0


def disk_may_pass(error: BaseException) -> bool:
    """Whether an error of the file system may be gone in a moment; a missing right will not be.

    >>> disk_may_pass(OSError(errno.ENOSPC, "full")), disk_may_pass(PermissionError(errno.EACCES, "no"))
    (True, False)
    """
    return number_of(error) in _PASSING
