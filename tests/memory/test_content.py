import hashlib
import random
from collections.abc import Sequence

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.memory import content

COLUMNS = ("name", "amount")
texts = st.none() | st.text(st.characters(exclude_categories=["C"]), max_size=8)
amounts = st.none() | st.decimals(-1000, 1000, places=6)
tables = st.lists(st.tuples(texts, amounts), unique=True, max_size=12)

ENGINE = duckdb.connect()


def hashed(rows: Sequence[tuple[object, ...]], *, threads: int = 1) -> str:
    with ENGINE.cursor() as connection:
        connection.execute(f"SET threads = {threads}")
        connection.execute("CREATE OR REPLACE TEMP TABLE t (name VARCHAR, amount DECIMAL(18,6))")
        if rows:
            connection.executemany("INSERT INTO t VALUES ($1, $2)", rows)
        return content.table_hash(connection, "t", COLUMNS)


@settings(max_examples=40, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[tuple[object, ...]], order: random.Random) -> None:
    mixed = rows.copy()
    order.shuffle(mixed)
    assert hashed(rows) == hashed(mixed)


@settings(max_examples=40, deadline=None)
@given(tables, tables)
def test_other_rows_give_another_hash(one: list[tuple[object, ...]], other: list[tuple[object, ...]]) -> None:
    assert (hashed(one) == hashed(other)) == (set(one) == set(other))


def test_a_value_missing_or_in_the_next_column_is_another_row() -> None:
    with ENGINE.cursor() as connection:
        queries = ("('a', NULL)", "(NULL, 'a')", "('', 'a')", "('a', '')")
        found = {content.table_hash(connection, f"(VALUES {row}) AS t (x, y)", ("x", "y")) for row in queries}
    assert len(found) == 4


def test_the_number_of_threads_does_not_matter() -> None:
    hashes = set()
    for threads in (1, 2, 4):
        with duckdb.connect(config={"threads": threads}) as connection:
            connection.execute("CREATE TABLE t AS SELECT 'n' || range AS name, range / 7 AS amount FROM range(300000)")
            hashes.add(content.table_hash(connection, "t", COLUMNS))
    assert len(hashes) == 1


def test_the_hash_is_what_it_was_when_this_was_written() -> None:
    """A later engine must give the same hash, or every store would seem to have changed."""
    texts = ["a\x1f\x1e", "ä\x1f1.000000"]
    numbers = [int.from_bytes(hashlib.md5(text.encode()).digest(), "little") for text in texts]
    expected = hashlib.md5(f"2 {numbers[0] ^ numbers[1]}".encode()).hexdigest()
    assert hashed([("a", None), ("ä", 1)]) == expected == "ebeb6bfebd5f33abbcacdf4bdea2ce6b"
    assert hashed([]) == hashlib.md5(b"0 0").hexdigest()
