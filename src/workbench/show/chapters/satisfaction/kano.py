"""What a touchpoint is to customers: taken for granted, one for one, or a delight (Kano).

A class is named only where penalty and reward are told apart from chance; else the touchpoint is in
none, with the reason.
"""

from typing import Any

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks
from workbench.show.blocks import Block, Field, Silent
from workbench.show.chapters.satisfaction.shared import plain, reasons, withheld
from workbench.show.chapters.words import listed

SOURCE = "penalty_reward.of"

BASIC = N_("{names}: taken for granted, so a failure is noticed and excellence is not")
DELIGHT = N_("{names}: a delight, so excellence is noticed and its absence is not")
BOTH = N_("{basic}; {delight}")
NEITHER = N_("No touchpoint is told to be taken for granted, or to be a delight")
NOT_CLASSED = N_("What customers take for granted, and what delights them, cannot be said")

_COLUMNS = {
    "driver": Field("Touchpoint"),
    "kind": Field("To customers it is"),
    "penalty": Field("Where rated low, points", "points"),
    "penalty_low": Field("Low", "points"),
    "penalty_high": Field("High", "points"),
    "reward": Field("Where rated high, points", "points"),
    "reward_low": Field("Low", "points"),
    "reward_high": Field("High", "points"),
}


def kano_classes(found: pd.DataFrame | Silent, *, period: str) -> Block:
    """What each touchpoint is to customers, with its penalty and its reward.

    Args:
        found: driver, penalty, reward, each with _low and _high, kind, n, why.
        period: the months pooled.
    """
    if not isinstance(found, pd.DataFrame):  # a frame with a column 'why' looks like a withheld result
        return withheld("kano", NOT_CLASSED, found)
    frame = found.assign(driver=found["driver"].map(plain))
    about: dict[str, Any] = {"n": int(frame["n"].max()), "period": period, "source": SOURCE}
    return blocks.table("kano", _title(frame), frame, _COLUMNS | reasons(frame), **about)


def _title(frame: pd.DataFrame) -> Phrase | str:
    basic, delight = (frame.loc[frame["kind"] == kind, "driver"].tolist() for kind in ("basic", "delight"))
    said = {"basic": say(BASIC, names=listed(basic)), "delight": say(DELIGHT, names=listed(delight))}
    if basic and delight:
        return say(BOTH, **said)
    return said["basic"] if basic else said["delight"] if delight else NEITHER
