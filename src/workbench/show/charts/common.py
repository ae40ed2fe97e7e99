"""What all builders share: what a chart says of its numbers, and the last step to a block."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NotRequired, TypedDict

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import marks, words
from workbench.show.blocks import Chart
from workbench.show.fields import Field
from workbench.show.rows import plain_rows

READ_ALOUD = 8
JOINED = N_("{first} {second}")


class About(TypedDict):
    """What every chart says of its numbers; ``says`` describes the picture for those who cannot see it."""

    n: int
    period: str
    source: str
    says: NotRequired[str]


def complete(name: str, frame: pd.DataFrame, needed: Sequence[str], numbers: Sequence[str] = ()) -> pd.DataFrame:
    """The rows that can be drawn; a chart of nothing is a caller's mistake.

    Raises:
        ValueError: no row has all the needed columns filled.
    """
    drawn = marks.complete(frame, needed, numbers)
    if drawn.empty:
        raise ValueError(f"chart {name!r} has nothing to draw: no row with {list(needed)}")
    return drawn


def aloud(head: str, pairs: Iterable[tuple[str, str]], most: int = READ_ALOUD) -> Phrase:
    """What a chart shows as a sentence, of the first ``most`` of its numbers."""
    read = list(pairs)
    return words.sentence(head, read[:most], max(len(read) - most, 0))


def together(sentences: Sequence[Phrase]) -> Phrase:
    """Sentences one after the other.

    >>> together([say("All is well."), say("Go on.")])
    'All is well. Go on.'
    """
    return reduce(lambda first, second: say(JOINED, first=first, second=second), sentences)


def recorded(
    drawing: str,
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Field],
    options: Mapping[str, Any],
    says: str,
    about: About,
) -> Chart:
    """A chart as a block: its rows with all that is drawn or shown, and how it is drawn.

    Args:
        drawing: the name of the drawing in ``show.drawing``.
        name, title, frame, columns: as for every builder.
        options: the drawing's options, plain values; those that name a column bring it along.
        says: what the chart says unless the caller has said it better.
        about: n, period, source, says.
    """
    used = [option for option in options.values() if isinstance(option, str) and option in frame.columns]
    return Chart(
        name,
        title,
        about["period"],
        about["source"],
        columns=dict(columns),
        rows=plain_rows(name, frame, list(dict.fromkeys([*columns, *used]))),
        n=about["n"],
        says=about.get("says") or says,
        drawing=drawing,
        options=dict(options),
    )
