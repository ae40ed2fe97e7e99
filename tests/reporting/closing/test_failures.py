"""Kills, full disks, too little memory: true records, readable notebooks, the last report stays, the next run is fine.

``test_failing_runs`` has the failures a notebook brings about itself; these come from outside.
"""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import World
from small_world import kpi
from test_failing_runs import BIN, _lives, _wait_for

from workbench.memory.store import Store
from workbench.reporting import retry
from workbench.reporting.closing import publish, runs, stage
from workbench.reporting.notebooks import endings

FULL = OSError(28, "No space left on device")


def requires_calm(world: World, before: tuple[str, str]) -> None:
    """The last good report stands in both places, nothing half done lies about, and the next run finishes."""
    assert world.published() == before and before[0] == before[1] != ""
    places = world.store / "memory", world.out
    assert [path.name for place in places for path in place.glob(".2026*")] == []
    assert publish.repair(Store(world.store)) == []
    world.write("01_base", kpi("customers", 5))
    done = world.report()
    assert done.exit_code == 0, done.output
    after = world.published()
    assert after[0] == after[1] != before[0] and world.last_run().status == "done"


def requires_readable(world: World, run: str) -> nbformat.NotebookNode:
    """The executed notebook of a run, which any reader can open."""
    notebook = nbformat.read(world.store / "runs" / run / "executed" / "01_base.ipynb", as_version=4)
    nbformat.validate(notebook)
    return notebook


def at_work(world: World) -> tuple[subprocess.Popen[bytes], int]:
    """A runner and its kernel's process, which would take two minutes."""
    pid_file = world.folder / "kernel.pid"
    world.write("01_base", f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(120)")
    runner = subprocess.Popen([BIN, *world.words()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_for(lambda: pid_file.exists() and pid_file.read_text() != "")
    return runner, int(pid_file.read_text())


def test_runner_and_kernel_killed_at_once(world: World) -> None:
    before = world.published()
    runner, kernel = at_work(world)
    os.kill(runner.pid, signal.SIGKILL)
    os.kill(kernel, signal.SIGKILL)
    runner.wait()
    _wait_for(lambda: not _lives(kernel))
    record = world.last_run()
    assert (record.status, record.outcome) == ("died", "died") and "killed" in record.reason
    requires_readable(world, record.id)
    requires_calm(world, before)


def test_a_kernel_killed_from_outside(world: World) -> None:
    before = world.published()
    runner, kernel = at_work(world)
    os.kill(kernel, signal.SIGKILL)
    assert runner.wait(timeout=240) == 6
    record = world.last_run()
    assert (record.status, record.outcome) == ("failed", "kernel death") and record.retries == ()
    assert requires_readable(world, record.id).metadata["workbench"]["outcome"] == "kernel death"
    requires_calm(world, before)


def test_a_disk_that_fills_up_while_a_notebook_runs(world: World) -> None:
    """A real one, which only the run sees; the cell shows more than there is room for."""
    before = world.published()
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("this machine does not permit private mounts (unshare)")
    world.write("01_base", "'small'", "print('x' * 3_000_000)")
    disk, kept = world.store / "runs", world.folder / "kept"
    words = " ".join(f"'{word}'" for word in [BIN, *world.words()])
    script = f"mount -t tmpfs -o size=1m tmpfs {disk} && {words}; code=$?; cp -r {disk} {kept}; exit $code"
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True)
    assert done.returncode == 9 and "No space left" in done.stderr and "make room" in done.stderr, done.stderr
    kept.rename(disk.with_name("runs-then"))
    disk.rename(disk.with_name("runs-before"))
    disk.with_name("runs-then").rename(disk)
    record = world.last_run()
    assert (record.status, record.outcome, record.exit_code) == ("failed", "disk full", 9)
    assert "cannot write the executed notebook" in record.reason
    assert "'small'" in requires_readable(world, record.id).cells[3].source
    requires_calm(world, before)


@pytest.mark.parametrize("where", ["staging", "copying", "marking", "swapping"])
def test_a_disk_that_fills_up_before_a_month_is_published(
    world: World, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def full(*_args: Any, **_options: Any) -> None:
        raise FULL

    points: dict[str, tuple[Any, str]] = {
        "staging": (stage.customers, "join"),
        "copying": (publish, "copy_folder"),
        "marking": (publish, "write_whole"),
    }
    before = world.published()
    world.write("01_base", kpi("customers", 4))
    with monkeypatch.context() as patch:
        patch.setattr(retry, "DISK", retry.Policy(1, 0))
        if where == "swapping":
            patch.setattr(Path, "rename", _full_for(world.out / "2026-09"))
        else:
            patch.setattr(*points[where], full)
        done = world.report()
    assert done.exit_code == 9 and "make room" in done.output, done.output
    record = world.last_run()
    assert (record.status, record.outcome) == ("failed", "disk full")
    if where == "swapping":  # it is committed: the next command finishes it
        assert world.published()[0] == record.id
        assert publish.repair(Store(world.store)) == ["2026-09"]
        before = world.published()
        assert before == (record.id, record.id)
    requires_calm(world, before)


def _full_for(place: Path) -> Callable[..., Path]:
    """A ``rename`` that meets a full disk where a month is to be put into this place."""
    rename = Path.rename

    def renamed(self: Path, target: Path) -> Path:
        if Path(target) == place:
            raise FULL
        return rename(self, target)

    return renamed


def test_a_limit_on_memory_is_an_error_of_the_cell_with_what_helps(world: World) -> None:
    before = world.published()
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))"
    world.write("01_base", f"{limit}\nnothing = bytearray(2**32)")
    done = world.report()
    assert done.exit_code == 4 and "memory ran out in this cell" in done.output, done.output
    record = world.last_run()
    assert record.outcome == "notebook error" and "fewer notebooks at once" in record.reason
    requires_readable(world, record.id)
    requires_calm(world, before)


def test_the_systems_kill_for_want_of_memory_is_told_from_anybodys(tmp_path: Path) -> None:
    counts = tmp_path / "vmstat"
    assert endings.out_of_memory_kills(counts) is None
    counts.write_text("pgfault 12\noom_kill 3\nother 4\n")
    assert endings.out_of_memory_kills(counts) == 3
    assert "memory ran out on this machine" in endings.exit_text(-9, 3, 4)
    assert "not end it for want of memory" in endings.exit_text(-9, 3, 3)
    assert "often the system's answer to too little memory" in endings.exit_text(-9, None, None)
    assert endings.exit_text(-15, 3, 4) == "the kernel was ended by SIGTERM"


def test_a_time_out_leaves_a_readable_notebook_and_the_next_run_finishes(world: World) -> None:
    before = world.published()
    world.write("01_base", "'quick'", "import time; time.sleep(60)")
    assert world.report("--timeout", "2").exit_code == 5
    record = world.last_run()
    assert (record.outcome, record.retries) == ("time-out", ())
    notebook = requires_readable(world, record.id)
    assert any(output["output_type"] == "error" for cell in notebook.cells for output in cell.get("outputs", []))
    requires_calm(world, before)


def test_two_runs_at_once_leave_one_report_and_a_record_of_both(world: World) -> None:
    before = world.published()
    runner, kernel = at_work(world)
    refused = world.report()
    assert refused.exit_code == 7 and "is being written" in refused.output
    assert world.published() == before
    assert {(one.status, one.outcome) for one in runs.read_all(world.store / "runs")[:2]} == {
        ("refused", "locked"),
        ("running", ""),
    }
    runner.send_signal(signal.SIGINT)
    assert runner.wait(timeout=240) != 0
    _wait_for(lambda: not _lives(kernel))
    requires_calm(world, before)
