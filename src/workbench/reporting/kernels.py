"""Kernels for unattended runs: always of the running interpreter, alone on their sockets.

A kernel ``python3`` in the user's home may be another Python, so it is not asked for. The
kernel talks over ipc where there is such a thing, because parallel kernels over tcp collide
on ports now and then.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop

# Unix sockets have short names; a longer place for them means tcp.
_LONGEST_SOCKET = 100


def manager(place: Path) -> AsyncKernelManager:
    """A kernel of this very interpreter, whatever kernels the user has installed by that name."""
    has_sockets = sys.platform != "win32" and len(str(place / "kernel-ipc-5")) <= _LONGEST_SOCKET
    return AsyncKernelManager(
        kernel_name=NATIVE_KERNEL_NAME,
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        transport="ipc" if has_sockets else "tcp",
        connection_file=str(place / "kernel.json"),
    )


@contextmanager
def tidy_loop() -> Iterator[None]:
    """Nbclient leaves this thread's event loop open, with a task still waiting after a kernel's death."""
    loop = ensure_event_loop()
    try:
        yield
    finally:
        if not loop.is_running():  # it does run when papermill itself is called in JupyterLab
            pending = asyncio.all_tasks(loop)
            for task in pending:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
            loop.close()
