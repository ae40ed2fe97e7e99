"""Connections that download nothing, and readers who can reach and change nothing else."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from workbench.memory import engine


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "it's a store.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE customers AS SELECT 'C1' AS customer_id")
    return path


def setting(connection: duckdb.DuckDBPyConnection, name: str) -> object:
    return connection.execute("SELECT current_setting($name)", {"name": name}).fetchall()[0][0]


def test_a_connection_has_the_limits_asked_for() -> None:
    with engine.connect(memory_limit="500MB", threads=1) as connection:
        assert setting(connection, "threads") == 1
        assert str(setting(connection, "memory_limit")).startswith("476")


def test_a_connection_loads_no_extension_by_itself() -> None:
    with engine.connect() as connection:
        assert setting(connection, "autoinstall_known_extensions") is False
        assert setting(connection, "autoload_known_extensions") is False


def test_a_connection_of_a_notebook_draws_no_progress_bar() -> None:
    # A program given by -c is interactive to the engine, as a notebook is.
    setting = "engine.connect().execute('SELECT current_setting($1)', ['enable_progress_bar']).fetchall()"
    program = f"from workbench.memory import engine; print({setting})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[(False,)]"


def test_two_connections_spill_into_folders_of_their_own() -> None:
    with engine.connect() as one, engine.connect() as two:
        assert setting(one, "temp_directory") != setting(two, "temp_directory")


def test_what_does_not_fit_into_memory_spills_and_leaves_nothing(database: Path) -> None:
    with engine.read_only(database, memory_limit="60MB", threads=1) as connection:
        rows = "SELECT md5(CAST(range AS VARCHAR)) AS text FROM range(2000000)"
        assert connection.execute(f"SELECT count(*) FROM ({rows} ORDER BY text)").fetchall() == [(2_000_000,)]
        spill = Path(str(setting(connection, "temp_directory")))
    assert not spill.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (a INT)",
        "DELETE FROM customers",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY customers TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
    ],
)
def test_a_reader_can_reach_and_change_nothing(database: Path, statement: str) -> None:
    with engine.read_only(database) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
        assert connection.execute("SELECT * FROM customers").fetchall() == [("C1",)]


def test_a_missing_database_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error):
        engine.read_only(tmp_path / "none.duckdb")
    assert list(tmp_path.iterdir()) == []
