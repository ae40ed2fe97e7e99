"""What the analyst is told of a failure, and that no customer is named in it."""

import datetime as dt
import json
from pathlib import Path

import pytest
from delivering import PostOffice
from small_world import write_notebook

from workbench.memory import ingest
from workbench.memory.store import Store
from workbench.reporting import deliver
from workbench.reporting.closing import runs
from workbench.reporting.closing.runs import NotebookRecord, RunRecord
from workbench.reporting.deliver import mask

RUN = "20261002T041211Z-0a1b2c3d"
SAID = "KeyError: 'C-1001' of ann@example.org, +31 20 555 12345, as of 2026-09-30"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with two customers."""
    source = tmp_path_factory.mktemp("source")
    (source / "customers.csv").write_text("customer_id,acquired_on\nC-1001,2026-05-02\nC-10019,2026-05-02\n")
    header = "transaction_id,customer_id,occurred_at,revenue,cost"
    (source / "transactions.csv").write_text(f"{header}\nt1,C-1001,2026-09-30,10,4\n")
    folder = source.with_name("store-of-failures")
    ingest.load(source, store=folder)
    return Store(folder)


@pytest.fixture
def store(filled: Store, tmp_path: Path) -> Store:
    """The same store with an outbox of its own."""
    for name in ("snapshots", "current", "workbench.toml"):
        (tmp_path / name).symlink_to(filled.folder / name)
    return Store(tmp_path)


@pytest.fixture
def record(store: Store) -> RunRecord:
    """A run whose notebook failed in its third cell, as it lies in the store."""
    folder = store.runs_folder / RUN
    path = write_notebook(folder / "executed", "01_base", "frame.loc['C-1001']\nframe.loc['C-10019']")
    notebook = json.loads(path.read_text())
    notebook["cells"][-1]["metadata"]["papermill"] = {"status": "failed"}
    path.write_text(json.dumps(notebook))
    (folder / runs.LOG).write_text("".join(f"line {number}\n" for number in range(99)) + f"[cell 3] {SAID}\n")
    failed = NotebookRecord("01_base", "notebook error", 2.0, 3, SAID)
    about = {"status": "failed", "outcome": "notebook error", "exit_code": 4, "retries": ("01_base: no kernel",)}
    return RunRecord(RUN, "month", "2026-09", "", dt.datetime.now(dt.UTC), notebooks=(failed,), **about)


def told(store: Store, record: RunRecord | None, reason: str = SAID) -> list[str]:
    """The mails an analyst gets."""
    with PostOffice().open() as office:
        deliver.failure(store, "board", [office.channel(to=("desk@example.org",))], record, reason, "2026-09")
        assert all(outcome.status == "sent" for outcome in deliver.flush(store))
    return [f"{mail['Subject']}\n{mail.get_content()}" for mail in office.mails]


def test_the_analyst_gets_the_notebook_the_cell_the_error_and_the_end_of_the_log(
    store: Store, record: RunRecord
) -> None:
    [text] = told(store, record)
    assert text.startswith("FAILED 2026-09 board: notebook error\n")
    for part in ("KeyError", "01_base, cell 3", "frame.loc['[hidden]']", "line 98", "01_base: no kernel", RUN):
        assert part in text
    assert "line 60" not in text, "only the end of the log is sent"
    assert "No reader was told" in text


def test_no_customer_address_or_telephone_number_leaves(store: Store, record: RunRecord) -> None:
    [text] = told(store, record)
    for word in ("C-1001", "ann@example.org", "555"):
        assert word not in text
    assert "2026-09-30" in text, "a day is no telephone number"


def test_where_ids_cannot_be_looked_up_the_text_stays_at_home(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    [text] = told(Store(tmp_path / "empty"), None, "no store of C-1001")
    assert mask.WITHHELD in text and "C-1001" not in text


def test_the_same_failure_is_told_once_a_day(store: Store, record: RunRecord) -> None:
    assert len(told(store, record)) == 1
    assert told(store, record) == []
    other = runs.replace(record, id="20261003T041211Z-0a1b2c3d")
    assert told(store, other) == [], "another run that meets the same cell says nothing new"
    further = NotebookRecord("02_segments", "time-out", 2.0, 5, "too slow")
    assert len(told(store, runs.replace(record, outcome="time-out", notebooks=(further,)))) == 1


def test_what_fails_before_a_run_begins_is_told_too(store: Store) -> None:
    [text] = told(store, None, "the data end on 3 September")
    assert text.startswith("FAILED 2026-09 board: not run\n") and "the data end on 3 September" in text
