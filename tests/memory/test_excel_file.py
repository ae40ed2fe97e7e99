import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small_source import load, rejected, rows_of

from workbench.errors import BadParameter


def workbook(folder: Path, **sheets: list[list[Any]]) -> Path:
    folder.mkdir()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "customers.xlsx")
    return folder


def test_numbers_days_and_empty_cells_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    rows = [
        ["customer_id", "acquired_on", "birth_year", "region"],
        [17850, dt.date(2024, 1, 5), 1980, None],
        [17851, dt.datetime(2024, 1, 5), None, "South"],
    ]
    load(workbook(tmp_path / "source", Sheet1=rows), tmp_path / "store")
    found = rows_of(tmp_path / "store", "SELECT customer_id, acquired_on, birth_year, region FROM customers ORDER BY 1")
    day = dt.date(2024, 1, 5)
    assert found == [("17850", day, 1980, None), ("17851", day, None, "South")]


def test_a_day_with_a_time_is_rejected_with_the_way_to_write_it(tmp_path: Path) -> None:
    rows = [["customer_id", "acquired_on"], ["C1", None], ["C2", dt.datetime(2024, 1, 5, 8, 30)]]
    load(workbook(tmp_path / "source", Sheet1=rows), tmp_path / "store", max_rejected=0.5)
    assert rejected(tmp_path / "store") == {("customers", 2, "acquired_on", "a day with a time: write YYYY-MM-DD")}


def test_the_sheet_named_as_the_table_is_read(tmp_path: Path) -> None:
    source = workbook(tmp_path / "source", notes=[["anything"]], customers=[["customer_id"], ["C1"]])
    load(source, tmp_path / "store")
    assert rows_of(tmp_path / "store", "SELECT customer_id FROM customers") == [("C1",)]


def test_several_sheets_of_which_none_is_named_as_the_table_are_refused(tmp_path: Path) -> None:
    source = workbook(tmp_path / "source", one=[["customer_id"]], two=[["customer_id"]])
    with pytest.raises(BadParameter, match="more than one sheet") as caught:
        load(source, tmp_path / "store")
    assert caught.value.value == "one, two"


def test_rows_without_values_at_the_end_are_no_rows(tmp_path: Path) -> None:
    rows = [["customer_id", "region"], ["C1", "North"], ["", ""], [None, None]]
    assert load(workbook(tmp_path / "source", Sheet1=rows), tmp_path / "store").tables[0].rows == 1


def test_values_in_a_column_without_a_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="column without a name") as caught:
        load(workbook(tmp_path / "source", Sheet1=[["customer_id"], ["C1", "North"]]), tmp_path / "store")
    assert caught.value.value == "North"


def test_an_empty_sheet_has_no_header(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="no header"):
        load(workbook(tmp_path / "source", Sheet1=[]), tmp_path / "store")


def test_a_sheet_with_columns_that_are_not_the_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="unknown columns"):
        load(workbook(tmp_path / "source", Sheet1=[["customer_id", "shoe_size"], ["C1", 44]]), tmp_path / "store")


@pytest.mark.parametrize("content", [b"", b"customer_id\nC1\n", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_workbook_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "customers.xlsx").write_bytes(content)
    with pytest.raises(BadParameter, match="not an Excel workbook") as caught:
        load(tmp_path, tmp_path / "store")
    assert caught.value.where == str(tmp_path / "customers.xlsx")
