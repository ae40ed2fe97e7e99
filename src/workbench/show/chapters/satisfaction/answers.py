"""What became of each question that was put: answered, not applicable, skipped, or outside its scale."""

from typing import Any

import pandas as pd

from workbench.phrase import N_, say
from workbench.show import blocks, format
from workbench.show.blocks import Block, Field

SOURCE = "answer_counts"
BECAME = ("answered", "not_applicable", "skipped", "outside")

ALL_WITHIN = N_(
    "Of all questions put, {answered} were answered, {not_applicable} were called not applicable, {skipped} were "
    "skipped"
)
SOME_OUTSIDE = N_(
    "Of all questions put, {answered} were answered, {not_applicable} were called not applicable, {skipped} were "
    "skipped; {outside} of the answers lie outside the scale and count in no index"
)

_COLUMNS = {
    "item": Field("Question"),
    "answered": Field("Answered", "count"),
    "not_applicable": Field("Not applicable", "count"),
    "skipped": Field("Skipped", "count"),
    "outside": Field("Outside its scale", "count"),
    "left_out": Field("Skipped, of the times it was put", "percent"),
}


def answer_counts(found: pd.DataFrame, *, period: str) -> list[Block]:
    """What became of each question, skipped most often first; nothing where none was put.

    Args:
        found: item, answered, not_applicable, skipped, outside.
        period: the months counted.
    """
    put = found[list(BECAME)].sum(axis=1)
    frame = found.assign(left_out=found["skipped"] / put)[put > 0]
    if frame.empty:
        return []
    totals = {name: int(frame[name].sum()) for name in BECAME}
    words: dict[str, Any] = {name: format.value(totals[name] / put.sum(), "percent") for name in BECAME[:3]}
    if totals["outside"]:
        title = say(SOME_OUTSIDE, **words, outside=format.value(totals["outside"], "count"))
    else:
        title = say(ALL_WITHIN, **words)
    ranked = frame.sort_values("left_out", ascending=False, kind="stable")
    return [blocks.table("answer_counts", title, ranked, _COLUMNS, n=int(put.max()), period=period, source=SOURCE)]
