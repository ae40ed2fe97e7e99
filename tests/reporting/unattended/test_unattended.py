"""workbench run: what is due is done, once and in order; what went wrong is said, recorded and told."""

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from conftest import World
from scheduled import OCTOBER, Scheduled, fails_in
from small_world import fill, kpi

BIN = Path(sys.executable).with_name("workbench")
FROM_JULY = 'from = "2026-07"'


@pytest.fixture
def scheduled(world: World) -> Scheduled:
    return Scheduled(world)


def test_after_an_outage_every_month_is_closed_oldest_first_and_then_nothing_is_due(scheduled: Scheduled) -> None:
    scheduled.define(monthly=FROM_JULY)
    done = scheduled.run()
    assert done.exit_code == 0, done.output
    assert [one.month for one in scheduled.records()] == ["2026-07", "2026-08", "2026-09"] == scheduled.closed()
    again = scheduled.run()
    assert again.exit_code == 0 and again.output == "Nothing is due.\n"
    assert len(scheduled.records()) == 3


def test_a_rehearsal_says_what_is_due_and_does_nothing(scheduled: Scheduled) -> None:
    scheduled.define(monthly=FROM_JULY)
    done = scheduled.run("--dry-run", now="2026-11-05T12:00")
    assert done.exit_code == 0, done.output
    assert "monthly 2026-07: ready. 2026-07 is due since 2026-08-03 06:00 UTC and has no report." in done.output
    assert "monthly 2026-10: overdue." in done.output and "the data do not reach its end yet" in done.output
    assert scheduled.closed() == [] == scheduled.records()


def test_late_data_are_waited_for_then_missed_then_closed(scheduled: Scheduled) -> None:
    scheduled.define(monthly='from = "2026-10"\npatience_days = 2')
    early, waiting, overdue = "2026-11-03T05:59", "2026-11-04T06:00", "2026-11-05T06:00"
    assert scheduled.run(now=early).output == "Nothing is due.\n"
    done = scheduled.run(now=waiting)
    assert (done.exit_code, scheduled.status(waiting)[0]) == (0, 0) and "waiting for data" in done.output
    done = scheduled.run(now=overdue)
    assert done.exit_code == 3 and "overdue" in done.stderr
    code, state = scheduled.status(overdue)
    assert code == 3 and not state["ok"] and state["reports"][0]["due"][0]["state"] == "overdue"


def test_a_report_that_fails_stops_at_its_month_and_leaves_the_others_alone(scheduled: Scheduled) -> None:
    other = scheduled.world.folder / "other"
    write = scheduled.world.write
    write("01_base", fails_in("2026-08"))
    other.mkdir()
    (other / "01_good.ipynb").write_text(write("02_good", kpi("customers", 3)).read_text())
    (scheduled.world.notebooks / "02_good.ipynb").unlink()
    scheduled.define(monthly=FROM_JULY, board=FROM_JULY + "\nremember = false")
    scheduled.file.write_text(scheduled.file.read_text().replace('out = "board"\nnotebooks = "notebooks"', OTHER))
    done = scheduled.run()
    assert done.exit_code == 4, done.output
    assert scheduled.closed() == ["2026-07"], "a later month is not closed before an earlier one"
    assert scheduled.closed("board") == ["2026-07", "2026-08", "2026-09"]
    assert "not this month" in done.stderr and "board 2026-09: closed" in done.output


OTHER = 'out = "board"\nnotebooks = "other"'


def test_a_report_that_is_not_remembered_leaves_the_memory_of_the_store_as_it_is(scheduled: Scheduled) -> None:
    memory = scheduled.world.store / "memory" / "2026-09" / "manifest.json"
    before = memory.read_text()
    scheduled.define(board='from = "2026-09"\nremember = false')
    assert scheduled.run().exit_code == 0
    assert scheduled.closed("board") == ["2026-09"] and memory.read_text() == before
    assert scheduled.run().output == "Nothing is due.\n"


def test_what_cannot_pass_is_not_run_again_until_something_changes(scheduled: Scheduled) -> None:
    scheduled.define(monthly='from = "2026-09"')
    scheduled.world.write("01_base", fails_in("2026-09"))
    assert scheduled.run().exit_code == 4
    first = scheduled.records()
    done = scheduled.run()
    assert done.exit_code == 4 and "still failing" in done.stderr and first[-1].id in done.stderr
    assert scheduled.records() == first
    assert scheduled.run("--again").exit_code == 4 and len(scheduled.records()) == 2
    scheduled.world.write("01_base", kpi("customers", 3))
    assert scheduled.run().exit_code == 0 and scheduled.closed() == ["2026-09"]


def test_what_may_pass_is_run_again(scheduled: Scheduled) -> None:
    once = scheduled.world.folder / "once"
    dies = f"import os, pathlib\nif not pathlib.Path({str(once)!r}).exists():\n"
    dies += f"    pathlib.Path({str(once)!r}).touch(); os.kill(os.getpid(), 9)\n" + kpi("customers", 3)
    scheduled.world.write("01_base", dies)
    scheduled.define(monthly='from = "2026-09"')
    assert scheduled.run().exit_code == 6
    assert scheduled.run().exit_code == 0 and scheduled.closed() == ["2026-09"]


def test_readers_get_the_report_once_and_analysts_the_failure(scheduled: Scheduled) -> None:
    scheduled.world.write("01_base", fails_in("2026-08"))
    to = scheduled.world.folder / "to"
    channels = f'\ndeliver = [{{ kind = "folder", path = "{to}/readers" }}]'
    channels += f'\nanalyst = [{{ kind = "folder", path = "{to}/analysts" }}]\nalerts = ["customers < 10"]'
    scheduled.define(monthly=FROM_JULY + channels)
    for _ in range(2):
        assert scheduled.run().exit_code == 4
    assert [path.name for path in (to / "readers" / "monthly").iterdir()] == ["2026-07"]
    [told] = (to / "analysts" / "monthly").iterdir()
    assert "not this month" in told.read_text()
    assert list((scheduled.world.store / "runs").glob("*/unsent")) == []


def test_a_definition_asks_for_a_locked_copy(scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled.define(monthly='from = "2026-09"\npassphrase_env = "OPENS_IT"')
    assert scheduled.run().exit_code == 2 and scheduled.closed() == [], "it is asked for before anything runs"
    monkeypatch.setenv("OPENS_IT", "correct horse battery")
    assert scheduled.run().exit_code == 0
    pages = sorted(path.name for path in (scheduled.world.folder / "monthly" / "2026-09").glob("*.html"))
    assert pages == ["report.html", "report.locked.html"]


def test_a_report_published_by_a_run_that_died_is_sent_by_the_next(scheduled: Scheduled) -> None:
    readers = scheduled.world.folder / "readers"
    scheduled.define(monthly=f'from = "2026-09"\ndeliver = [{{ kind = "folder", path = "{readers}" }}]')
    code = f"""
    import os, signal
    from workbench.reporting.closing import fingerprint
    from workbench.reporting.closing import publish
    from workbench.cli import app
    fingerprint.package_hash = lambda *_folder: "at rest"
    publish.close = lambda *_args: os.kill(os.getpid(), signal.SIGKILL)
    app({scheduled.words("run")!r})
    """
    died = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True)
    assert died.returncode == -signal.SIGKILL and scheduled.closed() == ["2026-09"] and not readers.exists()
    assert scheduled.run().exit_code == 0
    assert [path.name for path in (readers / "monthly").iterdir()] == ["2026-09"]
    assert scheduled.records()[-1].status == "done"


def test_two_at_once_the_second_says_who_is_at_work_and_then_finds_nothing_to_do(scheduled: Scheduled) -> None:
    started, ends_now = (scheduled.world.folder / name for name in ("started", "ends now"))
    slow = f"import pathlib, time; pathlib.Path({str(started)!r}).touch()\n"
    slow += f"while not pathlib.Path({str(ends_now)!r}).exists(): time.sleep(0.05)"
    scheduled.world.write("01_base", slow, kpi("customers", 4))
    scheduled.define(monthly='from = "2026-09"\nwait = 0')
    first = subprocess.Popen([BIN, *scheduled.words("run")], stdout=subprocess.DEVNULL)
    ends = time.monotonic() + 60
    while not started.exists():
        assert time.monotonic() < ends
        time.sleep(0.05)
    code, state = scheduled.status()
    assert code == 0 and state["reports"][0]["due"][0]["state"] == "at work", "a month at work is not missing"
    second = subprocess.run([BIN, *scheduled.words("run")], capture_output=True, text=True)
    assert second.returncode == 7 and "workbench report, process" in second.stderr, second.stderr
    ends_now.touch()
    assert first.wait() == 0 and scheduled.closed() == ["2026-09"]
    assert scheduled.run().output == "Nothing is due.\n"
    assert sorted(one.status for one in scheduled.records()) == ["done", "refused"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ('from = "2026-09"\nparameters = { horizn = 3 }', 2, "no notebook has a parameter 'horizn'"),
        ('from = "2026-06"', 3, "nothing happened in the month"),
        ('from = "2026-01"', 3, "the data begin on"),
    ],
)
def test_a_month_that_is_refused_leaves_a_record(scheduled: Scheduled, line: str, code: int, said: str) -> None:
    scheduled.define(monthly=line)
    done = scheduled.run()
    assert done.exit_code == code and said in done.stderr, done.output
    [record] = scheduled.records()
    assert (record.status, record.exit_code) == ("refused", code) and said in record.reason


def test_a_month_without_events_can_be_left_out(scheduled: Scheduled) -> None:
    scheduled.define(monthly='from = "2026-05"\nskip = ["2026-06", "2026-08", "2026-09"]')
    assert scheduled.run().exit_code == 0 and scheduled.closed() == ["2026-05", "2026-07"]


def test_a_store_that_is_not_there_stops_only_its_report(scheduled: Scheduled) -> None:
    scheduled.define(away='from = "2026-09"', monthly='from = "2026-09"')
    scheduled.file.write_text(scheduled.file.read_text().replace('store = "store"', 'store = "nowhere"', 1))
    done = scheduled.run()
    assert done.exit_code == 2 and "no such store" in done.stderr and scheduled.closed() == ["2026-09"]
    assert scheduled.status()[0] == 2


def test_data_that_come_later_close_what_was_overdue(scheduled: Scheduled) -> None:
    empty = scheduled.world.folder / "new"
    (empty / "snapshots").mkdir(parents=True)
    scheduled.define(monthly='from = "2026-09"')
    scheduled.file.write_text(scheduled.file.read_text().replace('store = "store"', 'store = "new"'))
    assert scheduled.run().exit_code == 3
    fill(empty)
    assert scheduled.run().exit_code == 0 and scheduled.closed() == ["2026-09"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--now", "soon"], "write it as 2026-10-03T06:00"),
        (["weekly"], "choose from: monthly"),
        (["--override-gate", "x"], "which report is meant"),
    ],
)
def test_a_wrong_word_is_explained(scheduled: Scheduled, words: list[str], said: str) -> None:
    scheduled.define(monthly='from = "2026-09"')
    done = scheduled.run(*words, now=OCTOBER) if words[0] != "--now" else scheduled.run(now="soon")
    assert done.exit_code == 2 and said in done.output
