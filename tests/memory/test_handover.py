"""What notebooks leave for the closing of a month, and what they read of closed months."""

from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import BadParameter
from workbench.memory import Month, closed_customers, engine, leave_customers, reported_figures
from workbench.memory.handover import FIGURE_COLUMNS, _read, _write

CUSTOMERS = pd.DataFrame({"customer_id": ["C2", "C1"], "state": ["new", None], "score": [0.25, 0.5]})
FIGURES = pd.DataFrame({"month": ["2026-08"], "name": ["customers"], "value": [12.0]})


def test_a_handover_is_written_as_it_is(tmp_path: Path) -> None:
    leave_customers(str(tmp_path), "04_lifecycle", CUSTOMERS)
    found = _read(tmp_path / "04_lifecycle.customers.parquet")
    pd.testing.assert_frame_equal(found, CUSTOMERS, check_dtype=False)


def test_texts_that_are_all_missing_stay_texts(tmp_path: Path) -> None:
    nobody = pd.DataFrame({"customer_id": ["C1"], 'the "tier"': pd.Series([None], dtype="object")})
    leave_customers(str(tmp_path), "04_lifecycle", nobody)
    with engine.connect() as connection:
        types = f"SELECT typeof(COLUMNS(*)) FROM '{tmp_path / '04_lifecycle.customers.parquet'}'"
        assert connection.execute(types).fetchall() == [("VARCHAR", "VARCHAR")]


def test_numbers_among_missing_ones_stay_numbers(tmp_path: Path) -> None:
    """A month that reads back its own numbers as texts cannot be compared with."""
    some = pd.DataFrame({"customer_id": ["C1", "C2"], "value": pd.Series([1.5, None], dtype="object")})
    leave_customers(str(tmp_path), "04_lifecycle", some)
    assert _read(tmp_path / "04_lifecycle.customers.parquet")["value"].sum() == 1.5


def test_the_customer_may_be_the_index(tmp_path: Path) -> None:
    leave_customers(str(tmp_path), "04_lifecycle", CUSTOMERS.set_index("customer_id"))
    assert list(_read(tmp_path / "04_lifecycle.customers.parquet")) == ["customer_id", "state", "score"]


def test_outside_a_run_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    leave_customers("", "04_lifecycle", CUSTOMERS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("frame", "words"),
    [(CUSTOMERS.rename(columns={"customer_id": "id"}), "id, state, score"), (CUSTOMERS.iloc[[0, 0]], "C2")],
)
def test_a_frame_without_one_row_per_customer_is_refused(tmp_path: Path, frame: pd.DataFrame, words: str) -> None:
    with pytest.raises(BadParameter, match=words):
        leave_customers(str(tmp_path), "04_lifecycle", frame)
    assert list(tmp_path.iterdir()) == []


def closed(store: Path, month: str) -> Path:
    folder = store / "memory" / month
    folder.mkdir(parents=True)
    _write(FIGURES, folder / "figures.parquet")
    _write(CUSTOMERS, folder / "customers.parquet")
    return store


def test_a_closed_month_is_read_as_it_was_reported(tmp_path: Path) -> None:
    store = closed(tmp_path, "2026-08")
    assert reported_figures(store, "2026-08")["value"].tolist() == [12.0]
    assert reported_figures(store, Month(2026, 8))["value"].tolist() == [12.0]
    assert closed_customers(store, "2026-08")["customer_id"].tolist() == ["C2", "C1"]


def test_the_run_under_way_comes_before_the_closed_month(tmp_path: Path) -> None:
    store, output = closed(tmp_path / "store", "2026-08"), tmp_path / "output"
    output.mkdir()
    assert reported_figures(store, "2026-08", str(output))["value"].tolist() == [12.0]
    _write(FIGURES.assign(value=13.0), output / "figures.parquet")
    assert reported_figures(store, "2026-08", str(output))["value"].tolist() == [13.0]


def test_a_month_never_closed_has_no_row_but_its_columns(tmp_path: Path) -> None:
    figures = reported_figures(tmp_path, "2026-07")
    assert (list(figures), len(figures)) == (list(FIGURE_COLUMNS), 0)
    assert list(closed_customers(tmp_path, "2026-07")) == ["customer_id"]


def test_a_malformed_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="YYYY-MM"):
        reported_figures(tmp_path, "August")
