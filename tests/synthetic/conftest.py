"""Two small worlds, each made once: as it comes, and one in which nothing is planted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest

from workbench import synthetic
from workbench.synthetic.recipe import Recipe


@dataclass(frozen=True)
class World:
    recipe: Recipe
    con: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        return self.rows(sql)[0][0]


def _filled(recipe: Recipe) -> Iterator[World]:
    with duckdb.connect() as con:
        synthetic.fill(con, recipe)
        yield World(recipe, con)


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    yield from _filled(Recipe(customers=8_000, seed=11))


@pytest.fixture(scope="session")
def quiet() -> Iterator[World]:
    yield from _filled(Recipe(customers=8_000, seed=12, events=False, seasonality=0.0))
