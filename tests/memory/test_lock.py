import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.errors import Locked
from workbench.memory import lock

HOLD = """
import sys, time
from pathlib import Path
from workbench.memory import lock
with lock.hold(Path(sys.argv[1]), "loading /the/source"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until it is told to go on, or killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_who_holds_the_store(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(Locked) as caught, lock.hold(tmp_path, "second"):
            pass
        assert caught.value.exit_code == 7
        assert caught.value.value.startswith(
            f"loading /the/source, process {process.pid} on {os.uname().nodename} since "
        )
        assert "--wait" in caught.value.do
        process.communicate("\n")
    with lock.hold(tmp_path, "second"):
        pass


def test_the_second_may_wait(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        assert process.stdin is not None
        with pytest.raises(Locked), lock.hold(tmp_path, "second", wait=0.2):
            pass
        process.stdin.write("\n")
        process.stdin.flush()
        with lock.hold(tmp_path, "second", wait=30):
            assert process.wait(30) == 0


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / lock.HOLDER).exists()
    with lock.hold(tmp_path, "second"):
        assert str(os.getpid()) in (tmp_path / lock.HOLDER).read_text()
    assert not (tmp_path / lock.HOLDER).exists()


def test_a_holder_that_has_not_said_who_it_is_is_another_process(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        for content in ("", '{"pid": 1'):
            (tmp_path / lock.HOLDER).write_text(content)
            with pytest.raises(Locked) as caught, lock.hold(tmp_path, "second"):
                pass
            assert caught.value.value == "another process"
        process.communicate("\n")
