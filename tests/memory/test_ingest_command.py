"""The commands of the memory as a user meets them: words, exit codes, and what is left behind."""

import json
from pathlib import Path

import pytest
from small_source import CUSTOMERS, TRANSACTIONS, good_source, load, tree, write_source
from typer.testing import CliRunner, Result

from workbench.cli import app
from workbench.memory import lock
from workbench.memory.store import Store


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def told(result: Result) -> dict[str, str]:
    """The error on stderr, taken apart into what, where, value and do."""
    what, *rest = result.stderr.strip().split("\n")
    assert "Traceback" not in result.output
    return {"what": what.removeprefix("Error: ")} | dict(line.strip().split(": ", 1) for line in rest if ": " in line)


def test_a_good_load_says_what_it_took_and_what_is_in_force(tmp_path: Path) -> None:
    result = run("ingest", good_source(tmp_path / "source"), "--store", tmp_path / "store")
    assert result.exit_code == 0
    assert "transactions     3         3    3          0          0         0" in result.stdout
    assert f"Snapshot {Store(tmp_path / 'store').current_id()} is in force." in result.stdout
    again = run("ingest", tmp_path / "source", "--store", tmp_path / "store")
    assert again.exit_code == 0
    assert "Nothing new" in again.stdout


def csv(table: str, text: str) -> dict[str, bytes]:
    return {f"{table}.csv": text.encode()}


LINE = "transaction_id,customer_id,occurred_at,revenue\n"
INTO_AN_EMPTY_STORE = {
    "no customers": (csv("transactions", LINE + "T1,C1,2024-02-01,1\n"), 3, "there are no customers", "customers.csv"),
    "header only": (csv("customers", "customer_id\n"), 3, "there are no customers", "customers.csv"),
    "NUL": (csv("customers", "customer_id\nC\x001\n"), 3, "there are no customers", "a NUL character"),
    "long cell": (csv("customers", f"customer_id\n{'x' * 1_000_000}\n"), 3, "no customers", "longer than 100"),
}
INTO_A_STORE = {
    "unknown column": (csv("customers", "customer_id,shoe_size\nC1,44\n"), 2, "unknown columns", "shoe_size"),
    "missing column": (csv("customers", "region\nNorth\n"), 2, "required columns are missing", "customer_id"),
    "wrong encoding": ({"customers.csv": b"customer_id\nK\xf6ln\n"}, 2, "not UTF-8", "byte 13"),
    "no such table": (csv("customer", "customer_id\nC1\n"), 2, "named after no table", "did you mean customers.csv?"),
    "thousands": (csv("transactions", LINE + 'T1,C1,2024-02-01,"1,234.50"\n'), 3, "refused", "write 1234.50"),
    "currency sign": (csv("transactions", LINE + "T1,C1,2024-02-01,12 €\n"), 3, "refused", "without currency"),
    "two formats": (csv("transactions", LINE + "T1,C1,01/02/2024,1\nT2,C1,2024-02-01,1\n"), 3, "refused", "YYYY-MM-DD"),
    "too early": (csv("transactions", LINE + "T1,C1,2023-12-31,1\n"), 3, "refused", "before the customer was acquired"),
    "in 2099": (csv("transactions", LINE + "T1,C1,2099-01-01,1\n"), 3, "refused", "in the future"),
    "same key": (csv("transactions", LINE + "T1,C1,2024-02-01,1\n" * 2), 3, "refused", "the same key"),
    "SQL that drops": ({"customers.sql": b"DROP TABLE customers"}, 2, "other than one SELECT", "DROP"),
    "SQL that writes": ({"customers.sql": b"COPY (SELECT 1) TO '/tmp/x.csv'"}, 2, "other than one SELECT", "COPY"),
    "SQL that reads outside": ({"customers.sql": b"FROM read_csv('/etc/passwd')"}, 2, "reads outside", "--data"),
}
Case = tuple[dict[str, bytes], int, str, str]


def refused(folder: Path, store: Path, case: Case) -> None:
    """Load files that must be refused: exit code, what is said, and a store as it was."""
    files, code, what, word = case
    before = tree(store)
    source = folder / "source"
    source.mkdir()
    for file, content in files.items():
        (source / file).write_bytes(content)
    result = run("ingest", source, "--store", store)
    assert result.exit_code == code, result.output
    assert what in told(result)["what"]
    assert {"where", "do"} <= set(told(result))
    assert word in result.stderr
    assert {file for file in tree(store) - before if not file.startswith("refused/")} == set()


@pytest.mark.parametrize("name", INTO_AN_EMPTY_STORE)
def test_bad_input_begins_no_store(tmp_path: Path, name: str) -> None:
    refused(tmp_path, tmp_path / "store", INTO_AN_EMPTY_STORE[name])


@pytest.mark.parametrize("name", INTO_A_STORE)
def test_bad_input_leaves_the_store_as_it_was(tmp_path: Path, name: str) -> None:
    load(write_source(tmp_path / "first", customers=CUSTOMERS), tmp_path / "store")
    refused(tmp_path, tmp_path / "store", INTO_A_STORE[name])


def test_a_folder_that_does_not_exist_ends_with_2(tmp_path: Path) -> None:
    result = run("ingest", tmp_path / "nowhere", "--store", tmp_path / "store")
    assert result.exit_code == 2
    assert told(result)["what"] == "no such folder"
    assert told(result)["value"].endswith("nowhere")
    assert not (tmp_path / "store").exists()


def test_markup_in_a_value_is_shown_as_it_is(tmp_path: Path) -> None:
    source = write_source(tmp_path / "source", customers=[{"customer_id": "C1", "[red]x[/red]": 1}])
    assert told(run("ingest", source, "--store", tmp_path / "store"))["value"] == "[red]x[/red]"


def test_a_locked_store_ends_with_7(tmp_path: Path) -> None:
    source, store = good_source(tmp_path / "source"), tmp_path / "store"
    store.mkdir()
    with lock.hold(store, "loading something else"):
        result = run("ingest", source, "--store", store, "--wait", "0.1")
    assert result.exit_code == 7
    assert told(result)["value"].startswith("loading something else, process ")


def test_options_are_passed_on(tmp_path: Path) -> None:
    store, data = tmp_path / "store", tmp_path / "data"
    load(good_source(tmp_path / "first"), store)
    wrong = {**TRANSACTIONS[0], "transaction_id": "N", "revenue": "12 €"}
    write_source(data, customers=CUSTOMERS, transactions=[*TRANSACTIONS, wrong])
    source = tmp_path / "source"
    source.mkdir()
    (source / "customers.sql").write_text("SELECT customer_id, region FROM '{data}/customers.csv'")
    (source / "transactions.sql").write_text("SELECT * FROM read_csv('{data}/transactions.csv', all_varchar = true)")
    result = run("ingest", source, "--data", data, "--store", store, "--max-rejected", "0.5", "--replace")
    assert result.exit_code == 0, result.output
    assert "transactions.revenue: more than a number" in result.stdout
    assert (Store(store).current().parent, Store(store).current().rejected) == ("", 1)


def test_status_lists_snapshots_months_and_runs(tmp_path: Path) -> None:
    store = tmp_path / "store"
    empty = run("status", "--store", tmp_path)
    assert "Snapshots: none" in empty.stdout
    assert "Runs: none" in empty.stdout
    old = load(good_source(tmp_path / "first"), store).snapshot
    new = load(write_source(tmp_path / "second", customers=[{"customer_id": "C9"}]), store).snapshot
    (store / "memory" / "2024-02").mkdir(parents=True)
    (store / "memory" / "2024-02" / "manifest.json").write_text(json.dumps({"snapshot": old}))
    lines = run("status", "--store", store).stdout.split("\n")
    listed = [line for line in lines if "Z-" in line]
    assert listed[0].startswith(f"*  {new}")
    assert listed[1].startswith(f"   {old}")
    assert str(tmp_path / "first") in listed[1]
    assert listed[2] == f"2024-02  {old}"


def test_migrate_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    load(good_source(tmp_path / "source"), tmp_path / "store")
    result = run("migrate", "--store", tmp_path / "store")
    assert (result.exit_code, result.stdout) == (0, "Nothing to do: the store is up to date.\n")
    assert run("migrate", "--store", tmp_path / "nowhere").exit_code == 2


def test_start_fills_an_empty_store_and_leaves_a_full_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good_source(tmp_path / "data" / "sources" / "shop")
    monkeypatch.chdir(tmp_path)
    first = run("start", "--data-name", "shop", "--store", "store")
    assert first.exit_code == 0, first.output
    assert "is in force" in first.stdout
    again = run("start", "--data-name", "shop", "--store", "store")
    assert again.stdout == f"The store store holds snapshot {Store(Path('store')).current_id()}.\n"
    assert run("start", "--data-name", "shp", "--store", "other").exit_code == 2
