"""A closed month rendered again from its snapshot gives the same figures, whatever was loaded since."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from workbench import synthetic
from workbench.memory import ingest

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).with_name("workbench")
MONTH = "2026-08"
pytestmark = pytest.mark.slow


def close(folder: Path, snapshot: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Close the month in a fresh process; returns its figures and its customers."""
    places = ["--store", folder / "store", "--out", folder / "reports", "--notebooks", ROOT / "notebooks"]
    words = [BIN, "report", "--month", MONTH, "--snapshot", snapshot, "--force", *places]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, env=_other_hashes())
    assert done.returncode == 0, done.stdout + done.stderr
    about = json.loads((folder / "reports" / MONTH / "manifest.json").read_text(encoding="utf-8"))
    assert about["snapshot"] == snapshot
    assert {one["run"] for one in about["notebooks"]} == {about["run"]}, "nothing was taken from an earlier run"
    tables = (folder / "store" / "memory" / MONTH / f"{name}.parquet" for name in ("figures", "customers"))
    figures, customers = (duckdb.sql(f"SELECT * FROM '{table}'").df() for table in tables)
    return figures, customers


def _other_hashes() -> dict[str, str]:
    """Sets and hashes come in another order in each process."""
    return {**os.environ, "PYTHONHASHSEED": "random"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("again")


def test_a_month_rendered_again_from_its_snapshot_gives_the_same_figures(folder: Path) -> None:
    recipe = synthetic.Recipe(customers=1_500, months=30, seed=5, end="2026-08")
    synthetic.write(recipe, folder / "first")
    then = ingest.load(folder / "first", store=folder / "store").snapshot
    figures, customers = close(folder, then)
    assert len(figures) > 200 and len(customers) > 1_000

    synthetic.write(synthetic.Recipe(customers=1_700, months=31, seed=6), folder / "second")
    now = ingest.load(folder / "second", store=folder / "store", replace=True).snapshot
    assert now != then
    again, customers_again = close(folder, then)
    pd.testing.assert_frame_equal(again, figures, check_exact=True)
    pd.testing.assert_frame_equal(customers_again, customers, check_exact=True)
