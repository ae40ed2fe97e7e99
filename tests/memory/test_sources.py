"""What a source folder may hold, and how each kind of file is read."""

import datetime as dt
from pathlib import Path

import pytest
from small_source import CUSTOMERS, good_source, load, rows_of, tree, write_source

from workbench.errors import BadParameter, NotReady
from workbench.memory import sources
from workbench.memory.settings import Settings
from workbench.memory.store import Store


def test_customers_come_first_whatever_the_names(tmp_path: Path) -> None:
    good_source(tmp_path)
    for other in ("README.md", "notes.txt", ".hidden.csv"):
        (tmp_path / other).touch()
    source = sources.find(tmp_path)
    assert [file.table.name for file in source.files] == ["customers", "transactions"]
    assert source.folder == tmp_path.resolve()
    assert source.files[1].label == f"{tmp_path.name}/transactions.csv"


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="no such folder") as caught:
        sources.find(tmp_path / "nowhere")
    assert caught.value.value == str(tmp_path / "nowhere")
    with pytest.raises(BadParameter, match="no such folder") as caught:
        sources.find(good_source(tmp_path), data=tmp_path / "nowhere")
    assert caught.value.where == "--data"


def test_a_folder_without_a_table_says_how_to_name_files(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="holds no table") as caught:
        sources.find(tmp_path)
    assert "transactions" in caught.value.do


def test_a_misspelt_file_is_named_with_the_name_it_may_mean(tmp_path: Path) -> None:
    good_source(tmp_path)
    (tmp_path / "Transaction.csv").touch()
    with pytest.raises(BadParameter, match="named after no table") as caught:
        sources.find(tmp_path)
    assert "did you mean transactions.csv?" in caught.value.do


def test_a_file_that_the_sources_sql_names_may_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "customers.sql").write_text("SELECT customer_id FROM '{source}/crm.csv'")
    (tmp_path / "crm.csv").write_text("customer_id\nC1\n")
    load(tmp_path, tmp_path / "store")
    assert rows_of(tmp_path / "store", "SELECT customer_id FROM customers") == [("C1",)]
    (tmp_path / "other.csv").touch()
    with pytest.raises(BadParameter, match="named after no table"):
        sources.find(tmp_path)


def test_two_files_for_one_table_are_named(tmp_path: Path) -> None:
    good_source(tmp_path)
    (tmp_path / "transactions.sql").touch()
    with pytest.raises(BadParameter, match="two files for one table") as caught:
        sources.find(tmp_path)
    assert caught.value.value == "transactions.csv and transactions.sql"


def test_a_source_speaks_for_itself(tmp_path: Path) -> None:
    good_source(tmp_path)
    (tmp_path / "source.toml").write_text(
        '[source]\ntitle = "A shop"\ndata_to = 2024-03-31\nuncounted = ["transactions.customer_id"]\n'
        '[company]\ncurrency = "USD"\n'
    )
    declaration = sources.find(tmp_path).declaration
    assert declaration.source.title == "A shop"
    assert declaration.source.data_to == dt.date(2024, 3, 31)
    store = tmp_path / "store"
    load(tmp_path, store)
    assert Store(store).current().data_to == dt.date(2024, 3, 31)
    assert Store(store).settings == Settings(currency="USD")


def test_what_a_source_says_of_the_company_does_not_touch_settings_that_are_there(tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(good_source(tmp_path / "first"), store)
    second = write_source(tmp_path / "second", customers=[{"customer_id": "C9"}])
    (second / "source.toml").write_text('[company]\ncurrency = "USD"\n')
    load(second, store)
    assert Store(store).settings.currency == "EUR"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[source", ""),
        ("[source]\ntitel = 'x'\n", ", source.titel"),
        ("[source]\ndata_to = 'yesterday'\n", ", source.data_to"),
        ("[source]\nuncounted = ['transaction']\n", ", source.uncounted"),
        ("[source]\nuncounted = ['transactions.customer']\n", ", source.uncounted"),
        ("[company]\ncurrency = 'dollars'\n", " [company], currency"),
    ],
)
def test_a_wrong_declaration_is_named(tmp_path: Path, text: str, where: str) -> None:
    good_source(tmp_path)
    (tmp_path / "source.toml").write_text(text)
    with pytest.raises(BadParameter) as caught:
        sources.find(tmp_path)
    assert caught.value.where == f"{tmp_path / 'source.toml'}{where}"


def test_a_package_may_bring_the_data(tmp_path: Path) -> None:
    good_source(tmp_path)
    (tmp_path / "source.toml").write_text('[source]\npackage = "workbench/memory"\n')
    data = sources.find(tmp_path).data
    assert data is not None
    assert (data / "schema.py").exists()
    assert sources.find(tmp_path, data=tmp_path).data == tmp_path


def test_a_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    good_source(tmp_path)
    (tmp_path / "source.toml").write_text('[source]\npackage = "no_such_package/data"\n')
    with pytest.raises(NotReady, match="package that brings the data is not installed") as caught:
        sources.find(tmp_path)
    assert "--data" in caught.value.do


def test_the_sources_of_the_project_are_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good_source(tmp_path / "data" / "sources" / "shop")
    monkeypatch.chdir(tmp_path / "data")
    assert sources.example("shop") == tmp_path / "data" / "sources" / "shop"
    with pytest.raises(BadParameter, match="no such source") as caught:
        sources.example("shp")
    assert "demo, shop" in caught.value.do


@pytest.mark.parametrize(
    ("rows", "what", "value"),
    [
        ([{"customer_id": "C1", "Region": "North", "x": 1}], "unknown columns", "Region, x"),
        ([{"region": "North"}], "required columns are missing", "customer_id"),
    ],
)
def test_columns_that_are_not_the_tables_are_named(
    tmp_path: Path, rows: list[dict[str, object]], what: str, value: str
) -> None:
    source = write_source(tmp_path / "source", customers=rows)
    with pytest.raises(BadParameter, match=what) as caught:
        load(source, tmp_path / "store")
    assert caught.value.where == str(source / "customers.csv")
    assert caught.value.value == value
    assert "customer_id" in caught.value.do
    assert tree(tmp_path / "store") == set()


def test_a_column_that_stands_there_twice_is_named(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("customer_id,region,region\nC1,a,b\n")
    with pytest.raises(BadParameter, match="twice") as caught:
        load(tmp_path, tmp_path / "store")
    assert caught.value.value == "region"


def test_spaces_around_a_value_do_not_count_and_an_empty_value_is_missing(tmp_path: Path) -> None:
    source = write_source(tmp_path / "source", customers=[{"customer_id": " C1 ", "region": "  ", "gender": " f"}])
    load(source, tmp_path / "store")
    found = rows_of(tmp_path / "store", "SELECT customer_id, region, gender FROM customers")
    assert found == [("C1", None, "f")]


def test_all_kinds_of_files_give_the_same_table(tmp_path: Path) -> None:
    import duckdb
    import openpyxl

    csv_source = write_source(tmp_path / "csv", customers=CUSTOMERS)
    other = {kind: tmp_path / kind for kind in ("parquet", "sql", "xlsx")}
    for folder in other.values():
        folder.mkdir()
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{csv_source}/customers.csv')) TO '{other['parquet']}/customers.parquet'")
    (other["sql"] / "customers.sql").write_text("SELECT * FROM '{data}/customers.parquet';\n")
    book = openpyxl.Workbook()
    book.active.append(list(CUSTOMERS[0]))
    for row in CUSTOMERS:
        day = dt.datetime.fromisoformat(str(row["acquired_on"])) if row["acquired_on"] else None
        book.active.append([row["customer_id"], day, row["region"]])
    book.save(other["xlsx"] / "customers.xlsx")

    hashes = set()
    for kind, folder in {"csv": csv_source, **other}.items():
        store = tmp_path / f"store-{kind}"
        load(folder, store, data=other["parquet"])
        hashes.add(Store(store).current().content_hash)
    assert len(hashes) == 1


@pytest.mark.parametrize("content", [b"", b"customer_id\nC1\n", b"PAR1 cut off PAR1"])
def test_a_file_that_is_no_parquet_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "customers.parquet").write_bytes(content)
    with pytest.raises(BadParameter, match="not a Parquet file") as caught:
        load(tmp_path, tmp_path / "store")
    assert caught.value.where == str(tmp_path / "customers.parquet")


def test_a_folder_named_as_a_table_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").mkdir()
    with pytest.raises(BadParameter, match="holds no table"):
        sources.find(tmp_path)


def test_a_link_to_nothing_is_named(tmp_path: Path) -> None:
    good_source(tmp_path)
    for ending in ("csv", "sql", "parquet", "xlsx"):
        link = tmp_path / f"feedback.{ending}"
        link.symlink_to("nowhere")
        with pytest.raises(BadParameter) as caught:
            load(tmp_path, tmp_path / "store")
        assert caught.value.where == str(link)
        link.unlink()
