"""The ten tables of a world, written into a DuckDB connection or as parquet files.

Every column leaves the generator as an array of numbers: labels as indices, times as days. Here they
become what the schema asks for: keys with a letter before the number, dates, labels, decimals.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from workbench.memory.schema import SQL_TYPES, TABLES, Column, ddl
from workbench.synthetic import buying, contact_kinds, contacts, facts, money, survey, words
from workbench.synthetic.arrays import Columns, Floats
from workbench.synthetic.items import ITEMS
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.scene import Scene, scenes
from workbench.synthetic.truth import FILE as TRUTH_FILE
from workbench.synthetic.truth import truth

KEYS = {
    "transactions": ("transaction_id", "T"),
    "contracts": ("contract_id", "K"),
    "payments": ("invoice_id", "I"),
    "activity_costs": ("cost_id", "A"),
    "survey_responses": ("response_id", "R"),
    "feedback": ("feedback_id", "F"),
    "interactions": ("interaction_id", "X"),
}
"""The key column of each table that numbers its rows, and the letter before the number."""

LABELS: dict[str, Mapping[str, tuple[Any, ...]]] = {
    **facts.LABELS,
    "transactions": buying.LABELS,
    "activity_costs": {"kind": money.COST_KINDS},
    "survey_responses": survey.LABELS,
    "feedback": words.LABELS,
    "interactions": contact_kinds.LABELS,
}


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
        "transactions": buying.lines(recipe, people, bought, recipe.days, scene.chance("lines")),
        "contracts": money.contracts(people, lives, recipe.days),
        "payments": money.payments(recipe, people, lives, bought, scene.chance("bills")),
        "activity_costs": money.activity_costs(recipe, people, lives, grievances, span, spend),
        "survey_responses": survey.answers(
            recipe, people, asked.person[answered], asked.answered[answered], scene.chance("answers")
        ),
        "feedback": words.columns(recipe, people, said, talk)[0],
        "interactions": contacts.columns(people, contacts.together([met, early, asked.as_contacts]), meet),
    }


def fill(con: duckdb.DuckDBPyConnection, recipe: Recipe) -> None:
    """Create the ten tables in ``con`` and write the world into them."""
    _create(con)
    written = dict.fromkeys(TABLES, 0)
    for scene in scenes(recipe):
        _append(con, scene, written)


def write(recipe: Recipe, folder: Path) -> None:
    """Write the world into ``folder`` as a source, a parquet file for each table, with its ``truth.json``.

    Memory holds one part of the world at a time; a world of several parts is put together at the end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = dict.fromkeys(TABLES, 0)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".parts-") as parts:
        for place, scene in enumerate(scenes(recipe)):
            with duckdb.connect() as con:
                _create(con)
                _append(con, scene, written)
                for table in TABLES:
                    con.execute(f"COPY {table} TO {_text(Path(parts, f'{table}-{place:04d}.parquet'))}")
        for table in TABLES:
            _gather(sorted(Path(parts).glob(f"{table}-*.parquet")), folder / f"{table}.parquet")
    truth(recipe).save(folder / TRUTH_FILE)
    (folder / "source.toml").write_text(_SOURCE.format(recipe=recipe, last=recipe.last_day), encoding="utf-8")


_SOURCE = """[source]
title = "Demonstration world"
licence = "CC0 1.0: invented, nobody lives in it"
note = "made by `workbench demo` with {recipe}"
data_to = {last}
"""


def _create(con: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES.values():
        con.execute(ddl(table))


def _append(con: duckdb.DuckDBPyConnection, scene: Scene, written: dict[str, int]) -> None:
    """Add one part of the world; ``written`` counts the keys used so far."""
    if written["customers"] == 0:
        names = TABLES["survey_items"].names
        asks = [[getattr(item, name) if getattr(item, name) != "" else None for name in names] for item in ITEMS]
        con.executemany(f"INSERT INTO survey_items VALUES ({', '.join('?' * len(names))})", asks)
    for table, columns in play(scene).items():
        written[table] += _insert(con, scene.recipe, table, columns, written[table])


def _gather(parts: list[Path], file: Path) -> None:
    """One parquet file from its parts, in their order."""
    if len(parts) == 1:
        parts[0].replace(file)
        return
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT * FROM read_parquet([{', '.join(map(_text, parts))}])) TO {_text(file)}")


def _text(path: Path) -> str:
    """A path as a text in SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def _insert(con: duckdb.DuckDBPyConnection, recipe: Recipe, table: str, columns: Columns, written: int) -> int:
    """Append columns to a table; returns how many keys were used."""
    key, letter = KEYS.get(table, ("", ""))
    size = len(next(iter(columns.values())))
    numbers = columns.pop(key) if key in columns else np.arange(size)
    if key:
        columns = {key: numbers + written + 1, **columns}
    labels = LABELS.get(table, {})
    frame = pd.DataFrame(
        {
            name: _as_column(values, TABLES[table].column(name), labels.get(name), recipe)
            for name, values in columns.items()
        }
    )
    chosen = ", ".join(_as_sql(TABLES[table].column(name), letter if name == key else "C") for name in columns)
    con.register("columns", frame)
    con.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM columns")
    con.unregister("columns")
    return int(numbers.max(initial=-1)) + 1


def _as_column(values: Floats, column: Column, labels: tuple[Any, ...] | None, recipe: Recipe) -> Any:
    """An array in the form DuckDB reads fastest: labels as categories, days as dates and times."""
    if labels is not None:
        return _labelled(values, labels)
    if column.type in ("date", "timestamp"):
        seconds = np.where(np.isnan(values), 0, np.rint(values * 86_400)).astype("timedelta64[s]")
        return np.where(np.isnan(values), np.datetime64("NaT"), recipe.start.astype("datetime64[s]") + seconds)
    return values


def _labelled(values: Floats, labels: tuple[Any, ...]) -> pd.Categorical:
    """Indices into ``labels`` as categories; -1 and the label None are missing."""
    unique = [label for label in dict.fromkeys(labels) if label is not None]
    codes = np.array([-1 if label is None else unique.index(label) for label in labels] + [-1])
    return pd.Categorical.from_codes(codes[values], categories=pd.Index([str(label) for label in unique], dtype=object))


def _as_sql(column: Column, letter: str) -> str:
    if column.name.endswith("_id"):
        return f"'{letter}' || lpad(CAST({column.name} AS VARCHAR), 8, '0')"
    if column.type == "number":
        return f"CAST(CASE WHEN isnan({column.name}) THEN NULL ELSE {column.name} END AS {SQL_TYPES['number']})"
    if column.name == "birth_year":
        return f"CAST(CASE WHEN isnan({column.name}) THEN NULL ELSE {column.name} END AS BIGINT)"
    return f"CAST({column.name} AS {SQL_TYPES[column.type]})"
