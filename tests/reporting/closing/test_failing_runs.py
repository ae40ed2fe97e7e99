"""Whatever fails: a true record, a readable notebook, its own exit code, and the last good report stays."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from conftest import World
from small_world import kpi

from workbench.memory.store import Store
from workbench.reporting.closing import publish

BIN = Path(sys.executable).with_name("workbench")
FAILURES = {
    "a cell raises": ("1 / 0", [], 4, "notebook error", "division by zero"),
    "a kernel is killed": ("import os; os.kill(os.getpid(), 9)", [], 6, "kernel death", "SIGKILL"),
    "a notebook is slow": ("import time; time.sleep(60)", ["--timeout", "5"], 5, "time-out", "longer than 5 s"),
    "a chapter's data are not ready": (
        "from workbench.errors import NotReady\nraise NotReady('no survey')",
        [],
        3,
        "data not ready",
        "no survey",
    ),
}


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_is_told_by_its_exit_code_and_publishes_nothing(world: World, case: str) -> None:
    cell, words, code, outcome, reason = FAILURES[case]
    published = world.published()
    world.write("02_other", cell)
    done = world.report(*words)
    assert done.exit_code == code, done.output
    assert world.published() == published and published[0] == published[1] != ""
    record = world.last_run()
    assert (record.status, record.outcome, record.exit_code) == ("failed", outcome, code)
    failed = next(notebook for notebook in record.notebooks if notebook.name == "02_other")
    assert failed.cell == 4 and reason in failed.reason
    executed = world.store / "runs" / record.id / "executed" / "02_other.ipynb"
    assert str(executed) in done.output.replace("\n", "")
    assert reason in executed.read_text()


def test_the_first_failure_calls_the_others_off(world: World) -> None:
    world.write("01_base", "import time; time.sleep(60)")
    world.write("02_other", "1 / 0")
    began = time.monotonic()
    assert world.report().exit_code == 4
    assert time.monotonic() - began < 40
    outcomes = {notebook.name: notebook.outcome for notebook in world.last_run().notebooks}
    assert outcomes["02_other"] == "notebook error" and outcomes["01_base"] in ("stopped", "waiting")


def test_what_cells_write_to_stderr_is_in_the_log_and_in_no_page(world: World) -> None:
    world.write("01_base", "import sys; print('be quiet', file=sys.stderr)", kpi("customers", 3))
    assert world.report("--override-gate", "a test wants it").exit_code == 0
    log = world.store / "runs" / world.last_run().id / "run.log"
    assert "be quiet" in log.read_text()
    notebook = json.loads((world.out / "2026-09" / "notebooks" / "01_base.ipynb").read_text())
    assert "be quiet" not in json.dumps([cell.get("outputs") for cell in notebook["cells"]])


def test_a_run_killed_between_the_two_publications_is_finished_by_the_next_command(world: World) -> None:
    world.write("01_base", kpi("customers", 4))
    code = f"""
    import os, signal, sys
    from workbench.reporting.closing import fingerprint
    from workbench.reporting.closing import publish
    from workbench.cli import app
    fingerprint.package_hash = lambda _part: "at rest"
    swap, calls = publish.swap, []
    def once(*args):
        calls.append(args)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        swap(*args)
    publish.swap = once
    app({world.words()!r})
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True)
    assert done.returncode == -signal.SIGKILL
    memory, report = world.published()
    assert memory != report, "one half is new, the other old"
    assert world.last_run().status == "died"
    done = world.report()
    assert done.exit_code == 0 and "half published by a run that died; that is repaired" in done.output
    assert "2026-09 is unchanged" in done.output
    assert world.published() == (memory, memory) and world.last_run().status == "done"


def test_a_killed_runner_leaves_no_kernel_and_no_lock(world: World) -> None:
    published = world.published()
    pid_file = world.folder / "kernel.pid"
    world.write("01_base", f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(120)")
    runner = subprocess.Popen([BIN, *world.words()], stdout=subprocess.DEVNULL)
    _wait_for(lambda: pid_file.exists() and pid_file.read_text() != "")
    runner.kill()
    assert runner.wait() == -signal.SIGKILL
    record = world.last_run()
    assert (record.status, record.outcome) == ("died", "died")
    _wait_for(lambda: not _lives(int(pid_file.read_text())))
    world.write("01_base", kpi("customers", 5))
    assert world.report().exit_code == 0
    assert world.published() not in (published, ("", ""))


def test_two_runs_at_once_the_second_waits_or_says_who_is_at_work(world: World) -> None:
    started = world.folder / "started"
    world.write("01_base", f"import time; open({str(started)!r}, 'w').close(); time.sleep(3)", kpi("customers", 4))
    first = subprocess.Popen([BIN, *world.words()], stdout=subprocess.DEVNULL)
    _wait_for(started.exists)
    refused = subprocess.run([BIN, *world.words()], capture_output=True, text=True)
    assert refused.returncode == 7 and "workbench report, process" in refused.stderr
    waited = subprocess.run([BIN, *world.words("--wait", "60")], capture_output=True, text=True)
    assert first.wait() == 0 and waited.returncode == 0
    memory, report = world.published()
    assert memory == report


def test_an_interrupt_ends_the_kernels_and_is_recorded(world: World) -> None:
    pid_file = world.folder / "kernel.pid"
    world.write("01_base", f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(120)")
    runner = subprocess.Popen([BIN, *world.words()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_for(lambda: pid_file.exists() and pid_file.read_text() != "")
    runner.send_signal(signal.SIGINT)
    assert runner.wait(timeout=240) != 0
    assert world.last_run().status == "failed"
    _wait_for(lambda: not _lives(int(pid_file.read_text())))


def _mounted(world: World, mount: str, then: str = "true") -> subprocess.CompletedProcess[str]:
    """Run a report with a file system mounted that only it sees; skips where that is not permitted."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("this machine does not permit private mounts (unshare)")
    words = " ".join(f"'{word}'" for word in [BIN, *world.words("--force")])
    script = f"{mount} && {words}; code=$?; {then}; exit $code"
    return subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [("size=8k", 9, "No space left"), ("ro", 1, "Read-only file system")],
    ids=["full", "read-only"],
)
def test_reports_that_cannot_be_written_leave_both_places_as_they_were(
    world: World, options: str, code: int, said: str
) -> None:
    published = world.published()
    done = _mounted(world, f"mount -t tmpfs -o {options} tmpfs {world.out}", f"echo left; ls -A {world.out}")
    assert done.returncode == code and said in done.stderr and "do:" in done.stderr, done.stderr
    assert done.stdout.partition("left\n")[2] in ("", ".status\n"), "nothing half done lies about"
    assert world.published() == published
    assert publish.repair(Store(world.store)) == []


def test_reports_may_lie_on_another_disk(world: World) -> None:
    copy = world.folder / "copy"
    done = _mounted(world, f"mount -t tmpfs tmpfs {world.out}", f"cp -r {world.out} {copy}")
    assert done.returncode == 0, done.stderr
    manifest = publish.manifest(copy / "2026-09")
    assert manifest["run"] == publish.manifest(world.store / "memory" / "2026-09")["run"]


def test_a_full_store_is_said_and_nothing_is_lost(world: World) -> None:
    published = world.published()
    done = _mounted(world, f"mount -t tmpfs -o size=20k tmpfs {world.store / 'runs'}")
    assert done.returncode == 9 and "No space left" in done.stderr and "make room" in done.stderr, done.stderr
    assert world.published() == published


def _wait_for(true, seconds: float = 240.0) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{pid}/status").read_text()
