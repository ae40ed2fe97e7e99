"""The process that forks kernels: it has imported what the notebooks import, once for all of them.

``python -m workbench.reporting.notebooks.forking HANDLE NAME...`` imports what is named, then serves
``warm.WarmStart`` on the socket HANDLE. For each request it forks itself, and the child
becomes the kernel of one notebook. The parent runs no notebook, opens no database and starts
no thread, so every child begins from the same clean state, and none sees another's.

A request is a JSON object with two handles: the channel on which this kernel's life is told
(its process id, and when it is over its exit code) and where it writes to stderr. When the
socket closes, because the runner has finished or was killed, all kernels end with it; when
this process is killed, each kernel notices by itself within a second or two.
"""

import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
import warnings
from collections.abc import Iterable
from typing import Any, NoReturn

# Imported here so that no kernel has to.
from ipykernel.kernelapp import IPKernelApp

READY = b"ready"
NUMBER = struct.Struct("i")
_LONGEST_REQUEST = 1 << 16


def main(words: list[str]) -> None:
    """Import the modules and serve the socket until its other end closes."""
    control = socket.socket(fileno=int(words[0]))
    warm_up(words[1:])
    control.sendall(READY)
    Forks(control).serve()


def warm_up(names: Iterable[str]) -> None:
    """Import modules; ``a:b`` stands for ``from a import b``, where b may be a module of its own.

    A package that imports what it offers only when asked for it is asked for all of it.

    >>> warm_up(["json", "concurrent:futures", "json:dumps"])
    >>> "concurrent.futures" in sys.modules
    True
    """
    for name in names:
        module, _, inside = name.partition(":")
        if not hasattr(importlib.import_module(module), inside or "__name__"):
            importlib.import_module(f"{module}.{inside}")
        offered = getattr(sys.modules[module], inside, None) if inside else None
        for lazy in getattr(offered, "__all__", ()):
            getattr(offered, lazy)


class Forks:
    """The kernels forked so far, each with the channel on which its end is told."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.channels: dict[int, socket.socket] = {}
        self.woken, self.wake = socket.socketpair()
        self.wake.setblocking(False)

    def serve(self) -> None:
        """Fork for each request and tell each end, until the runner closes the socket."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake.fileno())
        try:
            while True:
                ready, _, _ = select.select([self.control, self.woken], [], [])
                if self.woken in ready:
                    self.woken.recv(4096)
                    self._tell_ends()
                if self.control in ready and not self._answer():
                    return
        finally:
            for pid in self.channels:
                os.killpg(pid, signal.SIGKILL)

    def _answer(self) -> bool:
        """Fork a kernel for one request; false if there will be no more of them."""
        text, handles, _, _ = socket.recv_fds(self.control, _LONGEST_REQUEST, 2)
        if not text:
            return False
        channel, stderr = socket.socket(fileno=handles[0]), handles[1]
        pid = _fork()
        if pid == 0:
            channel.close()
            self._let_go()
            _become_kernel(json.loads(text), stderr)
        os.close(stderr)
        _lead_a_group(pid)
        self.channels[pid] = channel
        self._tell(pid, pid)
        return True

    def _let_go(self) -> None:
        """In the child: the runner and the other kernels are the parent's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in (self.control, self.woken, self.wake, *self.channels.values()):
            other.close()
        self.channels.clear()

    def _tell_ends(self) -> None:
        for pid in list(self.channels):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._tell(pid, os.waitstatus_to_exitcode(status))
                self.channels.pop(pid).close()

    def _tell(self, pid: int, number: int) -> None:
        try:
            self.channels[pid].sendall(NUMBER.pack(number))
        except BrokenPipeError:  # the runner no longer asks about this kernel
            return


def _fork() -> int:
    with warnings.catch_warnings():
        # Newer Pythons warn of any thread; an allocator that keeps one mends it by itself after a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _become_kernel(request: dict[str, Any], stderr: int) -> NoReturn:
    _lead_a_group(0)
    os.dup2(stderr, 2)
    os.close(stderr)
    os.chdir(request["folder"])
    os.environ.update(request["environment"])
    app = IPKernelApp.instance()
    app.parent_handle = os.getppid()  # it watches this and ends when it changes
    app.initialize(["-f", request["connection"]])  # type: ignore[no-untyped-call]
    app.start()  # type: ignore[no-untyped-call]
    if app.shell:
        app.shell.reset(new_session=False)  # the notebook's open databases and files are closed
    sys.stdout.flush()
    sys.stderr.flush()
    # As children of a fork do: the interpreter's own end, with threads at work, is not always a quiet one.
    os._exit(0)


def _lead_a_group(pid: int) -> None:
    """Give the kernel a process group of its own, from both sides, so that neither has to wait."""
    try:
        os.setpgid(pid, pid)
    except (PermissionError, ProcessLookupError):  # the other side was first; or the child has ended
        return


if __name__ == "__main__":
    main(sys.argv[1:])
