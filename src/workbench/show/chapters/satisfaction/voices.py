"""What customers say of us: to us in three short measures, and to others beyond a threshold.

Between two thresholds customers are content and silent. Beyond them the share who complain, or who
praise in public, grows with every point; where no such threshold is told from chance, that is said.
"""

from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Measured, Silent
from workbench.show.chapters.satisfaction.shared import CUSTOMERS
from workbench.show.charts.common import About

TALK = "talk_after_answers"

NPS = N_("Net promoter score, -100 to 100")
CSAT = N_("Gave one of the two best answers")
CES = N_("Ease, 0 to 100 (100: no effort at all)")
COMPLAIN = N_("Below {at} of 100 customers begin to complain: for ten points less, the odds are {times} times as high")
PRAISE = N_(
    "Above {at} of 100 customers begin to praise in public: for ten points more, the odds are {times} times as high"
)
NO_COMPLAINT = N_("Share who complained, by satisfaction; {why}")
NO_PRAISE = N_("Share who praised in public, by satisfaction; {why}")
_SHARES = {"complained": N_("Share who complained"), "praised": N_("Share who praised in public")}


class Spoken(Protocol):
    """Three short measures (``analysis.advocacy.Advocacy`` is one)."""

    @property
    def nps(self) -> Measured | Silent: ...
    @property
    def csat(self) -> Measured | Silent: ...
    @property
    def ces(self) -> Measured | Silent: ...


class Kinked(Protocol):
    """Where people begin to talk (``analysis.word_of_mouth.Threshold`` is one)."""

    @property
    def at(self) -> Measured: ...
    @property
    def per_ten(self) -> float: ...


class Talked(Protocol):
    """Both thresholds (``analysis.word_of_mouth.WordOfMouth`` is one)."""

    @property
    def complaint(self) -> Kinked | Silent: ...
    @property
    def praise(self) -> Kinked | Silent: ...


def advocacy_kpis(said: Spoken, *, period: str) -> list[Block]:
    """NPS, CSAT and CES with their intervals."""
    about: dict[str, Any] = {"period": period, "source": "advocacy.of"}
    return [
        blocks.kpi("nps", NPS, said.nps, unit="points", **about),
        blocks.kpi("csat", CSAT, said.csat, unit="percent", **about),
        blocks.kpi("ces", CES, said.ces, unit="points", **about),
    ]


def word_of_mouth(found: Talked, shares: pd.DataFrame, *, period: str) -> list[Block]:
    """Where complaint and praise begin, over the shares of customers who talk.

    Args:
        found: both thresholds.
        shares: satisfaction, n, and the shares complained and praised with _low and _high.
        period: the months pooled.
    """
    sides = (("complained", found.complaint, COMPLAIN, NO_COMPLAINT), ("praised", found.praise, PRAISE, NO_PRAISE))
    return [_talk(shares, side, kink, sentences, period) for side, kink, *sentences in sides]


def _talk(shares: pd.DataFrame, side: str, kink: Kinked | Silent, sentences: list[str], period: str) -> Block:
    known, unknown = sentences
    title = say(unknown, why=kink.why) if isinstance(kink, Silent) else _begins(kink, known)
    shown = shares.dropna(subset=[side])
    if shown.empty:
        return blocks.note(side, title)
    columns = {"satisfaction": Field("Satisfaction, 0 to 100", "points"), side: Field(_SHARES[side], "percent")}
    columns |= {f"{side}_low": Field("Low", "percent"), f"{side}_high": Field("High", "percent"), **CUSTOMERS}
    about = About(n=int(shown["n"].sum()), period=period, source=TALK)
    axes: dict[str, Any] = {"x": "satisfaction", "value": side, "low": f"{side}_low", "high": f"{side}_high"}
    return charts.curve(side, title, shares, columns, **axes, dots=True, **about)


def _begins(kink: Kinked, sentence: str) -> Phrase:
    at = format.with_interval(kink.at.value, kink.at.low, kink.at.high, "points")
    return say(sentence, at=at, times=format.value(kink.per_ten, "ratio"))
