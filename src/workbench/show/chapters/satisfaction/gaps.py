"""Where customers expected more than they got: by touchpoint, by channel, by level and object.

A gap is what was felt less what was expected, of the same customers; it is claimed only where its
interval excludes zero.
"""

from typing import Any

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts
from workbench.show.blocks import Block, Field
from workbench.show.chapters.satisfaction.shared import BOUNDS, CUSTOMERS, points, reasons
from workbench.show.charts.common import About

SOURCE = "gaps.by_touchpoint"

SHORT = N_("Expectations are missed most at {name}, by {size} points")
MET = N_("No touchpoint falls short of what customers expect")
NO_GAPS = N_("No touchpoint was rated for both what was expected and what was felt, so no gap can be shown.")
ONE_CHANNEL = N_("Expectations are missed most at {name} by customers who came by {channel}: by {size} points")
NO_CHANNEL = N_("In no channel is a touchpoint told to fall short of what customers expect")
LEVELS = N_("Satisfaction with the product's core, its form and service, and its social worth")
OBJECTS = N_("Satisfaction with the product, the company, and its marketing")

_SIDES = {
    "perception": Field("Felt", "points"),
    "expectation": Field("Expected", "points"),
    "gap": Field("Felt less expected, in points", "points"),
    **BOUNDS,
    **CUSTOMERS,
}


def expectation_gaps(found: pd.DataFrame, *, period: str) -> Block:
    """Felt and expected at each touchpoint, and the way between them.

    Args:
        found: touchpoint, perception, expectation, gap, low, high, n, why; widest gap first.
        period: the months pooled.
    """
    shown = found.dropna(subset=["gap"])
    if shown.empty:
        return blocks.note("expectation_gaps", NO_GAPS, level="missing")
    about = About(n=int(shown["n"].min()), period=period, source=SOURCE)
    columns = {"touchpoint": Field("Touchpoint"), **_SIDES, **reasons(found)}
    ends = {"first": "expectation", "second": "perception", "gap": "gap", "low": "low", "high": "high"}
    return charts.dumbbells("expectation_gaps", _title(shown), found, columns, label="touchpoint", **ends, **about)


def channel_gaps(found: pd.DataFrame, *, period: str) -> list[Block]:
    """The same by the channel of a customer's last contact, as a table; nothing where none is known.

    Args:
        found: touchpoint, channel, perception, expectation, gap, low, high, n, why.
        period: the months pooled.
    """
    shown = found.dropna(subset=["gap"])
    if shown.empty:
        return []
    short = shown[shown["high"] < 0].sort_values("gap", kind="stable")
    title: str = NO_CHANNEL
    if len(short):
        row = short.iloc[0]
        title = say(ONE_CHANNEL, name=row["touchpoint"], channel=row["channel"], size=points(row["gap"]))
    columns = {"touchpoint": Field("Touchpoint"), "channel": Field("Channel"), **_SIDES, **reasons(found)}
    about: dict[str, Any] = {"n": int(shown["n"].sum()), "period": period, "source": "gaps.by_channel"}
    return [blocks.table("channel_gaps", title, found, columns, **about)]


def _title(shown: pd.DataFrame) -> Phrase | str:
    short = shown[shown["high"] < 0].sort_values("gap", kind="stable")
    return say(SHORT, name=short["touchpoint"].iloc[0], size=points(short["gap"].iloc[0])) if len(short) else MET
