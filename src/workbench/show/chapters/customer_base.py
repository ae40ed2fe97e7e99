"""Chapter 01: what is known, who the customers are, when they bought and what they owe."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Chart, Field, Finding, Kpi, Note, Silent
from workbench.show.chapters.changes import LAST_MONTH, Historic, told
from workbench.show.chapters.words import column, listed, opened, whole
from workbench.show.charts.common import About

COUNTS = {
    "customers": N_("Customers"),
    "arrivals": N_("Arrivals in the month"),
    "returns": N_("Lost customers who came back"),
    "losses": N_("Losses in the month"),
    "net_arrivals": N_("Net arrivals: arrivals and returns, less losses"),
    "prospects": N_("Prospects"),
    "targets": N_("Targets"),
}
MOVES = ("arrivals", "returns", "losses", "net_arrivals")  # among all customers; the others stand for themselves
DIMENSIONS = {
    "region": N_("region"),
    "industry": N_("industry or household type"),
    "lifestyle": N_("lifestyle group"),
    "acquisition_channel": N_("channel of acquisition"),
}
UNNAMED = ("other", "not recorded")
MORE_IS_BETTER = 1

ALL_KINDS = N_("All {kinds} kinds of customer data are here, in {tables} of {all} tables")
SOME_KINDS = N_("{there} of {kinds} kinds of customer data are here; {missing} data are missing")
ROWS = N_("{rows} rows")
MISSING = N_("missing")
WOULD_ADD = N_("What is missing, and what it would add")
REASON = N_("{why}.")
YEAR = 12
CLOSED = N_(
    "No customer has arrived for {months} months. What changes from month to month, in all chapters, is first of all "
    "the age of the same customers."
)
NET_ABOVE = N_("Net arrivals were {net} in {month}, more than the {low} to {high} that the months before let expect")
NET_BELOW = N_("Net arrivals were {net} in {month}, fewer than the {low} to {high} that the months before let expect")
NET_TEST = N_(
    "counted; outside the range that {months} months before predict for 19 months in 20; season may explain it"
)
ASK_NEW = N_("Ask the new customers what brought them, and do more of it.")
ASK_LOST = N_("Look whether fewer came or more were lost, and when the lost ones were last served.")
LARGEST = N_("{name} is the largest {dimension}: {share} of customers, {revenue} revenue in 12 months")
UNRECORDED = N_("{dimension} is recorded for too few customers; with it, customers and money would be shown by it.")
BOUGHT = N_("{buyers} customers bought in {month}; the busiest of {months} months was {busiest} with {most}")
NO_BUYERS = N_("No month has enough customers who bought; transactions would show when customers buy.")
OWED = N_("{amount} is outstanding; {overdue} of it is overdue")
OWED_SHOWN = N_("{amount} is outstanding in the bands shown")
NOTHING_OWED = N_("No open invoices are shown; payments would add who pays late and what is outstanding.")

_TABLES = {
    "kind": Field("Kind of data"),
    "name": Field("Table"),
    "present": Field("There"),
    "rows": Field("Rows", "count"),
    "first": Field("Since", "date"),
    "last": Field("Until", "date"),
}
_MISSING = {"name": Field("Missing table"), "kind": Field("Kind of data"), "adds": Field("What it would add")}
_GROUPS = {
    "customers": Field("Customers", "count"),
    "share": Field("Share of customers", "percent"),
    "revenue_12m": Field("Revenue, 12 months", "money"),
    "contribution_12m": Field("Contribution, 12 months", "money"),
}
_MONTHS = {
    "month": Field("Month", "month"),
    "buyers": Field("Customers who bought", "count"),
    "purchases": Field("Purchases", "count"),
    "new_customers": Field("New customers", "count"),
    "revenue": Field("Revenue", "money"),
    "contribution": Field("Contribution", "money"),
}
_BANDS = {
    "band": Field("Days late"),
    "amount": Field("Outstanding", "money"),
    "invoices": Field("Invoices", "count"),
    "customers": Field("Customers", "count"),
}


def coverage(frame: pd.DataFrame, *, period: str) -> tuple[Block, ...]:
    """The four kinds of customer data as tiles, and what the missing tables would add.

    Args:
        frame: a row per table: table, kind, rows, first, last (days), adds (in words).
        period: the time the report is about.
    """
    tables = frame.assign(
        name=frame["table"].str.replace("_", " "),
        present=frame["rows"] > 0,
        size=column([say(ROWS, rows=rows) if rows else MISSING for rows in frame["rows"]], frame),
    )
    about = About(n=int(frame["rows"].sum()), period=period, source="coverage")
    look = {"label": "name", "group": "kind", "present": "present", "text": "size"}
    tiles = charts.tiles("coverage", _coverage_title(tables), tables, _TABLES, **look, **about)
    missing = tables[~tables["present"]]
    if missing.empty:
        return (tiles,)
    n = len(missing)
    return tiles, blocks.table("missing_tables", WOULD_ADD, missing, _MISSING, n=n, period=period, source="coverage")


def _coverage_title(tables: pd.DataFrame) -> str:
    there = tables.groupby("kind", sort=False)["present"].any()
    if there.all():
        return say(ALL_KINDS, kinds=len(there), tables=int(tables["present"].sum()), all=len(tables))
    missing = listed([str(kind) for kind in there.index[~there]])
    return say(SOME_KINDS, there=int(there.sum()), kinds=len(there), missing=missing)


def counts(frame: pd.DataFrame, histories: Mapping[str, Historic], *, period: str | Phrase) -> tuple[Kpi, ...]:
    """How many customers, arrivals, losses, prospects and targets, each counted.

    Args:
        frame: one row with the columns of ``COUNTS`` but net arrivals, which follow from them.
        histories: the months before, of customers and of net arrivals.
    """
    row = {name: int(frame[name].iloc[0]) for name in COUNTS if name in frame}
    row["net_arrivals"] = row["arrivals"] + row["returns"] - row["losses"]
    kpis = [_count(name, row[name], row["customers"] if name in MOVES else row[name], period) for name in COUNTS]
    return tuple(
        told(kpi, histories[kpi.name], better=MORE_IS_BETTER) if kpi.name in histories else kpi for kpi in kpis
    )


def _count(name: str, value: int, n: int, period: str | Phrase) -> Kpi:
    title, source = COUNTS[name], "customer_counts"
    return Kpi(name, title, period, source, unit="count", value=value, low=value, high=value, n=n, counted=True)


def closed_cohort(months: pd.DataFrame) -> tuple[Note, ...]:
    """The note that nobody has arrived for a year, so that changes show the age of the same customers.

    Args:
        months: a row per month: arrivals; a year of them says something.
    """
    year = months["arrivals"].tail(YEAR)
    is_closed = len(year) == YEAR and not year.any()
    return (blocks.note("closed_cohort", say(CLOSED, months=YEAR)),) if is_closed else ()


def unusual_arrivals(histories: Mapping[str, Historic], *, period: str | Phrase) -> tuple[Finding, ...]:
    """The finding that net arrivals were none that the months before let expect; nothing where they were."""
    history = histories["customers"]
    change, usual = history.changes[LAST_MONTH], history.usual
    if not history.is_unusual or isinstance(change, Silent) or isinstance(usual, Silent):
        return ()
    above = change.value > usual.high
    low, high = (format.value(round(bound), "count") for bound in (usual.low, usual.high))
    words = {"net": format.value(change.value, "count"), "month": period, "low": low, "high": high}
    about: dict[str, Any] = {"period": period, "source": "customer_history", "test": say(NET_TEST, months=usual.months)}
    text, do = say(NET_ABOVE if above else NET_BELOW, **words), ASK_NEW if above else ASK_LOST
    return (blocks.finding("net_arrivals_unusual", text, change, unit="count", do=do, tells="change", **about),)


def groups(frame: pd.DataFrame | Silent, dimension: str, *, period: str) -> Chart | Note:
    """The customers by one column of the ledger, or why they are not shown by it.

    Args:
        frame: a row per group, small ones pooled: ``dimension``, customers, revenue_12m, contribution_12m.
        dimension: the column of ``customers`` they are grouped by.
    """
    name, words = f"by_{dimension}", DIMENSIONS[dimension]
    if isinstance(frame, Silent):
        return blocks.note(name, say(REASON, why=opened(frame.why)), level="missing")
    shares = frame.assign(share=frame["customers"] / frame["customers"].sum())
    named = shares[~shares[dimension].isin(UNNAMED)].sort_values("customers", ascending=False)
    if named.empty:
        return blocks.note(name, say(UNRECORDED, dimension=opened(words)), level="missing")
    fields = {dimension: Field(opened(words)), **_GROUPS}
    about = About(n=int(frame["customers"].sum()), period=period, source="ledger")
    title = _largest(named.iloc[0], dimension)
    return charts.bars(name, title, shares, fields, label=dimension, value="customers", **about)


def _largest(group: pd.Series, dimension: str) -> str:
    share, revenue = whole(group["share"]), format.value(group["revenue_12m"], "money")
    words = {"name": group[dimension], "dimension": DIMENSIONS[dimension]}
    return opened(say(LARGEST, **words, share=share, revenue=revenue))


def buying_months(frame: pd.DataFrame, *, period: str) -> Chart | Note:
    """When they bought: customers who bought in each month.

    Args:
        frame: a row per month, small ones blank: month (first day), buyers, purchases,
            new_customers, revenue, contribution.
    """
    shown = frame.dropna(subset=["buyers"])
    if not shown["buyers"].sum():
        return blocks.note("buying_months", NO_BUYERS, level="missing")
    about = About(n=int(shown["buyers"].iloc[-1]), period=period, source="monthly_activity")
    title = _months_title(shown)
    return charts.line_with_band(
        "buying_months", title, frame, _MONTHS, x="month", value="buyers", from_zero=True, **about
    )


def _months_title(months: pd.DataFrame) -> str:
    last, best = months.iloc[-1], months.sort_values("buyers").iloc[-1]
    buyers, most = (format.value(month["buyers"], "count") for month in (last, best))
    month, busiest = (format.value(month["month"], "month") for month in (last, best))
    return say(BOUGHT, buyers=buyers, month=month, months=len(months), busiest=busiest, most=most)


def receivables(frame: pd.DataFrame, *, period: str) -> Chart | Note:
    """What customers owe, by how late it is.

    Args:
        frame: a row per band, small ones blank: band (in order, "not due" first), invoices,
            customers, amount.
    """
    shown = frame[frame["invoices"] > 0]
    if shown.empty:
        return blocks.note("receivables", NOTHING_OWED, level="missing")
    about = About(n=int(shown["invoices"].sum()), period=period, source="receivables")
    title = _receivables_title(frame)
    return charts.bars("receivables", title, frame, _BANDS, label="band", value="amount", sort=False, **about)


def _receivables_title(bands: pd.DataFrame) -> str:
    total = bands["amount"].sum()
    amount = format.value(total, "money")
    if bands["amount"].isna().any() or total <= 0:
        return say(OWED_SHOWN, amount=amount)
    overdue = whole(bands.loc[bands["band"] != "not due", "amount"].sum() / total)
    return say(OWED, amount=amount, overdue=overdue)
