"""JupyterLab opens on the notebooks with this interpreter's own kernel."""

import json
import os
import sys
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from small_world import write_notebook

from workbench.errors import BadParameter
from workbench.reporting.notebooks import lab


def test_the_kernel_is_this_interpreter_and_may_be_installed_again(tmp_path: Path) -> None:
    for _ in range(2):
        folder = lab.install_kernel(tmp_path)
    assert folder == tmp_path / "share" / "jupyter" / "kernels" / "workbench"
    found = KernelSpecManager(kernel_dirs=[str(folder.parent)]).get_kernel_spec("workbench")
    assert found.argv[0] == sys.executable and found.display_name == "Workbench"


def test_lab_reads_the_named_store_and_prefers_its_own_kernels(tmp_path: Path) -> None:
    environment = lab.environment(str(tmp_path))
    assert environment["WORKBENCH_STORE"] == str(tmp_path) and environment["JUPYTER_PREFER_ENV_PATH"] == "1"
    assert environment["PATH"] == os.environ["PATH"]


def test_lab_becomes_jupyterlab_on_the_folder_of_the_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_notebook(tmp_path / "notebooks", "01_base")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execve", lambda program, words, environment: became.append(words))
    lab.start(tmp_path / "notebooks", "", ["--no-browser"])
    assert became == [lab.command(tmp_path / "notebooks", ["--no-browser"])]
    assert (tmp_path / "prefix" / "share" / "jupyter" / "kernels" / "workbench" / "kernel.json").exists()


def test_a_store_that_is_not_there_is_said_before_anything_is_started(tmp_path: Path) -> None:
    write_notebook(tmp_path / "notebooks", "01_base")
    with pytest.raises(BadParameter, match="no such store"):
        lab.start(tmp_path / "notebooks", str(tmp_path / "none"))


def test_committed_notebooks_name_a_kernel_that_every_installation_has() -> None:
    for path in (Path(__file__).parents[3] / "notebooks").glob("*.ipynb"):
        assert json.loads(path.read_text())["metadata"]["kernelspec"]["name"] in KernelSpecManager().find_kernel_specs()
