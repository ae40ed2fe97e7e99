import dataclasses

import duckdb
import pytest

from workbench import synthetic
from workbench.errors import BadParameter
from workbench.memory import ingest
from workbench.memory.schema import TABLES
from workbench.synthetic import scene
from workbench.synthetic.recipe import Recipe

SMALL = Recipe(customers=400, months=14, seed=5)


def prints(con, source="{table}"):
    """Row count and content of each table, whatever the order of its rows."""
    tables = {table: source.format(table=table) for table in TABLES}
    return {
        table: con.execute(f"SELECT COUNT(*), SUM(CAST(hash(t) AS HUGEINT)) FROM {name} AS t").fetchone()
        for table, name in tables.items()
    }


def made(recipe):
    with duckdb.connect() as con:
        synthetic.fill(con, recipe)
        return prints(con)


def test_the_same_recipe_makes_the_same_world():
    assert made(SMALL) == made(SMALL)


def test_another_seed_makes_another_world():
    first, second = made(SMALL), made(dataclasses.replace(SMALL, seed=6))
    same = [table for table in TABLES if first[table] == second[table]]
    assert same == ["survey_items"]


def test_files_hold_what_a_connection_holds(tmp_path):
    synthetic.write(SMALL, tmp_path)
    with duckdb.connect() as con:
        assert prints(con, f"'{tmp_path}/{{table}}.parquet'") == made(SMALL)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"{table}.parquet" for table in TABLES} | {"truth.json", "source.toml"}


def test_a_world_in_parts_is_as_sound_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr(scene, "PART", 150)
    synthetic.write(SMALL, tmp_path / "source")
    report = ingest.load(tmp_path / "source", store=tmp_path / "store", max_rejected=0)
    loaded = {load.table: load.appended for load in report.tables}
    assert loaded["customers"] == len(synthetic.customers(SMALL))
    assert report.rejected == 0
    assert len(synthetic.feedback(SMALL)) == loaded["feedback"]


@pytest.mark.parametrize("recipe", [dataclasses.replace(SMALL, hostile=True), Recipe(customers=1, months=1)])
def test_the_ordinary_load_rejects_nothing(tmp_path, recipe):
    synthetic.write(recipe, tmp_path / "source")
    report = ingest.load(tmp_path / "source", store=tmp_path / "store", max_rejected=0)
    assert report.rejected == 0, report.rejections
    assert {load.table for load in report.tables} == set(TABLES)


def test_hostile_strings_come_only_when_asked_for(world):
    markup = "SELECT COUNT(*) FROM {} WHERE {} LIKE '%<script>%'"
    places = (("customers", "region"), ("transactions", "category"), ("feedback", "text"))
    assert [world.one(markup.format(*place)) for place in places] == [0, 0, 0]
    with duckdb.connect() as con:
        synthetic.fill(con, Recipe(customers=1_500, hostile=True))
        found = [con.execute(markup.format(*place)).fetchone()[0] for place in places]
        personal = con.execute("SELECT COUNT(*) FROM feedback WHERE text LIKE '%@example.com%'").fetchone()[0]
    assert min(*found, personal) > 0, f"markup {found}, addresses {personal}"


@pytest.mark.parametrize(
    ("field", "value"),
    [("customers", 0), ("months", 0), ("end", "2026-13"), ("end", "soon"), ("seasonality", 0.9), ("seed", -1)],
)
def test_an_impossible_recipe_is_refused_with_its_value(field, value):
    with pytest.raises(BadParameter) as error:
        Recipe(**{field: value})
    assert error.value.where == field
    assert error.value.value == str(value)
