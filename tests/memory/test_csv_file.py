from pathlib import Path

import pytest
from small_source import load, rejected, rows_of, tree

from workbench.errors import BadParameter
from workbench.memory.sources import csv_file, encoding


def customers(folder: Path, content: bytes) -> Path:
    (folder / "source").mkdir()
    (folder / "source" / "customers.csv").write_bytes(content)
    return folder / "source"


def found(folder: Path, content: bytes) -> list[tuple[object, ...]]:
    load(customers(folder, content), folder / "store")
    return rows_of(folder / "store", "SELECT customer_id, region FROM customers ORDER BY customer_id")


@pytest.mark.parametrize(
    "content",
    [
        b"customer_id,region\nC1,North\nC2,South\n",
        b"customer_id;region\nC1;North\nC2;South\n",
        b"region\tcustomer_id\nNorth\tC1\nSouth\tC2\n",
        b"\xef\xbb\xbfcustomer_id,region\r\nC1,North\r\nC2,South\r\n",
        b'"customer_id"," region "\n"C1","North"\n\n"C2","South"',
    ],
    ids=["comma", "semicolon", "tab", "windows", "quoted"],
)
def test_the_header_tells_how_the_file_is_written(tmp_path: Path, content: bytes) -> None:
    assert found(tmp_path, content) == [("C1", "North"), ("C2", "South")]


def test_a_value_may_hold_separators_quotes_and_lines(tmp_path: Path) -> None:
    content = 'customer_id,region\nC1,"North, ""far""\nand away"\nC2,中国\n'.encode()
    assert found(tmp_path, content) == [("C1", 'North, "far"\nand away'), ("C2", "中国")]


@pytest.mark.parametrize("tail", [b"\xfcd\n", b"\xe4"])
def test_a_wrong_encoding_is_told_with_the_place_of_the_first_wrong_byte(tmp_path: Path, tail: bytes) -> None:
    start = b"customer_id,region\n" + b"C1,North\n" * 600_000
    source = customers(tmp_path, start + b"C2,S" + tail)
    with pytest.raises(BadParameter, match="not UTF-8") as caught:
        encoding.check(source / "customers.csv")
    assert caught.value.where.endswith(f"customers.csv, byte {len(start) + 4:,}")
    assert caught.value.value.startswith("b'\\x")


def test_a_character_across_two_chunks_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_bytes(b"x" * (2**22 - 1) + "中".encode())
    encoding.check(path)


def test_utf_16_is_not_utf_8(tmp_path: Path) -> None:
    source = customers(tmp_path, "customer_id,region\nC1,North\n".encode("utf-16"))
    with pytest.raises(BadParameter, match="not UTF-8") as caught:
        load(source, tmp_path / "store")
    assert "byte 0" in caught.value.where
    assert tree(tmp_path / "store") == set()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"C2,South,East\n", "Expected Number of Columns: 2 Found: 3"),
        (b"C2\n", "Expected Number of Columns: 2 Found: 1"),
        (b'C2,"South\n', "unterminated quote"),
        (b'C2,"South" East\n', "quote"),
    ],
    ids=["long", "short", "open quote", "text after a quote"],
)
def test_a_line_that_is_not_like_the_header_is_named(tmp_path: Path, line: bytes, what: str) -> None:
    source = customers(tmp_path, b"customer_id,region\nC1,North\n" + line)
    with pytest.raises(BadParameter, match=what) as caught:
        load(source, tmp_path / "store")
    assert caught.value.where == f"{source / 'customers.csv'}, line 3"
    assert caught.value.value.startswith("C2")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_header(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadParameter, match="no header"):
        load(customers(tmp_path, content), tmp_path / "store")


def test_a_header_of_a_million_characters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="header cannot be read"):
        load(customers(tmp_path, b"x" * 1_000_000), tmp_path / "store")


def test_a_nul_byte_and_a_cell_of_a_million_characters_go_to_quarantine(tmp_path: Path) -> None:
    content = b"customer_id,region\nC1,No\x00rth\nC2," + b"x" * 1_000_000 + b"\nC3,South\n"
    load(customers(tmp_path, content), tmp_path / "store", max_rejected=1)
    assert rejected(tmp_path / "store") == {
        ("customers", 1, "region", "a NUL character: remove it"),
        ("customers", 2, "region", "longer than 200 characters"),
    }
    values = rows_of(tmp_path / "store", "SELECT value FROM quarantine ORDER BY row_number")
    assert values == [("No\\0rth",), ("x" * 200,)]


def test_a_line_longer_than_any_text_may_be_is_refused(tmp_path: Path) -> None:
    content = b"customer_id,region\nC1," + b"x" * (csv_file.LONGEST_LINE + 1) + b"\n"
    with pytest.raises(BadParameter, match="a line of a CSV file cannot be read") as caught:
        load(customers(tmp_path, content), tmp_path / "store")
    assert len(str(caught.value)) < 2_000
