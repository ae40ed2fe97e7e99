"""What customers get for what it costs them, and what they would pay for more.

Delivered value is what is got less what it costs, in the customers' own answers. Which side moves
satisfaction more is said only where the lead of one over the other is told from chance. Putting up
with a higher price, and paying a premium for a better experience, are outcomes of their own.
"""

from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, format
from workbench.show.blocks import Block, Field, Measured, Silent
from workbench.show.chapters.satisfaction.shared import BOUNDS, CUSTOMERS, plain, reasons, withheld

SOURCE = "delivered_value.of"

DELIVERED = N_("Delivered value, -100 to 100: what is got less what it costs")
GOT, COSTS = N_("What customers get, 0 to 100"), N_("What it costs them, 0 to 100")
NOT_DELIVERED = N_("What customers get for what it costs them cannot be said")
VALUE_LEADS = N_("What customers get moves {outcome} more than what it costs them.")
COST_LEADS = N_("What it costs customers moves {outcome} more than what they get.")
EVEN = N_("Neither what customers get nor what it costs them is told to move {outcome} more than the other.")
NO_SIDE = N_("Whether {outcome} moves more with what customers get or with what it costs them cannot be said: {why}.")
SIDES = {"value": N_("what they get"), "cost": N_("what it costs them")}
PARTS = N_("What customers get and what it costs them, part by part")
BY_GROUP = N_("Delivered value by group of customers")
PRICED = N_("One point more satisfaction goes with {size} points more {outcome}")
NOT_ASKED = N_("What customers would pay cannot be said: {why}.")
NOT_PRICED = N_("Neither price tolerance nor a price premium is told to go with satisfaction")

_PARTS = {"part": Field("Part"), "side": Field("Side"), "mean": Field("Mean", "points"), **BOUNDS, **CUSTOMERS}
_GROUPS = {"segment": Field("Group"), "value": Field("Delivered value", "points"), **BOUNDS, **CUSTOMERS}
_PRICES = {
    "outcome": Field("Outcome"),
    "level": Field("Level, 0 to 100", "points"),
    "level_low": Field("Low", "points"),
    "level_high": Field("High", "points"),
    "per_point": Field("Points for a point of satisfaction", "number"),
    "per_point_low": Field("Low", "number"),
    "per_point_high": Field("High", "number"),
    "driver": Field("Counts most"),
    "share": Field("Share of what is explained", "percent"),
    **CUSTOMERS,
}


class Sided(Protocol):
    """Which side moves satisfaction more (``analysis.delivered_value.Sides`` is one)."""

    @property
    def lead(self) -> Measured | Silent: ...


class Delivered(Protocol):
    """What customers get for what it costs them (``analysis.delivered_value.DeliveredValue`` is one)."""

    @property
    def total_value(self) -> Measured | Silent: ...
    @property
    def total_cost(self) -> Measured | Silent: ...
    @property
    def delivered_value(self) -> Measured | Silent: ...
    @property
    def parts(self) -> pd.DataFrame: ...
    @property
    def sides(self) -> Sided | Silent: ...


def delivered(found: Delivered | Silent, outcome: str, *, period: str) -> list[Block]:
    """Delivered value and its two sides, and which of them moves satisfaction more."""
    if isinstance(found, Silent):
        return [withheld("delivered_value", NOT_DELIVERED, found)]
    about: dict[str, Any] = {"unit": "points", "period": period, "source": SOURCE}
    return [
        blocks.kpi("delivered_value", DELIVERED, found.delivered_value, **about),
        blocks.kpi("total_value", GOT, found.total_value, **about),
        blocks.kpi("total_cost", COSTS, found.total_cost, **about),
        blocks.note("value_side", _side(found.sides, outcome)),
    ]


def delivered_tables(found: Delivered | Silent, groups: pd.DataFrame, *, period: str) -> list[Block]:
    """The parts of both sides, and delivered value by group; nothing where nobody was asked.

    Args:
        groups: segment, value, low, high, n, why.
    """
    if isinstance(found, Silent):
        return []
    parts = found.parts.assign(side=found.parts["side"].map(SIDES))
    shown = {"delivered_by_group": (BY_GROUP, groups, _GROUPS), "delivered_parts": (PARTS, parts, _PARTS)}
    return [
        blocks.table(name, title, frame, columns | reasons(frame), n=_most(frame), period=period, source=SOURCE)
        for name, (title, frame, columns) in shown.items()
        if len(frame)
    ]


def price_outcomes(found: pd.DataFrame, *, period: str) -> Block:
    """Putting up with a higher price, and paying a premium for a better experience, as outcomes of their own.

    Args:
        found: outcome, level, per_point and share, each with _low and _high, driver, n, why.
        period: the months pooled.
    """
    if not found["n"].any():
        return blocks.note("price_outcomes", say(NOT_ASKED, why=found["why"].iloc[0]))
    frame = found.assign(driver=found["driver"].map(plain))
    about: dict[str, Any] = {"n": _most(frame), "period": period, "source": "price_outcomes.of"}
    return blocks.table("price_outcomes", _priced(frame), frame, _PRICES | reasons(frame), **about)


def _side(sides: Sided | Silent, outcome: str) -> Phrase:
    lead = sides if isinstance(sides, Silent) else sides.lead
    if isinstance(lead, Silent):
        return say(NO_SIDE, outcome=outcome, why=lead.why)
    return say(VALUE_LEADS if lead.low > 0 else COST_LEADS if lead.high < 0 else EVEN, outcome=outcome)


def _priced(frame: pd.DataFrame) -> Phrase | str:
    """The outcome that goes up most with satisfaction, if any does beyond chance."""
    told = frame[frame["per_point_low"] > 0].sort_values("per_point", ascending=False, kind="stable")
    if told.empty:
        return NOT_PRICED
    size = format.value(told["per_point"].iloc[0], "ratio")
    return say(PRICED, size=size, outcome=told["outcome"].iloc[0])


def _most(frame: pd.DataFrame) -> int:
    """Customers behind the row that rests on most."""
    return int(frame["n"].fillna(0).max())
