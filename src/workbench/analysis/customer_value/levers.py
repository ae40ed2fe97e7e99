"""What may be changed, and what each customer is worth and new ones bring under a change.

Every lever changes what is to come, not what was seen: who is still a customer, and how often each bought,
stay as they are. A rate of leaving k times as high leaves mu ~ Gamma(s, (beta + T) / k). Retention is the
share of those who are customers now and still are one a year on; the k of a change of it is solved for.

A year's new customers are those of the last year once more: what they are worth by now, and what they brought
less what serving and winning them cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Standing, Valuation, Worth
from workbench.analysis.purchase_models.counted import Floats
from workbench.errors import BadParameter
from workbench.phrase import N_

NAMES = {
    "retention": N_("customers who stay a year"),
    "leaving": N_("rate of leaving"),
    "frequency": N_("purchases a year"),
    "spend": N_("what a purchase brings"),
    "margin": N_("margin of purchases and contracts"),
    "serving": N_("cost of serving"),
    "won": N_("customers won a year"),
    "winning": N_("cost of winning a customer"),
}
SLOWEST, FASTEST = -20.0, 20.0  # of the log of the factor on leaving


@dataclass(frozen=True)
class Levers:
    """Relative changes: 0.01 is one per cent more.

    Args:
        retention: of the share of customers who stay a year.
        leaving: of the rate of leaving, on top of what retention does to it.
        frequency: of purchases a year.
        spend: of what a purchase brings.
        margin: of what purchases and contracts bring.
        serving: of what a customer-year costs.
        won: of customers won a year.
        winning: of what winning one costs.

    BadParameter for a change that is not finite, or takes away more than all there is.
    """

    retention: float = 0.0
    leaving: float = 0.0
    frequency: float = 0.0
    spend: float = 0.0
    margin: float = 0.0
    serving: float = 0.0
    won: float = 0.0
    winning: float = 0.0

    def __post_init__(self) -> None:
        for each in fields(self):
            value, least = getattr(self, each.name), each.name in ("retention", "leaving")
            if not np.isfinite(value) or value < -1 or (value == -1 and least):
                do = "write one per cent more as 0.01, half as much as -0.5"
                raise BadParameter("a change is a fraction above -1", where=each.name, value=value, do=do)


class Uncertain(NamedTuple):
    """Levers that are estimates themselves.

    Args:
        steps: the levers, each with one of the numbers behind them a step further.
        sizes: of these steps, shape ``(k,)``.
        draws: how far the numbers are off in each resample, shape ``(resamples, k)``.
    """

    steps: Sequence[Levers]
    sizes: Floats
    draws: Floats


def lines(model: Valuation, seen: Standing, asked: Sequence[Levers]) -> Floats:
    """Worth and a year's new customers under each, shape ``(2 asked, n)``; one valuation for each pace of leaving."""
    worth: dict[tuple[float, float], Worth] = {}
    found = []
    for levers in asked:
        pace = levers.retention, levers.leaving
        if pace not in worth:
            worth[pace] = _at_pace(model, seen, (1 + levers.leaving) * _factor(model, seen, levers.retention))
        found += _under(model, seen.lives, worth[pace], levers)
    return np.array(found)


def _at_pace(model: Valuation, seen: Standing, pace: float) -> Worth:
    """What each customer is worth at so many times the rate of leaving."""
    slower = replace(seen, lives=replace(seen.lives, age=seen.lives.age / pace))
    return replace(model, life=replace(model.life, beta=model.life.beta / pace)).worth_of(slower)


def _under(model: Valuation, lives: Lives, worth: Worth, levers: Levers) -> list[Floats]:
    """What each customer is worth, and what the year's new ones bring; all sources are linear in these levers."""
    bought, held = (1 + levers.spend) * (1 + levers.margin), 1 + levers.margin
    value = worth.purchases * (1 + levers.frequency) * bought + (worth.contracts + worth.to_sign) * held
    value = value - worth.serving * (1 + levers.serving)
    repeats = np.divide(lives.frequency, lives.purchases, out=np.zeros(len(lives)), where=lives.purchases > 0)
    cash = lives.total * bought * (1 + levers.frequency * repeats) + lives.contract * held * lives.age / model.year
    spent = lives.serving * (1 + levers.serving) + lives.acquisition * (1 + levers.winning)
    return [value, np.where(lives.age < model.year, (value + cash - spent) * (1 + levers.won), 0.0)]


def _factor(model: Valuation, seen: Standing, retention: float) -> float:
    """The factor on the rate of leaving by which so many more stay a year."""
    if not retention:
        return 1.0
    wanted = stay(model, seen, 1.0) * (1 + retention)
    found = brentq(lambda pace: stay(model, seen, float(np.exp(pace))) - wanted, SLOWEST, FASTEST, xtol=1e-12)
    return float(np.exp(found))


def stay(model: Valuation, seen: Standing, pace: float) -> float:
    """The share who stay a year, of those who are customers, at so many times the rate of leaving."""
    stays = (1 + pace * model.year / (model.life.beta[seen.group] + seen.lives.age)) ** -model.life.s
    return float(seen.alive @ stays / seen.alive.sum())
