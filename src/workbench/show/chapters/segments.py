"""Chapter 02: which groups of customers there are, what they bring, and how satisfied they are."""

import pandas as pd

from workbench.phrase import N_, month, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Chart, Field, Finding, Note, Silent, Table
from workbench.show.chapters.words import column, listed, opened, whole
from workbench.show.charts.common import About

SOURCE = "customer_features"
AT_STAKE, TOP, OTHER = "slipping away", "top 20%", "other"

LEADS = N_("{name}: {customers} of all who ever became customers, {part} of {measure}")
LARGEST = N_("{name}: {customers} of all who ever became customers; there is no profit to share")
OF_CUSTOMERS = N_("Share of customers, lost ones included")
OF_MEASURE = N_("Share of {measure}")
RECENCY = N_("recency {score}")
VALUE = N_("value {score}")
OF_MONTH = N_("{segment}, {month}")
REASON = N_("{why}.")
TIERS = N_("The top 20% of customers bring {part} of {measure}")
TIERS_APART = N_("What the customers of each tier of value bring")
PROFILE = N_("{name}: {money} a customer in 12 months; the average is {average}")
BEST_CELL = N_("Recency {recency} with value {value} brings most: {money} a customer in 12 months")
DIFFERS = N_("Satisfaction differs between groups: from {low} at {lowest} to {high} at {highest}")
ALIKE = N_("Satisfaction does not differ between groups beyond chance: {low} to {high}")
ONE_GROUP = N_("Satisfaction is known for one group only: {high} at {highest}")
NO_SATISFACTION = N_("No group has answers enough; survey answers would show how satisfied each group is.")
EXPLORED = N_("What the customers of each segment brought in 12 months")
NO_CELLS = N_("No cell of the grid has enough customers to be shown.")
SLIPPING = N_("{customers} good customers are slipping away; they brought {money} in the last 12 months")
CALL = N_("Call on them before the next purchase is due elsewhere; ask first what went wrong.")
COUNTED = N_("counted over all customers, so without sampling error")

_PROFILE = {
    "customers": Field("Customers", "count"),
    "share": Field("Share", "percent"),
    "revenue_12m": Field("Revenue", "money"),
    "contribution_12m": Field("Contribution", "money"),
    "per_customer": Field("A customer brings", "money"),
    "satisfaction": Field("Satisfaction", "points"),
    "answered": Field("Answered", "count"),
}
_SATISFACTION = {
    "satisfaction": Field("Satisfaction, 0 to 100", "points"),
    "low": Field("Low", "points"),
    "high": Field("High", "points"),
    "answered": Field("Customers who answered", "count"),
}
_CELLS = {
    "recency": Field("Recency"),
    "value": Field("Value"),
    "segment": Field("Segment"),
    "per_customer": Field("Contribution a customer, 12 months", "money"),
    "customers": Field("Customers", "count"),
}


def sizes(profile: pd.DataFrame | Silent, measure: str, *, period: str) -> Chart | Note:
    """How many customers each segment has and what part of the profit it brings.

    Args:
        profile: a row per segment: segment, customers, share, contribution_share.
        measure: "profit", or "revenue" where no cost is recorded.
        period: the time the report is about.
    """
    if isinstance(profile, Silent):
        return _withheld("segment_sizes", profile)
    about = About(n=int(profile["customers"].sum()), period=period, source=SOURCE)
    names = {"share": OF_CUSTOMERS, "contribution_share": say(OF_MEASURE, measure=measure)}
    tall = profile.melt("segment", list(names), "what", "part")
    tall = tall.assign(what=column([names[what] for what in tall["what"]], tall))
    fields = {"segment": Field("Segment"), "what": Field("What"), "part": Field("Share", "percent")}
    title = _sizes_title(profile, measure)
    return charts.grouped_bars(
        "segment_sizes", title, tall, fields, label="segment", group="what", value="part", **about
    )


def _sizes_title(profile: pd.DataFrame, measure: str) -> str:
    named = profile[profile["segment"] != OTHER] if len(profile) > 1 else profile
    lead = named.sort_values(["contribution_share", "customers"], na_position="first").iloc[-1]
    words = {"name": opened(str(lead["segment"])), "customers": whole(lead["share"]), "measure": measure}
    if pd.isna(lead["contribution_share"]):
        return say(LARGEST, **words)
    return say(LEADS, **words, part=whole(lead["contribution_share"]))


def tiers(profile: pd.DataFrame | Silent, measure: str, *, period: str) -> Chart | Note:
    """What the customers of each value tier bring.

    Args:
        profile: a row per tier, the top one first: value_tier, contribution_12m, contribution_share.
        measure: "profit", or "revenue" where no cost is recorded.
    """
    if isinstance(profile, Silent):
        return _withheld("tier_sizes", profile)
    top = profile.iloc[0]
    known = top["value_tier"] == TOP and pd.notna(top["contribution_share"])
    title = say(TIERS, part=whole(top["contribution_share"]), measure=measure) if known else TIERS_APART
    about = About(n=int(profile["customers"].sum()), period=period, source=SOURCE)
    look = {"label": "value_tier", "value": "contribution_12m"}
    return charts.bars(
        "tier_sizes", title, profile, {"value_tier": Field("Tier of value"), **_PROFILE}, sort=False, **look, **about
    )


def table(name: str, profile: pd.DataFrame | Silent, by: str, *, period: str) -> Table | Note:
    """The profile as a table: size, money and satisfaction of each group."""
    if isinstance(profile, Silent):
        return _withheld(name, profile)
    fields = {by: Field("Group"), **_PROFILE}
    n, title = int(profile["customers"].sum()), _profile_title(profile, by)
    return blocks.table(name, title, profile, fields, n=n, period=period, source=SOURCE)


def _profile_title(profile: pd.DataFrame, by: str) -> str:
    best = profile.sort_values("per_customer").iloc[-1]
    mean = profile["contribution_12m"].sum() / profile["customers"].sum()
    money, average = (format.value(amount, "money") for amount in (best["per_customer"], mean))
    return say(PROFILE, name=opened(str(best[by])), money=money, average=average)


def satisfaction(
    name: str, profile: pd.DataFrame | Silent, by: str, chance: float | None, *, period: str
) -> Chart | Note:
    """How satisfied each group is, where enough of its customers answered.

    Args:
        chance: p-value of the test that the groups do not differ; None with fewer than two groups.
    """
    if isinstance(profile, Silent):
        return _withheld(name, profile)
    known = profile.dropna(subset=["satisfaction"]).sort_values("satisfaction")
    if known.empty:
        return blocks.note(name, NO_SATISFACTION, level="missing")
    about = About(n=int(known["answered"].sum()), period=period, source=SOURCE)
    title, fields = _satisfaction_title(known, by, chance), {by: Field("Group"), **_SATISFACTION}
    return charts.intervals(name, title, known, fields, label=by, value="satisfaction", low="low", high="high", **about)


def _satisfaction_title(known: pd.DataFrame, by: str, chance: float | None) -> str:
    first, last = known.iloc[0], known.iloc[-1]
    low, high = (format.value(group["satisfaction"], "points") for group in (first, last))
    sentence = ONE_GROUP if chance is None else DIFFERS if chance < 0.05 else ALIKE
    return say(sentence, low=low, high=high, lowest=first[by], highest=last[by])


def grid(cells: pd.DataFrame | Silent, *, period: str) -> Chart | Note:
    """What a customer brings, by recency and value score.

    Args:
        cells: a row per cell: recency_score, value_score, segment, customers, per_customer; the
            last two missing where few customers are in it.
    """
    if isinstance(cells, Silent):
        return _withheld("rfm_grid", cells)
    shown = cells.dropna(subset=["per_customer"]).sort_values("per_customer")
    if shown.empty:
        return blocks.note("rfm_grid", NO_CELLS, level="missing")
    placed = cells.sort_values(["recency_score", "value_score"], ascending=[False, True])
    named = placed.assign(
        recency=column([say(RECENCY, score=score) for score in placed["recency_score"]], placed),
        value=column([say(VALUE, score=score) for score in placed["value_score"]], placed),
    )
    best = shown.iloc[-1]
    money = format.value(best["per_customer"], "money")
    title = say(BEST_CELL, recency=int(best["recency_score"]), value=int(best["value_score"]), money=money)
    about = About(n=int(shown["customers"].sum()), period=period, source=SOURCE)
    return charts.heatmap(
        "rfm_grid", title, named, _CELLS, row="recency", column="value", value="per_customer", **about
    )


def explored(rows: pd.DataFrame) -> tuple[Chart, Table]:
    """What the explorer draws of the months and segments that were picked: money by segment, and their profile.

    Args:
        rows: a row per month and segment: month, segment and the columns of a profile.
    """
    groups = [say(OF_MONTH, segment=row["segment"], month=month(row["month"])) for row in rows.to_dict("records")]
    named = rows.assign(group=column(groups, rows))
    in_months = named.groupby("month")["customers"].sum()
    about = About(n=int(in_months.max()), period=listed([month(name) for name in in_months.index]), source=SOURCE)
    fields, look = {"group": Field("Segment and month"), **_PROFILE}, {"label": "group", "value": "contribution_12m"}
    money = charts.bars("explored_money", EXPLORED, named, fields, sort=False, **look, **about)
    return money, blocks.table("explored", _profile_title(named, "group"), named, fields, **about)


def at_stake(profile: pd.DataFrame | Silent, *, period: str) -> tuple[Finding, ...]:
    """The finding that good customers are slipping away and what they brought; none where they are not shown.

    Args:
        profile: a row per segment: segment, customers, contribution_12m.
    """
    if isinstance(profile, Silent):
        return ()
    return tuple(_slipping(row, period) for _, row in profile[profile["segment"] == AT_STAKE].iterrows())


def _slipping(segment: pd.Series, period: str) -> Finding:
    customers, brought = int(segment["customers"]), float(segment["contribution_12m"])
    words = {"customers": format.value(customers, "count"), "money": format.value(brought, "money")}
    return Finding(
        "slipping_away",
        say(SLIPPING, **words),
        period,
        SOURCE,
        unit="count",
        value=customers,
        low=customers,
        high=customers,
        n=customers,
        test=COUNTED,
        worth=max(brought, 0.0),
        do=CALL,
    )


def _withheld(name: str, silent: Silent) -> Note:
    return blocks.note(name, say(REASON, why=opened(silent.why)), level="missing")
