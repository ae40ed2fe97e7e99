"""Was our forecast right? What was expected of customers beside what came.

One picture: what came over what was expected, everyone quarter by quarter, then each segment over all of them,
each with the interval that chance alone makes. A dot whose interval holds 100 % is a forecast that held.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, month, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Chart, Field, Finding, Silent, Table
from workbench.show.chapters.words import column, listed
from workbench.show.charts.common import together

GROUPS = {"lost": N_("lost customers"), "other": N_("others")}
SOURCE = "customer_value.back_test.judge"
CASH, PURCHASES = "cash", "purchases"
NAME, SAID, DETAIL = "back_test", "back_test_said", "back_test_numbers"

NOT_YET = N_("Whether the forecasts of the months before were right cannot be said: {why}.")
HELD = N_(
    "Over {months} months {expected} in cash was expected of customers and {realised} came: no further off than chance"
)
MORE = N_(
    "Over {months} months {expected} in cash was expected of customers and {realised} came: {gap} more, which is "
    "more than chance explains"
)
LESS = N_(
    "Over {months} months {expected} in cash was expected of customers and {realised} came: {gap} less, which is "
    "more than chance explains"
)
BOUGHT = N_("Customers were expected to buy {expected} times and bought {realised} times")
BOUGHT_MORE = N_(
    "Customers were expected to buy {expected} times and bought {realised} times, above what chance explains"
)
BOUGHT_LESS = N_(
    "Customers were expected to buy {expected} times and bought {realised} times, below what chance explains"
)
BEYOND = N_(
    "Of {all} single periods, {count} brought more or less cash than chance explains; the model knows no seasons."
)
GROUPS_OFF = N_(
    "Over all periods these groups brought more or less cash than chance explains, as shares of what was expected: "
    "{groups}."
)
GROUP_OFF = N_("{segment} {share}")
ALL_WITHIN = N_("In each single period cash lay within chance.")
SEASON = N_("Less than a year is judged, so a season may be the reason.")
ENDED = N_("{sentence}.")
CASH_TO = N_("cash to {month}")
PURCHASES_TO = N_("purchases to {month}")
CASH_OF = N_("cash: {segment}")
PURCHASES_OF = N_("purchases: {segment}")
EVERYONE, AS_EXPECTED = N_("everyone"), N_("as expected")
ALL_PERIODS = N_("all periods")
HELD_WORD, MORE_WORD, LESS_WORD = N_("no more than chance"), N_("more"), N_("less")
NUMBERS = N_("What was expected and what came, period by period")
CASH_TOO_LOW = N_("Forecasts of cash were {gap} too low over {months} months, more than chance explains")
CASH_TOO_HIGH = N_("Forecasts of cash were {gap} too high over {months} months, more than chance explains")
BUYING_TOO_LOW = N_("Forecasts of purchases were {gap} too low over {months} months, more than chance explains")
BUYING_TOO_HIGH = N_("Forecasts of purchases were {gap} too high over {months} months, more than chance explains")
TEST = N_("what came less what was expected, with its interval, {interval}, does not hold zero")
TOO_LOW = N_("Take what customers are worth in this report as rather too low, until the forecasts hold again.")
TOO_HIGH = N_("Take what customers are worth in this report as rather too high, until the forecasts hold again.")
MADE_UP = N_("Nothing yet: what a purchase brought made up for how often customers bought, so cash held.")
WAIT = N_("Judge again when a whole year can be judged: until then a season may be the reason.")
YEAR = 12
SHUT_OUT = N_("Do not act on what customers are worth in this report: its forecasts miss by a quarter or more.")

_RATIOS = {
    "what": Field("What was forecast"),
    "ratio": Field("What came, over what was expected", "percent"),
    "ratio_low": Field("Low", "percent"),
    "ratio_high": Field("High", "percent"),
    "customers": Field("Customers", "count"),
}
_NUMBERS = {
    "when": Field("Period"),
    "who": Field("Customers of then"),
    "purchases_expected": Field("Purchases expected", "count"),
    "purchases_realised": Field("Purchases made", "count"),
    "cash_expected": Field("Cash expected", "money"),
    "cash_low": Field("Low", "money"),
    "cash_high": Field("High", "money"),
    "cash_realised": Field("Cash booked", "money"),
    "held": Field("Cash against chance"),
}


class Tested(Protocol):
    """Expected against realised (``analysis.customer_value.back_test.BackTest`` is one)."""

    @property
    def rows(self) -> pd.DataFrame: ...
    @property
    def off(self) -> tuple[str, ...]: ...
    @property
    def is_shut_out(self) -> bool: ...
    @property
    def n(self) -> int: ...


def back_test(tested: Tested | Silent, *, period: str) -> tuple[Block, ...]:
    """What came beside what was expected: the picture, the sentences, the numbers; or why nothing can be said.

    Args:
        tested: the result, or why there is none.
        period: the month of this report.
    """
    if isinstance(tested, Silent):
        return (blocks.note(NAME, say(NOT_YET, why=tested.why), level="missing"),)
    return _picture(tested, period), blocks.note(SAID, _said(tested)), _numbers(tested, period)


def findings(tested: Tested | Silent, *, period: str) -> tuple[Finding, ...]:
    """That the forecasts were off by more than chance, if they were; cash before purchases."""
    if isinstance(tested, Silent) or not tested.off:
        return ()
    measure = CASH if CASH in tested.off else PURCHASES
    row, unit = _overall(tested, measure), "money" if measure == CASH else "count"
    gap = row["realised"] - row["expected"]
    half = row["high"] - row["expected"]
    number = _Gap(gap, gap - half, gap + half, tested.n)
    interval = format.interval(number.low, number.high, unit, like=gap)
    do = _advice(tested, measure, gap, _months(row))
    sentence = _forecast(measure, gap, _months(row))
    about: dict[str, Any] = {"unit": unit, "period": period, "source": SOURCE, "test": say(TEST, interval=interval)}
    return (blocks.finding("forecast_gap", sentence, number, do=say(do), **about),)


def _advice(tested: Tested, measure: str, gap: float, months: int) -> str:
    if months < YEAR:
        return WAIT
    if tested.is_shut_out:
        return SHUT_OUT
    return MADE_UP if measure == PURCHASES else TOO_LOW if gap > 0 else TOO_HIGH


def _forecast(measure: str, gap: float, months: int) -> Phrase:
    if measure == CASH:
        size = format.value(abs(gap), "money")
        return say(CASH_TOO_LOW if gap > 0 else CASH_TOO_HIGH, gap=size, months=months)
    size = format.value(round(abs(gap)), "count")
    return say(BUYING_TOO_LOW if gap > 0 else BUYING_TOO_HIGH, gap=size, months=months)


class _Gap(NamedTuple):
    """A difference with its interval."""

    value: float
    low: float
    high: float
    n: int
    method: str = "customers and parameters"


def _overall(tested: Tested, measure: str) -> dict[Any, Any]:
    rows = tested.rows
    return dict(rows[rows["together"] & (rows["segment"] == "") & (rows["measure"] == measure)].iloc[0])


def _picture(tested: Tested, period: str) -> Chart:
    rows = tested.rows
    everyone = rows[~rows["together"] & (rows["segment"] == "")]
    segments = rows[rows["together"] & (rows["segment"] != "")]
    frame = pd.concat([part[part["measure"] == one] for part in (everyone, segments) for one in (CASH, PURCHASES)])
    frame = frame[frame["ratio"].notna()]  # where less than nothing was expected there is no share of it
    frame = frame.assign(what=column([_called(row) for row in frame.to_dict("records")], frame))
    return charts.intervals(
        NAME,
        _cash(_overall(tested, CASH)),
        frame,
        _RATIOS,
        label="what",
        value="ratio",
        low="ratio_low",
        high="ratio_high",
        reference=1.0,
        reference_label=AS_EXPECTED,
        sort=False,
        n=tested.n,
        period=period,
        source=SOURCE,
    )


def _called(row: Mapping[Any, Any]) -> Phrase:
    is_cash = row["measure"] == CASH
    if row["segment"]:
        return say(CASH_OF if is_cash else PURCHASES_OF, segment=_group(row))
    return say(CASH_TO if is_cash else PURCHASES_TO, month=_span(row)["month"])


def _group(row: Mapping[Any, Any]) -> str:
    return GROUPS.get(row["segment"], str(row["segment"]))


def _span(row: Mapping[Any, Any]) -> dict[str, Any]:
    last = row["closing"] - dt.timedelta(days=1)
    return {"months": _months(row), "month": month(f"{last:%Y-%m}")}


def _months(row: Mapping[Any, Any]) -> int:
    opening, closing = row["opening"], row["closing"]
    return int((closing.year - opening.year) * 12 + closing.month - opening.month)


def _said(tested: Tested) -> Phrase:
    """The verdict on cash, then on purchases, then how single periods did."""
    rows = tested.rows
    single = rows[~rows["together"] & (rows["segment"] == "") & (rows["measure"] == CASH)]
    beyond = int((~single["calibrated"].astype(bool)).sum())
    periods = say(BEYOND, all=len(single), count=beyond) if beyond else say(ALL_WITHIN)
    whole = [_cash(_overall(tested, CASH)), _purchases(_overall(tested, PURCHASES))]
    short = bool(tested.off) and _months(_overall(tested, CASH)) < YEAR
    more = [*([say(SEASON)] if short else []), *([periods] if len(single) > 1 else [])]
    return together([*(say(ENDED, sentence=sentence) for sentence in whole), *more, *_groups_off(rows)])


def _groups_off(rows: pd.DataFrame) -> list[Phrase]:
    """The groups whose cash was further off than chance, though that of everyone may not have been."""
    cash = rows[rows["together"] & (rows["segment"] != "") & (rows["measure"] == CASH)]
    off = cash[~cash["calibrated"].astype(bool) & cash["ratio"].notna()].to_dict("records")
    named = [say(GROUP_OFF, segment=_group(row), share=format.value(row["ratio"], "percent")) for row in off]
    return [say(GROUPS_OFF, groups=listed(named))] if named else []


def _cash(row: Mapping[Any, Any]) -> Phrase:
    words = {name: format.value(row[name], "money") for name in ("expected", "realised")}
    gap = format.value(abs(row["realised"] - row["expected"]), "money")
    sentence = HELD if row["calibrated"] else MORE if row["realised"] > row["expected"] else LESS
    return say(sentence, months=_months(row), gap=gap, **words)


def _purchases(row: Mapping[Any, Any]) -> Phrase:
    words = {name: format.value(round(row[name]), "count") for name in ("expected", "realised")}
    more = row["realised"] > row["expected"]
    return say(BOUGHT if row["calibrated"] else BOUGHT_MORE if more else BOUGHT_LESS, **words)


def _numbers(tested: Tested, period: str) -> Table:
    """A row per period and segment, both measures beside each other."""
    rows = tested.rows
    by = ["opening", "closing", "together", "segment"]
    cash, bought = (rows[rows["measure"] == measure].set_index(by) for measure in (CASH, PURCHASES))
    frame = pd.DataFrame(
        {
            **{f"purchases_{name}": bought[name] for name in ("expected", "realised")},
            **{f"cash_{name}": cash[name] for name in ("expected", "low", "high", "realised")},
            "calibrated": cash["calibrated"],
        }
    ).reset_index()
    told = frame.to_dict("records")
    frame["when"] = column(
        [ALL_PERIODS if row["together"] else say("{months} months to {month}", **_span(row)) for row in told], frame
    )
    frame["who"] = column([_group(row) if row["segment"] else EVERYONE for row in told], frame)
    frame["held"] = column([_word(row) for row in told], frame)
    return blocks.table(DETAIL, NUMBERS, frame, _NUMBERS, n=tested.n, period=period, source=SOURCE)


def _word(row: Mapping[Any, Any]) -> str:
    return HELD_WORD if row["calibrated"] else MORE_WORD if row["cash_realised"] > row["cash_expected"] else LESS_WORD
