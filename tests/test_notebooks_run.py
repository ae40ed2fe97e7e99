"""Chapters on the base, segments and satisfaction run by plain papermill, with much data and with little."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import papermill
import pytest

from workbench import synthetic
from workbench.analysis.concentration import Concentration, concentration
from workbench.memory import Snapshot, ingest
from workbench.show.blocks import MIME

ROOT = Path(__file__).parents[1]
CHAPTERS = ("01_customer_base", "02_segments", "03_satisfaction_drivers")
pytestmark = pytest.mark.slow
WITHOUT_SURVEY = {
    *("survey_missing", "index_over_months", "touchpoint_changes"),
    *("chain", "driver_shares", "improvement_map", "expectation_gaps"),
}
WORLDS = ("all tables", "customers and transactions")


@dataclass(frozen=True)
class Ran:
    """What became of a chapter: its outputs, and the folder of its handover."""

    world: str
    chapter: str
    output: Path
    outputs: list[Any]

    @property
    def blocks(self) -> dict[str, dict[str, Any]]:
        """The blocks by name."""
        found = [output.data[MIME] for output in self.outputs if MIME in output.get("data", {})]
        return {block["name"]: block for block in found}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small world with all ten tables, and the same with two of them only."""
    folder = tmp_path_factory.mktemp("worlds")
    rich, poor = folder / "rich", folder / "poor"
    synthetic.write(synthetic.Recipe(customers=1_500, months=24, seed=4), rich)
    poor.mkdir()
    for name in ("customers", "transactions"):
        (poor / f"{name}.parquet").write_bytes((rich / f"{name}.parquet").read_bytes())
    stores = {"all tables": folder / "rich-store", "customers and transactions": folder / "poor-store"}
    for source, store in zip((rich, poor), stores.values(), strict=True):
        ingest.load(source, store=store)
    return stores


@pytest.fixture(scope="module", params=[(world, name) for world in WORLDS for name in CHAPTERS], ids=" / ".join)
def ran(request: Any, stores: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A chapter run on a world."""
    world, chapter = request.param
    output = tmp_path_factory.mktemp(chapter)
    done, parameters = output / f"{chapter}.ipynb", {"store": str(stores[world]), "output": str(output)}
    papermill.execute_notebook(ROOT / "notebooks" / f"{chapter}.ipynb", done, parameters=parameters, progress_bar=False)
    code = [cell for cell in nbformat.read(done, 4).cells if cell.cell_type == "code"]
    return Ran(world, chapter, output, [output for cell in code for output in cell.outputs])


def test_numbers_say_n_period_and_source(ran: Ran) -> None:
    with_numbers = [block for block in ran.blocks.values() if block["block"] != "note"]
    assert with_numbers
    assert [block["name"] for block in with_numbers if not (block["period"] and block["source"])] == []
    assert all(isinstance(block["n"], int) for block in with_numbers)


def test_what_is_missing_is_said_and_what_is_there_is_not(ran: Ran) -> None:
    missing = {name for name, block in ran.blocks.items() if block.get("level") == "missing"} | (
        {"missing_tables"} & set(ran.blocks)
    )
    expected = {
        ("all tables", "01_customer_base"): set(),
        ("all tables", "02_segments"): set(),
        ("all tables", "03_satisfaction_drivers"): {"driver_shares", "improvement_map"},
        ("customers and transactions", "01_customer_base"): {"missing_tables", "receivables"},
        ("customers and transactions", "02_segments"): {"segment_satisfaction"},
        ("customers and transactions", "03_satisfaction_drivers"): WITHOUT_SURVEY,
    }
    assert missing == expected[ran.world, ran.chapter]


def test_nothing_is_printed_and_no_customer_is_named(ran: Ran) -> None:
    assert [output for output in ran.outputs if output.output_type == "stream"] == []
    text = (ran.output / f"{ran.chapter}.ipynb").read_text(encoding="utf-8")
    assert not re.search(r"\bC0\d{7}\b", text)


def test_chapters_leave_a_row_for_each_customer_they_judge(ran: Ran) -> None:
    left = list(ran.output.glob("*.customers.parquet"))
    if ran.chapter == "01_customer_base":
        assert left == []
        return
    customers = pd.read_parquet(left[0])
    assert customers["customer_id"].is_unique
    if ran.chapter == "03_satisfaction_drivers":
        assert customers["last_satisfaction"].notna().any() == (ran.world == "all tables")
        return
    assert len(customers) == 1_500
    assert customers["segment"].notna().all()
    assert set(customers["value_tier"].dropna()) == {"top 20%", "middle 50%", "bottom 30%"}


def test_the_shares_of_the_first_chapter_are_those_of_the_tiers_of_the_second(stores: dict[str, Path]) -> None:
    with Snapshot.open(stores["all tables"]) as snapshot:
        as_of = snapshot.latest_full_month().end
        spread = concentration(snapshot.query("customer_value", as_of=as_of)["contribution_12m"])
        features = snapshot.query("segment_features", as_of=as_of).dropna(subset=["value_tier"])
    tiers = features.groupby("value_tier")["contribution_12m"].sum() / features["contribution_12m"].sum()
    assert isinstance(spread, Concentration)
    assert spread.best.value == pytest.approx(tiers["top 20%"], abs=0.005)
    assert spread.worst.value == pytest.approx(tiers["bottom 30%"], abs=0.005)


@pytest.mark.parametrize(
    ("parameters", "name", "begins"),
    [
        ({"weighting": "raking"}, "weightings", "Weighted or not, the index of satisfaction stays"),
        ({"segments": "region", "outcome": "loyalty"}, "satisfaction_index", "Loyalty, 0 to 100"),
        ({"window_months": 12}, "improve_first", "Improve "),
        ({"outcome": "loyalty", "model": "quality -> loyalty"}, "chain", "One point more quality goes with"),
    ],
)
def test_the_parameters_of_the_chapter_on_satisfaction_change_what_is_asked(
    stores: dict[str, Path], tmp_path: Path, parameters: dict[str, Any], name: str, begins: str
) -> None:
    done, given = tmp_path / "done.ipynb", {"store": str(stores["all tables"]), **parameters}
    source = ROOT / "notebooks" / "03_satisfaction_drivers.ipynb"
    papermill.execute_notebook(source, done, parameters=given, progress_bar=False)
    outputs = [output for cell in nbformat.read(done, 4).cells for output in cell.get("outputs", [])]
    blocks = {block["name"]: block for output in outputs if (block := output.get("data", {}).get(MIME))}
    title = blocks[name]["title"]
    assert (title if isinstance(title, str) else title["text"]).startswith(begins)
