"""Whether what an analyst wrote can be published: it finds its places, and names no customer."""

import re
from collections.abc import Sequence

from workbench.errors import BadParameter
from workbench.memory.month import Month
from workbench.memory.snapshot import Snapshot
from workbench.memory.store import Store
from workbench.reporting.commentary.file import read
from workbench.reporting.commentary.folder import files

_KNOWN = "SELECT customer_id FROM customers WHERE customer_id = ANY($words) ORDER BY customer_id"


def require_fit(store: Store, month: Month, names: Sequence[str], snapshot: Snapshot) -> None:
    """Read every file of a month before anything runs.

    Args:
        names: the chapters of the report.
        snapshot: the data of which no customer may be named.

    Raises BadParameter for a file that is no text, a heading that names no chapter, the id of a customer.
    """
    for path in files(store, month):
        read(path).require_known(names)
        words = ids(path.read_text(encoding="utf-8"))
        known = list(snapshot.sql(_KNOWN, {"words": words})["customer_id"]) if words else []
        if known:
            do = "say it without naming a customer: a report is for many readers"
            raise BadParameter("the commentary names a customer", where=str(path), value=", ".join(known), do=do)


def ids(text: str) -> list[str]:
    """The words of a text that could be the id of a customer.

    A number below six digits is none: nobody could tell it from a number.

    >>> ids("C-0012 left, 12 % of (C0013) in 2026; see 123456.")
    ['123456', 'C-0012', 'C0013']
    """
    found = {word.strip(".,;:-_/") for word in re.findall(r"[\w.@+:/-]+", text)}
    return sorted(word for word in found if re.search(r"\d", word) and (not word.isdigit() or len(word) >= 6))
