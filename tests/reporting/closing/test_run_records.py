"""The record of a run is true however the run ends."""

import datetime as dt
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.errors import NotebookFailed, WorkbenchError
from workbench.reporting.closing import runs
from workbench.reporting.closing.runs import NotebookRecord, RunRecord


def start(folder: Path):
    return runs.start(folder, kind="month", month="2026-09", snapshot="s1", notebooks=["01_base", "02_segments"])


def test_a_run_at_work_shows_as_running_and_how_far_each_notebook_is(tmp_path: Path) -> None:
    with start(tmp_path) as run:
        run.note(NotebookRecord("01_base", "done", 1.5))
        [record] = runs.read_all(tmp_path)
    assert (record.status, record.snapshot) == ("running", "s1")
    assert [(one.name, one.outcome) for one in record.notebooks] == [("01_base", "done"), ("02_segments", "waiting")]


def test_a_run_that_ends_well_is_done(tmp_path: Path) -> None:
    with start(tmp_path):
        pass
    [record] = runs.read_all(tmp_path)
    assert (record.status, record.outcome, record.exit_code) == ("done", "done", 0)


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [
        (NotebookFailed("a cell raised", where="cell 3"), "notebook error", 4),
        (WorkbenchError("disk full"), "failed", 1),
        (KeyboardInterrupt(), "failed", 1),
    ],
)
def test_a_run_that_fails_says_why_with_its_exit_code(
    tmp_path: Path, error: BaseException, outcome: str, code: int
) -> None:
    with pytest.raises(type(error)), start(tmp_path):
        raise error
    [record] = runs.read_all(tmp_path)
    assert (record.status, record.outcome, record.exit_code) == ("failed", outcome, code)
    assert record.reason == (str(error) or "KeyboardInterrupt")


def test_a_run_that_was_killed_shows_as_died(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from workbench.reporting.closing import runs
with runs.start(Path({str(tmp_path)!r}), kind="month", month="2026-09", snapshot="s", notebooks=[]):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code])
    assert done.returncode == -signal.SIGKILL
    [record] = runs.read_all(tmp_path)
    assert (record.status, record.outcome) == ("died", "died") and "killed" in record.reason


def test_a_record_that_cannot_be_written_does_not_hide_why_the_run_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(NotebookFailed, match="a cell raised") as caught, start(tmp_path):
        monkeypatch.setattr(runs, "write_whole", full)
        raise NotebookFailed("a cell raised")
    assert "No space left" in caught.value.__notes__[0]
    assert runs.read_all(tmp_path)[0].status == "died"


def test_old_runs_go_but_not_one_at_work_or_with_a_publication_to_finish(tmp_path: Path) -> None:
    for day in range(1, 7):
        folder = tmp_path / f"2026090{day}T000000Z-abc"
        folder.mkdir()
        record = RunRecord(folder.name, "month", "2026-08", "s", dt.datetime(2026, 9, day), status="done")
        (folder / runs.RECORD).write_bytes(runs._RECORD.dump_json(record))
    (tmp_path / "20260901T000000Z-abc" / runs.COMMIT).write_text("{}")
    with start(tmp_path) as run:
        runs.prune(tmp_path, keep=3)
        left = [record.id for record in runs.read_all(tmp_path)]
    expected = ["20260906T000000Z-abc", "20260905T000000Z-abc", "20260901T000000Z-abc"]
    assert left == [run.record.id, *expected]
