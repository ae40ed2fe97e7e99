"""Chapter 05, its second part: what the customers returned, and who created value."""

from typing import Any, NamedTuple

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Chart, Field, Finding, Kpi, Measured, Note, Silent
from workbench.show.chapters.changes import Historic, told
from workbench.show.chapters.equity import SOURCE, Returned
from workbench.show.charts.common import About, together

RETURN = N_("Return on Customer")
ROC = N_("Return on Customer over {months} months")
A_YEAR = N_("Return on Customer over {months} months, as if a whole year were like it")
CREATED = N_("Value created beyond the discount rate")
ABOVE = N_("Customers returned {roc} in {months} months; without new ones {closed}, more than the {rate} asked of them")
BELOW = N_("Customers returned {roc} in {months} months; without new ones {closed}, less than the {rate} asked of them")
EVEN = N_(
    "Customers returned {roc} in {months} months; without new ones {closed}, in line with the {rate} asked of them"
)
ABOVE_ALONE = N_("Customers returned {roc} in {months} months, more than the {rate} asked of them; none were won")
BELOW_ALONE = N_("Customers returned {roc} in {months} months, less than the {rate} asked of them; none were won")
EVEN_ALONE = N_("Customers returned {roc} in {months} months, in line with the {rate} asked of them; none were won")
ALONE = {ABOVE: ABOVE_ALONE, BELOW: BELOW_ALONE, EVEN: EVEN_ALONE}
PLAIN = N_("Return on Customer in {months} months, three ways")
MOST = N_("Value created: most by {best}, {most}; least by {worst}, {least}")
BURNED = N_("The {tier} lost {value} of value against the discount rate in {months} months")
SERVE = N_(
    "See in the statement what the {tier} did other than expected; then win them back, or serve them at less cost."
)
NOT_KNOWN = N_("As long as the worth of the customers is not known, neither is this.")
GAINED = N_("Customers created {value} beyond the discount rate in {months} months")
LOST = N_("Customers lost {value} of value against the discount rate in {months} months")
RETURNED_MORE = N_(
    "Customers returned {roc} in {months} months, where {rate} was asked of them: {value} of value created"
)
RETURNED_LESS = N_("Customers returned {roc} in {months} months, where {rate} was asked of them: {value} of value lost")
TEST = N_("its interval, {interval}, does not hold zero")
GROW = N_("Ask whether the season explains it; else go on with what brought it: most came from {best}.")
STOP = N_("Ask whether the season explains it; else look first at {worst}, where {lost} was lost.")
THE = N_("the {group}")
NO_WAY = N_("Return on Customer {way} is not shown: {why}.")
WON = "won in the period"
TRIFLE = 0.01
GROUPS = {
    "lost": N_("customers lost before the opening"),
    WON: N_("customers won in the period"),
    "not yet or no longer customers": N_("people who are not customers"),
    "other": N_("others, too few to stand alone"),
}


class Loss(NamedTuple):
    """A number of a table with its interval."""

    value: float
    low: float
    high: float
    n: int


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


def numbers(
    measured: Returned | Silent, history: Historic, *, period: str, a_year: Measured | Silent | None = None
) -> tuple[Kpi, ...]:
    """Return on Customer and value created, frozen; or why neither is known.

    Args:
        measured: the result, or why there is none.
        history: Return on Customer of the months before.
        period: the months measured.
        a_year: the return annualised, where that was asked for.
    """
    if isinstance(measured, Silent):
        return (blocks.kpi("roc", RETURN, measured, unit="percent", period=period, source=SOURCE),)
    title, frozen = say(ROC, months=measured.period.months), measured.roc["frozen"]
    created = measured.value_created
    returned = blocks.kpi("roc", title, frozen, unit="percent", period=period, source=SOURCE)
    kpis = (
        told(returned, history, better=1),
        blocks.kpi("value_created", CREATED, created, unit="money", period=period, source=SOURCE),
    )
    if a_year is None:
        return kpis
    title = say(A_YEAR, months=measured.period.months)
    return (*kpis, blocks.kpi("roc_annualised", title, a_year, unit="percent", period=period, source=SOURCE))


def three_ways(measured: Returned | Silent, *, period: str) -> tuple[Chart | Note, ...]:
    """ROC frozen, refitted and without new customers, beside the discount rate; a way that is withheld says why.

    Nothing when all are withheld: the number above has said it.
    """
    ways = [] if isinstance(measured, Silent) else [_way(*way) for way in measured.roc.items()]
    frame = pd.DataFrame([row for row in ways if row])
    if isinstance(measured, Silent) or frame.empty:
        return ()
    about = About(n=int(frame["n"].max()), period=period, source=SOURCE)
    chart = charts.intervals(
        "roc_three_ways",
        _returned(measured),
        frame,
        _WAYS,
        label="way",
        value="roc",
        low="low",
        high="high",
        reference=measured.rate,
        reference_label=N_("discount rate"),
        sort=False,
        **about,
    )
    withheld = [say(NO_WAY, way=way, why=one.why) for way, one in measured.roc.items() if isinstance(one, Silent)]
    return (chart, blocks.note("roc_withheld", together(withheld), level="missing")) if withheld else (chart,)


def by_tier(measured: Returned | Silent, *, period: str) -> Chart | Note:
    """Value created by the customers of each value tier, by new ones, and spent on others."""
    if isinstance(measured, Silent):
        return blocks.note("value_created_by_tier", NOT_KNOWN)
    frame = measured.by_tier.assign(group=[GROUPS.get(group, group) for group in measured.by_tier["group"]])
    about = About(n=int(frame["customers"].sum()), period=period, source=SOURCE)
    return charts.intervals(
        "value_created_by_tier",
        say(MOST, **_ends(measured)),
        frame,
        _TIERS,
        label="group",
        value="value_created",
        low="low",
        high="high",
        reference=0.0,
        reference_label=N_("discount rate earned"),
        sort=False,
        **about,
    )


def findings(measured: Returned | Silent, *, period: str) -> list[Finding]:
    """Value created or lost in all, and by tiers that lost, where it can be told from nothing."""
    if isinstance(measured, Silent):
        return []
    created, months = measured.value_created, measured.period.months
    found = []
    if not isinstance(created, Silent) and not created.low <= 0 <= created.high:
        do = say(GROW if created.value > 0 else STOP, **_ends(measured))
        found.append(_finding("return_beyond_the_rate", _beyond(measured, created), created, do, period))
    for row in measured.by_tier.to_dict("records"):
        if row["high"] < 0 and row["opened"] > 0 and row["group"] not in GROUPS:
            words = {"tier": row["group"], "value": _size(row["value_created"]), "months": months}
            lost = Loss(row["value_created"], row["low"], row["high"], row["customers"])
            name = f"value_lost_{row['group'].split()[0]}"
            found.append(_finding(name, say(BURNED, **words), lost, say(SERVE, **words), period))
    return found


def _beyond(measured: Returned, created: Measured) -> Phrase:
    """Value created or lost, with the return beside the rate where there is a return."""
    returned, gained = measured.roc["frozen"], created.value > 0
    words: dict[str, Any] = {"value": _size(created.value), "months": measured.period.months}
    if isinstance(returned, Silent):
        return say(GAINED if gained else LOST, **words)
    words |= {"roc": format.value(returned.value, "percent"), "rate": format.value(measured.rate, "percent")}
    return say(RETURNED_MORE if gained else RETURNED_LESS, **words)


def _finding(name: str, sentence: str, number: Measured, do: str, period: str) -> Finding:
    interval = format.interval(number.low, number.high, "money", like=number.value)
    about: dict[str, Any] = {"period": period, "source": SOURCE, "test": say(TEST, interval=interval)}
    return blocks.finding(name, sentence, number, unit="money", worth=number.value, do=do, **about)


def _way(way: str, number: Measured | Silent) -> dict[str, object]:
    if isinstance(number, Silent):
        return {}
    return {"way": way, "roc": number.value, "low": number.low, "high": number.high, "n": number.n}


def _size(amount: float) -> str:
    return format.value(abs(amount), "money")


def _returned(measured: Returned) -> str:
    """The title of the three ways: the cohort's return is compared with the rate by its interval."""
    months, rate = measured.period.months, measured.rate
    frozen, cohort = measured.roc["frozen"], measured.roc["without new customers"]
    if isinstance(frozen, Silent) or isinstance(cohort, Silent):
        return say(PLAIN, months=months)
    sentence = ABOVE if cohort.low > rate else BELOW if cohort.high < rate else EVEN
    if not (measured.by_tier["group"] == WON).any() and frozen.value == cohort.value:
        sentence = ALONE[sentence]
    words = [format.value(number, "percent") for number in (frozen.value, cohort.value, rate)]
    return say(sentence, months=months, **dict(zip(("roc", "closed", "rate"), words, strict=True)))


def _ends(measured: Returned) -> dict[str, str]:
    """The groups that created most and least value, in words; ``lost`` is the least without its sign."""
    tiers = measured.by_tier
    size = tiers["value_created"].abs()
    groups = tiers[(tiers["customers"] > 0) | (size > TRIFLE * size.max())]  # who is no customer may have cost much
    table = groups.sort_values("value_created", ascending=False)
    best, worst = table.iloc[0], table.iloc[-1]
    names = [GROUPS.get(row["group"], say(THE, group=row["group"])) for row in (best, worst)]
    most, least = (format.value(row["value_created"], "money") for row in (best, worst))
    return {"best": names[0], "worst": names[1], "most": most, "least": least, "lost": _size(worst["value_created"])}
