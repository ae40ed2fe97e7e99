"""Chapter 05: what a customer is worth at each stage of life with us, and what life events go with."""

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Chart, Field, Note, Silent

WITHHELD = N_("{what}: {why}.")
NO_STAGE = N_("What customers are worth at each stage cannot be said")
NO_EVENT = N_("What life events go with cannot be said")
NOT_RECORDED = N_("no life events are recorded; with them it could be told which change what a customer is worth")

STAGES = N_("A customer is worth most at the stage '{best}', {most}; least at '{last}', {least}")
ONE_STAGE = N_(
    "All customers that can be shown are at one stage, '{best}': one of them is worth {most} ({interval}) on average."
)
EVENTS = N_("Of life events, {event} goes with the largest change in what a customer is worth: {change}")
NO_EVENT_TOLD = N_("No kind of life event goes with a change in what a customer is worth that is told from chance")

_STAGES = {
    "stage": Field("Stage"),
    "value": Field("Worth of one customer", "money"),
    "low": Field("Low", "money"),
    "high": Field("High", "money"),
    "customers": Field("Customers", "count"),
    "total": Field("All of them", "money"),
}
_EVENTS = {
    "event": Field("Life event"),
    "change": Field("Change in the worth of one customer", "money"),
    "low": Field("Low", "money"),
    "high": Field("High", "money"),
    "before": Field("Worth a year before", "money"),
    "n": Field("Customers", "count"),
}
_WHY = {"why": Field("Why not")}


def value_by_stage(name: str, found: pd.DataFrame | Silent, *, period: str) -> Chart | Note:
    """What one customer is worth at each stage; a sentence where there is one stage only.

    Args:
        name: of the block.
        found: stage, customers, value, low, high, total, why, in the order to be shown; or why there is none.
        period: the month of the closing.
    """
    if not isinstance(found, pd.DataFrame):  # one with the columns why and n would pass as Silent
        return missing(name, NO_STAGE, found.why)
    shown = found.dropna(subset=["value"])
    if shown.empty:
        return missing(name, NO_STAGE, found["why"].iloc[0] if len(found) else "")
    ranked = shown.sort_values("value", kind="stable")
    best, last = ranked.iloc[-1], ranked.iloc[0]
    most, least = (format.value(float(row["value"]), "money") for row in (best, last))
    if len(shown) == 1:
        interval = format.interval(best["low"], best["high"], "money", like=best["value"])
        return blocks.note(name, say(ONE_STAGE, best=best["stage"], most=most, interval=interval))
    words = {"best": best["stage"], "most": most, "last": last["stage"], "least": least}
    return charts.intervals(
        name,
        say(STAGES, **words),
        found,
        with_reasons(_STAGES, found),
        label="stage",
        value="value",
        low="low",
        high="high",
        sort=False,
        n=int(shown["customers"].sum()),
        period=period,
        source="customer_value.stages.values",
    )


def life_events(found: pd.DataFrame | Silent, *, period: str) -> Chart | Note:
    """What each kind of life event goes with in the worth of a customer.

    Args:
        found: event, n, change, low, high, before, why; or why there is none.
        period: the year of the events.
    """
    if not isinstance(found, pd.DataFrame):  # one with the columns why and n would pass as Silent
        return missing("value_after_events", NO_EVENT, found.why)
    if found.empty:
        return missing("value_after_events", NO_EVENT, NOT_RECORDED)
    shown = found.dropna(subset=["change"])
    if shown.empty:
        return missing("value_after_events", NO_EVENT, found["why"].iloc[0])
    return charts.intervals(
        "value_after_events",
        _most_changing(shown),
        found,
        with_reasons(_EVENTS, found),
        label="event",
        value="change",
        low="low",
        high="high",
        reference=0.0,
        n=int(shown["n"].sum()),
        period=period,
        source="customer_value.stages.changes_with_events",
    )


def _most_changing(shown: pd.DataFrame) -> Phrase | str:
    """The kind that changes most, of those told from none."""
    told = shown[(shown["low"] > 0) | (shown["high"] < 0)]
    if told.empty:
        return NO_EVENT_TOLD
    row = told.sort_values("change", key=abs).iloc[-1]
    return say(EVENTS, event=row["event"], change=format.change(float(row["change"]), "money"))


def missing(name: str, what: str, why: str) -> Note:
    """The note in place of a block, with what cannot be said, and why."""
    return blocks.note(name, say(WITHHELD, what=say(what), why=why), level="missing")


def with_reasons(columns: dict[str, Field], frame: pd.DataFrame) -> dict[str, Field]:
    """The columns, with that of reasons where a row has one."""
    return columns | _WHY if frame["why"].fillna("").astype(bool).any() else columns
