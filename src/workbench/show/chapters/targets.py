"""Targets of key numbers, as a person writes them: "satisfaction_index: 75, churn_rate: 12%".

An equals sign does as well as a colon. (Papermill reads no parameters line with a second equals sign, so
the example in a notebook has colons.)
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.errors import BadParameter
from workbench.phrase import N_
from workbench.show.blocks import Kpi

# More is better, or less is.
DIRECTIONS = {
    "customers": 1,
    "net_arrivals": 1,
    "satisfaction_index": 1,
    "satisfaction_worth": 1,
    "churn_rate": -1,
    "expected_churn": -1,
    "value_at_risk": -1,
    "customer_equity": 1,
    "roc": 1,
}
TARGET = N_("the target")
MET, MISSED = "met", "missed"
CLEAR = N_("the whole interval lies on this side of the target")
CLOSE = N_("the interval holds the target, so it may be chance on which side of it the number lies")
COUNTED = N_("counted")


def read(text: str) -> dict[str, float]:
    """The targets by key number.

    Raises BadParameter for an unknown key number, a number that is none, or a name that comes twice.

    >>> read("satisfaction_index: 75, roc=5%")
    {'satisfaction_index': 75.0, 'roc': 0.05}
    >>> read("")
    {}
    """
    targets: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, sign, number = (piece.strip() for piece in part.replace(":", "=").partition("="))
        if name not in DIRECTIONS:
            raise _bad("no such key number", part, f"name one of {', '.join(DIRECTIONS)}, such as roc=0.05")
        if name in targets:
            raise _bad("a key number has two targets", name, "give it one")
        value = _number(number)
        if not sign or value is None:
            raise _bad("a target is no number", part, f"write {name}=NUMBER; shares as 0.05 or 5%, no thousands sign")
        targets[name] = value
    return targets


def against(kpi: Kpi, targets: Mapping[str, float]) -> Kpi:
    """The key number with its target among what it is compared to, where one is set and the number is known."""
    if kpi.name not in targets or kpi.value is None:
        return kpi
    target, direction = targets[kpi.name], DIRECTIONS[kpi.name]
    low, high = (kpi.value if bound is None else bound for bound in (kpi.low, kpi.high))
    test = COUNTED if low == high else CLOSE if low < target < high else CLEAR
    one: dict[str, Any] = {"to": TARGET, "then": target, "change": kpi.value - target}
    bounds = {"low": None, "high": None} if low == high else {"low": low - target, "high": high - target}
    verdict = MET if (kpi.value - target) * direction >= 0 else MISSED
    return replace(kpi, comparisons=[*kpi.comparisons, {**one, **bounds, "verdict": verdict, "test": test}])


def _number(text: str) -> float | None:
    share = text.endswith("%")
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        return None
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return value / 100 if share else value


def _bad(what: str, value: str, do: str) -> BadParameter:
    return BadParameter(what, where="targets", value=value, do=do)
