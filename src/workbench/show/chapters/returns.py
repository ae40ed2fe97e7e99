"""Chapter 05, its second part: what the customers returned, and who created value."""

import pandas as pd

from workbench.show import blocks, charts, format
from workbench.show.blocks import Chart, Field, Finding, Kpi, Silent
from workbench.show.chapters.equity import SOURCE, Returned
from workbench.show.charts.common import About

ROC = "Return on Customer over {months} months"
CREATED = "Value created beyond the discount rate"
ABOVE = "Customers returned {roc} in {months} months; without new ones {closed}, more than the {rate} they had to earn"
BELOW = "Customers returned {roc} in {months} months; without new ones {closed}, less than the {rate} they had to earn"
EVEN = "Customers returned {roc} in {months} months; without new ones {closed}, about the {rate} they had to earn"
PLAIN = "Return on Customer in {months} months, three ways"
MOST = "{best} created most value, {most}; {worst} least, {least}"
GAINED = "Customers created {value} beyond the discount rate in {months} months"
LOST = "Customers lost {value} of value against the discount rate in {months} months"
TEST = "its interval, {interval}, does not hold zero"
GROW = "Go on with what brought it: most came from {best}."
STOP = "Look first at {worst}, where {least} was lost."
GROUPS = {
    "won in the period": "customers won in the period",
    "not yet or no longer customers": "people who are not customers",
}

_WAYS = {
    "way": Field("How it is counted"),
    "roc": Field("Return on Customer", "percent"),
    "low": Field("Low", "percent"),
    "high": Field("High", "percent"),
}
_TIERS = {
    "group": Field("Customers of the opening"),
    "value_created": Field("Value created", "money"),
    "low": Field("Low", "money"),
    "high": Field("High", "money"),
    "opened": Field("Opening equity", "money"),
    "cash": Field("Cash booked", "money"),
    "closed": Field("Closing equity, frozen", "money"),
    "customers": Field("Customers", "count"),
    "roc": Field("Return on Customer", "percent"),
}


def numbers(measured: Returned | Silent, *, period: str) -> tuple[Kpi, ...]:
    """Return on Customer and value created, frozen; or why neither is known.

    Args:
        measured: the result, or why there is none.
        period: the months measured.
    """
    if isinstance(measured, Silent):
        return (blocks.kpi("roc", "Return on Customer", measured, unit="percent", period=period, source=SOURCE),)
    title, frozen = ROC.format(months=measured.period.months), measured.roc["frozen"]
    created = measured.value_created
    return (
        blocks.kpi("roc", title, frozen, unit="percent", period=period, source=SOURCE),
        blocks.kpi("value_created", CREATED, created, unit="money", period=period, source=SOURCE),
    )


def three_ways(measured: Returned | Silent, *, period: str) -> tuple[Chart, ...]:
    """ROC frozen, refitted and without new customers, beside the discount rate; nothing when all are withheld."""
    if isinstance(measured, Silent):
        return ()
    told = {way: number for way, number in measured.roc.items() if not isinstance(number, Silent)}
    if not told:
        return ()
    rows = [{"way": way, "roc": number.value, "low": number.low, "high": number.high} for way, number in told.items()]
    about = About(n=max(number.n for number in told.values()), period=period, source=SOURCE)
    chart = charts.intervals(
        "roc_three_ways",
        _returned(measured),
        pd.DataFrame(rows),
        _WAYS,
        label="way",
        value="roc",
        low="low",
        high="high",
        reference=measured.period.rate,
        reference_label="discount rate",
        sort=False,
        **about,
    )
    return (chart,)


def by_tier(measured: Returned | Silent, *, period: str) -> tuple[Chart, ...]:
    """Value created by the customers of each value tier, by new ones, and spent on others."""
    if isinstance(measured, Silent):
        return ()
    frame = measured.by_tier.assign(group=[GROUPS.get(group, group) for group in measured.by_tier["group"]])
    about = About(n=int(frame["customers"].sum()), period=period, source=SOURCE)
    return (
        charts.intervals(
            "value_created_by_tier",
            MOST.format(**_ends(measured)),
            frame,
            _TIERS,
            label="group",
            value="value_created",
            low="low",
            high="high",
            reference=0.0,
            reference_label="the discount rate, no more",
            sort=False,
            **about,
        ),
    )


def finding(measured: Returned | Silent, *, period: str) -> tuple[Finding, ...]:
    """Value created or lost, where it can be told from nothing."""
    if isinstance(measured, Silent) or isinstance(measured.value_created, Silent):
        return ()
    created = measured.value_created
    if created.low <= 0 <= created.high:
        return ()
    gained = created.value > 0
    value = format.value(abs(created.value), "money")
    interval = format.interval(created.low, created.high, "money", like=created.value)
    return (
        blocks.finding(
            "value_created",
            (GAINED if gained else LOST).format(value=value, months=measured.period.months),
            created,
            unit="money",
            period=period,
            source=SOURCE,
            test=TEST.format(interval=interval),
            worth=created.value,
            do=(GROW if gained else STOP).format(**_ends(measured)),
        ),
    )


def _returned(measured: Returned) -> str:
    """The title of the three ways: the cohort's return is compared with the rate by its interval."""
    months, rate = measured.period.months, measured.period.rate
    frozen, cohort = measured.roc["frozen"], measured.roc["without new customers"]
    if isinstance(frozen, Silent) or isinstance(cohort, Silent):
        return PLAIN.format(months=months)
    sentence = ABOVE if cohort.low > rate else BELOW if cohort.high < rate else EVEN
    words = [format.value(number, "percent") for number in (frozen.value, cohort.value, rate)]
    return sentence.format(months=months, **dict(zip(("roc", "closed", "rate"), words, strict=True)))


def _ends(measured: Returned) -> dict[str, str]:
    """The groups that created most and least value, in words."""
    table = measured.by_tier.sort_values("value_created", ascending=False)
    best, worst = table.iloc[0], table.iloc[-1]
    names = [GROUPS.get(row["group"], f"the {row['group']}") for row in (best, worst)]
    most, least = (format.value(row["value_created"], "money") for row in (best, worst))
    return {"best": names[0], "worst": names[1], "most": most, "least": least}
