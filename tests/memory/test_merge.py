"""Merging against a dictionary that does the same in Python."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.memory import books
from workbench.memory.merge import Merged, merge
from workbench.memory.schema import TABLES

PEOPLE = TABLES["customers"]
EVENTS = TABLES["life_events"]
Load = dict[str, str | None]

loads = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from(["North", "South", ""]), max_size=6),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS draft")
        books.create(connection)
        yield connection


def emptied(connection: duckdb.DuckDBPyConnection) -> None:
    for table in ("customers", "corrections"):
        connection.execute(f"DELETE FROM draft.{table}")


def merged(connection: duckdb.DuckDBPyConnection, rows: Load) -> Merged:
    """Merge customers that have nothing but a key and a region."""
    empty = "SELECT 0 AS row_number, * FROM draft.customers LIMIT 0"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE typed_customers AS {empty}")
    connection.execute(
        "INSERT INTO typed_customers (row_number, customer_id, region) SELECT unnest($1), unnest($2), unnest($3)",
        [list(range(1, len(rows) + 1)), list(rows), list(rows.values())],
    )
    return merge(connection, PEOPLE, PEOPLE.names)


@settings(max_examples=20, deadline=None)
@given(loads)
def test_merging_appends_new_keys_leaves_same_rows_and_keeps_corrections(
    connection: duckdb.DuckDBPyConnection, history: list[Load]
) -> None:
    known: Load = {}
    corrections = []
    emptied(connection)
    for load in history:
        new = [key for key in load if key not in known]
        changed = [key for key in load if key in known and known[key] != load[key]]
        expected = Merged(len(new), len(load) - len(new) - len(changed), len(changed))
        corrections += [("customers", key, "region", known[key], load[key], "") for key in changed]
        known |= load
        assert merged(connection, load) == expected
    found = dict(connection.execute("SELECT customer_id, region FROM draft.customers").fetchall())
    kept = connection.execute("SELECT * FROM draft.corrections").fetchall()
    assert found == known
    assert sorted(kept, key=repr) == sorted(corrections, key=repr)


@settings(max_examples=8, deadline=None)
@given(loads)
def test_merging_the_same_rows_again_changes_nothing(
    connection: duckdb.DuckDBPyConnection, history: list[Load]
) -> None:
    emptied(connection)
    for load in history:
        merged(connection, load)
        before = connection.execute("SELECT * FROM draft.customers ORDER BY ALL").fetchall()
        assert merged(connection, load) == Merged(0, len(load), 0)
        assert connection.execute("SELECT * FROM draft.customers ORDER BY ALL").fetchall() == before


def test_a_table_that_is_all_key_is_never_corrected(connection: duckdb.DuckDBPyConnection) -> None:
    emptied(connection)
    connection.execute("INSERT INTO draft.life_events VALUES ('a', DATE '2024-01-01', 'move')")
    connection.execute(
        "CREATE TEMP TABLE typed_life_events AS "
        "SELECT row_number, 'a' AS customer_id, DATE '2024-01-01' AS occurred_on, kind "
        "FROM (VALUES (1, 'move'), (2, 'child')) AS event (row_number, kind)"
    )
    assert merge(connection, EVENTS, EVENTS.names) == Merged(1, 1, 0)
    assert connection.execute("SELECT count(*) FROM draft.corrections").fetchall() == [(0,)]


def test_a_correction_of_a_row_with_a_key_of_two_columns_names_both(connection: duckdb.DuckDBPyConnection) -> None:
    emptied(connection)
    answers = TABLES["survey_responses"]
    answer = "'C1' AS customer_id, TIMESTAMP '2024-01-01' AS answered_at"
    select = f"SELECT 1 AS row_number, 'R1' AS response_id, {answer}, 'q1' AS item, {{}} AS score, NULL AS weight"
    connection.execute(f"INSERT INTO draft.survey_responses SELECT * EXCLUDE row_number FROM ({select.format(7)})")
    connection.execute(f"CREATE TEMP TABLE typed_survey_responses AS {select.format(8)}")
    connection.execute("ALTER TABLE typed_survey_responses ALTER score TYPE DECIMAL(18,6)")
    assert merge(connection, answers, answers.names) == Merged(0, 0, 1)
    kept = connection.execute("SELECT key, column_name, old_value, new_value FROM draft.corrections").fetchall()
    assert kept == [("R1, q1", "score", "7.000000", "8.000000")]
