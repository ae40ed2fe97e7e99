"""Worlds seen through the store's own queries, without a store."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from workbench.analysis import surveys
from workbench.analysis.surveys import Survey
from workbench.memory import queries, questionnaires
from workbench.memory.settings import Settings
from workbench.synthetic import Recipe, fill

SETTINGS = Settings()
RULES = {"new_days": SETTINGS.new_days, "dormant_days": SETTINGS.dormant_days, "lost_days": SETTINGS.lost_days}


@dataclass(frozen=True)
class Seen:
    """A world as of the end of its history."""

    recipe: Recipe
    connection: duckdb.DuckDBPyConnection

    @property
    def today(self) -> dt.date:
        """The first day of which nothing is known."""
        return dt.date.fromisoformat(str(self.recipe.last_day)) + dt.timedelta(days=1)

    def ask(self, query: str, **params: Any) -> pd.DataFrame:
        """The frame of a query, as of today unless ``as_of`` is given."""
        composed = queries.compose(query)
        known = {"as_of": self.today, "known_until": self.today, "contact_cost": 0.0, **RULES}
        return self.connection.execute(composed.sql, queries.bind(query, composed, params, known)).df()

    def survey(self, window_months: int = 3) -> Survey:
        """The answers of the last months, as the chapter reads them."""
        items = self.ask("survey_items")
        return surveys.read(
            questionnaires.spread(self.ask("questionnaires", window_months=window_months), items), items
        )


@contextmanager
def seen(seed: int, *, customers: int = 4_000, months: int = 36, events: bool = False) -> Iterator[Seen]:
    """A world of that seed, by default one in which no event is planted."""
    recipe = Recipe(customers=customers, months=months, seed=seed, events=events)
    with duckdb.connect() as connection:
        fill(connection, recipe)
        yield Seen(recipe, connection)
