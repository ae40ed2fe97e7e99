"""Telling on the terminal what a command is doing, once it has taken two seconds."""

import threading
from types import TracebackType

from rich.console import Console
from rich.status import Status

PATIENCE_SECONDS = 2.0


class Steps:
    """The step a long command is at, with a spinner that appears only if it lasts.

    >>> with Steps(Console(stderr=True)) as steps:
    ...     steps.say("reading transactions.csv")
    """

    def __init__(self, console: Console, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._status = Status("", console=console)
        self._timer = threading.Timer(patience_seconds, self._status.start)
        self._timer.daemon = True

    def say(self, step: str) -> None:
        """A step begins."""
        self._status.update(f"{step} ...")

    def __enter__(self) -> "Steps":
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        self._status.stop()
