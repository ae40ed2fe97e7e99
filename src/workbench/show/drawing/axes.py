"""Axes with our own ticks, so that they are written as all other numbers of the report are."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from workbench.show import format, theme
from workbench.show.drawing.text import label, safe
from workbench.show.fields import Field
from workbench.show.languages import again

HIDDEN = {"visible": False}


def row_axis(names: Iterable[object]) -> dict[str, Any]:
    """A vertical axis with one row for each name, the first on top; rows lie at 0, 1, 2, ..."""
    ticks = [label(name) for name in names]
    return {
        "tickvals": list(range(len(ticks))),
        "ticktext": ticks,
        "range": [len(ticks) - 0.5, -0.5],
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 6,
        "tickfont": {"color": theme.colour("ink"), "size": 13},
    }


def row_height(names: Iterable[object], least: int = 34) -> int:
    """Pixels a row needs for the tallest of its labels."""
    return max(least, *(17 * (label(name).count("<br>") + 1) + 8 for name in names))


def bar_width(names: Iterable[object], pixels: int = 21) -> float:
    """The share of its row that a bar of ``pixels`` takes."""
    return round(pixels / row_height(names), 3)


def value_axis(field: Field, low: float, high: float, *, title: bool = True, most: int = 6) -> dict[str, Any]:
    """An axis from ``low`` to ``high`` with at most ``most`` round ticks in the field's unit."""
    ticks = round_ticks(low, high, most)
    return {
        "tickvals": ticks,
        "ticktext": format.ticks(ticks, field.unit),
        "range": [low, high],
        "zeroline": low < 0 < high,
        "title": {"text": safe(again(field.label)) if title else ""},
    }


def time_axis(moments: Sequence[Any]) -> dict[str, Any]:
    """An axis of months: at most seven ticks, the year under the first and under each January."""
    days = pd.to_datetime(pd.Series(sorted(set(moments))))
    first, last = days.iloc[0], days.iloc[-1]
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in (1, 2, 3, 6, 12, 24) if months // step < 7), 60)
    ticks = [tick for tick in pd.date_range(first.replace(day=1), last, freq="MS") if (tick.month - 1) % step == 0]
    ticks = [tick for tick in ticks if step <= 12 or (tick.year % (step // 12) == 0)] or [first]
    return {
        "type": "date",
        "tickvals": [tick.isoformat() for tick in ticks],
        "ticktext": [
            format.tick_month(tick, with_year=place == 0 or tick.month == 1) for place, tick in enumerate(ticks)
        ],
        "range": [first.isoformat(), last.isoformat()],
        "showgrid": False,
        "zeroline": False,
    }


def moment(place: Any) -> Any:
    """A place on an axis as plotly and JSON take it."""
    return place.isoformat() if hasattr(place, "isoformat") else place


def round_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """At most ``most`` round numbers from ``low`` to ``high``, a power of ten times 1, 2, 2.5 or 5 apart.

    >>> round_ticks(0, 1), round_ticks(0.318, 0.379, 4)
    ([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [0.32, 0.34, 0.36])
    """
    if not high > low:
        return [low]
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    spans = ((power * size, *_places(low, high, power * size)) for size in (1, 2, 2.5, 5, 10, 20))
    step, first, last = next(span for span in spans if span[2] - span[1] < most)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _places(low: float, high: float, step: float) -> tuple[int, int]:
    """The first and the last multiple of a step in a range."""
    return math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)


def padded(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    """The range with some air at both ends; a single value gets a range around it."""
    span = (high - low) or abs(high) or 1.0
    return low - share * span, high + share * span
