"""The digits of a number: on which scale, with how many decimals, and what stands around them.

Separators, signs, the places of currency and unit, and the short scales (K and M in English,
万 and 亿 in Chinese) are those of the language in force, from babel's CLDR data. Ours are how
many digits a number deserves, the true minus, and that nothing parts a number from its unit.
"""

import re
from copy import copy
from decimal import Decimal, localcontext
from functools import cache
from typing import Literal, NamedTuple

from babel.numbers import NumberPattern, format_currency, format_decimal, format_percent
from babel.units import format_unit, get_unit_name

from workbench.phrase import MINUS, SPACE, decimals
from workbench.show.languages import Manner, manner

__all__ = ["MINUS", "ONE", "PERCENT", "SPACE", "WORDS", "Scale", "bound_scale", "decimals_for", "scale_for", "written"]

WORDS = {"days": "duration-day", "months": "duration-month"}
MOST_DIGITS = 330  # what the largest double has before its point, and some


class Scale(NamedTuple):
    """What one of the written digits stands for, and its name in CLDR: a million is 1000000."""

    size: float
    name: str = ""


ONE = Scale(1.0)
PERCENT = Scale(0.01)
COMPACT_FROM = 1e5


def scale_for(size: float, unit: str, *, compact: bool = True) -> Scale:
    """The scale on which a number of this size is short.

    >>> scale_for(1_240_000, "money")
    Scale(size=1000000.0, name='1000000')
    """
    if unit == "percent":
        return PERCENT
    if not compact or unit not in ("money", "number") or size < COMPACT_FROM:
        return ONE
    rounded = float(f"{size:.3g}")  # 999,600 is a million already
    return next((scale for scale in _scales(manner().language) if rounded >= scale.size), ONE)


def bound_scale(size: float, scale: Scale, unit: str) -> Scale:
    """The scale of a bound beside a value on ``scale``: the same, or its own where it would be too long on that.

    From single units only the second step is taken: 130,000 stands well beside 85,000.

    >>> thousand = scale_for(913_000, "money")
    >>> bound_scale(766_000, thousand, "money").name, bound_scale(1_060_000, thousand, "money").name
    ('1000', '1000000')
    """
    own, first = scale_for(size, unit), _scales(manner().language)[-1]
    return own if own.size > max(scale.size, first.size) else scale


def decimals_for(size: float, unit: str, scale: Scale) -> int:
    """As many decimals as a number of this size deserves: about three digits in all."""
    scaled = size / scale.size
    if unit in ("count", "cents"):
        return 0 if unit == "count" else 2
    if unit in WORDS and scaled == round(scaled):
        return 0
    if unit in ("percent", "points"):
        return 0 if scaled >= 99.95 else 1 if scaled >= 0.1 or scaled == 0 else 2
    if unit == "money" and scale == ONE:
        return 0 if scaled >= 100 or scaled == 0 else 2
    few = decimals(scaled)
    return min(few, 1) if unit in WORDS else few


def written(number: float, unit: str, scale: Scale, places: int, currency: str = "") -> str:
    """The number with all that stands around its digits; what rounds to nothing has no sign.

    >>> written(-0.0001, "percent", PERCENT, 1), written(-1200.0, "number", ONE, 0)
    ('0.0%', '−1,200')
    >>> written(-1_240_000, "money", Scale(1e6, "1000000"), 2, "EUR")
    '−€1.24M'
    """
    digits = Decimal(f"{abs(number) / scale.size:.{places}f}")
    with localcontext(prec=MOST_DIGITS):
        shown = _dressed(digits, unit, scale, places, currency)
    return MINUS + shown if number < 0 and digits else shown


def _dressed(digits: Decimal, unit: str, scale: Scale, places: int, currency: str) -> str:
    how = manner()
    if unit == "percent":
        return _kept(format_percent(digits.scaleb(-2), _pattern(how, "percent", "", places), how.locale))
    if unit in WORDS:
        pattern = _pattern(how, "decimal", "", places)
        # CLDR leaves the long form out where it is the short one, as in Chinese; babel does not fall back.
        length: Literal["long", "short"] = "long" if get_unit_name(WORDS[unit], "long", how.locale) else "short"
        return _kept(format_unit(digits, WORDS[unit], length, pattern, how.locale))  # type: ignore[arg-type]
    if unit in ("money", "cents") and currency:
        pattern = _pattern(how, "currency", scale.name, places)
        return _kept(format_currency(digits, currency, pattern, how.locale, currency_digits=False))
    return _kept(format_decimal(digits, _pattern(how, "decimal", scale.name, places), how.locale))


def _kept(text: str) -> str:
    """Nothing parts: spaces do not break, and a currency's code keeps away from the digits."""
    return re.sub(r"(?<=[A-Z])(?=\d)", SPACE, text.replace(" ", SPACE))


@cache
def _pattern(how: Manner, kind: str, scale: str, places: int) -> NumberPattern:
    """The language's pattern for numbers of a kind on a scale, with this many decimals."""
    locale = how.locale
    if scale:
        compact = locale.compact_decimal_formats if kind == "decimal" else locale.compact_currency_formats
        found = compact["short"]["other"][scale]
    else:
        usual = {"decimal": (locale.decimal_formats, None), "percent": (locale.percent_formats, None)}
        formats, name = usual.get(kind, (locale.currency_formats, "standard"))
        found = formats[name]
    pattern: NumberPattern = copy(found)
    pattern.frac_prec = (places, places)
    return pattern


@cache
def _scales(language: str) -> list[Scale]:
    """The scales of a language, largest first: the powers of ten that have a name of their own."""
    formats = Manner(language).locale.compact_decimal_formats["short"]["other"]
    named = [power for power, pattern in formats.items() if pattern.pattern.count("0") == 1 and pattern.pattern != "0"]
    return sorted((Scale(float(power), power) for power in named), reverse=True)
