"""The outbox keeps a letter until it has gone: servers, processes and disks may fail meanwhile."""

import datetime as dt
import json
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from delivering import Listener, manifest, publish_month
from typer.testing import CliRunner

from workbench.cli import app
from workbench.errors import BadParameter, DiskFull, Locked
from workbench.memory import lock
from workbench.memory.store import Store
from workbench.reporting import deliver, files
from workbench.reporting.deliver import outbox
from workbench.reporting.deliver.channels import Channel, Folder, Webhook

LATER = dt.datetime.now(dt.UTC) + dt.timedelta(days=4)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "store").mkdir()
    return Store(tmp_path / "store")


def put(store: Store, channel: Channel, *analysts: Channel, run: str = "r1") -> list[str]:
    published = publish_month(store.folder.parent / run, run)
    return deliver.report(store, "board", [channel], published, manifest(run), analysts=analysts)


def calm(_seconds: float) -> None:
    """Waits for nothing."""


def test_a_process_killed_between_sending_and_noting_sends_the_same_letter_again(store: Store) -> None:
    with Listener().open() as listener:
        [letter] = put(store, listener.channel())
        code = f"""
        import os, signal
        from pathlib import Path
        from workbench.memory.store import Store
        from workbench.reporting import deliver
        from workbench.reporting.deliver import rounds, webhook
        carry = rounds.carry
        def carried(*args):
            carry(*args)
            os.kill(os.getpid(), signal.SIGKILL)
        rounds.carry = carried
        deliver.flush(Store(Path({str(store.folder)!r})))
        """
        done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)])
        assert done.returncode == -signal.SIGKILL
        [waiting] = deliver.waiting(store)
        assert waiting.reason == "begun; how it ended is not known"
        [outcome] = deliver.flush(store)
    assert (outcome.status, outcome.attempts) == ("sent", 2)
    assert [headers["Idempotency-Key"] for headers in listener.headers] == [letter, letter]


def test_a_letter_half_written_by_a_killed_process_is_not_sent(store: Store) -> None:
    with Listener().open() as listener:
        put(store, listener.channel())
        [place] = (store.folder / "outbox").iterdir()
        place.rename(place.with_name(f".{place.name}.1.part"))
        assert deliver.flush(store) == [] and listener.bodies == []
        assert put(store, listener.channel()) != [], "asked for again, it is written again"


def test_a_disk_that_is_full_stops_letters_instead_of_sending_them_twice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Listener().open() as listener:
        put(store, listener.channel())
        with monkeypatch.context() as patch:
            patch.setattr(files.retry, "DISK", files.retry.Policy(2, 0.01))
            patch.setattr(files.os, "fsync", _full)
            with pytest.raises(DiskFull, match="make room"):
                deliver.flush(store)
            with pytest.raises(DiskFull, match="a letter cannot be put into the outbox"):
                put(store, listener.channel(), run="r2")
        assert listener.bodies == []
        assert [one.status for one in deliver.flush(store)] == ["sent"]
        assert put(store, listener.channel(), run="r2") != []


def test_two_commands_do_not_carry_at_once(store: Store) -> None:
    with Listener().open() as listener:
        put(store, listener.channel())
        with lock.hold(store.folder / "outbox", "workbench deliver"), pytest.raises(Locked, match="workbench deliver"):
            deliver.flush(store)
        assert len(deliver.flush(store)) == 1


def test_a_server_that_is_down_is_asked_once_a_round_and_the_others_get_theirs(store: Store) -> None:
    down = Listener()
    with Listener().open() as up:
        for run in ("r1", "r2"):
            put(store, down.channel(), run=run)
        put(store, up.channel(), run="r3")
        outcomes = deliver.flush(store, sleep=calm)
    assert [one.status for one in outcomes] == ["waiting", "waiting", "sent"]
    assert outcomes[1].reason.startswith("not tried: ") and outcomes[1].attempts == 0
    with down.open():
        assert [one.status for one in deliver.flush(store)] == ["sent", "sent"]
    assert [json.loads(body)["run"] for body in down.bodies] == ["r1", "r2"], "oldest first"


def test_a_refused_letter_is_told_once_to_the_analyst_and_to_no_reader(store: Store, tmp_path: Path) -> None:
    desk = Folder(kind="folder", path=tmp_path / "desk")
    with Listener(answers=[410]).open() as listener:
        [letter] = put(store, listener.channel(), desk)
        assert [one.status for one in deliver.flush(store)] == ["refused", "sent"]
        assert deliver.flush(store) == []
        [told] = (tmp_path / "desk" / "board").iterdir()
        assert "answered 410" in told.read_text() and "not delivered" in told.read_text()
        outbox.once_more(store, letter)
        assert [one.status for one in deliver.flush(store)] == ["sent"]
        with pytest.raises(BadParameter, match="nothing was refused"):
            outbox.once_more(store, letter)


def test_a_letter_that_waits_too_long_is_overdue_and_told_and_still_tried(store: Store, tmp_path: Path) -> None:
    listener, desk = Listener(), Folder(kind="folder", path=tmp_path / "desk")
    put(store, listener.channel(), desk)
    deliver.flush(store, sleep=calm)
    assert not deliver.waiting(store)[0].overdue and not (tmp_path / "desk").exists()
    for _again in range(2):
        deliver.flush(store, now=LATER, sleep=calm)
    assert deliver.waiting(store, LATER)[0].overdue
    assert len(list((tmp_path / "desk" / "board").iterdir())) == 1
    with listener.open():
        assert [one.status for one in deliver.flush(store, now=LATER)] == ["sent"]


def test_sent_letters_are_remembered_for_a_year_so_that_nothing_is_sent_twice(store: Store) -> None:
    with Listener().open() as listener:
        put(store, listener.channel())
        deliver.flush(store)
        assert put(store, listener.channel()) == []
        deliver.flush(store, now=LATER + dt.timedelta(days=400))
    assert outbox.letters(store) == []


def test_a_letter_that_cannot_be_read_is_shown_and_holds_up_no_other(store: Store) -> None:
    with Listener().open() as listener:
        [first], [second], [third] = (put(store, listener.channel(), run=run) for run in ("r1", "r2", "r3"))
        (store.folder / "outbox" / first / "letter.json").write_text("{}")
        (store.folder / "outbox" / second / "body.json").unlink()
        assert [(one.id, one.status) for one in deliver.flush(store)] == [(second, "refused"), (third, "sent")]
    reasons = {one.id: one.reason for one in deliver.waiting(store)}
    assert "cannot be read" in reasons[first] and "has been removed" in reasons[second] and len(reasons) == 2


def test_a_letter_that_another_process_is_writing_is_left_alone(store: Store) -> None:
    part = store.folder / "outbox" / ".letter.1.part"
    part.mkdir(parents=True)
    deliver.flush(store)
    assert part.exists()
    deliver.flush(store, now=LATER)
    assert not part.exists()


def test_the_command_shows_what_waits_and_ends_with_one_while_something_does(store: Store) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["deliver", "--store", str(store.folder), *words])
        return done.exit_code, done.output

    assert run() == (0, "Nothing waits in the outbox.\n")
    listener = Listener(answers=[404])
    [letter] = put(store, Webhook(kind="webhook", url=f"http://127.0.0.1:{listener.port}/in"))
    code, told = run("--show")
    assert code == 1 and f"{letter}\n  2026-09 board, report, webhook at 127.0.0.1: waiting" in told
    with listener.open():
        assert run()[0] == 1 and "refused: webhook at 127.0.0.1 answered 404" in run()[1]
        assert run("--again", "other")[0] == 2
        code, told = run("--again", letter)
    assert code == 0 and ": sent" in told


def _full(_handle: int) -> None:
    raise OSError(28, "No space left on device")
