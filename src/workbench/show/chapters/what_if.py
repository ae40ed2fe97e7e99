"""What would be if customers stayed longer, bought more, cost less, or were more satisfied.

Every block is made from a result or from the reason why there is none. What goes with satisfaction is told as
such: nobody has shown here that making customers more satisfied would bring it.
"""

from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Chart, Field, Kpi, Measured, Silent
from workbench.show.chapters.stages import missing
from workbench.show.chapters.words import listed
from workbench.show.charts.common import together

NO_CHANGE = N_("What a change would do to customer equity cannot be said")
NO_SATISFACTION = N_("What a point of satisfaction is worth in customer equity cannot be said")
TORNADO = N_("Of changes by {step}, that of {lever} moves customer equity most: by {change}, {share} of it")
TORNADO_ALIKE = N_(
    "Of changes by {step}, those of {lever} move customer equity most and alike: each by {change}, {share} of it"
)
TORNADO_MONEY = N_("Of changes by {step}, that of {lever} moves customer equity most: by {change}")
TORNADO_MONEY_ALIKE = N_("Of changes by {step}, those of {lever} move customer equity most and alike: each by {change}")
NO_SHARE = N_("Changes are not shown as a share of customer equity: {why}.")
RETURN = N_("Of changes by {step}, that of {lever} moves the return of the coming year most: by {change}")
RETURN_ALIKE = N_(
    "Of changes by {step}, those of {lever} move the return of the coming year most and alike: each by {change}"
)
NOT_MOVED = N_("Not shown, {lever}: {why}.")
ALIKE = 0.005  # relative; what differs by less is the same in the digits that are shown
POINT = N_("One point more of lasting satisfaction goes with customer equity of")
STATED_POINT = N_("One point more of stated satisfaction goes with customer equity of")
GIVEN = N_("How leaving and spending go with satisfaction was given, not estimated here.")
GOES = N_(
    "From {n} customers who answered and what they did from the next day on: with one point more of it the rate of "
    "leaving changes by {leaving}, purchases a year by {frequency}, what a purchase brings by {spend}."
)
LASTING = N_(
    "A stated point says {share} of a lasting one, by what the same customers said the next time; the slopes are "
    "corrected for that."
)
STATED = N_("The slopes are not corrected for chance and mood in an answer, so they are too small: {why}.")
CAUSE = N_(
    "This is what goes together. Satisfied customers may differ in more than satisfaction, so it is not shown that "
    "making others as satisfied would bring as much."
)
UNKNOWN = N_("an unknown change")

_LEVERS = {
    "lever": Field("What changes"),
    "change": Field("Change in customer equity", "money"),
    "change_low": Field("Low", "money"),
    "change_high": Field("High", "money"),
    "elasticity": Field("Per cent of equity for one per cent", "ratio"),
}
_RETURNS = {
    "lever": Field("What changes"),
    "roc_change": Field("Change in return, percentage points", "number"),
    "roc_change_low": Field("Low", "number"),
    "roc_change_high": Field("High", "number"),
}


class Satisfying(Protocol):
    """What satisfaction is worth (``analysis.customer_value.satisfaction_worth.SatisfactionWorth`` is one)."""

    @property
    def change(self) -> Measured | Silent: ...
    @property
    def leaving(self) -> Measured | Silent: ...
    @property
    def frequency(self) -> Measured | Silent: ...
    @property
    def spend(self) -> Measured | Silent: ...
    @property
    def lasting(self) -> Measured | Silent: ...
    @property
    def is_given(self) -> bool: ...


def tornado(found: pd.DataFrame | Silent, *, period: str) -> tuple[Block, ...]:
    """What each lever does by itself to customer equity and to the return of the coming year, the largest first.

    A lever that moves only one of them, as customers won move only the return, is in its picture only.

    Args:
        found: lever, step, change, elasticity and roc_change each with _low and _high, n, why; or why there is none.
        period: the month of the closing.
    """
    if not isinstance(found, pd.DataFrame):  # one with the columns why and n would pass as Silent
        return (missing("what_if", NO_CHANGE, found.why),)
    moved = found[found["change"].fillna(0) != 0]
    if moved.empty:
        return (missing("what_if", NO_CHANGE, str(found["why"].iloc[0])),)
    refused = found[found["change"].isna()].to_dict("records")
    notes = [say(NOT_MOVED, lever=row["lever"], why=row["why"]) for row in refused]
    notes += [say(NO_SHARE, why=why) for why in moved.loc[moved["elasticity"].isna(), "why"].unique()]
    told = (blocks.note("what_if_not_moved", together(notes)),) if notes else ()
    return (_of_equity(moved, period), *_of_return(found, period), *told)


def _of_equity(moved: pd.DataFrame, period: str) -> Chart:
    """What each lever does to customer equity."""
    first, alike = moved.iloc[0], _alike(moved, "change")
    words = {
        "step": format.value(float(first["step"]), "percent"),
        "lever": listed(alike),
        "change": format.change(float(first["change"]), "money"),
    }
    if pd.isna(first["elasticity"]):
        title = say(TORNADO_MONEY_ALIKE if len(alike) > 1 else TORNADO_MONEY, **words)
        return _bars("what_if", title, moved, _LEVERS, period)
    words["share"] = format.value(abs(float(first["elasticity"] * first["step"])), "percent")
    return _bars("what_if", say(TORNADO_ALIKE if len(alike) > 1 else TORNADO, **words), moved, _LEVERS, period)


def _of_return(found: pd.DataFrame, period: str) -> tuple[Chart, ...]:
    """What each lever does to the return of the coming year; nothing where that is undefined."""
    moved = found[found["roc_change"].fillna(0) != 0].sort_values("roc_change", key=abs, ascending=False, kind="stable")
    if moved.empty:
        return ()
    first, alike = moved.iloc[0], _alike(moved, "roc_change")
    words = {
        "step": format.value(float(first["step"]), "percent"),
        "lever": listed(alike),
        "change": format.change(float(first["roc_change"]), "percent"),
    }
    points = ["roc_change", "roc_change_low", "roc_change_high"]
    frame = moved.assign(**{name: 100 * moved[name] for name in points})
    title = say(RETURN_ALIKE if len(alike) > 1 else RETURN, **words)
    return (_bars("what_if_return", title, frame, _RETURNS, period),)


def _alike(moved: pd.DataFrame, column: str) -> list[str]:
    """The levers that move it as much as the first does, which moves it most."""
    most = moved[column].iloc[0]
    return list(moved["lever"][(moved[column] - most).abs() <= ALIKE * abs(most)])


def _bars(name: str, title: Phrase, frame: pd.DataFrame, columns: dict[str, Field], period: str) -> Chart:
    value = list(columns)[1]
    return charts.intervals(
        name,
        title,
        frame,
        columns,
        label="lever",
        value=value,
        low=f"{value}_low",
        high=f"{value}_high",
        reference=0.0,
        sort=False,
        n=int(frame["n"].iloc[0]),
        period=period,
        source="customer_value.what_if.tornado",
    )


def point_of_satisfaction(found: Satisfying | Silent, *, period: str) -> tuple[Block, ...]:
    """What one point of satisfaction is worth, and what that rests on.

    Args:
        found: for one point; or why there is none.
        period: the months of the answers.
    """
    title: dict[str, Any] = {"unit": "money", "period": period, "source": "customer_value.satisfaction_worth.of"}
    if isinstance(found, Silent):
        return (blocks.kpi("satisfaction_point", NO_SATISFACTION, found, **title),)
    is_stated = isinstance(found.lasting, Silent) and not found.is_given
    worth: Kpi = blocks.kpi("satisfaction_point", STATED_POINT if is_stated else POINT, found.change, **title)
    told = [blocks.note(f"satisfaction_point_{name}", text) for name, text in _rests_on(found)]
    return (worth, *told)


def _rests_on(found: Satisfying) -> list[tuple[str, Phrase]]:
    """The slopes, how they were corrected, and what they do not show."""
    if found.is_given:
        return [("given", say(GIVEN)), ("cause", say(CAUSE))]
    slopes = {name: _slope(getattr(found, name)) for name in ("leaving", "frequency", "spend")}
    goes = say(GOES, n=format.value(found.leaving.n, "count"), **slopes)
    if isinstance(found.lasting, Silent):
        how = say(STATED, why=found.lasting.why)
    else:
        how = say(LASTING, share=format.value(found.lasting.value, "percent"))
    return [("slopes", goes), ("lasting", how), ("cause", say(CAUSE))]


def _slope(slope: Measured | Silent) -> str:
    if isinstance(slope, Silent):
        return say(UNKNOWN)
    return format.with_interval(slope.value, slope.low, slope.high, "percent")
