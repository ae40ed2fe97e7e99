"""What a number is compared with, in words: last month, the same month last year, the target.

A verdict is a word, never a colour alone; the change behind it has its interval and its test.
"""

from collections.abc import Mapping
from typing import Any

from workbench.phrase import MINUS, N_, SPACE
from workbench.show import format
from workbench.show.languages import again, lookup

TARGET = ("met", "missed")
TONES = {"better": "good", "met": "good", "worse": "bad", "missed": "bad"}
VERDICTS = (
    *(N_("better"), N_("worse"), N_("higher"), N_("lower")),
    *(N_("no more than chance"), N_("met"), N_("missed"), N_("not tested")),
)
DETAIL = N_("Compared with {to}, {then}: a change of {change}.")
DETAIL_AND_TEST = N_("Compared with {to}, {then}: a change of {change}. Test: {test}.")
AGAINST = N_("Compared with {to}, {then}.")
SHARE_POINTS = N_("{number} pts")


def comparisons(fields: Mapping[str, Any], currency: str) -> list[dict[str, str]]:
    """What a kpi is compared with, in words: to, change, verdict, tone (good, bad or none) and the detail."""
    return [_compared(one, fields["unit"], currency) for one in fields.get("comparisons", ())]


def _compared(one: Mapping[str, Any], unit: str, currency: str) -> dict[str, str]:
    verdict, to = one["verdict"], again(one["to"])
    then = format.value(one["then"], unit, currency=currency)
    change = "" if one["change"] is None else _change(one["change"], unit, currency)
    words = {
        "to": to,
        "then": then,
        "test": again(one.get("test", "")),
        "change": _doubted(change, one, unit, currency),
    }
    template = AGAINST if not change else DETAIL_AND_TEST if words["test"] else DETAIL
    is_target = verdict in TARGET
    return {
        "to": to,
        "change": then if is_target else change,
        "verdict": lookup(verdict),
        "tone": TONES.get(verdict, "none"),
        "detail": lookup(template).format(**words),
    }


def _change(number: float, unit: str, currency: str) -> str:
    """A change as short as a narrow card wants it: shares differ by percentage points, in few letters."""
    if unit != "percent":
        return format.change(number, unit, currency=currency)
    shown = format.value(100 * number, "points")
    signed = shown if shown.startswith(MINUS) else f"+{shown}"
    return lookup(SHARE_POINTS).format(number=signed).replace(" ", SPACE)


def _doubted(change: str, one: Mapping[str, Any], unit: str, currency: str) -> str:
    """A change with its interval, where it has one."""
    low, high = one.get("low"), one.get("high")
    if not change or low is None or high is None or low == high:
        return change
    times, plain = (100, "points") if unit == "percent" else (1, unit)
    bounds = format.interval(low * times, high * times, plain, like=one["change"] * times, currency=currency)
    return lookup(format.WITH_BOUNDS).format(value=change, interval=bounds)
