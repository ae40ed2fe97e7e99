"""The ten tables of a world, in a DuckDB connection or as parquet files."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from workbench.memory.schema import TABLES, ddl
from workbench.synthetic import baskets, buying, contact_kinds, contacts, facts, money, survey, words
from workbench.synthetic.arrays import Columns
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.scene import Scene, scenes
from workbench.synthetic.tables import offer, questionnaire
from workbench.synthetic.truth import FILE, truth

_SOURCE = """[source]
title = "Demonstration world"
licence = "CC0 1.0: invented, nobody lives in it"
note = "made by `workbench demo` with {recipe}"
data_to = {last}
"""


def play(scene: Scene) -> dict[str, Columns]:
    """All that is written down about one part of the world, table by table."""
    recipe, people, lives, span = scene.recipe, scene.people, scene.lives, scene.span
    bought = buying.purchases(recipe, people, lives, scene.changes, span, scene.chance("purchases"))
    asked = survey.invitations(recipe, people, lives, span, scene.chance("survey"))
    answered = np.flatnonzero(np.isfinite(asked.answered))
    meet, spend, talk = scene.chance("contacts"), scene.chance("money"), scene.chance("words")
    met = contacts.of_customers(recipe, people, lives, span, meet)
    early = contacts.before_buying(people, recipe.days, meet)
    angry = met.kind == contact_kinds.NAMES.index("complaint")
    grievances = met.person[angry], met.day[angry]
    said = words.written(recipe, people, lives, span, talk)
    return {
        "customers": facts.customers(recipe, people, spend),
        "life_events": facts.life_events(people, scene.changes),
        "transactions": baskets.lines(recipe, people, bought, recipe.days, scene.chance("lines")),
        "contracts": money.contracts(people, lives, recipe.days),
        "payments": money.payments(recipe, people, lives, bought, scene.chance("bills")),
        "activity_costs": money.activity_costs(recipe, people, lives, grievances, span, spend),
        "survey_responses": survey.answers(
            recipe,
            people,
            asked.person[answered],
            asked.answered[answered],
            scene.chance("answers"),
            scene.chance("further answers"),
        ),
        "feedback": words.columns(recipe, people, said, talk)[0],
        "interactions": contacts.columns(people, contacts.together([met, early, asked.as_contacts]), meet),
    }


def fill(con: duckdb.DuckDBPyConnection, recipe: Recipe) -> None:
    """Create the ten tables in ``con`` and write the world into them."""
    for table in TABLES.values():
        con.execute(ddl(table))
    for name, rows in _rows(con, recipe):
        con.execute(f"INSERT INTO {name} {rows}")


def write(recipe: Recipe, folder: Path) -> None:
    """Write the world into ``folder`` as a source, a parquet file for each table, with its ``truth.json``.

    Memory holds one part of the world at a time; a world of several parts is put together at the end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".parts-") as scratch, duckdb.connect() as con:
        parts: dict[str, list[Path]] = {table: [] for table in TABLES}
        for table, rows in _rows(con, recipe):
            parts[table].append(Path(scratch, f"{table}-{len(parts[table]):04d}.parquet"))
            con.execute(f"COPY ({rows}) TO {_text(parts[table][-1])}")
        for table, files in parts.items():
            _gather(con, files, folder / f"{table}.parquet")
    truth(recipe).save(folder / FILE)
    (folder / "source.toml").write_text(_SOURCE.format(recipe=recipe, last=recipe.last_day), encoding="utf-8")


def _rows(con: duckdb.DuckDBPyConnection, recipe: Recipe) -> Iterator[tuple[str, str]]:
    """Each table of each part of the world in turn, as a SELECT that ``con`` can run until the next."""
    yield "survey_items", offer(con, recipe, "survey_items", questionnaire(), 1)[0]
    following = dict.fromkeys(TABLES, 1)
    for scene in scenes(recipe):
        for table, columns in play(scene).items():
            rows, following[table] = offer(con, recipe, table, columns, following[table])
            yield table, rows
    con.unregister("columns")


def _gather(con: duckdb.DuckDBPyConnection, parts: list[Path], file: Path) -> None:
    """One parquet file from its parts, in their order."""
    if len(parts) == 1:
        parts[0].replace(file)
    else:
        con.execute(f"COPY (SELECT * FROM read_parquet([{', '.join(map(_text, parts))}])) TO {_text(file)}")


def _text(path: Path) -> str:
    """A path as a text in SQL."""
    return "'" + str(path).replace("'", "''") + "'"
