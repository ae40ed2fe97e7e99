"""Kernels forked from one warm process are as alone, and as mortal, as kernels started one by one."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_world import write_notebook

from workbench.errors import KernelDied, TimedOut
from workbench.reporting.notebooks import warm
from workbench.reporting.notebooks.pool import Job, run_all
from workbench.reporting.notebooks.warm import Kernels, WarmStart

pytestmark = pytest.mark.skipif(not warm.CAN_FORK, reason="kernels are not forked on this system")


@pytest.fixture
def kernels(tmp_path: Path) -> Iterator[WarmStart]:
    needs = write_notebook(
        tmp_path / "needs", "01_needs", "import colorsys", "from xml import dom", "this is no Python"
    )
    with warm.started([needs]) as started:
        assert isinstance(started, WarmStart)
        yield started


def run(folder: Path, kernels: Kernels, **notebooks: str) -> dict[str, str]:
    """Run notebooks of one cell each side by side; returns what each cell's value was, and the log."""
    jobs = [
        Job(write_notebook(folder, f"01_{name}", cell), folder / f"{name}.out.ipynb", {})
        for name, cell in notebooks.items()
    ]
    with (folder / "log").open("w+") as log:
        run_all(jobs, log, lambda _step: None, warm=kernels)
        log.seek(0)
        values = {job.name[3:]: json.loads(job.executed.read_text())["cells"][-1]["outputs"] for job in jobs}
        return {name: "".join(out[0]["data"]["text/plain"]) for name, out in values.items()} | {"log": log.read()}


def lives(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "zombie" not in status.read_text()


def wait_for(true, seconds: float = 240.0) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def test_what_notebooks_import_is_imported_before_they_start(tmp_path: Path, kernels: WarmStart) -> None:
    cell = "import os, sys; (os.getppid(), 'colorsys' in sys.modules, 'xml.dom' in sys.modules)"
    said = run(tmp_path, kernels, one=cell)
    assert said == {"one": f"({kernels.pid}, True, True)", "log": ""}


def test_the_process_to_fork_from_has_no_thread(tmp_path: Path, kernels: WarmStart) -> None:
    cell = "import os; len(os.listdir(f'/proc/{os.getppid()}/task'))"
    assert run(tmp_path, kernels, one=cell)["one"] == "1"


def test_no_kernel_sees_what_another_did(tmp_path: Path, kernels: WarmStart) -> None:
    marks = "import colorsys, os; colorsys.mark = 1; os.environ['MARK'] = '1'; mark = 1; os.chdir('/')"
    run(tmp_path, kernels, marks=f"{marks}; 0")
    sees = "import colorsys, os; hasattr(colorsys, 'mark') + ('MARK' in os.environ) + ('mark' in globals())"
    assert run(tmp_path, kernels, sees=sees)["sees"] == "0"
    assert run(tmp_path, kernels, stands="import os; os.getcwd()")["stands"] == repr(str(tmp_path))


def test_a_forked_kernel_that_is_killed_is_a_kernel_death(tmp_path: Path, kernels: WarmStart) -> None:
    with pytest.raises(KernelDied, match="SIGKILL"):
        run(tmp_path, kernels, dies="import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert run(tmp_path, kernels, lives="6 * 7")["lives"] == "42", "the others are not touched"


def test_what_a_notebook_started_ends_with_its_kernel(tmp_path: Path, kernels: WarmStart) -> None:
    pid_file = tmp_path / "pid"
    starts = f"import subprocess; open({str(pid_file)!r}, 'w').write(str(subprocess.Popen(['sleep', '120']).pid))"
    with pytest.raises(TimedOut):
        _run_for(tmp_path, kernels, f"{starts}; import time; time.sleep(120)", seconds=3)
    wait_for(lambda: not lives(int(pid_file.read_text())))


def _run_for(folder: Path, kernels: Kernels, cell: str, seconds: float) -> None:
    job = Job(write_notebook(folder, "01_slow", cell), folder / "slow.out.ipynb", {}, seconds)
    with (folder / "log").open("w+") as log:
        run_all([job], log, lambda _step: None, warm=kernels)


def test_kernels_end_with_the_process_they_were_forked_from(tmp_path: Path, kernels: WarmStart) -> None:
    pid_file = tmp_path / "pid"
    cell = f"open({str(pid_file)!r}, 'w').write(str(os.getpid())); os.kill(os.getppid(), 9); time.sleep(120)"
    with pytest.raises(KernelDied):
        run(tmp_path, kernels, orphan=f"import os, time; {cell}")
    wait_for(lambda: not lives(int(pid_file.read_text())))
    said = run(tmp_path, kernels, after="6 * 7")
    assert said["after"] == "42" and "starts without the warm start: the process to fork from" in said["log"]


def test_imports_that_fail_are_told_and_kernels_start_by_themselves(tmp_path: Path) -> None:
    broken = write_notebook(tmp_path / "needs", "01_broken", "import no_such_module")
    with warm.started([broken]) as kernels:
        said = run(tmp_path, kernels, one="6 * 7")
    assert said["one"] == "42"
    assert "the imports failed: ModuleNotFoundError: No module named 'no_such_module'" in said["log"]


def test_where_processes_are_not_forked_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "CAN_FORK", False)
    with warm.started([tmp_path]) as kernels:
        said = run(tmp_path, kernels, one="6 * 7")
    assert said["one"] == "42" and f"processes are not forked on {sys.platform}" in said["log"]


def test_nothing_is_started_for_no_notebook() -> None:
    with warm.started([]) as kernels:
        assert kernels is None


def test_a_warm_process_ends_when_it_is_no_longer_needed(tmp_path: Path) -> None:
    with warm.started([write_notebook(tmp_path, "01_a", "import colorsys")]) as kernels:
        assert lives(kernels.pid)
    assert not lives(kernels.pid)


def test_a_notebook_names_what_it_imports(tmp_path: Path) -> None:
    cells = ["import a.b, c as d\nfrom e.f import g, h as i", "%load_ext x", "if True:\n    import j"]
    assert warm.imports_of([write_notebook(tmp_path, "01_a", *cells)]) == ["a.b", "c", "e.f:g", "e.f:h", "j"]


def test_a_run_that_is_interrupted_ends_its_warm_process(tmp_path: Path) -> None:
    seen = []
    with pytest.raises(KeyboardInterrupt), warm.started([write_notebook(tmp_path, "01_a", "import a")]) as kernels:
        seen.append(kernels.pid)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    assert not lives(seen[0])
