"""Records of models that chapters leave, and that later months read."""

import json
import math
from pathlib import Path

import pytest

from workbench import memory
from workbench.errors import BadParameter
from workbench.memory import Month

CHAPTER = "05_return_on_customer"
RECORD = {"as_of": "2026-10-01", "r": 0.1 + 0.2, "customers": 20_000}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for month, records in {"2026-07": {CHAPTER: RECORD}, "2026-08": {"04_other": RECORD}, "2026-09": None}.items():
        folder = tmp_path / "store" / "memory" / month
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")
        if records is not None:
            (folder / "models.json").write_text(json.dumps(records))
    return tmp_path / "store"


def test_a_record_is_left_as_it_is(tmp_path: Path) -> None:
    memory.leave_model(str(tmp_path), CHAPTER, RECORD)
    assert json.loads((tmp_path / f"{CHAPTER}.model.json").read_text()) == RECORD


@pytest.mark.parametrize(("inside", "record"), [(False, RECORD), (True, {})])
def test_outside_a_run_or_without_a_record_nothing_is_left(
    tmp_path: Path, inside: bool, record: dict[str, float]
) -> None:
    memory.leave_model(str(tmp_path) if inside else "", CHAPTER, record)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [math.inf, math.nan, None, True, [1.0]])
def test_what_is_no_number_and_no_text_is_refused(tmp_path: Path, value: object) -> None:
    with pytest.raises(BadParameter, match="cannot be kept"):
        memory.leave_model(str(tmp_path), CHAPTER, {"value": value})  # type: ignore[dict-item]


def test_the_records_of_earlier_months_are_read_by_month(store: Path) -> None:
    assert memory.reported_models(store, CHAPTER, before="2026-09") == {"2026-07": RECORD}
    assert memory.reported_models(store, CHAPTER, before=Month(2026, 7)) == {}
    assert memory.reported_models(store, "06_none", before="2026-12") == {}


@pytest.mark.parametrize("text", ["{", "[1]", '"a"'])
def test_a_damaged_file_is_named(store: Path, text: str) -> None:
    (store / "memory" / "2026-07" / "models.json").write_text(text)
    with pytest.raises(BadParameter, match="damaged") as caught:
        memory.reported_models(store, CHAPTER, before="2026-09")
    assert "2026-07" in caught.value.where
