"""Readers, loaders and killers: what several processes may do to one store."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from small_source import good_source, load, rows_of, tree, write_source

from workbench.errors import Locked
from workbench.memory import Snapshot
from workbench.memory.store import Store

STEPS = 9
LINES = 50_000

READ = """
import sys
from workbench.memory import Snapshot
with Snapshot.open(sys.argv[1]) as snapshot:
    for _ in range(2):
        rows = snapshot.sql("SELECT count(*) AS rows FROM customers")["rows"].item()
        print(snapshot.id, rows, flush=True)
        sys.stdin.readline()
"""


class Loaders:
    """Loads in processes of their own."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("loading_process.py"))]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.heard: dict[int, list[dict[str, Any]]] = {}

    def begin(self, source: Path, store: Path, **options: Any) -> int:
        """Start a load; return its process id."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"source": str(source), "store": str(store), **options}) + "\n")
        self.process.stdin.flush()
        while "began" not in (message := self._next()):
            self.heard.setdefault(message["pid"], []).append(message)
        return int(message["pid"])

    def told(self, loader: int) -> dict[str, Any]:
        """What a load says next; what others say meanwhile is kept for when they are asked."""
        while not self.heard.get(loader):
            message = self._next()
            self.heard.setdefault(message["pid"], []).append(message)
        return self.heard[loader].pop(0)

    def _next(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline()))


@pytest.fixture(scope="module")
def loaders() -> Iterator[Loaders]:
    loaders = Loaders()
    yield loaders
    loaders.process.communicate()
    assert loaders.process.returncode == 0


@pytest.fixture
def store(tmp_path: Path) -> Path:
    load(good_source(tmp_path / "first"), tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return write_source(
        tmp_path / "second",
        customers=[{"customer_id": "C9", "acquired_on": "2024-01-01"}],
        transactions=[{"transaction_id": "T9", "customer_id": "C9", "occurred_at": "2024-05-01", "revenue": 1}],
    )


def test_a_reader_keeps_its_snapshot_and_blocks_no_load(store: Path, second: Path) -> None:
    before = Store(store).current_id()
    command = [sys.executable, "-c", READ, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == f"{before} 3\n"
        after = load(second, store).snapshot
        assert Store(store).current_id() == after != before
        assert reader.communicate("\n\n")[0] == f"{before} 3\n"
    with Snapshot.open(store) as snapshot:
        assert snapshot.id == after
        assert snapshot.sql("SELECT count(*) AS rows FROM customers")["rows"].item() == 4


def test_a_load_at_work_blocks_no_reader(store: Path, second: Path, loaders: Loaders) -> None:
    before = Store(store).current_id()
    loader = loaders.begin(second, store, pause=STEPS - 1)
    loaders.told(loader)
    with Snapshot.open(store) as snapshot:
        assert snapshot.id == before
        assert snapshot.sql("SELECT count(*) AS rows FROM customers")["rows"].item() == 3
        os.kill(loader, signal.SIGUSR1)
        assert loaders.told(loader)["done"] == Store(store).current_id()
        assert snapshot.sql("SELECT count(*) AS rows FROM customers")["rows"].item() == 3


@pytest.mark.parametrize("pause", range(STEPS))
def test_a_loader_killed_before_any_step_leaves_the_snapshot_in_force(
    store: Path, second: Path, loaders: Loaders, pause: int
) -> None:
    before, files = Store(store).current_id(), tree(store)
    loader = loaders.begin(second, store, pause=pause)
    step = loaders.told(loader)["paused"]
    os.kill(loader, signal.SIGKILL)
    assert Store(store).current_id() == before
    assert rows_of(store, "SELECT count(*) FROM customers") == [(3,)]
    report = load(second, store, wait=10)
    assert rows_of(store, "SELECT count(*) FROM customers") == [(4,)]
    new = {f"snapshots/{report.snapshot}.{ending}" for ending in ("duckdb", "json")}
    assert tree(store) == files | new, f"killed while {step}"


def test_the_steps_killed_above_are_all_there_are(store: Path, second: Path, loaders: Loaders) -> None:
    assert len(loaders.told(loaders.begin(second, store))["steps"]) == STEPS


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source whose load lasts long enough to be killed in the midst of it."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "customers.sql").write_text("SELECT 'L' || range AS customer_id FROM range(1000)")
    (folder / "transactions.sql").write_text(
        "SELECT range AS transaction_id, 'L' || (range % 1000) AS customer_id, "
        f"TIMESTAMP '2024-01-01' + to_seconds(range) AS occurred_at, 1 AS revenue FROM range({LINES})"
    )
    return folder


def test_a_loader_killed_at_any_time_leaves_one_snapshot_or_the_other_whole(
    store: Path, large: Path, loaders: Loaders
) -> None:
    first = Store(store).current_id()
    began = time.monotonic()
    loaders.told(loaders.begin(large, store))
    lasted = time.monotonic() - began
    for share in (0.3, 0.7, 0.9, 1.0):
        Store(store).pointer.write_text(f"{first}\n")
        loader = loaders.begin(large, store, wait=10)
        time.sleep(share * lasted)
        with suppress(ProcessLookupError):  # it was done already
            os.kill(loader, signal.SIGKILL)
        kept = Store(store).current()
        assert rows_of(store, "SELECT count(*) FROM transactions") == [(kept.rows["transactions"],)]
        assert kept.rows["transactions"] == (3 if kept.id == first else LINES + 3)
    load(large, store, wait=10)
    assert rows_of(store, "SELECT count(*) FROM transactions") == [(LINES + 3,)]


def test_two_loads_at_once_the_second_says_who_holds_the_lock_or_waits(
    store: Path, second: Path, loaders: Loaders, tmp_path: Path
) -> None:
    third = write_source(tmp_path / "third", customers=[{"customer_id": "C10"}])
    loader = loaders.begin(second, store, pause=4)
    loaders.told(loader)
    with pytest.raises(Locked) as caught:
        load(third, store)
    assert caught.value.value.startswith(f"loading {second}, process {loader} on {os.uname().nodename} since ")
    waiting = loaders.begin(third, store, wait=60)
    os.kill(loader, signal.SIGUSR1)
    first_done, then_done = loaders.told(loader)["done"], loaders.told(waiting)["done"]
    assert Store(store).current_id() == then_done
    assert Store(store).current().parent == first_done
    assert rows_of(store, "SELECT count(*) FROM customers") == [(5,)]


def test_a_load_stopped_by_the_user_ends_without_a_traceback_and_leaves_nothing(store: Path, tmp_path: Path) -> None:
    (tmp_path / "endless").mkdir()
    endless = "SELECT CAST(sum(range % 7) AS VARCHAR) AS customer_id FROM range(1000000000000)"
    (tmp_path / "endless" / "customers.sql").write_text(endless)
    files = tree(store)
    command = [sys.executable, "-m", "workbench.cli", "ingest", str(tmp_path / "endless"), "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        while not list(store.glob("snapshots/.load-*.scratch")):
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in output
    assert tree(store) == files
