"""What the customers of closed months were worth and returned: as reported, and measured again from today's data."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from workbench.phrase import N_, month, say
from workbench.show import blocks, format
from workbench.show.blocks import Field, Note, Silent, Table
from workbench.show.chapters.words import listed, opened

EQUITY, ROC = "equity_restated", "roc_restated"
SOURCE = "customer_value.looking_back.measured_again"

NO_RECORD = N_(
    "No month looked at here (last month, and those in which a forecast above began) has kept the model "
    "behind its numbers; months closed from now on do."
)
NO_MODEL = N_("Earlier months are not measured again, because no model of each customer stands behind this one: {why}.")
AS_REPORTED = N_("Measured again from the data of today, what the customers were worth is as it was reported.")
ROC_AS_REPORTED = N_("Measured again from the data of today, Return on Customer is as it was reported.")
DIFFERENT = N_(
    "Measured again, customer equity of {count} of {all} months is other than reported, most through {reason}"
)
ROC_DIFFERENT = N_(
    "Measured again, Return on Customer of {count} of {all} months is other than reported, most through {reason}"
)
BECAUSE = N_("{reason} ({amount})")
UNCHANGED = N_("as reported")
SOME_NOT = N_("Not every month can be measured again")
NOT_AGAIN = N_("cannot be measured again: {why}")


class Number(Protocol):
    """A number as reported and measured again (``analysis.customer_value.restated.Restated`` is one)."""

    @property
    def reported(self) -> float: ...
    @property
    def restated(self) -> float: ...
    @property
    def because(self) -> Mapping[str, float]: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


class ClosedMonth(Protocol):
    """A month measured again (``analysis.customer_value.restated.Month`` is one)."""

    @property
    def as_of(self) -> dt.date: ...
    @property
    def equity(self) -> Number | Silent: ...
    @property
    def roc(self) -> Number | Silent: ...


def restated(months: Sequence[ClosedMonth] | Silent, *, period: str) -> list[Table | Note]:
    """Customer equity and Return on Customer of closed months, as reported and as measured again, with the reasons.

    Args:
        months: those looked at, the earliest first; or why none can be.
        period: the month of this report.
    """
    if isinstance(months, Silent):
        return [blocks.note(EQUITY, say(NO_MODEL, why=months.why))]
    if not months:
        return [blocks.note(EQUITY, NO_RECORD)]
    equity = {one.as_of: one.equity for one in months}
    roc = {one.as_of: one.roc for one in months}
    return [
        _told(EQUITY, equity, AS_REPORTED, DIFFERENT, Field("Customer equity as reported", "money"), period),
        _told(ROC, roc, ROC_AS_REPORTED, ROC_DIFFERENT, Field("Return on Customer as reported", "percent"), period),
    ]


def _told(
    name: str, months: Mapping[dt.date, Number | Silent], same: str, different: str, reported: Field, period: str
) -> Table | Note:
    found = [one for one in months.values() if not isinstance(one, Silent)]
    sizes: dict[str, float] = {}
    for one in found:
        for reason in one.reasons:
            sizes[reason] = sizes.get(reason, 0.0) + abs(one.because[reason])
    if not sizes and len(found) == len(months):
        return blocks.note(name, same)
    changed = sum(bool(one.reasons) for one in found)
    most = max(sizes, key=lambda reason: sizes[reason], default="")
    title = say(different, count=changed, all=len(months), reason=most) if sizes else say(SOME_NOT)
    fields = {
        "month": Field("Month"),
        "reported": reported,
        "restated": Field("Measured again", reported.unit),
        "change": Field("Change"),
        "because": Field("Because of"),
    }
    frame = pd.DataFrame([_month(day, one, reported.unit) for day, one in months.items()], dtype=object)
    return blocks.table(name, title, frame, fields, n=len(months), period=period, source=SOURCE)


def _month(day: dt.date, one: Number | Silent, unit: str) -> dict[str, object]:
    last = day - dt.timedelta(days=1)
    named: dict[str, object] = {"month": month(f"{last:%Y-%m}")}
    if isinstance(one, Silent):
        return {**named, "reported": None, "restated": None, "change": None, "because": say(NOT_AGAIN, why=one.why)}
    reasons = [say(BECAUSE, reason=each, amount=format.change(one.because[each], unit)) for each in one.reasons]
    return {
        **named,
        "reported": one.reported,
        "restated": one.restated,
        "change": format.change(one.restated - one.reported, unit) if reasons else None,
        "because": opened(listed(reasons)) if reasons else UNCHANGED,
    }
