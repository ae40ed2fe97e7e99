"""A source's SQL is one SELECT that reads its own folders and nothing else."""

from pathlib import Path

import pytest
from small_source import good_source, load, rows_of, tree

from workbench.errors import BadParameter

ONE = "SELECT 'C1' AS customer_id"


def source(folder: Path, sql: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "customers.sql").write_text(sql, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "sql",
    [
        f"{ONE};\n",
        f"-- a comment; with a semicolon\n{ONE} -- and one at the end",
        "WITH known AS (SELECT 'C1' AS customer_id) SELECT customer_id FROM known",
        "SELECT 'C1' AS customer_id, NULL AS region, 1980 AS birth_year",
        "SELECT customer_id FROM read_csv('{source}/own.txt')",
        "SELECT customer_id FROM read_csv('{data}/its own/*.csv')",
    ],
)
def test_one_select_may_read_its_own_folder_and_the_data(tmp_path: Path, sql: str) -> None:
    folder = source(tmp_path / "the source's", sql)
    data = tmp_path / "the data's"
    (data / "its own").mkdir(parents=True)
    for path in (folder / "own.txt", data / "its own" / "file.csv"):
        path.write_text("customer_id\nC1\n")
    load(folder, tmp_path / "store", data=data)
    assert rows_of(tmp_path / "store", "SELECT customer_id FROM customers") == [("C1",)]


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "-- nothing",
        f"{ONE}; {ONE}",
        "CREATE TABLE t AS SELECT 1",
        f"COPY ({ONE}) TO '{{data}}/out.csv'",
        f"COPY ({ONE}) TO '{{data}}/out.csv'; {ONE}",
        f"{ONE}; DROP TABLE customers",
        "DELETE FROM customers",
        "INSERT INTO customers VALUES ('C1')",
        "ATTACH '{data}/other.duckdb' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA threads = 1",
        "CALL pragma_version()",
        "EXPLAIN ANALYZE SELECT 1",
        "EXPORT DATABASE '{data}/all'",
    ],
)
def test_anything_but_one_select_is_refused_and_writes_nothing(tmp_path: Path, sql: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with pytest.raises(BadParameter, match="more or other than one SELECT") as caught:
        load(source(tmp_path / "source", sql), tmp_path / "store", data=data)
    assert caught.value.where.endswith("customers.sql")
    assert "exactly one SELECT" in caught.value.do
    assert tree(tmp_path / "store") == tree(data) == set()


def test_what_is_not_sql_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="not SQL"):
        load(source(tmp_path / "source", "customer_id\nC1\n"), tmp_path / "store")


@pytest.mark.parametrize(
    "relation",
    [
        "'/etc/passwd'",
        "read_text('/etc/hostname')",
        "read_text('{data}/../secret.csv')",
        "read_csv('{outside}/secret.csv')",
        "glob('{outside}/*')",
        "'{outside}/store/snapshots/*.duckdb'",
        "'https://example.com/customers.csv'",
        "sqlite_scan('{outside}/x.db', 't')",
    ],
)
def test_nothing_outside_its_folders_can_be_read(tmp_path: Path, relation: str) -> None:
    (tmp_path / "secret.csv").write_text("customer_id\nC1\n")
    data = tmp_path / "data"
    data.mkdir()
    sql = f"SELECT * FROM {relation}".replace("{outside}", str(tmp_path))
    with pytest.raises(BadParameter) as caught:
        load(source(tmp_path / "source", sql), tmp_path / "store", data=data)
    assert caught.value.what in ("the SQL reads outside its folders", "the SQL cannot be run")
    assert tree(tmp_path / "store") == set()


@pytest.mark.parametrize("name", ["customers", "draft.customers", "staged_customers", "typed_customers"])
def test_the_store_cannot_be_seen(tmp_path: Path, name: str) -> None:
    store = tmp_path / "store"
    load(good_source(tmp_path / "first"), store)
    with pytest.raises(BadParameter, match="the SQL cannot be run"):
        load(source(tmp_path / "second", f"SELECT * FROM {name}"), store)


def test_a_variable_of_python_cannot_be_seen(tmp_path: Path) -> None:
    frame = [1]
    with pytest.raises(BadParameter, match="the SQL cannot be run"):
        load(source(tmp_path / "source", "SELECT * FROM frame"), tmp_path / "store")
    assert frame == [1]


def test_sql_is_utf_8(tmp_path: Path) -> None:
    source(tmp_path, "").joinpath("customers.sql").write_bytes("SELECT 'Köln' AS customer_id".encode("latin-1"))
    with pytest.raises(BadParameter, match="not UTF-8"):
        load(tmp_path, tmp_path / "store")


def test_sql_that_needs_data_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="where its data lie") as caught:
        load(source(tmp_path / "source", "SELECT * FROM '{data}/x.csv'"), tmp_path / "store")
    assert "--data" in caught.value.do


def test_an_error_of_the_engine_is_passed_on_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="the SQL cannot be run") as caught:
        load(source(tmp_path / "source", "SELECT nonsense AS customer_id"), tmp_path / "store")
    assert "nonsense" in caught.value.value


def test_columns_are_checked_before_rows_are_read(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="unknown columns"):
        load(source(tmp_path / "source", "SELECT range AS id FROM range(1000000000000)"), tmp_path / "store")


def test_typed_values_arrive_as_they_are(tmp_path: Path) -> None:
    folder = good_source(tmp_path / "source")
    (folder / "transactions.csv").unlink()
    (folder / "transactions.sql").write_text(
        """SELECT 'T1' AS transaction_id, 'C1' AS customer_id, TIMESTAMPTZ '2024-02-01 12:30:00+02' AS occurred_at,
           CAST('NaN' AS DOUBLE) AS cost, 0.1::DOUBLE + 0.2 AS revenue, 3::TINYINT AS quantity"""
    )
    load(folder, tmp_path / "store")
    found = rows_of(
        tmp_path / "store", "SELECT CAST(occurred_at AS VARCHAR), cost, CAST(revenue AS VARCHAR) FROM transactions"
    )
    assert found == [("2024-02-01 10:30:00", None, "0.300000")]
