"""Numbers as a reader wants them: by unit, short, with their interval.

| unit | value | shown |
|---|---|---|
| count | 12431 | 12,431 |
| number, points, ratio | 72.43 | 72.4 |
| money | 12431, 1240000 | €12,431, €1.24 M |
| cents | 12431 | €12,431.00 |
| percent | 0.784 | 78.4 % |
| days, months | 43 | 43 days, 43 months |
| date, month | 2026-09-01 | 1 Sep 2026, Sep 2026 |

A number never parts from its unit at the end of a line (no-break spaces), and a minus is a
minus. What the currency is, a notebook says once, by ``use``.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.show.digits import MINUS, ONE, SPACE, WORDS, Scale, decimals_for, dressed, scale_for, written

DASH = "\u2013"
# Not strftime, whose names depend on the machine's language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class Manner:
    """How this process writes numbers; one report has one currency."""

    currency: str = ""


MANNER = Manner()


def use(currency: str) -> None:
    """Write money in this currency from here on; its ISO code, such as EUR."""
    MANNER.currency = currency


def value(number: Any, unit: str = "number", *, currency: str | None = None, compact: bool = True) -> str:
    """A value in its unit; an absent one is a dash.

    Args:
        number: the value; percent is a fraction.
        unit: one of the units of ``blocks.Unit``.
        currency: ISO code for money; by default the one of ``use``.
        compact: write 100,000 and more in thousands, millions, billions.

    >>> value(0.784, "percent").replace(SPACE, " ")
    '78.4 %'
    >>> value(1_240_000, "money", currency="EUR").replace(SPACE, " ")
    '€1.24 M'
    >>> value(12431, "count")
    '12,431'
    >>> value(5_857_569.24, "cents", currency="EUR")
    '€5,857,569.24'
    """
    if _absent(number) or not _is_number(number, unit):
        return _wordy(number, unit)
    scale = scale_for(abs(number), unit, compact=compact)
    return _full(number, unit, scale, abs(number), currency)


def column(numbers: Sequence[Any], unit: str, *, currency: str | None = None) -> list[str]:
    """The values of a table's column, with one number of decimals and in full, so that they compare.

    >>> column([0.31, 0.04, None], "ratio")
    ['0.31', '0.04', '–']
    """
    sizes = [abs(number) for number in numbers if not _absent(number) and _is_number(number, unit)]
    scale = scale_for(0.0, unit, compact=False)
    return [
        _full(number, unit, scale, max(sizes), currency)
        if not _absent(number) and _is_number(number, unit)
        else _wordy(number, unit)
        for number in numbers
    ]


def interval(low: float, high: float, unit: str, *, like: float | None = None, currency: str | None = None) -> str:
    """Two bounds on one scale, that of ``like``, the value they belong to.

    >>> interval(71.1, 73.7, "points")
    '71.1 to 73.7'
    """
    size = max(abs(low), abs(high)) if like is None else abs(like)
    scale = scale_for(size, unit)
    return " to ".join(_full(bound, unit, scale, size, currency) for bound in (low, high))


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
    if _absent(low) or _absent(high) or low is None or high is None or low == high:
        return shown
    return f"{shown} ({interval(low, high, unit, like=number, currency=currency)})"


def change(number: float, unit: str, *, currency: str | None = None) -> str:
    """A difference, always with its sign; shares differ by percentage points.

    >>> change(2.1, "points").replace(SPACE, " ")
    '+2.1 points'
    >>> change(-0.013, "percent").replace(SPACE, " ")
    '−1.3 percentage points'
    """
    if unit == "percent":
        shown = f"{value(number * 100, 'points')}{SPACE}percentage{SPACE}points"
    else:
        shown = value(number, unit, currency=currency) + (f"{SPACE}points" if unit == "points" else "")
    return shown if shown.startswith(MINUS) else f"+{shown}"


def cell(number: float, unit: str) -> str:
    """A number as short as a narrow cell wants it: whole percents without their sign.

    >>> cell(0.784, "percent"), cell(0.002, "percent"), cell(0.0, "percent")
    ('78', '<1', '0')
    """
    if unit != "percent":
        return value(number, unit)
    return "<1" if 0 < number < 0.005 else written(number, Scale(0.01), 0)


def ticks(places: Sequence[float], unit: str, *, currency: str | None = None) -> list[str]:
    """The numbers along an axis, all on one scale, with just the decimals that tell them apart.

    >>> ticks([0, 500_000, 1_000_000], "money", currency="EUR")[1].replace(SPACE, " ")
    '€0.5 M'
    """
    scale = scale_for(max(map(abs, places)), unit)
    scaled = [place / scale.size for place in places]
    decimals = next((few for few in range(6) if all(abs(s - round(s, few)) < 1e-9 for s in scaled)), 6)
    code = MANNER.currency if currency is None else currency
    plain = "number" if unit in WORDS else unit
    zero = dressed("0", plain, scale if unit == "percent" else ONE, code)
    return [dressed(written(place, scale, decimals), plain, scale, code) if place else zero for place in places]


def sample(n: int) -> str:
    """How many a number rests on.

    >>> sample(12431).replace(SPACE, " ")
    'n = 12,431'
    """
    return f"n{SPACE}={SPACE}{n:,}"


def text(content: Any) -> str:
    """Text as it is, yes and no for truth values, and midnight cut from a day.

    >>> text("2026-09-01T00:00:00"), text(True)
    ('2026-09-01', 'yes')
    """
    if isinstance(content, bool):
        return "yes" if content else "no"
    return str(content).removesuffix("T00:00:00")


def day(content: str, unit: str = "date") -> str:
    """An ISO day or month in words; what is none stays as it is.

    >>> day("2026-09-01").replace(SPACE, " "), day("2026-09", "month").replace(SPACE, " ")
    ('1 Sep 2026', 'Sep 2026')
    """
    try:
        date = dt.date.fromisoformat(content[:10] if len(content) != 7 else f"{content}-01")
    except ValueError:
        return content
    month = f"{MONTHS[date.month - 1]}{SPACE}{date.year}"
    return month if unit == "month" else f"{date.day}{SPACE}{month}"


def _absent(number: Any) -> bool:
    return number is None or (isinstance(number, float) and not math.isfinite(number))


def _is_number(number: Any, unit: str) -> bool:
    return unit not in ("text", "date", "month") and not isinstance(number, (str, bool))


def _wordy(content: Any, unit: str) -> str:
    if _absent(content):
        return DASH
    return day(str(content), unit) if unit in ("date", "month") else text(content)


def _full(number: float, unit: str, scale: Scale, like: float, currency: str | None) -> str:
    digits = written(number, scale, decimals_for(like, unit, scale))
    return dressed(digits, unit, scale, MANNER.currency if currency is None else currency)
