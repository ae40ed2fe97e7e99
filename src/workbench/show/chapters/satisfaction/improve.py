"""Where first: what a plain rise at each touchpoint goes with, and how sure the order is.

A rise is said to go with points of satisfaction, not to bring them: ratings that move together are
not yet proof. A touchpoint is called first only where it gains more than nothing beyond chance.
"""

from collections.abc import Hashable
from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Finding, Silent
from workbench.show.chapters.satisfaction.shared import plain, withheld
from workbench.show.chapters.words import opened, whole
from workbench.show.charts.common import About

SOURCE = "improvement.of"
SURE = 0.5  # probability above which one driver is called the first
CERTAIN = 0.99  # probability above which it is not told more closely

FIRST = N_("Improve {name} first: {rise} points more there go with {gain} points more {outcome}")
AMONG = N_(
    "{name} is among the best places to begin: {rise} points more there go with {gain} points more {outcome}; "
    "others may gain as much"
)
NOWHERE = N_("Nowhere can a gain in {outcome} be told from chance, so no place to begin is named")
NOT_PLACED = N_("Where to improve first cannot be said")
TEST = N_("the interval of the gain excludes zero; the probability that it is among the {k} that gain most is {among}")
TEST_ONE = N_("the interval of the gain excludes zero; the probability that it is the one that gains most is {first}")
PLAN = N_(
    "The probability that it is the one that gains most is {first}. Plan what would raise {name}, try it with a part "
    "of its customers, and measure there: ratings that go together are not yet proof."
)
SURELY = N_("more than {share}")
GAIN = N_("Points of {outcome} from {rise} points more")
BUYS = N_("Points of {outcome} for one point more")


class Improved(Protocol):
    """What a rise of each driver goes with (``analysis.improvement.Improvement`` is one)."""

    @property
    def outcome(self) -> str: ...
    @property
    def rows(self) -> pd.DataFrame: ...
    @property
    def rise(self) -> float: ...
    @property
    def k(self) -> int: ...
    @property
    def n(self) -> int: ...


def improvement_map(found: Improved | Silent, *, period: str) -> Block:
    """Importance against performance: what one point buys, and how much room there is."""
    if isinstance(found, Silent) or found.rows.empty:
        return (
            withheld("improvement_map", NOT_PLACED, found, "missing") if isinstance(found, Silent) else _nowhere(found)
        )
    frame = _named(found)
    about = About(n=found.n, period=period, source=SOURCE)
    axes: dict[str, Any] = {"label": "driver", "x": "importance", "x_low": "low", "x_high": "high", "y": "performance"}
    first = [row["driver"]] if (row := _first(found)) else []
    return charts.positions(
        "improvement_map", _sentence(found), frame, _columns(found), **axes, highlight=first, **about
    )


def improvement_findings(found: Improved | Silent, *, period: str) -> list[Block]:
    """The finding where to begin; nothing where no gain is told from chance."""
    if isinstance(found, Silent) or not _first(found):
        return []
    row = _first(found)
    words = {"first": _chance(row["first"]), "among": _chance(row["among_first"]), "k": found.k}
    return [
        Finding(
            "improve_first",
            _sentence(found),
            period,
            SOURCE,
            unit="points",
            value=float(row["gain"]),
            low=float(row["gain_low"]),
            high=float(row["gain_high"]),
            n=found.n,
            test=say(TEST if found.k > 1 else TEST_ONE, **words),
            do=say(PLAN, name=row["driver"], first=words["first"]),
        )
    ]


def _named(found: Improved) -> pd.DataFrame:
    return found.rows.assign(driver=found.rows["driver"].map(plain))


def _first(found: Improved) -> dict[Hashable, Any]:
    """The row that gains most, if its gain is told from nothing."""
    rows = _named(found).head(1).to_dict("records")
    return rows[0] if rows and rows[0]["gain_low"] > 0 else {}


def _sentence(found: Improved) -> Phrase:
    row = _first(found)
    if not row:
        return say(NOWHERE, outcome=found.outcome)
    words: dict[str, Any] = {"rise": _plainly(row["rise"]), "gain": format.value(row["gain"], "points")}
    if row["first"] >= SURE:
        return say(FIRST, name=row["driver"], outcome=found.outcome, **words)
    return say(AMONG, name=opened(row["driver"]), outcome=found.outcome, **words)


def _chance(share: float) -> Phrase | str:
    """A probability from draws: that all of them agree is not yet certainty."""
    return whole(share) if share < CERTAIN else say(SURELY, share=whole(CERTAIN))


def _columns(found: Improved) -> dict[str, Field]:
    words: dict[str, Any] = {"outcome": found.outcome, "rise": _plainly(found.rise)}
    columns = {"driver": Field("Driver"), "importance": Field(say(BUYS, **words), "number")}
    columns |= {"low": Field("Low", "number"), "high": Field("High", "number")}
    columns |= {"performance": Field("Rated, 0 to 100", "points"), "headroom": Field("Room to 100", "points")}
    columns |= {"gain": Field(say(GAIN, **words), "points")}
    columns |= {"gain_low": Field("Gain, low", "points"), "gain_high": Field("Gain, high", "points")}
    first = say(N_("Probability to be among the first {k}"), k=found.k)
    return columns | {"first": Field("Probability to gain most", "percent"), "among_first": Field(first, "percent")}


def _plainly(rise: float) -> int | Phrase:
    """A rise as people say it: five points, not 5.0."""
    return int(rise) if rise == int(rise) else format.value(rise, "points")


def _nowhere(found: Improved) -> Block:
    return blocks.note("improvement_map", say(NOWHERE, outcome=found.outcome), level="missing")
