"""Alert rules: which numbers of a report a company wants to be told about.

    "satisfaction_index < 70"    the value, compared with a number: < <= > >=
    "churn_rate rose"            a change since last month that its test supports: fell, rose

A number falls or rises only where the report compared it and the test says so; "no more
than chance" is no alert. A rule that names a number which the report does not show is not
silently kept: the alert then says that it could not be looked at.
"""

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.errors import BadParameter

if TYPE_CHECKING:  # rules are read whenever a scheduler asks; pandas, which chapters bring, is not needed for that
    from workbench.reporting.closing.collect import Chapter

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SIGN = {"fell": -1, "rose": 1}
_RULE = re.compile(
    r"(?P<name>[a-z]\w*)\s*(?:(?P<how><=|>=|<|>)\s*(?P<limit>[-+]?\d+(?:\.\d+)?)|\s(?P<moved>fell|rose))"
)
_UNTESTED = ("no more than chance", "not tested")
_LAST_MONTH = "last month"


@dataclass(frozen=True)
class Rule:
    """A rule as it was written: a number and a limit, or a number and the way it moved."""

    text: str
    name: str
    how: str
    limit: float = 0.0


@dataclass(frozen=True)
class Alert:
    """A rule that speaks; ``why`` says with which value, or why the rule could not be looked at."""

    rule: str
    why: str


def parse(text: str) -> Rule:
    """Read a rule.

    Raises BadParameter for what is none.

    >>> parse("churn_rate > 0.08")
    Rule(text='churn_rate > 0.08', name='churn_rate', how='>', limit=0.08)
    """
    found = _RULE.fullmatch(text.strip())
    if not found:
        do = "write it as `name < number` (or <=, >, >=), `name fell` or `name rose`"
        raise BadParameter("not an alert rule", where="alerts", value=text, do=do)
    return Rule(text, found["name"], found["how"] or found["moved"], float(found["limit"] or 0))


def raised(rules: Iterable[str], chapters: "Iterable[Chapter]") -> list[Alert]:
    """The alerts of a report.

    >>> from workbench.reporting.closing.collect import Chapter, Shown
    >>> rate = Shown({"block": "kpi", "name": "churn_rate", "value": 0.1})
    >>> raised(["churn_rate > 0.08"], [Chapter("04", "", (rate,))])
    [Alert(rule='churn_rate > 0.08', why='it is 0.1')]
    """
    numbers: dict[str, dict[str, Any]] = {}
    for block in (block for chapter in chapters for block in chapter.blocks if block["block"] == "kpi"):
        if len(block.get("comparisons") or []) >= len(numbers.get(block["name"], {}).get("comparisons") or []):
            numbers[block["name"]] = block
    found = ((text, _why(parse(text), numbers)) for text in rules)
    return [Alert(text, why) for text, why in found if why]


def _why(rule: Rule, numbers: dict[str, dict[str, Any]]) -> str:
    number = numbers.get(rule.name)
    if number is None:
        return f"the report shows no number {rule.name}; it shows {', '.join(sorted(numbers)) or 'none'}"
    if number.get("value") is None:
        return f"it is withheld: {number.get('why')}"
    if rule.how in _SIGN:
        return _moved(rule, number)
    return f"it is {number['value']:g}" if _COMPARE[rule.how](number["value"], rule.limit) else ""


def _moved(rule: Rule, number: dict[str, Any]) -> str:
    for comparison in number.get("comparisons") or []:
        change, verdict = comparison.get("change"), comparison.get("verdict")
        if comparison["to"] == _LAST_MONTH and change is not None and verdict not in _UNTESTED:
            return f"it {rule.how} by {abs(change):g}, {verdict}" if change * _SIGN[rule.how] > 0 else ""
    return ""
