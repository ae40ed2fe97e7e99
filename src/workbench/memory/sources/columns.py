"""The columns a file brings, against the columns its table may have."""

import difflib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import BadParameter
from workbench.memory.schema import Table


def check(found: Sequence[str], table: Table, path: Path) -> None:
    """Refuse a file with a column its table does not have, without one it needs, or with one twice.

    Raises:
        BadParameter: naming the columns and what to do.

    >>> from workbench.memory.schema import TABLES
    >>> check(["customer_id", "region"], TABLES["customers"], Path("customers.csv"))
    """
    where = str(path)
    unknown = [name for name in found if name not in table.names]
    if unknown:
        raise BadParameter("unknown columns", where=where, value=", ".join(unknown), do=_advice(unknown, table))
    twice = [name for name, times in Counter(found).items() if times > 1]
    if twice:
        raise BadParameter("a column stands there twice", where=where, value=", ".join(twice), do="keep one of them")
    missing = [column.name for column in table.columns if column.required and column.name not in found]
    if missing:
        advice = f"add them; {table.name} has the columns {', '.join(table.names)}"
        raise BadParameter("required columns are missing", where=where, value=", ".join(missing), do=advice)


def _advice(unknown: Sequence[str], table: Table) -> str:
    near = [(name, difflib.get_close_matches(name.strip().lower(), table.names, n=1)) for name in unknown]
    guesses = ", ".join(f"{name!r} is perhaps {guess[0]}" for name, guess in near if guess)
    known = f"{table.name} has the columns {', '.join(table.names)}"
    return f"rename or remove them ({guesses}); {known}" if guesses else f"rename or remove them; {known}"
