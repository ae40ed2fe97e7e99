"""Numbers and dates as a reader wants them: by unit, short, with their interval.

| unit | value | English | Chinese |
|---|---|---|---|
| count | 12431 | 12,431 | 12,431 |
| number, points, ratio | 72.43 | 72.4 | 72.4 |
| money | 12431, 1240000 | €12,431, €1.24M | €12,431, €124万 |
| cents | 12431 | €12,431.00 | €12,431.00 |
| percent | 0.784 | 78.4% | 78.4% |
| days, months | 43 | 43 days, 43 months | 43天, 43个月 |
| date, month | 2026-09-01 | 1 Sep 2026, Sep 2026 | 2026年9月1日, 2026年9月 |

A number never parts from its unit at the end of a line (no-break spaces), and a minus is a
minus. What a writer gives is a ``Phrase``: it remembers the writer and its arguments, and so can
be written again in another language. What the currency is, a notebook says once, by ``use``.
"""

import math
from collections.abc import Sequence
from typing import Any

from workbench.phrase import N_, Phrase, decimals
from workbench.show.dates import day, month, tick_month
from workbench.show.digits import (
    MINUS,
    ONE,
    PERCENT,
    SPACE,
    WORDS,
    Scale,
    bound_scale,
    decimals_for,
    scale_for,
    written,
)
from workbench.show.languages import again, lookup, manner, remembered, use

__all__ = [
    "cell", "change", "column", "day", "figure", "interval", "month", "sample", "text", "tick_month", "ticks", "use",
    "value", "with_interval",
]  # fmt: skip

DASH = "\u2013"
BOUNDS = N_("{low} to {high}")
WITH_BOUNDS = N_("{value} ({interval})")
POINTS = N_("{number} points")
SHARE_POINTS = N_("{number} percentage points")
SAMPLE = N_("n = {n}")
YES, NO = N_("yes"), N_("no")


@remembered
def value(number: Any, unit: str = "number", *, currency: str | None = None, compact: bool = True) -> str:
    """A value in its unit; an absent one is a dash.

    Args:
        number: the value; percent is a fraction.
        unit: one of the units of ``blocks.Unit``.
        currency: ISO code for money; by default the one of ``use``.
        compact: write 100,000 and more in thousands, millions, billions.

    >>> value(0.784, "percent")
    '78.4%'
    >>> value(1_240_000, "money", currency="EUR")
    '€1.24M'
    >>> value(12431, "count")
    '12,431'
    >>> value(5_857_569.24, "cents", currency="EUR")
    '€5,857,569.24'
    """
    if not _is_number(number, unit):
        return _wordy(number, unit)
    return _full(number, unit, scale_for(abs(number), unit, compact=compact), abs(number), currency)


def column(numbers: Sequence[Any], unit: str, *, currency: str | None = None) -> list[str]:
    """The values of a table's column, with one number of decimals and in full, so that they compare.

    >>> column([0.31, 0.04, None], "ratio")
    ['0.31', '0.04', '–']
    """
    largest = max((abs(number) for number in numbers if _is_number(number, unit)), default=0.0)
    scale = scale_for(0.0, unit, compact=False)
    return [
        _full(number, unit, scale, largest, currency) if _is_number(number, unit) else _wordy(number, unit)
        for number in numbers
    ]


@remembered
def interval(low: float, high: float, unit: str, *, like: float | None = None, currency: str | None = None) -> str:
    """Two bounds on one scale, that of ``like``, the value they belong to, unless one is too large for it.

    >>> interval(71.1, 73.7, "points")
    '71.1 to 73.7'
    >>> interval(766_000, 1_060_000, "money", like=913_000, currency="EUR")
    '€766K to €1.06M'
    """
    largest = max(abs(low), abs(high))
    size = largest if like is None else abs(like)
    places = _bound_places(size, largest, unit)
    bounds = [_bound(bound, unit, size, places, currency) for bound in (low, high)]
    return lookup(BOUNDS).format(low=bounds[0], high=bounds[1])


@remembered
def with_interval(
    number: float, low: float | None, high: float | None, unit: str, *, currency: str | None = None
) -> str:
    """A value with its interval; without one where it was counted.

    >>> with_interval(72.4, 71.1, 73.7, "points")
    '72.4 (71.1 to 73.7)'
    >>> with_interval(12.0, 12.0, 12.0, "count")
    '12'
    """
    shown = value(number, unit, currency=currency)
    if not _is_number(low, unit) or not _is_number(high, unit) or low is None or high is None or low == high:
        return shown
    bounds = interval(low, high, unit, like=number, currency=currency)
    return lookup(WITH_BOUNDS).format(value=shown, interval=bounds)


@remembered
def change(number: float, unit: str, *, like: float | None = None, currency: str | None = None) -> str:
    """A difference, always with its sign; shares differ by percentage points.

    Args:
        number, unit, currency: as for ``value``.
        like: the difference that this one is a bound of, whose scale it takes.

    >>> change(2.1, "points").replace(SPACE, " ")
    '+2.1 points'
    >>> change(-0.013, "percent").replace(SPACE, " ")
    '−1.3 percentage points'
    """
    times, plain = (100, "points") if unit == "percent" else (1, unit)
    shown = (
        str(value(times * number, plain, currency=currency))
        if like is None
        else _bound_like(times * number, plain, abs(times * like), currency)
    )
    signed = shown if shown.startswith(MINUS) else f"+{shown}"
    template = {"percent": SHARE_POINTS, "points": POINTS}.get(unit)
    return lookup(template).format(number=signed).replace(" ", SPACE) if template else signed


@remembered
def cell(number: float, unit: str) -> str:
    """A number as short as a narrow cell wants it: whole percents without their sign.

    >>> cell(0.784, "percent"), cell(0.002, "percent"), cell(0.0, "percent")
    ('78', '<1', '0')
    """
    if unit != "percent":
        return value(number, unit)
    return "<1" if 0 < number < 0.005 else written(number * 100, "number", ONE, 0)


def ticks(places: Sequence[float], unit: str, *, currency: str | None = None) -> list[str]:
    """The numbers along an axis, all on one scale, with just the decimals that tell them apart.

    >>> ticks([0, 500_000, 1_000_000], "money", currency="EUR")[1]
    '€0.5M'
    """
    scale = scale_for(max(map(abs, places)), unit)
    scaled = [place / scale.size for place in places]
    few = next((few for few in range(6) if all(abs(s - round(s, few)) < 1e-9 for s in scaled)), 6)
    code = manner().currency if currency is None else currency
    plain = "number" if unit in WORDS else unit
    zero = written(0, plain, PERCENT if unit == "percent" else ONE, 0, code)
    return [written(place, plain, scale, few, code) if place else zero for place in places]


@remembered
def sample(n: int) -> str:
    """How many a number rests on.

    >>> sample(12431).replace(SPACE, " ")
    'n = 12,431'
    """
    return lookup(SAMPLE).format(n=value(n, "count")).replace(" ", SPACE)


@remembered
def figure(number: float) -> str:
    """A number in a sentence, as ``phrase.say`` writes it: about three digits, in full.

    >>> figure(1204), figure(0.314)
    ('1,204', '0.31')
    """
    return written(number, "number", ONE, 0 if isinstance(number, int) else decimals(abs(number)))


@remembered
def text(content: Any) -> str:
    """Text in the language in force, yes and no for truth values, and midnight cut from a day.

    >>> text("2026-09-01T00:00:00"), text(True)
    ('2026-09-01', 'yes')
    """
    if isinstance(content, bool):
        return lookup(YES if content else NO)
    return lookup(str(content)).removesuffix("T00:00:00")


def _absent(number: Any) -> bool:
    return number is None or (isinstance(number, float) and not math.isfinite(number))


def _is_number(number: Any, unit: str) -> bool:
    return not _absent(number) and unit not in ("text", "date", "month") and not isinstance(number, (str, bool))


def _wordy(content: Any, unit: str) -> str:
    """What is no number: absent, a date, or text (a phrase is written again)."""
    if _absent(content):
        return DASH
    if isinstance(content, Phrase):
        return again(content)
    return day(str(content), unit) if unit in ("date", "month") else text(content)


def _bound(bound: float, unit: str, size: float, places: int, currency: str | None) -> str:
    """A bound on the scale of a value of this size; on its own where it is too large for that."""
    scale = bound_scale(abs(bound), scale_for(size, unit), unit)
    if scale != scale_for(size, unit):
        return _full(bound, unit, scale, abs(bound), currency)
    return written(bound, unit, scale, places, manner().currency if currency is None else currency)


def _bound_like(bound: float, unit: str, size: float, currency: str | None) -> str:
    return _bound(bound, unit, size, _bound_places(size, max(size, abs(bound)), unit), currency)


def _bound_places(size: float, largest: float, unit: str) -> int:
    """Decimals of both bounds: those of their value; cents only where no bound is too large for them."""
    scale = scale_for(size, unit)
    places = decimals_for(size, unit, scale)
    return min(places, decimals_for(largest, unit, scale)) if unit == "money" and scale == ONE else places


def _full(number: float, unit: str, scale: Scale, like: float, currency: str | None) -> str:
    code = manner().currency if currency is None else currency
    return written(number, unit, scale, decimals_for(like, unit, scale), code)
