"""What the month's change of satisfaction goes with in customer equity, if it lasts.

Only a change beyond chance is put in money. It is told as what goes together: nobody has shown here that the
change brings it.
"""

from typing import Any, Protocol

from workbench.phrase import N_, say
from workbench.show import blocks, format
from workbench.show.blocks import Block, Measured, Silent
from workbench.show.chapters.changes import is_told

NAME = "satisfaction_worth"

IF_IT_LASTS = N_("Customer equity that goes with the change of satisfaction, if it lasts")
RESTS = N_(
    "Satisfaction changed by {change} points. The interval holds the doubt of that, of what goes with a point, and of "
    "customer equity itself. It takes customers who did not answer for like those who did, and the change for a "
    "lasting one: of a mood that passes little is to be expected."
)
NO_CHANGE = N_(
    "Satisfaction did not change beyond chance since the month before, so there is no change to be put in money."
)
NOT_KNOWN = N_("The change of satisfaction since the month before cannot be put in money: {why}.")


class Satisfying(Protocol):
    """What points of satisfaction are worth (``analysis.customer_value.satisfaction_worth`` gives one)."""

    @property
    def change(self) -> Measured | Silent: ...


def change_in_money(found: Satisfying | Silent, change: Measured | Silent, *, period: str) -> tuple[Block, ...]:
    """The month's change of satisfaction in customer equity; a sentence where there is none to be valued.

    Args:
        found: what so many points go with; or why that is not known.
        change: of the index since the month before, in points.
        period: the month.
    """
    if isinstance(change, Silent):
        return (blocks.note(NAME, say(NOT_KNOWN, why=change.why)),)
    if not is_told(change):
        return (blocks.note(NAME, NO_CHANGE),)
    worth = found if isinstance(found, Silent) else found.change
    about: dict[str, Any] = {"unit": "money", "period": period, "source": "customer_value.satisfaction_worth.of"}
    kpi = blocks.kpi(NAME, IF_IT_LASTS, worth, **about)
    if isinstance(worth, Silent):
        return (kpi,)
    size = format.with_interval(change.value, change.low, change.high, "points")
    return kpi, blocks.note(f"{NAME}_rests", say(RESTS, change=size))
