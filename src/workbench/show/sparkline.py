"""The past of a number as a small line without axes, as large as a word or two.

The months before, the band of their intervals, the target where one is set, and the current
month as a dot; a month without a value is a gap. A sentence says what the picture shows.

Reference: Tufte 2006, Beautiful Evidence: sparklines.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from workbench.phrase import N_
from workbench.show import format
from workbench.show.comparisons import TARGET
from workbench.show.languages import lookup

WIDTH, HEIGHT, EDGE = 180, 36, 4
RANGE = N_("Since {month} between {lowest} and {highest}, now {value}")
RANGE_AND_TARGET = N_("Since {month} between {lowest} and {highest}, now {value}; the target is {target}")


class Spot(NamedTuple):
    """A place in the picture, in its own pixels from the top left."""

    x: float
    y: float


def line(fields: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """The past of a kpi as the parts of a picture; nothing when fewer than two months are known.

    Args:
        fields: the fields of a kpi, its phrases unpacked.
        currency: ISO code for money.

    Returns ``strokes`` and ``bands`` (points as SVG writes them), ``dot``, ``target`` (its height) and
    ``label`` (the picture in words).
    """
    months = [*fields.get("past", ()), {name: fields.get(name) for name in ("value", "low", "high")}]
    known = [month for month in months if month["value"] is not None]
    if len(known) < 2:
        return {}
    target = next((one["then"] for one in fields.get("comparisons", ()) if one["verdict"] in TARGET), None)
    spots = _Scale(months, target)
    runs = [list(run) for has, run in groupby(enumerate(months), lambda pair: pair[1]["value"] is not None) if has]
    now = fields.get("value")
    return {
        "strokes": [_points(spots.at(place, month["value"]) for place, month in run) for run in runs],
        "bands": [band for run in runs if (band := _band(spots, run))],
        "dot": None if now is None else spots.at(len(months) - 1, now),
        "target": None if target is None else spots.at(0, target).y,
        "label": _in_words(known, fields, target, currency),
    }


def _in_words(
    known: Sequence[Mapping[str, Any]], fields: Mapping[str, Any], target: float | None, currency: str
) -> str:
    values = [month["value"] for month in known]
    numbers = {"lowest": min(values), "highest": max(values), "value": fields.get("value"), "target": target}
    words = {name: format.value(number, fields["unit"], currency=currency) for name, number in numbers.items()}
    template = RANGE if target is None else RANGE_AND_TARGET
    return lookup(template).format(month=format.month(known[0]["month"]), **words)


def _band(spots: "_Scale", run: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    """The outline of the intervals of months that follow each other; nothing where there is none."""
    told = [(place, month) for place, month in run if month.get("low") is not None and month.get("high") is not None]
    if len(told) < 2 or all(month["low"] == month["high"] for _, month in told):
        return ""
    above = [spots.at(place, month["high"]) for place, month in told]
    below = [spots.at(place, month["low"]) for place, month in reversed(told)]
    return _points([*above, *below])


def _points(spots: Iterable[Spot]) -> str:
    return " ".join(f"{spot.x:.1f},{spot.y:.1f}" for spot in spots)


class _Scale:
    """Where months and values lie in the picture, which holds all values, their intervals and the target."""

    def __init__(self, months: Sequence[Mapping[str, Any]], target: float | None) -> None:
        numbers = [month.get(name) for month in months for name in ("value", "low", "high")]
        values = [number for number in (*numbers, target) if number is not None]
        self.low, self.high, self.last = min(values), max(values), len(months) - 1

    def at(self, place: int, value: float) -> Spot:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        across, down = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
        return Spot(EDGE + across * place / self.last, EDGE + down * (1 - share))
