"""Chapter 04, its second part: how many churn, what goes with it, and how far the model can be trusted."""

import datetime as dt
from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Chart, Field, Finding, Kpi, Measured, Note, Silent
from workbench.show.chapters.changes import Historic, Told, finding, told
from workbench.show.chapters.words import column, opened, whole
from workbench.show.charts.common import About

MODEL = "churn.learn"
MOST_REASONS = 8

CHURNED = N_("Churn: with us {months} months ago, and nothing bought since")
RATE_CHANGED = Told(
    rose=N_("Churn over {months} months rose by {size} against last month, more than chance and its course explain"),
    fell=N_("Churn over {months} months fell by {size} against last month, more than chance and its course explain"),
    do_rose=N_(
        "Ask whether the season explains it; else look what those who went have in common, and call others like them."
    ),
    do_fell=N_("Ask whether the season explains it; else find out what kept them, and go on with it."),
)
RATES = N_("{rate} of customers churned within {months} months when last seen")
KEPT = N_("The model expected {expected} customers to churn, and {observed} did")
RANKS = N_("Ranking: chance that who churned had the higher probability")
BETTER = N_("Squared error of the probabilities ({base} if everybody gets the same rate)")
MISSED = N_("Calibration error ({chance} by chance alone)")
HIGHER = N_("{reason}, {compares}: the odds of churn are {times} times as high")
LOWER = N_("{reason}, {compares}: the odds of churn are {times} times lower")
TERM = N_("{reason}: {compares}")
NO_MODEL = N_("Who will churn cannot be foretold here: {why}.")
NO_REASONS = N_("Without a model there is nothing that could be said to go with churn.")

_RATES = {
    "date": Field("Customers of"),
    "rate": Field("Churned", "percent"),
    "low": Field("Low", "percent"),
    "high": Field("High", "percent"),
    "customers": Field("Customers", "count"),
    "role": Field("Used for"),
}
_RELIABILITY = {
    "expected": Field("Expected to churn", "percent"),
    "observed": Field("Churned", "percent"),
    "low": Field("Low", "percent"),
    "high": Field("High", "percent"),
    "customers": Field("Customers", "count"),
}
_REASONS = {
    "term": Field("What goes with it"),
    "odds_ratio": Field("Odds of churn, times", "ratio"),
    "low": Field("Low", "ratio"),
    "high": Field("High", "ratio"),
}


class When(Protocol):
    """The dates of the model (``analysis.origins.Origins`` is one)."""

    @property
    def test(self) -> dt.date: ...
    @property
    def horizon_months(self) -> int: ...


class Tested(Protocol):
    """How the probabilities did (``analysis.probability_scores.Test`` is one)."""

    @property
    def area(self) -> Measured | Silent: ...
    @property
    def brier(self) -> Measured | Silent: ...
    @property
    def brier_base(self) -> float: ...
    @property
    def reliability(self) -> pd.DataFrame: ...
    @property
    def expected(self) -> float: ...
    @property
    def observed(self) -> int: ...
    @property
    def calibration_error(self) -> float: ...
    @property
    def by_chance(self) -> float: ...


class Model(Protocol):
    """A calibrated model (``analysis.churn.ChurnModel`` is one)."""

    @property
    def origins(self) -> When: ...
    @property
    def rates(self) -> pd.DataFrame: ...
    @property
    def test(self) -> Tested: ...
    @property
    def reasons(self) -> pd.DataFrame: ...


def rate(number: Measured | Silent, history: Historic, *, months: int, period: str) -> Kpi:
    """The observed churn rate of the last full horizon, with its past."""
    title = say(CHURNED, months=months)
    kpi = blocks.kpi("churn_rate", title, number, unit="percent", period=period, source="churn_outcomes")
    return told(kpi, history, better=-1)


def rate_finding(history: Historic, *, months: int, period: str) -> tuple[Finding, ...]:
    """The finding that the rate changed: told from chance, and not the course it was on anyway.

    A base that ages, or a season, moves the rate a little every month; that is no news.
    """
    if not isinstance(history.usual, Silent) and not history.is_unusual:
        return ()
    about: dict[str, Any] = {"unit": "percent", "period": period, "source": "churn_history"}
    return finding("churn_changed", history, RATE_CHANGED, words={"months": months}, **about)


def rates(model: Model | Silent, *, period: str) -> Chart | Note:
    """The churn rate at each of the dates that the model was fitted, calibrated and tested on."""
    if isinstance(model, Silent):
        return blocks.note("churn_rates", say(NO_MODEL, why=model.why), level="missing")
    days = [format.value(str(day), "date") for day in model.rates["origin"]]
    frame = model.rates.assign(date=column(days, model.rates))
    last = frame.iloc[-1]
    title = say(RATES, rate=whole(last["rate"]), months=model.origins.horizon_months)
    about = About(n=int(last["customers"]), period=period, source="churn_outcomes")
    return charts.intervals(
        "churn_rates", title, frame, _RATES, label="date", value="rate", low="low", high="high", sort=False, **about
    )


def trust(model: Model | Silent, *, period: str) -> tuple[Block, ...]:
    """How the model did on customers and months it had not seen; nothing when there is none."""
    if isinstance(model, Silent):
        return ()
    test = model.test
    n = int(test.reliability["customers"].sum())
    kept = say(KEPT, expected=_count(test.expected), observed=_count(test.observed))
    about = About(n=n, period=period, source=MODEL)
    curve = charts.curve(
        "churn_reliability",
        kept,
        test.reliability,
        _RELIABILITY,
        x="expected",
        value="observed",
        low="low",
        high="high",
        dots=True,
        diagonal=N_("as expected"),
        **about,
    )
    return curve, *_scores(test, n, period)


def reasons(model: Model | Silent, *, period: str) -> Chart | Note:
    """What goes with churn, the strongest first."""
    if isinstance(model, Silent):
        return blocks.note("churn_reasons", NO_REASONS)
    frame = model.reasons.head(MOST_REASONS)
    terms = [say(TERM, reason=row["reason"], compares=row["compares"]) for row in frame.to_dict("records")]
    frame = frame.assign(term=column(terms, frame))
    about = About(n=int(model.rates["customers"].iloc[0]), period=period, source=MODEL)
    return charts.intervals(
        "churn_reasons",
        _strongest(model.reasons.iloc[0]),
        frame,
        _REASONS,
        label="term",
        value="odds_ratio",
        low="low",
        high="high",
        reference=1.0,
        reference_label=N_("no link"),
        sort=False,
        **about,
    )


def _scores(test: Tested, n: int, period: str) -> tuple[Kpi, ...]:
    """The three scores of the test, for the analyst."""
    base = format.value(test.brier_base, "ratio")
    chance = format.value(test.by_chance, "percent")
    area = blocks.kpi("churn_area", RANKS, test.area, unit="ratio", period=period, source=MODEL)
    brier = blocks.kpi("churn_brier", say(BETTER, base=base), test.brier, unit="ratio", period=period, source=MODEL)
    missed = Kpi(
        "churn_calibration_error",
        say(MISSED, chance=chance),
        period,
        MODEL,
        unit="percent",
        value=test.calibration_error,
        n=n,
    )
    return area, brier, missed


def _strongest(reason: pd.Series) -> str:
    """The first reason as a sentence."""
    ratio = float(reason["odds_ratio"])
    sentence = HIGHER if ratio >= 1 else LOWER
    times = format.value(max(ratio, 1 / ratio), "ratio")
    return opened(say(sentence, reason=reason["reason"], compares=reason["compares"], times=times))


def _count(number: float) -> str:
    return format.value(round(number), "count")
