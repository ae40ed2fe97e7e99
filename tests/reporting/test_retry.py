"""What may pass is tried again, what will not is not, and the run's record says what was."""

import errno
import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import World
from small_world import kpi

from workbench.errors import DiskFull, WorkbenchError
from workbench.memory import lock
from workbench.reporting import files, retry
from workbench.reporting.closing import runs
from workbench.reporting.notebooks import execution


def failing(times: int, error: BaseException) -> tuple[Any, list[int]]:
    """Work that fails so many times, and a list that grows with each try."""
    tries: list[int] = []

    def work() -> str:
        tries.append(len(tries))
        if len(tries) <= times:
            raise error
        return "done"

    return work, tries


def test_waiting_doubles_and_the_reason_is_noted() -> None:
    work, _tries = failing(2, OSError(errno.EIO, "hiccup"))
    waits: list[float] = []
    notes: list[str] = []
    assert retry.again(work, retry.DISK, retry.disk_may_pass, notes.append, waits.append) == "done"
    assert waits == [0.25, 0.5] and notes == ["[Errno 5] hiccup"] * 2


def test_what_does_not_pass_is_raised_as_it_is_after_the_last_try() -> None:
    work, tries = failing(9, OSError(errno.ENOSPC, "full"))
    with pytest.raises(OSError, match="full"):
        retry.again(work, retry.DISK, retry.disk_may_pass, sleep=lambda _seconds: None)
    assert len(tries) == retry.DISK.times


@pytest.mark.parametrize(
    "error", [PermissionError(errno.EACCES, "no"), OSError(errno.EROFS, "no"), ValueError("no"), WorkbenchError("no")]
)
def test_what_will_not_pass_is_tried_once(error: BaseException) -> None:
    work, tries = failing(9, error)
    with pytest.raises(type(error)):
        retry.again(work, retry.DISK, retry.disk_may_pass)
    assert len(tries) == 1


def test_a_disk_that_hiccups_is_given_a_moment_and_the_record_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, left = files.os.fsync, [1]

    def hiccups(handle: int) -> None:
        if left:
            left.pop()
            raise OSError(errno.EIO, "Input/output error")
        fsync(handle)

    with runs.start(tmp_path, kind="month", month="2026-09", snapshot="s", notebooks=[]) as run:
        monkeypatch.setattr(files.os, "fsync", hiccups)
        files.write_whole(tmp_path / "page.html", "whole")
    assert (tmp_path / "page.html").read_text() == "whole"
    [record] = runs.read_all(tmp_path)
    assert record.status == "done" and record.retries == ("[Errno 5] Input/output error",)
    assert "tried again: [Errno 5] Input/output error" in run.log.read_text()


def test_a_disk_that_stays_full_is_said_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "page.html").write_text("old")
    monkeypatch.setattr(retry, "DISK", retry.Policy(2, 0.01))
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DiskFull, match="make room"), files.explained("cannot write", tmp_path):
        files.write_whole(tmp_path / "page.html", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("page.html", "old")]


def test_a_copy_that_meets_a_full_disk_says_which_file(tmp_path: Path) -> None:
    error = files.shutil.Error([("from", "/out/page.html", "[Errno 28] No space left on device")])
    with pytest.raises(DiskFull, match="No space left") as caught, files.explained("cannot publish", tmp_path):
        raise error
    assert caught.value.where == "/out/page.html"


def test_a_run_that_had_to_wait_for_another_says_how_long(world: World) -> None:
    world.write("01_base", kpi("customers", 4))
    held = lock.hold(world.store / "memory", "another report")
    held.__enter__()
    threading.Timer(1.5, held.__exit__, (None, None, None)).start()
    done = world.report("--wait", "60")
    assert done.exit_code == 0, done.output
    [said] = world.last_run().retries
    assert re.fullmatch(r"waited \d+ s for another report on this store", said)


def test_a_kernel_that_does_not_come_up_is_started_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    start, left = execution.TruthfulClient.setup_kernel, [1, 2]

    def slow(self: Any, **options: Any) -> Any:
        if left:
            left.pop()
            raise RuntimeError("Kernel didn't respond in 60 seconds")
        return start(self, **options)

    monkeypatch.setattr(execution.TruthfulClient, "setup_kernel", slow)
    monkeypatch.setattr(retry, "KERNEL", retry.Policy(3, 0.01))
    world.write("01_base", kpi("customers", 4))
    done = world.report()
    assert done.exit_code == 0, done.output
    record = world.last_run()
    assert record.retries == ("01_base: the kernel did not start: Kernel didn't respond in 60 seconds",) * 2
    assert "tried again: 01_base" in (world.store / "runs" / record.id / "run.log").read_text()


def test_an_error_in_a_notebook_is_never_tried_again(world: World) -> None:
    counted = world.folder / "counted"
    world.write("01_base", f"open({str(counted)!r}, 'a').write('x'); 1 / 0")
    assert world.report().exit_code == 4
    assert counted.read_text() == "x" and world.last_run().retries == ()
    record = json.loads((world.store / "runs" / world.last_run().id / "run.json").read_text())
    assert record["retries"] == []
