"""E-mail addresses and telephone numbers that stand in the data's labels do not leave with a block.

A report shows aggregates, but a group may be named by whoever filled in a form. A label that holds
a way to reach somebody is shown without it. Nine to fifteen digits, with or without separators, are
a telephone number; days are not, and the numbers of a report are no texts.
"""

import re
from collections.abc import Mapping
from typing import Any

HIDDEN = "[hidden]"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,:+/=-])\+?\(?\d(?:[ \u00a0()/-]*\d){8,14}(?!\w|[.,:/-]\d)")
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")


def masked(text: str) -> str:
    """A text without e-mail addresses and telephone numbers.

    >>> masked("North, ask jane@example.com or +44 20 7946 0958"), masked("2026-09-30")
    ('North, ask [hidden] or [hidden]', '2026-09-30')
    """
    return _PHONE.sub(_number, _MAIL.sub(HIDDEN, text))


def masked_in(value: Any) -> Any:
    """Plain JSON values whose texts, however deep, are masked.

    >>> masked_in({"rows": [{"region": "jane@example.com", "customers": 447946095812}]})
    {'rows': [{'region': '[hidden]', 'customers': 447946095812}]}
    """
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {name: masked_in(one) for name, one in value.items()}
    return [masked_in(one) for one in value] if isinstance(value, list | tuple) else value


def _number(match: re.Match[str]) -> str:
    """Digits that begin as a day does are a day, or several."""
    return match.group() if _DAY.match(match.group()) else HIDDEN
