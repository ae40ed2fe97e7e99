"""What chapters hand over becomes one row per customer."""

from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import NotebookFailed, WorkbenchError
from workbench.reporting.closing import customers


def hand_over(folder: Path, chapter: str, **columns: list[object]) -> None:
    customers.write(pd.DataFrame(columns), folder / f"{chapter}.customers.parquet")


def test_a_customer_one_chapter_leaves_out_is_kept(tmp_path: Path) -> None:
    hand_over(tmp_path, "01", customer_id=["a", "b"], segment=["x", "y"])
    hand_over(tmp_path, "02", customer_id=["c", "b"], score=[0.1, 0.2])
    hand_over(tmp_path, "03", customer_id=["c", "d"], value=[1.0, 2.0])
    assert customers.join(tmp_path, tmp_path / "all.parquet") == 4
    found = pd.read_parquet(tmp_path / "all.parquet")
    assert list(found.columns) == ["customer_id", "segment", "score", "value"]
    assert found["customer_id"].tolist() == ["a", "b", "c", "d"]
    assert found.set_index("customer_id").loc["b", ["segment", "score"]].tolist() == ["y", 0.2]


def test_without_a_handover_there_is_no_row(tmp_path: Path) -> None:
    assert customers.join(tmp_path, tmp_path / "all.parquet") == 0
    assert list(pd.read_parquet(tmp_path / "all.parquet").columns) == ["customer_id"]


def test_a_folder_with_a_quote_in_its_name_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "it's"
    folder.mkdir()
    hand_over(folder, "01", customer_id=["a"], x=[1])
    assert customers.join(folder, folder / "all.parquet") == 1


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"customer_id": ["a", "a"], "y": [1, 2]}, "a customer twice"),
        ({"customer": ["a"], "y": [1]}, "no customer_id"),
        ({"customer_id": ["a"], "x": [1]}, "the same column"),
    ],
)
def test_handovers_that_cannot_be_joined_are_refused(
    tmp_path: Path, second: dict[str, list[object]], words: str
) -> None:
    hand_over(tmp_path, "01", customer_id=["a"], x=[1])
    hand_over(tmp_path, "02", **second)
    with pytest.raises(NotebookFailed, match=words):
        customers.join(tmp_path, tmp_path / "all.parquet")


def test_a_full_disk_is_explained(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="room"):
        customers.write(pd.DataFrame({"customer_id": ["a"]}), Path("/dev/full"))
