"""Hiding customers in what leaves the house after a failure: an error's text, a cell, a log.

A report shows aggregates only, but an exception may quote a row. E-mail addresses, telephone
numbers and the ids of the snapshot's customers are replaced. The ids are looked up, not
guessed; words of one or two letters are left, for they name nobody outside the store. If
the ids cannot be looked up, the text stays at home.
"""

import re

import duckdb

from workbench.errors import WorkbenchError
from workbench.memory import Snapshot
from workbench.memory.store import Store
from workbench.show import masking

WITHHELD = "[not sent: the customers' ids could not be looked up; see the log of the run]"
_SHORTEST = 3
_KNOWN = """
SELECT customer_id FROM customers WHERE length(customer_id) >= $shortest AND position(customer_id IN $text) > 0
"""


def masked(store: Store, snapshot: str, text: str) -> str:
    """A text without contacts and without the ids of the customers of a snapshot (empty: the one in force)."""
    try:
        with Snapshot.open(store, snapshot) as opened:
            found = opened.sql(_KNOWN, {"shortest": _SHORTEST, "text": text})["customer_id"]
    except (WorkbenchError, duckdb.Error):
        return WITHHELD
    names = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
    return masking.masked(re.sub(rf"(?<!\w)(?:{names})(?!\w)", masking.HIDDEN, text) if names else text)
