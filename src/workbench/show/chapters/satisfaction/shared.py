"""What the modules of this chapter share: columns, what a withheld result says, names as people say them."""

from typing import Literal

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, format
from workbench.show.blocks import Field, Note, Silent

ONE_REASON = N_("{what}: {why}.")

BOUNDS = {"low": Field("Low", "points"), "high": Field("High", "points")}
CUSTOMERS = {"n": Field("Customers", "count")}
WHY = {"why": Field("Why it is not shown")}

GROUPED_BY = {
    "value_tier": N_("value tier"),
    "state": N_("lifecycle state"),
    "region": N_("region"),
    "industry": N_("industry or household"),
    "lifestyle": N_("lifestyle"),
    "acquisition_channel": N_("way of acquisition"),
    "channel": N_("channel of the last contact"),
}


def plain(driver: str) -> str:
    """A driver's name as people say it.

    >>> plain("quality: call centre")
    'call centre'
    """
    return driver.split(": ")[-1]


def points(number: float) -> Phrase:
    """The size of a difference on an index, without its sign.

    >>> points(-2.13)
    '2.1'
    """
    return format.value(abs(number), "points")


def withheld(name: str, what: str, found: Silent, level: Literal["info", "missing"] = "info") -> Note:
    """The note in place of a block whose result is withheld: what cannot be shown, and why.

    Args:
        level: "missing" is repeated on the first screen, among what could not be said.
    """
    return blocks.note(name, say(ONE_REASON, what=say(what), why=found.why), level=level)


def reasons(frame: pd.DataFrame) -> dict[str, Field]:
    """The column of reasons, where a row has one."""
    return WHY if "why" in frame and frame["why"].fillna("").astype(bool).any() else {}
