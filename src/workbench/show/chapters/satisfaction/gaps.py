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
from workbench.show.chapters.words import listed
from workbench.show.charts.common import About

SOURCE = "gaps.by_touchpoint"

SHORT = N_("Expectations are missed most at {name}, by {size} points")
MET = N_("No touchpoint falls short of what customers expect")
NO_GAPS = N_("No touchpoint was rated for both what was expected and what was felt, so no gap can be shown.")
BY_CHANNEL = N_(
    "Of {all} gaps by touchpoint and channel, {told} fall short beyond chance; the widest is that of {name} for "
    "customers who last came by {channel}, {size} points"
)
NO_CHANNEL = N_("In no channel is a touchpoint told to fall short of what customers expect")
BY_DIMENSION = N_("Of levels and objects, {name} falls furthest short of what customers expect, by {size} points")
NO_DIMENSION = N_("No level and no object is told to fall short of what customers expect")
NOT_DIVIDED = N_(
    "No question says which level or object it is about and asks both what was expected and what was felt, so gaps "
    "cannot be shown by them."
)
HOLDS = N_("Nothing speaks against the plain difference between felt and expected at any of {all} touchpoints")
HOLDS_NOT = N_(
    "The plain difference between felt and expected does not say all there is to say of satisfaction at {names}"
)
LEVEL, OBJECT = N_("level"), N_("object")

_SIDES = {
    "perception": Field("Felt", "points"),
    "expectation": Field("Expected", "points"),
    "gap": Field("Felt less expected, in points", "points"),
    **BOUNDS,
    **CUSTOMERS,
}
_SURFACE = {
    "touchpoint": Field("Touchpoint"),
    "gap_holds": Field("The difference holds"),
    "chance": Field("Chance of such a departure where it holds", "percent"),
    "meeting_slope": Field("Meeting more, points for ten", "number"),
    "meeting_curvature": Field("Meeting more, bend", "number"),
    "exceeding_slope": Field("Exceeding, points for ten", "number"),
    "exceeding_curvature": Field("Exceeding, bend", "number"),
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
    short = _short(shown)
    title: str = NO_CHANNEL
    if len(short):
        row = short.iloc[0]
        words = {"name": row["touchpoint"], "channel": row["channel"], "size": points(row["gap"])}
        title = say(BY_CHANNEL, all=len(shown), told=len(short), **words)
    columns = {"touchpoint": Field("Touchpoint"), "channel": Field("Channel"), **_SIDES, **reasons(found)}
    about: dict[str, Any] = {"n": int(shown["n"].sum()), "period": period, "source": "gaps.by_channel"}
    return [blocks.table("channel_gaps", title, found, columns, **about)]


def dimension_gaps(levels: pd.DataFrame, objects: pd.DataFrame, *, period: str) -> Block:
    """The same by level (core, form, social) and object (product, company, marketing), or that none is known.

    Args:
        levels: level, perception, expectation, gap, low, high, n, why.
        objects: the same with object in its place.
        period: the months pooled.
    """
    parts = [
        part.rename(columns={kind: "name"}).assign(kind=kind) for kind, part in ((LEVEL, levels), (OBJECT, objects))
    ]
    found = pd.concat(parts, ignore_index=True)
    shown = found.dropna(subset=["gap"])
    if shown.empty:
        return blocks.note("dimension_gaps", NOT_DIVIDED)
    short = _short(shown)
    title = (
        say(BY_DIMENSION, name=short["name"].iloc[0], size=points(short["gap"].iloc[0])) if len(short) else NO_DIMENSION
    )
    columns = {"kind": Field("By"), "name": Field("Of"), **_SIDES, **reasons(found)}
    about: dict[str, Any] = {"n": int(shown["n"].max()), "period": period, "source": "gaps.by_dimension"}
    return blocks.table("dimension_gaps", title, found, columns, **about)


def gap_surfaces(found: pd.DataFrame, *, period: str) -> list[Block]:
    """Whether the plain difference holds at each touchpoint, for the analyst; nothing where it cannot be tested.

    Args:
        found: touchpoint, gap_holds, chance, the four lines of the response surface, n, why.
        period: the months pooled.
    """
    tested = found.dropna(subset=["chance"])
    if tested.empty:
        return []
    denied = tested.loc[~tested["gap_holds"].astype(bool), "touchpoint"].tolist()
    title = say(HOLDS_NOT, names=listed(denied)) if denied else say(HOLDS, all=len(tested))
    about: dict[str, Any] = {"n": int(tested["n"].min()), "period": period, "source": "gaps.surfaces"}
    return [blocks.table("gap_surfaces", title, found, _SURFACE | reasons(found), **about)]


def _short(shown: pd.DataFrame) -> pd.DataFrame:
    """What falls short beyond chance, furthest first."""
    return shown[shown["high"] < 0].sort_values("gap", kind="stable")


def _title(shown: pd.DataFrame) -> Phrase | str:
    short = _short(shown)
    return say(SHORT, name=short["touchpoint"].iloc[0], size=points(short["gap"].iloc[0])) if len(short) else MET
