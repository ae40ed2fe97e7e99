"""JupyterLab on the notebooks, with a kernel of their own.

The kernel ``workbench`` is this very interpreter. It is written below the interpreter's own
prefix (``.venv/share/jupyter``), where JupyterLab looks first, so that neither a kernel of
the same name in the user's home nor another Python on the path gets in between. Notebooks
keep the neutral kernel name ``python3``, which means the same interpreter here.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from workbench.errors import BadParameter
from workbench.memory.store import ENVIRONMENT
from workbench.reporting.notebooks.chapters import find

KERNEL = "workbench"


def install_kernel(prefix: Path) -> Path:
    """Write the kernel ``workbench`` below a prefix; returns its folder. May be done again."""
    from ipykernel.kernelspec import install

    return Path(install(prefix=str(prefix), kernel_name=KERNEL, display_name="Workbench"))


def command(notebooks: Path, extra: Iterable[str] = ()) -> list[str]:
    """The command that opens JupyterLab on a folder of notebooks.

    >>> command(Path("/project/notebooks"), ["--no-browser"])[1:]
    ['-m', 'jupyterlab', '/project/notebooks', '--MappingKernelManager.default_kernel_name=workbench', '--no-browser']
    """
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        str(notebooks),
        f"--MappingKernelManager.default_kernel_name={KERNEL}",
        *extra,
    ]


def environment(store: str) -> dict[str, str]:
    """The environment of JupyterLab: the store the notebooks read, and kernels of this interpreter first."""
    named = {ENVIRONMENT: str(Path(store).absolute())} if store else {}
    return {**os.environ, "JUPYTER_PREFER_ENV_PATH": "1", **named}


def start(notebooks: Path | None, store: str, extra: Iterable[str] = ()) -> None:
    """Install the kernel and become JupyterLab; does not return.

    Raises BadParameter if there are no notebooks, or the store named is no folder.
    """
    if store and not Path(store).is_dir():
        raise BadParameter("no such store", where="--store", value=store, do="name an existing one")
    folder = find(notebooks)[0].parent
    install_kernel(Path(sys.prefix))
    words = command(folder, extra)
    os.execve(words[0], words, environment(store))
