"""Why: which drivers go with satisfaction, and how much belongs to each.

"Goes with" is said on purpose: what is measured is how ratings move together. A driver leads only
where its lead over the next one is told from chance.
"""

from typing import Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Measured, Silent
from workbench.show.chapters.satisfaction.shared import plain
from workbench.show.chapters.words import opened, whole
from workbench.show.charts.common import About

SOURCE = "questionnaires"

EXPLAINED = N_("Differences in {outcome} that go with the drivers")
POINTS = N_("Points of {outcome} for one point more")
EFFECT = N_("One point more for {name} goes with {size} points of {outcome}")
NO_EFFECT = N_("No driver's link with {outcome} can be told from chance")
LEADS = N_("{name} matters most: {share} of what the drivers explain of {outcome}")
TIED = N_("No driver of {outcome} is clearly ahead; {name} comes first, {other} second")
ALONE = N_("{name} is the only driver of {outcome} that was asked about")
LEAD_TEST = N_("its lead over {other}, {margin} of what is explained, is above zero at 95%")
TIED_TEST = N_("its lead over {other}, {margin} of what is explained, could be zero at 95%")
WATCH = N_("Watch {name} most closely.")
WATCH_BOTH = N_("Watch {name} and {other} most closely.")
NOT_WEIGHED = N_("Drivers cannot be weighed: {why}.")
NO_INTERVALS = N_("Drivers cannot be weighed: a few customers decide the answers, so no interval can be given.")

_EFFECTS = {
    "low": Field("Low", "number"),
    "high": Field("High", "number"),
    "mean": Field("Rated, 0 to 100", "points"),
    "vif": Field("Variance inflation", "ratio"),
}
_SHARES = {
    "driver": Field("Driver"),
    "share": Field("Share of what is explained", "percent"),
    "low": Field("Low", "percent"),
    "high": Field("High", "percent"),
    "part": Field("Of all differences in satisfaction", "percent"),
}


class Fitted(Protocol):
    """An outcome on its drivers (``analysis.regression.Regression`` is one)."""

    @property
    def outcome(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def r2(self) -> Measured | Silent: ...
    def frame(self) -> pd.DataFrame: ...


class Leading(Protocol):
    """The first driver and how far it is ahead of the next (``analysis.importance.Lead`` is one)."""

    @property
    def driver(self) -> str: ...
    @property
    def runner_up(self) -> str: ...
    @property
    def share(self) -> Measured: ...
    @property
    def margin(self) -> Measured: ...


class Ranked(Fitted, Protocol):
    """Drivers by their share of what is explained (``analysis.importance.Importance`` is one)."""

    def lead(self) -> Leading | Silent: ...


def explained_kpi(fitted: Fitted | Silent, outcome: str, *, period: str) -> Block:
    """How much of the differences between customers goes with the drivers at all (R2)."""
    share = fitted if isinstance(fitted, Silent) else fitted.r2
    title = say(EXPLAINED, outcome=outcome)
    return blocks.kpi("explained", title, share, unit="percent", period=period, source=SOURCE)


def driver_effects(fitted: Fitted | Silent, *, period: str) -> Block:
    """What one point more for a driver goes with, in points of the outcome."""
    frame = _drivers(fitted)
    if isinstance(fitted, Silent) or frame.empty:
        return _not_weighed("driver_effects", fitted)
    columns = {"driver": Field("Driver"), "effect": Field(say(POINTS, outcome=fitted.outcome), "number")}
    columns |= _EFFECTS
    about = About(n=fitted.n, period=period, source=SOURCE)
    return charts.intervals(
        "driver_effects",
        _effect_sentence(frame, fitted.outcome),
        frame,
        columns,
        label="driver",
        value="effect",
        low="low",
        high="high",
        reference=0.0,
        reference_label=N_("no link"),
        **about,
    )


def driver_shares(ranked: Ranked | Silent, *, period: str) -> Block:
    """How much of what the drivers explain belongs to each."""
    frame = _drivers(ranked)
    if isinstance(ranked, Silent) or frame.empty:
        return _not_weighed("driver_shares", ranked)
    about = About(n=ranked.n, period=period, source=SOURCE)
    title = _lead_sentence(ranked)
    return charts.bars(
        "driver_shares", title, frame, _SHARES, label="driver", value="share", low="low", high="high", **about
    )


def driver_findings(ranked: Ranked | Silent, *, period: str) -> list[Block]:
    """The finding on the strongest driver; nothing where none can be named."""
    lead = ranked if isinstance(ranked, Silent) else ranked.lead()
    if isinstance(ranked, Silent) or isinstance(lead, Silent):
        return []
    words = {"name": plain(lead.driver), "other": plain(lead.runner_up), "margin": whole(lead.margin.value)}
    clear = lead.margin.low > 0
    return [
        blocks.finding(
            "strongest_driver",
            _lead_sentence(ranked),
            lead.share,
            unit="percent",
            period=period,
            source=SOURCE,
            test=say(LEAD_TEST if clear else TIED_TEST, **words),
            do=say(WATCH if clear else WATCH_BOTH, **words),
        )
    ]


def _effect_sentence(frame: pd.DataFrame, outcome: str) -> Phrase:
    first = frame.iloc[0]
    sentence = EFFECT if first["low"] > 0 else NO_EFFECT
    return say(sentence, name=first["driver"], size=format.value(first["effect"]), outcome=outcome)


def _lead_sentence(ranked: Ranked) -> Phrase:
    lead = ranked.lead()
    if isinstance(lead, Silent):
        return say(ALONE, name=opened(plain(ranked.frame()["driver"].iloc[0])), outcome=ranked.outcome)
    words = {"name": opened(plain(lead.driver)), "other": plain(lead.runner_up), "share": whole(lead.share.value)}
    if lead.margin.low > 0:
        return say(LEADS, **words, outcome=ranked.outcome)
    return say(TIED, **{**words, "name": plain(lead.driver)}, outcome=ranked.outcome)


def _drivers(found: Fitted | Silent) -> pd.DataFrame:
    """A row a driver, named as people say it; none where the result is withheld."""
    if isinstance(found, Silent):
        return pd.DataFrame()
    frame = found.frame()
    return frame.assign(driver=frame["driver"].map(plain))


def _not_weighed(name: str, found: Fitted | Silent) -> Block:
    text = say(NOT_WEIGHED, why=found.why) if isinstance(found, Silent) else NO_INTERVALS
    return blocks.note(name, text, level="missing" if name == "driver_shares" else "info")
