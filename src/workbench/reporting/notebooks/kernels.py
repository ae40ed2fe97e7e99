"""Kernels for unattended runs: always of the running interpreter, alone on their sockets.

A kernel ``python3`` in the user's home may be another Python, so it is not asked for. The
kernel talks over ipc where there is such a thing, because parallel kernels over tcp collide
on ports now and then. A kernel is forked from a process that has imported what it needs, where
the run has one (see ``warm``); else it starts by itself.
"""

import asyncio
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import ensure_event_loop

from workbench.reporting.notebooks.warm import ColdStartError, Kernels

# Unix sockets have short names; a longer place for them means tcp.
_LONGEST_SOCKET = 100


def manager(place: Path, warm: Kernels | None = None) -> AsyncKernelManager:
    """A kernel of this very interpreter, whatever kernels the user has installed by that name."""
    has_sockets = sys.platform != "win32" and len(str(place / "kernel-ipc-5")) <= _LONGEST_SOCKET
    kernel = AsyncKernelManager(
        kernel_name=NATIVE_KERNEL_NAME,
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        transport="ipc" if has_sockets else "tcp",
        connection_file=str(place / "kernel.json"),
    )
    if warm:
        kernel.kernel_id = str(uuid.uuid4())
        about = {"kernel_id": kernel.kernel_id, "kernel_spec": kernel.kernel_spec, "parent": kernel}
        kernel.provisioner = ForkedKernel(warm, kernel.connection_file, **about)
    return kernel


class ForkedKernel(LocalProvisioner):
    """Starts a kernel by forking; all else is as for a kernel that was started by itself."""

    process: Any = None

    def __init__(self, warm: Kernels, connection_file: str, **about: Any) -> None:
        super().__init__(**about)
        self.warm, self.connection_file = warm, connection_file

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Fork the kernel; if that cannot be done, start it by the command and say so in the run's log."""
        log = options["stderr"]
        folder = str(options.get("cwd") or Path.cwd())
        try:
            self.process = self.warm.fork(self.connection_file, folder, options["env"], log.fileno())
        except ColdStartError as error:
            log.write(f"A kernel starts without the warm start: {error}\n")
            log.flush()
            return await super().launch_kernel(cmd, **options)
        self.pid = self.pgid = self.process.pid
        self.cwd = folder
        return self.connection_info


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
