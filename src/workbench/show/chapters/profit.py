"""The last part of chapter 01: who brings the profit, and who costs it."""

from typing import Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Chart, Field, Finding, Kpi, Measured, Note, Silent
from workbench.show.chapters.words import whole
from workbench.show.charts.common import About

SOURCE = "customer_value"
COSTING = N_("The best 20% of customers bring {best} of {measure}; the worst 30% cost {worst}")
BRINGING = N_("The best 20% of customers bring {best} of {measure}; the last 30% bring {worst}")
BY_BEST = N_("Share of {measure} by the best 20%")
BY_WORST = N_("Share of {measure} by the worst 30%")
GINI = N_("Gini coefficient of {measure}")
SHARE = N_("Share of {measure}")
NOT_SHOWN = N_("Concentration is not shown: {why}.")
NO_COSTS = N_("No direct costs are recorded, so this is {measure}. They would show who brings profit and who costs it.")
SOME_COSTS = N_("Direct costs are recorded for {known} of revenue; where they are missing, profit is shown too high.")
COUNTED = N_("counted over all {customers} customers, so without sampling error")
MEND = N_("Find out what the worst customers cost to win and to serve before selling them more.")
KEEP = N_("Know the best customers by name and look after them first.")


class Concentrated(Protocol):
    """How the profit of a base is spread (``analysis.concentration.Concentration`` is one)."""

    @property
    def customers(self) -> int: ...
    @property
    def best(self) -> Measured: ...
    @property
    def worst(self) -> Measured: ...
    @property
    def worst_total(self) -> float: ...
    @property
    def gini(self) -> Measured | Silent: ...
    @property
    def curve(self) -> pd.DataFrame: ...


class Costed(Protocol):
    """Which costs are known (``analysis.costs.Costs`` is one)."""

    @property
    def measure(self) -> str: ...
    @property
    def known(self) -> float: ...


def concentration(spread: Concentrated | Silent, costs: Costed, *, period: str) -> tuple[Block, ...]:
    """The numbers, the whale curve and the finding, or the reason why there are none.

    Args:
        spread: how what customers brought in 12 months is spread over them.
        costs: which costs are known, and so what it may be called.
        period: the time the report is about.
    """
    if isinstance(spread, Silent):
        return (blocks.note("concentration", say(NOT_SHOWN, why=spread.why), level="missing"),)
    measure = costs.measure
    curve, finding = _whale_curve(spread, measure, period), _finding(spread, measure, period)
    return *_numbers(spread, measure, period), curve, *_missing_costs(costs), finding


def says(spread: Concentrated, measure: str) -> Phrase:
    """What the concentration says, for the title and the summary."""
    sentence = COSTING if spread.worst.value < 0 else BRINGING
    return say(sentence, best=whole(spread.best.value), measure=measure, worst=whole(abs(spread.worst.value)))


def _numbers(spread: Concentrated, measure: str, period: str) -> tuple[Kpi, ...]:
    best, worst = say(BY_BEST, measure=measure), say(BY_WORST, measure=measure)
    shares = (
        blocks.kpi("share_best_20", best, spread.best, unit="percent", period=period, source=SOURCE),
        blocks.kpi("share_worst_30", worst, spread.worst, unit="percent", period=period, source=SOURCE),
    )
    if isinstance(spread.gini, Silent):  # it is of no use beside losses, and the curve says more
        return shares
    return *shares, blocks.kpi(
        "gini", say(GINI, measure=measure), spread.gini, unit="ratio", period=period, source=SOURCE
    )


def _missing_costs(costs: Costed) -> tuple[Note, ...]:
    if costs.known >= 0.995:
        return ()
    sentence = SOME_COSTS if costs.known > 0 else NO_COSTS
    text = say(sentence, measure=costs.measure, known=whole(costs.known))
    return (blocks.note("costs_missing", text, level="missing"),)


def _whale_curve(spread: Concentrated, measure: str, period: str) -> Chart:
    fields = {
        "customers": Field("Share of customers, best first", "percent"),
        "share": Field(say(SHARE, measure=measure), "percent"),
    }
    about = About(n=spread.customers, period=period, source=SOURCE)
    title, even = says(spread, measure), N_("all customers alike")
    return charts.curve(
        "whale_curve", title, spread.curve, fields, x="customers", value="share", diagonal=even, mark=0.2, **about
    )


def _finding(spread: Concentrated, measure: str, period: str) -> Finding:
    lost = max(-spread.worst_total, 0.0)
    return blocks.finding(
        "concentration",
        says(spread, measure),
        spread.best,
        unit="percent",
        period=period,
        source=SOURCE,
        test=say(COUNTED, customers=format.value(spread.customers, "count")),
        worth=lost or None,
        do=MEND if lost else KEEP,
    )
