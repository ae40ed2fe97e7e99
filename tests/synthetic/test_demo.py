"""The command that makes a world and loads it."""

import pytest
from typer.testing import CliRunner

from workbench import synthetic
from workbench.cli import app
from workbench.memory.store import Store

WORLD = ["--customers", "60", "--months", "4", "--seed", "3"]


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def demo(store, *options):
    return CliRunner().invoke(app, ["demo", *(options or WORLD), "--store", str(store.folder)])


def test_it_fills_a_store_and_leaves_the_truth_beside_it(store):
    result = demo(store)
    assert result.exit_code == 0, result.output
    meta = store.current()
    assert meta.rejected == 0
    assert str(meta.data_to) == "2026-09-30"
    truth = synthetic.load(store.folder.with_name("store-demo") / "truth.json")
    assert truth.recipe == synthetic.Recipe(customers=60, months=4, seed=3)


def test_the_same_world_again_brings_nothing_new(store):
    demo(store)
    before = store.current_id()
    assert demo(store).exit_code == 0
    assert store.current_id() == before


def test_another_world_takes_the_place_of_the_first(store):
    demo(store)
    before = store.current()
    assert demo(store, "--customers", "50", "--months", "4").exit_code == 0
    assert store.current().rows["customers"] < before.rows["customers"]


def test_a_store_with_other_data_is_left_alone(store, tmp_path):
    other = tmp_path / "company"
    other.mkdir()
    (other / "customers.csv").write_text("customer_id,acquired_on\nA,2026-01-02\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["ingest", str(other), "--store", str(store.folder)]).exit_code == 0
    before = store.current_id()
    result = demo(store)
    assert result.exit_code == 2
    assert "other data" in result.output
    assert store.current_id() == before


@pytest.mark.parametrize("options", [("--customers", "0"), ("--end", "2026-13"), ("--months", "-3")])
def test_an_impossible_world_is_refused(store, options):
    result = demo(store, *options)
    assert result.exit_code == 2, result.output
    assert options[1] in result.output
    assert not store.folder.exists()
