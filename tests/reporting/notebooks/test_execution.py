"""How a notebook ended is told truthfully, in the notebook and to the runner."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError
from small_world import write_notebook

from workbench.reporting.notebooks.execution import Failure, Watch


def execute(tmp_path: Path, *cells: str, watch: Watch | None = None) -> tuple[Failure | None, dict[str, Any], str]:
    """Run the cells; returns the failure, the executed notebook and the log."""
    watch = watch or Watch(seconds=60)
    notebook = write_notebook(tmp_path, "01_try", *cells)
    executed, log = tmp_path / "out.ipynb", tmp_path / "log"
    options = {"engine_name": "workbench", "progress_bar": False, "watch": watch, "kernel_cwd": str(tmp_path)}
    with log.open("w") as file:
        try:
            execute_notebook(str(notebook), str(executed), stderr_file=file, **options)
        except PapermillExecutionError:
            assert watch.failure is not None
    return watch.failure, json.loads(executed.read_text()), log.read_text()


def states(notebook: dict[str, Any]) -> list[str]:
    """The status of each cell but the two that papermill adds to point at an error."""
    return [cell["metadata"]["papermill"]["status"] for cell in notebook["cells"] if "papermill" in cell["metadata"]]


def test_a_notebook_that_reaches_its_end_is_done_and_its_stderr_is_in_the_log(tmp_path: Path) -> None:
    noisy = "import sys, os\nprint('quiet please', file=sys.stderr)\n6 * 7"
    failure, notebook, log = execute(tmp_path, noisy, "assert os.getcwd() == " + repr(str(tmp_path)))
    assert failure is None
    assert notebook["metadata"]["workbench"] == {"outcome": "done"}
    assert [output["output_type"] for output in notebook["cells"][2]["outputs"]] == ["execute_result"]
    assert "[cell 3] quiet please" in log


def test_a_cell_that_raises_is_a_notebook_error(tmp_path: Path) -> None:
    failure, notebook, _log = execute(tmp_path, "1 / 0", "'never run'")
    assert failure == Failure("notebook error", 3, "1 / 0", "ZeroDivisionError", "division by zero")
    assert states(notebook) == ["completed", "completed", "failed", "pending"]
    assert notebook["metadata"]["papermill"]["exception"] is True


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the kernel was ended by SIGKILL"),
        ("import os; os._exit(3)", "exit code 3"),
    ],
)
def test_a_kernel_that_dies_is_a_kernel_death_not_a_success(tmp_path: Path, cell: str, reason: str) -> None:
    failure, notebook, _log = execute(tmp_path, cell, "'never run'")
    assert failure is not None and failure.outcome == "kernel death" and reason in failure.reason
    assert states(notebook) == ["completed", "completed", "failed", "pending"]
    assert notebook["metadata"]["workbench"]["outcome"] == "kernel death"
    failed = next(c for c in notebook["cells"] if c["metadata"].get("papermill", {}).get("status") == "failed")
    assert reason in failed["outputs"][-1]["evalue"], "a reader of the notebook sees why it stops there"


def test_the_time_limit_is_the_notebooks_not_the_cells(tmp_path: Path) -> None:
    nap = "import time; time.sleep(1)"
    failure, notebook, _log = execute(tmp_path, *[nap] * 4, watch=Watch(seconds=3))
    assert failure is not None and failure.outcome == "time-out"
    assert "longer than 3 s" in failure.reason
    assert notebook["metadata"]["workbench"]["reason"] == "TimedOut: the notebook ran longer than 3 s"
    assert states(notebook).count("failed") == 1


def test_a_run_that_is_called_off_ends_at_once(tmp_path: Path) -> None:
    watch = Watch()
    threading.Timer(1.0, watch.stop.set).start()
    began = time.monotonic()
    failure, notebook, _log = execute(tmp_path, "import time; time.sleep(60)", watch=watch)
    assert failure is not None and failure.outcome == "stopped"
    assert notebook["metadata"]["workbench"]["outcome"] == "stopped"
    assert time.monotonic() - began < 20


def test_a_kernel_that_does_not_start_is_a_kernel_death(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipykernel.kernelspec.make_ipkernel_cmd", lambda *_a, **_k: ["/bin/false"])
    failure, notebook, _log = execute(tmp_path, "1 + 1")
    assert failure is not None and failure.outcome == "kernel death"
    assert "did not start" in failure.reason
    assert states(notebook)[1:] == ["failed", "pending"]


def test_the_users_own_startup_files_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    startup = tmp_path / "home" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("raise SystemExit('a personal file was run')")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "home"))
    failure, _notebook, log = execute(tmp_path, "1 + 1")
    assert failure is None and "personal" not in log


def test_a_place_too_long_for_sockets_means_tcp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    assert execute(tmp_path, "1 + 1")[0] is None


def test_papermills_own_command_can_use_the_engine(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path, "01_try", "import os; os._exit(1)")
    words = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        "workbench",
        "--no-progress-bar",
        str(notebook),
        "out.ipynb",
    ]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0 and "exit code 1" in done.stderr
