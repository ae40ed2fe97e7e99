"""What is called a change is one as often as promised: false alarms and missed changes of every test of a change.

Simulated pairs of months or windows differ by chance only: part of the customers answer in both, and the same customer
answers alike. Worlds in which nothing is planted go through the store's own queries; customers come, buy, answer and
leave as ever, so that a month differs from the one before only by chance and by the course of the base.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from verification.claims import Outcome, all_within, claim, within
from verification.simulated import DRIVERS, ITEMS, OUTCOME, Pair, driver_moments, survey
from verification.stores import seen
from workbench.analysis import changes, driver_changes, indices, mix, usual
from workbench.analysis.indices.item_sums import of_survey
from workbench.analysis.indices.over_time import Change, difference
from workbench.analysis.results import Estimate, Withheld

NOW, BEFORE = dt.date(2026, 9, 1), dt.date(2026, 8, 1)
PAIRS = 1_000
BELIEVED = 0.05
WEIGHTS = indices.Weights({"s1": 0.4, "s2": 0.35, "s3": 0.25}, {})


@claim(
    "Where nothing changed, one change of an index in twenty is told though there is none.",
    limit="3 to 7 % of 1,000 pairs of months a seed, whose customers partly answer twice",
    seeds=range(1, 3),
)
def index_alarms(seeds: Sequence[int]) -> Outcome:
    told = [_is_told(_index_change(Pair.drawn(seed, pair)).result) for seed in seeds for pair in range(PAIRS)]
    return within(float(np.mean(told)), 0.03, 0.07, "{:.1%} of " + f"{len(told):,}")


@claim(
    "A change of an index as small as is said to be detectable is told four times in five.",
    limit="76 to 84 % of 1,000 pairs of months",
    seeds=range(21, 22),
)
def detectable_changes(seeds: Sequence[int]) -> Outcome:
    found = [_index_change(Pair.drawn(seeds[0], pair)) for pair in range(PAIRS)]
    told = [change.result.low + change.detectable > 0 for change in found]
    return within(float(np.mean(told)), 0.76, 0.84, "{:.1%} of " + f"{len(told):,}")


@claim(
    "Where nothing changed, one change of a rate in twenty is told though there is none.",
    limit="3 to 7 % of 1,000 pairs of months, whose customers churn in both",
    seeds=range(31, 32),
)
def rate_alarms(seeds: Sequence[int]) -> Outcome:
    told = [_is_told(_rate_change(Pair.drawn(seeds[0], pair))) for pair in range(PAIRS)]
    return within(float(np.mean(told)), 0.03, 0.07, "{:.1%} of " + f"{len(told):,}")


@claim(
    "Where nothing changed, one change of a driver's share, and one of its effect, in twenty is told, taken alone.",
    limit="3 to 7 % of 1,000 pairs of windows x 6 drivers, of shares and of effects",
    seeds=range(41, 42),
)
def driver_alarms(seeds: Sequence[int]) -> Outcome:
    found = pd.concat(_driver_changes(seeds))
    alone = [float((found[chance] < BELIEVED).mean()) for chance in ("chance", "effect_chance")]
    return all_within(alone, 0.03, 0.07, "{:.1%}")


@claim(
    "Where nothing changed, few pairs of windows raise an alarm at any driver, all drivers together.",
    limit="at most 7 % of 1,000 pairs of windows, of shares and of effects",
    seeds=range(51, 52),
)
def any_driver_alarms(seeds: Sequence[int]) -> Outcome:
    found = _driver_changes(seeds)
    any_told = [float(np.mean([frame[told].any() for frame in found])) for told in ("told", "effect_told")]
    return all_within(any_told, 0.0, 0.07, "{:.1%}")


@claim(
    "Where nothing changed, one change within segments in twenty is told, and fewer that come from their mix.",
    limit="3 to 7 % of 1,000 pairs of windows; of the mix at most 7 %, since like segments have none",
    seeds=range(61, 62),
)
def mix_alarms(seeds: Sequence[int]) -> Outcome:
    parts = [
        mix.adjusted(
            *(survey(each) for each in Pair.drawn(seeds[0], pair).months()), "tier", WEIGHTS, indices.Topic(OUTCOME)
        )
        for pair in range(PAIRS)
    ]
    inside, other = (float(np.mean([_is_told(getattr(part, name)) for part in parts])) for name in ("within", "mix"))
    return Outcome(f"{inside:.1%} within, {other:.1%} mix", 0.03 <= inside <= 0.07 and other <= 0.07)


@claim(
    "A counted number that goes on as before is called unusual once in twenty months.",
    limit="3 to 7 % of 1,000 runs of 24 months a seed, with and without a trend",
    seeds=range(11, 14),
)
def unusual_alarms(seeds: Sequence[int]) -> Outcome:
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        trend = rng.normal(0, 3, (PAIRS, 1)) * np.arange(24)
        months = 50 + trend + rng.normal(0, 10, (PAIRS, 24))
        found += [not usual.expected_next(row[:-1]).holds(row[-1]) for row in months]
    return within(float(np.mean(found)), 0.03, 0.07, "{:.1%} of " + f"{len(found):,}")


@claim(
    "In worlds in which nothing is planted, one change of satisfaction from month to month in twenty is told.",
    limit="3 to 7 % of 60 worlds x 12 months",
    seeds=range(1, 61),
)
def alarms_in_worlds(seeds: Sequence[int]) -> Outcome:
    told: list[bool] = []
    for seed in seeds:
        with seen(seed, months=16) as world:
            answers, items = world.ask("item_history", months=13), world.ask("survey_items")
            last = pd.Timestamp(world.today) - pd.offsets.MonthBegin(1)
        weights = indices.weights(Withheld("no model"), items)
        months = indices.over_months(answers, weights, indices.Topic(OUTCOME), month=last.date())
        told += (months["chance"].dropna() < BELIEVED).tolist()
    return within(float(np.mean(told)), 0.03, 0.07, "{:.1%} of " + f"{len(told):,}")


def _index_change(pair: Pair) -> Change:
    """The change of satisfaction between two months in which nothing changed."""
    then, now = (of_survey(survey(each), ITEMS["item"].tolist()) for each in pair.months())
    return difference(now, then, WEIGHTS)


def _rate_change(pair: Pair) -> Estimate:
    """The change of a churn rate between two months: who is least satisfied churns."""
    rate = pair.rng.uniform(0.05, 0.6)
    frames = []
    for when, month in zip((BEFORE, NOW), pair.months(), strict=True):
        rows = pd.DataFrame({"bucket": month.buckets, "churned": month.mood < np.quantile(pair.trait, rate), "n": 1})
        frames.append(rows.groupby("bucket", as_index=False).sum().assign(month=pd.Timestamp(when)))
    found = changes.of_ratios(pd.concat(frames), "churned", "n", month=NOW, n="n").changes[1]
    assert isinstance(found, Estimate), found
    return found


def _driver_changes(seeds: Sequence[int]) -> list[pd.DataFrame]:
    """The changes of drivers between two windows in which nothing changed, for each pair."""
    pairs = (Pair.drawn(seed, pair) for seed in seeds for pair in range(PAIRS))
    windows = ([driver_moments(each) for each in pair.months()] for pair in pairs)
    return [driver_changes.compare(now, then, OUTCOME, DRIVERS) for then, now in windows]


def _is_told(change: Estimate) -> bool:
    return not change.low <= 0 <= change.high
