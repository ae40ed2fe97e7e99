"""What the customers of closed months were worth: as reported, and measured again from the data of today."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from workbench.phrase import N_, month, say
from workbench.show import blocks, format
from workbench.show.blocks import Field, Note, Table
from workbench.show.chapters.words import listed, opened

NAME = "equity_restated"
SOURCE = "customer_value.looking_back.restated"

NO_RECORD = N_("No earlier month has kept the model behind its numbers; months closed from now on do.")
AS_REPORTED = N_("Measured again from the data of today, what the customers were worth is as it was reported.")
DIFFERENT = N_(
    "Measured again, customer equity of {count} of {all} months is other than reported, most through {reason}"
)
BECAUSE = N_("{reason} ({amount})")
UNCHANGED = N_("as reported")

_MONTHS = {
    "month": Field("Month"),
    "reported": Field("Customer equity as reported", "money"),
    "restated": Field("Measured again", "money"),
    "change": Field("Change", "money"),
    "because": Field("Because of"),
}


class MeasuredAgain(Protocol):
    """A month as reported and measured again (``analysis.customer_value.kept.Restated`` is one)."""

    @property
    def as_of(self) -> dt.date: ...
    @property
    def reported(self) -> float: ...
    @property
    def restated(self) -> float: ...
    @property
    def because(self) -> Mapping[str, float]: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


def restated(months: Sequence[MeasuredAgain], *, period: str) -> Table | Note:
    """Customer equity of closed months as reported and as measured again, with the reasons.

    Args:
        months: the months that can be measured again, the earliest first.
        period: the month of this report.
    """
    if not months:
        return blocks.note(NAME, NO_RECORD)
    changed = [one for one in months if one.reasons]
    if not changed:
        return blocks.note(NAME, AS_REPORTED)
    sizes: dict[str, float] = {}
    for one in changed:
        for reason in one.reasons:
            sizes[reason] = sizes.get(reason, 0.0) + abs(one.because[reason])
    words = {"count": len(changed), "all": len(months), "reason": max(sizes, key=lambda reason: sizes[reason])}
    frame = pd.DataFrame([_month(one) for one in months], dtype=object)
    return blocks.table(NAME, say(DIFFERENT, **words), frame, _MONTHS, n=len(months), period=period, source=SOURCE)


def _month(one: MeasuredAgain) -> dict[str, object]:
    reasons = [
        say(BECAUSE, reason=reason, amount=format.change(one.because[reason], "money")) for reason in one.reasons
    ]
    last = one.as_of - dt.timedelta(days=1)
    return {
        "month": month(f"{last:%Y-%m}"),
        "reported": one.reported,
        "restated": one.restated,
        "change": one.restated - one.reported,
        "because": opened(listed(reasons)) if reasons else UNCHANGED,
    }
