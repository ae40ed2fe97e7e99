"""Numbers as a reader wants them: by unit, short, with their interval.

| unit | value | shown |
|---|---|---|
| count | 12431 | 12,431 |
| number, points, ratio | 72.43 | 72.4, 72.4, 72.4 |
| money | 1240000 | €1.24 M (with the currency of ``use``) |
| percent | 0.784 | 78.4 % |
| days, months | 43 | 43 days, 43 months |
| date, month | 2026-09-01 | 1 Sep 2026, Sep 2026 |

A number and its sign or unit never part at the end of a line (no-break spaces), and a minus
is a minus. What the currency is, a notebook says once, by ``use``.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SPACE = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩"}
SCALES = ((1e9, 1e9, "bn"), (999_500, 1e6, "M"), (1e5, 1e3, "k"))  # from this size, in units of, with this suffix
WORDS = {"days": ("day", "days"), "months": ("month", "months")}


@dataclass
class Manner:
    """How this process writes numbers; one report has one currency."""

    currency: str = ""


MANNER = Manner()


def use(currency: str) -> None:
    """Write money in this currency from here on; its ISO code, such as EUR."""
    MANNER.currency = currency


def symbol(currency: str | None = None) -> str:
    """What stands before an amount: a symbol, or the code where no symbol is common.

    >>> symbol("EUR"), symbol("CHF").replace(SPACE, " ")
    ('€', 'CHF ')
    """
    code = MANNER.currency if currency is None else currency
    return SYMBOLS.get(code, f"{code}{SPACE}" if code else "")


def value(number: Any, unit: str = "number", *, currency: str | None = None, compact: bool = True) -> str:
    """A value in its unit; an absent one is a dash.

    Args:
        number: the value; percent is a fraction.
        unit: one of the units of ``blocks.Unit``.
        currency: ISO code for money; by default the one of ``use``.
        compact: write money of a million and more in millions.

    >>> value(0.784, "percent").replace(SPACE, " ")
    '78.4 %'
    >>> value(1_240_000, "money", currency="EUR").replace(SPACE, " ")
    '€1.24 M'
    >>> value(12431, "count")
    '12,431'
    """
    if number is None or (isinstance(number, float) and not math.isfinite(number)):
        return DASH
    if unit in ("date", "month"):
        return day(str(number), unit)
    if isinstance(number, (str, bool)) or unit == "text":
        return text(number)
    scale = _scale(abs(number), unit, compact)
    return _dress(_digits(number, unit, scale), unit, scale, currency)


def interval(low: float, high: float, unit: str, *, like: float | None = None, currency: str | None = None) -> str:
    """Two bounds on one scale: "71.1 to 73.7".

    ``like`` is the value the bounds belong to: they are written on its scale.

    >>> interval(71.1, 73.7, "points")
    '71.1 to 73.7'
    """
    size = max(abs(low), abs(high)) if like is None else abs(like)
    scale = _scale(size, unit, compact=True)
    bounds = [_dress(_digits(bound, unit, scale, size), unit, scale, currency) for bound in (low, high)]
    return " to ".join(bounds)


def with_interval(
    number: float, low: float | None, high: float | None, unit: str, *, currency: str | None = None
) -> str:
    """A value with its interval: "72.4 (71.1 to 73.7)"; without one when it was counted.

    >>> with_interval(72.4, 71.1, 73.7, "points")
    '72.4 (71.1 to 73.7)'
    >>> with_interval(12.0, 12.0, 12.0, "count")
    '12'
    """
    shown = value(number, unit, currency=currency)
    if low is None or high is None or low == high:
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
    return shown if number < 0 else f"+{shown}"


def cell(number: float, unit: str) -> str:
    """A number as short as a narrow cell wants it: whole percents without their sign.

    >>> cell(0.784, "percent"), cell(0.002, "percent"), cell(0.0, "percent")
    ('78', '<1', '0')
    """
    if unit != "percent":
        return value(number, unit)
    return "<1" if 0 < number < 0.005 else f"{number * 100:.0f}".replace("-", MINUS)


def ticks(places: Sequence[float], unit: str, *, currency: str | None = None) -> list[str]:
    """The numbers along an axis, all on one scale, with just the decimals that tell them apart.

    >>> ticks([0, 500_000, 1_000_000], "money", currency="EUR")[1].replace(SPACE, " ")
    '€0.5 M'
    """
    scale = _scale(max(map(abs, places)), unit, compact=True)
    decimals = next(
        (
            few
            for few in range(6)
            if all(abs(place / scale[0] - round(place / scale[0], few)) < 1e-9 for place in places)
        ),
        6,
    )
    digits = [f"{place / scale[0]:,.{decimals}f}".replace("-", MINUS) for place in places]
    plain = "number" if unit in WORDS else unit
    none = scale if unit == "percent" else (1.0, "")
    return [
        _dress(number, plain, scale, currency) if place else _dress("0", plain, none, currency)
        for place, number in zip(places, digits, strict=True)
    ]


def sample(n: int) -> str:
    """How many a number rests on.

    >>> sample(12431).replace(SPACE, " ")
    'n = 12,431'
    """
    return f"n{SPACE}={SPACE}{n:,}"


def text(content: Any) -> str:
    """Text as it is, yes and no for truth values, and midnight cut from a day.

    >>> text("2026-09-01T00:00:00")
    '2026-09-01'
    """
    if isinstance(content, bool):
        return "yes" if content else "no"
    return str(content).removesuffix("T00:00:00")


def day(content: str, unit: str = "date") -> str:
    """An ISO day in words; what is no ISO day stays as it is.

    >>> day("2026-09-01").replace(SPACE, " "), day("2026-09", "month").replace(SPACE, " ")
    ('1 Sep 2026', 'Sep 2026')
    """
    iso = content[:10] if len(content) != 7 else f"{content}-01"
    try:
        date = dt.date.fromisoformat(iso)
    except ValueError:
        return content
    month = f"{date:%b}{SPACE}{date.year}"
    return month if unit == "month" else f"{date.day}{SPACE}{month}"


def _scale(size: float, unit: str, compact: bool) -> tuple[float, str]:
    if unit == "percent":
        return 0.01, "%"
    if compact and unit in ("money", "number"):
        return next(((unit_size, suffix) for start, unit_size, suffix in SCALES if size >= start), (1.0, ""))
    return 1.0, ""


def _digits(number: float, unit: str, scale: tuple[float, str], size: float | None = None) -> str:
    """The digits alone: as many decimals as the size of the number (or of its like) deserves."""
    scaled = number / scale[0]
    size = abs(number if size is None else size) / scale[0]
    shown = f"{abs(scaled):,.{_decimals(size, unit, scale[1])}f}"
    negative = scaled < 0 and any(digit in "123456789" for digit in shown)
    return f"{MINUS}{shown}" if negative else shown


def _decimals(size: float, unit: str, suffix: str) -> int:
    if unit in ("count", "days"):
        return 0 if unit == "count" or size >= 10 or size == round(size) else 1
    if unit in ("percent", "points"):
        return 1 if 0.1 <= size < 99.95 or size == 0 else 2 if size < 0.1 else 0
    if unit == "money" and not suffix:
        return 0 if size >= 100 else 2
    return next(decimals for limit, decimals in ((0.1, 3), (10, 2), (100, 1), (math.inf, 0)) if size < limit)


def _dress(digits: str, unit: str, scale: tuple[float, str], currency: str | None) -> str:
    """Digits with sign, currency and unit around them."""
    if unit in WORDS:
        return f"{digits}{SPACE}{WORDS[unit][0 if digits == '1' else 1]}"
    after = f"{SPACE}{scale[1]}" if scale[1] else ""
    if unit != "money":
        return f"{digits}{after}"
    sign, size = (MINUS, digits[1:]) if digits.startswith(MINUS) else ("", digits)
    return f"{sign}{symbol(currency)}{size}{after}"
