"""A disk that is full, a store that is read-only: said in words, and nothing lost."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from small_source import good_source, load

from workbench.errors import WorkbenchError

NAMESPACE = ["unshare", "--map-root-user", "--mount"]


def may_mount() -> bool:
    """Whether this process may make a file system of its own."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    return tried.returncode == 0


needs_mount = pytest.mark.skipif(not may_mount(), reason="needs the right to mount in a namespace of its own")


def told(kind: str, folder: Path, *prefix: str) -> dict[str, Any]:
    command = [*prefix, sys.executable, str(Path(__file__).with_name("hard_disk.py")), kind, str(folder)]
    return dict(json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))


@needs_mount
def test_a_full_disk_leaves_the_snapshot_in_force_and_the_next_load_works(tmp_path: Path) -> None:
    found = told("full", tmp_path, *NAMESPACE)
    assert found["what"] == "the store cannot be written"
    assert "No space left" in found["value"]
    assert (found["code"], found["rows"], found["same"], found["after"]) == (9, 3, True, 4)


@needs_mount
def test_a_read_only_store_can_be_read_and_refuses_a_load(tmp_path: Path) -> None:
    found = told("read-only", tmp_path, *NAMESPACE)
    assert found["what"] == "the store cannot be written"
    assert "Read-only file system" in found["value"]
    assert (found["code"], found["rows"], found["same"], found["after"]) == (1, 3, True, 3)


def test_a_file_that_may_not_grow_is_like_a_full_disk(tmp_path: Path) -> None:
    found = told("limited", tmp_path)
    assert found["what"] == "the store cannot be written"
    assert (found["code"], found["rows"], found["same"], found["after"]) == (1, 3, True, 4)


def test_a_store_whose_folder_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorkbenchError):
        load(good_source(tmp_path / "source"), tmp_path / "file" / "store")
