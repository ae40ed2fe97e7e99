"""From the generator's arrays to rows of the schema: keys with a letter, dates, labels, decimals.

Every column leaves the generator as an array of numbers: labels as indices, times as days. DuckDB
reads them from a frame, and a SELECT made from the schema turns them into what a table holds.
"""

from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.memory.schema import SQL_TYPES, TABLES, Column
from workbench.synthetic import baskets, contact_kinds, facts, money, survey, words
from workbench.synthetic.arrays import Columns
from workbench.synthetic.items import ITEMS
from workbench.synthetic.recipe import Recipe

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
    "transactions": baskets.LABELS,
    "activity_costs": {"kind": money.COST_KINDS},
    "survey_items": {},
    "survey_responses": survey.LABELS,
    "feedback": words.LABELS,
    "interactions": contact_kinds.LABELS,
}


def offer(con: duckdb.DuckDBPyConnection, recipe: Recipe, table: str, columns: Columns, first: int) -> tuple[str, int]:
    """Make columns readable for ``con`` as the view ``columns``.

    Args:
        con: the connection; what it was offered before is replaced.
        recipe: of the world.
        table: the table the columns belong to.
        columns: arrays of one length; columns of the schema that are not there will be empty.
        first: the number of the first key.

    Returns:
        The SELECT that gives the table's rows, and the number after the last key used.
    """
    key, letter = KEYS.get(table, ("", ""))
    numbers = columns.get(key, np.arange(len(next(iter(columns.values()))))) + first
    given = {**columns, key: numbers} if key else columns
    schema, labels = TABLES[table], LABELS.get(table, {})
    frame = pd.DataFrame(
        {name: _as_column(values, schema.column(name), labels.get(name), recipe) for name, values in given.items()}
    )
    con.register("columns", frame)
    chosen = [_as_sql(column, letter if column.name == key else "C", column.name in given) for column in schema.columns]
    return f"SELECT {', '.join(chosen)} FROM columns", int(numbers.max(initial=first - 1)) + 1


def questionnaire() -> Columns:
    """The columns of ``survey_items``."""
    names = TABLES["survey_items"].names
    rows = [[getattr(item, name) if getattr(item, name) != "" else None for name in names] for item in ITEMS]
    return {name: np.array(values, dtype=object) for name, values in zip(names, zip(*rows, strict=True), strict=True)}


def _as_column(values: NDArray[Any], column: Column, labels: tuple[Any, ...] | None, recipe: Recipe) -> Any:
    """An array in the form DuckDB reads fastest: labels as categories, days as dates and times."""
    if labels is not None:
        return _labelled(values, labels)
    if column.type in ("date", "timestamp"):
        missing = np.isnan(values)
        seconds = np.where(missing, 0, np.rint(values * 86_400)).astype("timedelta64[s]")
        return np.where(missing, np.datetime64("NaT"), recipe.start.astype("datetime64[s]") + seconds)
    return values


def _labelled(values: NDArray[Any], labels: tuple[Any, ...]) -> pd.Categorical:
    """Indices into ``labels`` as categories; -1 and the label None are missing."""
    unique = [label for label in dict.fromkeys(labels) if label is not None]
    codes = np.array([-1 if label is None else unique.index(label) for label in labels] + [-1])
    return pd.Categorical.from_codes(codes[values], categories=pd.Index([str(label) for label in unique], dtype=object))


def _as_sql(column: Column, letter: str, given: bool) -> str:
    """The expression that gives a column of the schema."""
    kind, name = SQL_TYPES[column.type], column.name
    if not given:
        return f"CAST(NULL AS {kind}) AS {name}"
    if name.endswith("_id"):
        return f"'{letter}' || lpad(CAST({name} AS VARCHAR), 8, '0') AS {name}"
    if column.type in ("number", "integer"):
        return f"CAST(CASE WHEN isnan(CAST({name} AS DOUBLE)) THEN NULL ELSE {name} END AS {kind}) AS {name}"
    return f"CAST({name} AS {kind}) AS {name}"
