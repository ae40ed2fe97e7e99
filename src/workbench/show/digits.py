"""The digits of a number: on which scale, with how many decimals, and what stands around them."""

import math
from typing import NamedTuple

SPACE = "\u00a0"
MINUS = "\u2212"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩"}
WORDS = {"days": ("day", "days"), "months": ("month", "months")}


class Scale(NamedTuple):
    """What one of the written digits stands for, and the sign behind it: 1,000,000 and M."""

    size: float
    sign: str = ""


ONE = Scale(1.0)
PERCENT = Scale(0.01, "%")
# From this size on, a number is written on this scale.
COMPACT = ((1e9, Scale(1e9, "bn")), (999_500, Scale(1e6, "M")), (1e5, Scale(1e3, "k")))


def scale_for(size: float, unit: str, *, compact: bool = True) -> Scale:
    """The scale on which a number of this size is short.

    >>> scale_for(1_240_000, "money")
    Scale(size=1000000.0, sign='M')
    """
    if unit == "percent":
        return PERCENT
    if compact and unit in ("money", "number"):
        return next((scale for start, scale in COMPACT if size >= start), ONE)
    return ONE


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
        return 0 if scaled >= 100 else 2
    limits = ((0.1, 3), (10, 2), (100, 1), (math.inf, 0))
    few = next(decimals for limit, decimals in limits if scaled < limit)
    return min(few, 1) if unit in WORDS else few


def written(number: float, scale: Scale, decimals: int) -> str:
    """The digits with separators and a true minus; what rounds to nothing has no sign.

    >>> written(-0.0001, PERCENT, 1), written(-1200.0, ONE, 0)
    ('0.0', '−1,200')
    """
    shown = f"{abs(number) / scale.size:,.{decimals}f}"
    return MINUS + shown if number < 0 and shown.strip("0.,") else shown


def symbol(code: str) -> str:
    """What stands before an amount: a symbol, or the code where no symbol is common.

    >>> symbol("EUR"), symbol("CHF").replace(SPACE, " ")
    ('€', 'CHF ')
    """
    return SYMBOLS.get(code, code + SPACE if code else "")


def dressed(digits: str, unit: str, scale: Scale, currency: str) -> str:
    """Digits with their currency, scale and unit around them.

    >>> dressed("−1.24", "money", Scale(1e6, "M"), "EUR").replace(SPACE, " ")
    '−€1.24 M'
    """
    if unit in WORDS:
        return digits + SPACE + WORDS[unit][digits != "1"]
    after = SPACE + scale.sign if scale.sign else ""
    if unit not in ("money", "cents"):
        return digits + after
    sign = MINUS if digits.startswith(MINUS) else ""
    return sign + symbol(currency) + digits.removeprefix(MINUS) + after
