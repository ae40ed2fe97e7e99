"""Whether drivers matter otherwise than in the months before: said only where it is more than noise.

Where no shift is told, the smallest that could have been seen stands beside it, or that none could.
"""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from workbench.phrase import N_, say
from workbench.show import blocks
from workbench.show.blocks import Block, Field, Finding, Silent
from workbench.show.chapters.changes import share_points
from workbench.show.chapters.satisfaction.drivers import SOURCE
from workbench.show.chapters.satisfaction.shared import plain
from workbench.show.chapters.words import opened, whole

MORE = N_("{name} matters more than in the months before: {now} of what is explained, against {before}")
LESS = N_("{name} matters less than in the months before: {now} of what is explained, against {before}")
AS_BEFORE = N_(
    "No driver matters more or less than in the months before, beyond chance; a shift of less than {size} "
    "could not have been seen at this number of answers."
)
TOO_FEW_TO_SEE = N_(
    "Whether drivers matter otherwise than in the months before could not have been seen at this number of answers."
)
NOT_COMPARED = N_("Whether drivers matter otherwise than in the months before cannot be said: {why}.")
SHIFT_TEST = N_("its chance without a change stands up among all drivers looked at; of such alarms, 5% are false")
READ_AGAIN = N_("Ask why {name} weighs otherwise now, before the plans that rest on it are changed.")
SHIFTS = N_("How the weight of each driver moved since the months before")

LARGEST_SHIFT = 0.5  # of what is explained; where nothing smaller could be seen, nothing can

_SHIFTS = {
    "driver": Field("Driver"),
    "share": Field("Share of what is explained", "percent"),
    "share_before": Field("In the months before", "percent"),
    "change": Field("Change", "percent"),
    "low": Field("Low", "percent"),
    "high": Field("High", "percent"),
    "told": Field("Told from chance"),
    "detectable": Field("Smallest change that would be seen", "percent"),
}


def driver_shift(shifts: pd.DataFrame | Silent, *, period: str) -> Block:
    """The finding that a driver matters otherwise than before; a note where none does, or none can be said to.

    Args:
        shifts: driver, n (the fewer of both windows), share, share_before, change, low, high, told, detectable.
        period: the months pooled.
    """
    if not isinstance(shifts, pd.DataFrame):
        return blocks.note("driver_shift", say(NOT_COMPARED, why=shifts.why))
    moved = shifts[shifts["told"].astype(bool)].sort_values("change", key=lambda change: -change.abs(), kind="stable")
    if len(moved):
        return _shift(moved.to_dict("records")[0], period)
    smallest = float(shifts["detectable"].median())
    seen = smallest < LARGEST_SHIFT
    return blocks.note("driver_shift", say(AS_BEFORE, size=share_points(smallest)) if seen else TOO_FEW_TO_SEE)


def driver_shifts(shifts: pd.DataFrame | Silent, *, period: str) -> list[Block]:
    """The table of all shifts, for the analyst; nothing where there are none."""
    if not isinstance(shifts, pd.DataFrame) or shifts.empty:
        return []
    frame, n = shifts.assign(driver=shifts["driver"].map(plain)), int(shifts["n"].iloc[0])
    return [blocks.table("driver_shifts", SHIFTS, frame, _SHIFTS, n=n, period=period, source=SOURCE)]


def _shift(row: dict[Hashable, Any], period: str) -> Finding:
    words = {
        "name": opened(plain(str(row["driver"]))),
        "now": whole(row["share"]),
        "before": whole(row["share_before"]),
    }
    return Finding(
        "driver_shift",
        say(MORE if row["change"] > 0 else LESS, **words),
        period,
        SOURCE,
        unit="percent",
        value=float(row["change"]),
        low=float(row["low"]),
        high=float(row["high"]),
        n=int(row["n"]),
        test=SHIFT_TEST,
        do=say(READ_AGAIN, name=plain(str(row["driver"]))),
        tells="change",
    )
