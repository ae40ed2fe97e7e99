"""A warm start for the kernels of a run: imports are paid once, not once a notebook.

Importing pandas, the engine, plotly and scikit-learn takes longer than most chapters. So
one process imports what the notebooks' cells import, while the runner is still importing
its own, and each kernel is forked from it (see ``forking``). A forked kernel is an ordinary
process to the runner: it has an id, an exit code and a process group, and can be killed.

Where a process cannot be forked safely (Windows; macOS, whose system libraries do not
survive it), or the imports fail, kernels start one by one, and the run's log says so.
"""

import ast
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from workbench.reporting.notebooks import chapters

CAN_FORK = sys.platform == "linux"
# Numeric libraries would start threads, which do not survive a fork. One thread also adds up in
# one order, so that no figure depends on the number of cores. The engine has threads of its own.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_NUMBER = struct.Struct("i")
_SECONDS_TO_IMPORT = 120


class ColdStartError(Exception):
    """There is no process to fork from; the message says why."""


class Forked:
    """A forked kernel, with what jupyter_client asks of a ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        told = channel.recv(_NUMBER.size)
        if not told:
            raise ColdStartError("the process to fork from has ended")
        (self.pid,) = _NUMBER.unpack(told)
        self.returncode: int | None = None
        channel.setblocking(False)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while the kernel lives."""
        if self.returncode is None:
            with suppress(BlockingIOError):
                told = self._channel.recv(_NUMBER.size)
                # Without its parent nobody learns how a kernel ended; it ends itself with 1 then.
                self.returncode = _NUMBER.unpack(told)[0] if told else 1
                self._channel.close()
        return self.returncode

    wait = poll  # asked only once ``poll`` has told the end

    def send_signal(self, number: int) -> None:
        """Send a signal to a kernel that lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmStart:
    """The process kernels are forked from; ``close`` it when the run is over.

    Args:
        names: what it imports; see ``imports_of``.
        said: an open file that takes what it writes to stderr.
    """

    def __init__(self, names: Iterable[str], said: TextIO) -> None:
        self.environment = {**os.environ, **ONE_THREAD}
        self._control, theirs = socket.socketpair()
        self._asking = threading.Lock()
        self._is_ready = False
        self._said = said
        with theirs:
            self._process = subprocess.Popen(
                # -P: nothing is imported from the folder the command happens to be run in.
                [sys.executable, "-P", "-m", "workbench.reporting.notebooks.forking", str(theirs.fileno()), *names],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                pass_fds=[theirs.fileno()],
                env=self.environment,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def fork(self, connection_file: str, folder: str, environment: dict[str, str], stderr: int) -> Forked:
        """A new kernel; waits for the imports if they are still under way.

        Args:
            connection_file: where the kernel finds its sockets and key.
            folder: its working directory.
            environment: its environment; what differs from the parent's is handed over.
            stderr: the open file it writes to.

        Raises ColdStartError if the imports failed or the process is gone.
        """
        changes = {name: value for name, value in environment.items() if self.environment.get(name) != value}
        request = {"connection": connection_file, "folder": folder, "environment": changes}
        ours, theirs = socket.socketpair()
        try:
            with self._asking, theirs:
                self._wait_until_ready()
                socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno(), stderr])
            return Forked(ours)
        except OSError as error:
            ours.close()
            raise ColdStartError(f"the process to fork from does not answer: {error}") from error
        except ColdStartError:
            ours.close()
            raise

    def _wait_until_ready(self) -> None:
        if self._is_ready:
            return
        self._control.settimeout(_SECONDS_TO_IMPORT)
        self._is_ready = self._control.recv(16) != b""
        if not self._is_ready:
            self._said.seek(0)
            last = self._said.read().strip().splitlines()[-1:]
            raise ColdStartError(f"the imports failed: {' '.join(last)}")

    def close(self) -> None:
        """End the process, and with it any kernel that is left."""
        self._control.close()
        self._process.wait()


def imports_of(notebooks: Iterable[Path]) -> list[str]:
    """What notebooks import, in order: ``a`` for ``import a``, ``a:b`` for ``from a import b``.

    A cell that is no plain Python is left to the notebook's own run, which will say so.
    """
    found: dict[str, None] = {}
    for notebook in notebooks:
        for cell in chapters.read(notebook)["cells"]:
            if cell["cell_type"] == "code":
                with suppress(SyntaxError):
                    found |= dict.fromkeys(_imported(ast.parse("".join(cell["source"]))))
    return list(found)


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}:{alias.name}" for alias in node.names)


class NoWarmStart:
    """Stands where no process may be forked: every kernel starts by itself, and says why."""

    def fork(self, *_request: object) -> Forked:
        """Raises ColdStartError."""
        raise ColdStartError(f"processes are not forked on {sys.platform}")


Kernels = WarmStart | NoWarmStart


@contextmanager
def started(notebooks: list[Path]) -> Iterator[Kernels | None]:
    """A process that begins at once to import what these notebooks import; None if there is no notebook."""
    if not (CAN_FORK and notebooks):
        yield NoWarmStart() if notebooks else None
        return
    with tempfile.TemporaryFile("w+") as said:
        warm = WarmStart(imports_of(notebooks), said)
        try:
            yield warm
        finally:
            warm.close()
