"""A closed month made again from its snapshot, by the command its page prints, gives the same figures."""

import json
import shlex
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from workbench import synthetic
from workbench.cli import app
from workbench.memory import ingest
from workbench.memory.store import Store
from workbench.reporting import diff, diff_words, publish

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def run(folder: Path, *words: str) -> None:
    places = [
        "--store",
        str(folder / "store"),
        "--out",
        str(folder / "reports"),
        "--notebooks",
        str(ROOT / "notebooks"),
    ]
    done = CliRunner().invoke(app, [*words, *places])
    assert done.exit_code == 0, done.output


def closed(folder: Path, month: str) -> diff.Closed:
    (found,) = (one for one in Store(folder / "store").closed_months() if str(one) == month)
    return diff_words.read(Store(folder / "store"), found)


def dearer(source: Path, target: Path) -> Path:
    """Every purchase of a source once more, at twice its price."""
    target.mkdir()
    with duckdb.connect() as connection:
        twice = f"SELECT * REPLACE (2 * revenue AS revenue) FROM '{source / 'transactions.parquet'}'"
        connection.execute(f"COPY ({twice}) TO '{target / 'transactions.parquet'}'")
    return target


def test_a_month_made_again_after_corrections_gives_the_same_figures(tmp_path: Path) -> None:
    synthetic.write(synthetic.Recipe(customers=1_000, months=24, seed=5), tmp_path / "source")
    ingest.load(tmp_path / "source", store=tmp_path / "store")
    run(tmp_path, "report")
    (report,) = (path for path in (tmp_path / "reports").iterdir() if path.is_dir() and path.name[0] != ".")
    first = closed(tmp_path, report.name)

    ingest.load(dearer(tmp_path / "source", tmp_path / "dearer"), store=tmp_path / "store")
    run(tmp_path, *shlex.split(publish.manifest(report)["command"])[1:])
    again = closed(tmp_path, report.name)
    assert again.manifest["run"] != first.manifest["run"]
    assert again.manifest["figures"] == first.manifest["figures"]
    assert diff.diff(first, again).is_empty

    run(tmp_path, "report", "--month", report.name)
    corrected = diff.diff(first, closed(tmp_path, report.name))
    assert {figure.name for figure in corrected.figures if figure.is_key} >= {"customer_equity"}
    assert "snapshot" in {entry.what for entry in corrected.data}
    assert json.loads(diff_words.as_json(corrected))["before"] == report.name
