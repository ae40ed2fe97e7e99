"""What was said of today some months ago, beside what truly came."""

import math
from typing import Any, Protocol

from workbench.phrase import N_, Phrase, month, say
from workbench.show import blocks, format
from workbench.show.blocks import Block, Kpi, Measured, Silent, Unit
from workbench.show.chapters.changes import CHANCE, HIGHER, LOWER
from workbench.show.chapters.words import opened

SOURCE = "hindsight.judged"
SENTENCE, CUSTOMERS, MONEY = "said_and_happened", "happened_churn", "happened_money"
NAMES = (CUSTOMERS, MONEY)

CHURNED = N_("Churned within {months} months, of the customers of {then}")
BROUGHT = N_("What those who churned had brought in the 12 months before")
SAID = N_("what was said then")
KEPT = N_("Of {then}, {said} customers were expected to churn and {happened} did: no further off than chance allows.")
MORE = N_("Of {then}, {said} customers were expected to churn and {happened} did: more than was said.")
FEWER = N_("Of {then}, {said} customers were expected to churn and {happened} did: fewer than was said.")
TEST = N_("what was said and what happened, with their intervals, differ by {interval}")
NOT_YET = N_(
    "What was said {months} months ago cannot be judged: {why}. What this report says of the customers at risk "
    "is judged in the report of {later}."
)
REASON = N_("{why}.")
NEVER = N_("{then} has not been closed")


class Judged(Protocol):
    """What was said and what happened (``analysis.hindsight.Hindsight`` is one)."""

    @property
    def said(self) -> Measured: ...
    @property
    def happened(self) -> Measured: ...
    @property
    def money_said(self) -> Measured | None: ...
    @property
    def money_happened(self) -> float: ...


def outcome(
    judged: Judged | Silent, *, then: str, later: str, months: int, is_closed: bool, is_said: bool, period: str | Phrase
) -> tuple[Block, ...]:
    """What was said ``months`` ago and how it turned out, or when that can be said.

    Args:
        judged: the result, or why there is none.
        then, later: the month in which it was said, and that in which today's forecast can be judged; YYYY-MM.
        months: the horizon.
        is_closed: whether there is a report of that month.
        is_said: whether this report says anything of customers at risk that could be judged later.
        period: the time over which it happened.
    """
    if isinstance(judged, Silent):
        why = judged.why if is_closed else say(NEVER, then=month(then))
        later_on = say(NOT_YET, months=months, why=why, later=month(later))
        return (blocks.note(SENTENCE, later_on if is_said else say(REASON, why=opened(why))),)
    happened = judged.happened
    title = say(CHURNED, months=months, then=month(then))
    churned = _kpi(CUSTOMERS, title, happened, judged.said, unit="count", period=period)
    money = judged.money_happened
    brought = Kpi(MONEY, BROUGHT, period, SOURCE, unit="money", value=money, n=happened.n, counted=True)
    if judged.money_said is not None:
        brought = _kpi(MONEY, BROUGHT, _Counted(money, happened.n), judged.money_said, unit="money", period=period)
    return blocks.note(SENTENCE, _sentence(churned, judged, then)), churned, brought


class _Counted:
    """A sum that was counted."""

    method = "counted"

    def __init__(self, value: float, n: int) -> None:
        self.value = self.low = self.high = value
        self.n = n


def _kpi(name: str, title: str, happened: Measured, said: Measured, *, unit: Unit, period: str | Phrase) -> Kpi:
    """What happened, compared with what was said; two intervals that know nothing of each other."""
    change = happened.value - said.value
    low = change - math.hypot(happened.value - happened.low, said.high - said.value)
    high = change + math.hypot(happened.high - happened.value, said.value - said.low)
    verdict = CHANCE if low <= 0 <= high else HIGHER if change > 0 else LOWER
    bounds = say(N_("{low} to {high}"), low=format.change(low, unit), high=format.change(high, unit))
    one: dict[str, Any] = {"to": SAID, "then": said.value, "change": change, "low": low, "high": high}
    compared = {**one, "verdict": verdict, "test": say(TEST, interval=bounds)}
    return Kpi(
        name,
        title,
        period,
        SOURCE,
        unit=unit,
        value=happened.value,
        low=happened.low,
        high=happened.high,
        n=happened.n,
        counted=happened.low == happened.high,
        comparisons=[compared],
    )


def _sentence(churned: Kpi, judged: Judged, then: str) -> Phrase:
    sentence = {CHANCE: KEPT, HIGHER: MORE, LOWER: FEWER}[churned.comparisons[0]["verdict"]]
    numbers = {"said": judged.said.value, "happened": judged.happened.value}
    words = {name: format.value(round(number), "count") for name, number in numbers.items()}
    return say(sentence, then=month(then), **words)
