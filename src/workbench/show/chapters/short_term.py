"""Chapter 05: cash now against value later, and what winning customers brought and cost."""

from typing import Any, Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Chart, Field, Finding, Measured, Note, Silent
from workbench.show.chapters.returns import GROUPS, SERVE, Loss
from workbench.show.chapters.words import listed
from workbench.show.charts.common import About

SOURCE = "customer_returns.beyond"

BURNED = N_("More cash than expected and less value left behind: {groups}")
NONE_BURNED = N_("No group brought more cash than expected by wearing out what it is worth")
BURNS = N_(
    "The {tier} brought {cash} more than expected and lost {value} of worth: this looks good now and costs later"
)
LATER = N_("its interval, {interval}, does not hold zero, nor does that of the cash beyond what was expected")
BURNING, BUILDING = N_("more now, less later"), N_("more of both")
WANING, INVESTING = N_("less of both"), N_("less now, more later")
FIELDS = (BURNING, BUILDING, WANING, INVESTING)
WON = N_(
    "{customers} customers were won. They are worth {value}, brought {brought} in the period and cost {spent} to win: "
    "{net} net ({interval})."
)
WON_GROSS = N_(
    "{customers} customers were won. They are worth {value} and brought {brought} in the period: {net} together "
    "({interval}). No cost of winning them is recorded for these months, so this is gross: what they cost is still "
    "to be taken off."
)
NOT_WON = N_("What new customers are worth, net of winning them, is not shown: {why}.")
NOT_BEYOND = N_("Which groups brought cash at the cost of what they are worth cannot be told: {why}.")
TO_COME = N_("Customers still to be won within a year, if as many like these are won again")
TO_COME_GROSS = N_("Customers still to be won within a year, gross, if as many like these are won again")

_BEYOND = {
    "group": Field("Customers of the opening"),
    "cash": Field("Cash beyond what was expected", "money"),
    "cash_low": Field("Low", "money"),
    "cash_high": Field("High", "money"),
    "equity": Field("Value built beyond what was expected", "money"),
    "equity_low": Field("Low", "money"),
    "equity_high": Field("High", "money"),
    "customers": Field("Customers", "count"),
}


class NewCustomers(Protocol):
    """What new customers brought and cost (``customer_value.statements.NewCustomers`` is one)."""

    @property
    def customers(self) -> int: ...
    @property
    def value(self) -> Measured | Silent: ...
    @property
    def brought(self) -> float: ...
    @property
    def spent(self) -> float: ...
    @property
    def net(self) -> Measured | Silent: ...
    @property
    def to_come(self) -> Measured | Silent: ...
    @property
    def is_gross(self) -> bool: ...


def quadrant(beyond: pd.DataFrame | Silent, *, period: str | Phrase) -> tuple[Chart | Note, ...]:
    """Cash beyond what was expected against value built beyond it, a dot a segment; nothing without segments.

    Args:
        beyond: a row per segment: group, customers, cash, cash_low, cash_high, equity, equity_low,
            equity_high, burns; or why there is none.
        period: the months measured.
    """
    if isinstance(beyond, Silent):
        return (blocks.note("cash_against_value", say(NOT_BEYOND, why=beyond.why), level="missing"),)
    if beyond.empty:
        return ()
    frame = beyond.assign(group=[GROUPS.get(group, group) for group in beyond["group"]])
    burning = frame.loc[frame["burns"], "group"].tolist()
    groups = listed(burning) if burning else ""
    about = About(n=int(frame["customers"].sum()), period=period, source=SOURCE)
    chart = charts.positions(
        "cash_against_value",
        say(BURNED, groups=groups) if burning else NONE_BURNED,
        frame,
        _BEYOND,
        label="group",
        **{"x": "cash", "x_low": "cash_low", "x_high": "cash_high"},
        **{"y": "equity", "y_low": "equity_low", "y_high": "equity_high"},
        splits=(0.0, 0.0),
        highlight=burning,
        fields=FIELDS,
        **about,
    )
    return (chart,)


def findings(beyond: pd.DataFrame | Silent, *, period: str | Phrase) -> list[Finding]:
    """Segments that surely brought more cash than expected and surely lost worth beyond what was expected."""
    if isinstance(beyond, Silent) or beyond.empty:
        return []
    found = []
    for row in beyond[beyond["burns"] & ~beyond["group"].isin(list(GROUPS))].to_dict("records"):
        lost = Loss(row["equity"], row["equity_low"], row["equity_high"], row["customers"])
        cash, value = (format.value(abs(row[name]), "money") for name in ("cash", "equity"))
        test = say(LATER, interval=format.interval(lost.low, lost.high, "money", like=lost.value))
        about: dict[str, Any] = {"unit": "money", "period": period, "source": SOURCE, "test": test}
        text, do = say(BURNS, tier=row["group"], cash=cash, value=value), say(SERVE, tier=row["group"])
        name = f"burned_{row['group'].split()[0]}"
        found.append(blocks.finding(name, text, lost, worth=lost.value, do=do, **about))
    return found


def won(found: NewCustomers | Silent, *, period: str) -> tuple[Block, ...]:
    """What new customers are worth net of what winning them cost, and those still to be won likewise.

    Gross, and said so, where no cost is recorded. Those still to be won are in no other number.
    """
    if isinstance(found, Silent):
        return (blocks.note("new_customers", say(NOT_WON, why=found.why)),)
    value, net = found.value, found.net
    if isinstance(value, Silent) or isinstance(net, Silent):
        return ()
    words = {
        "customers": format.value(found.customers, "count"),
        "value": format.value(value.value, "money"),
        "brought": format.value(found.brought, "money"),
        "spent": format.value(found.spent, "money"),
        "net": format.value(net.value, "money"),
        "interval": format.interval(net.low, net.high, "money", like=net.value),
    }
    source = "customer_returns.new_customers"
    won, to_come = (WON_GROSS, TO_COME_GROSS) if found.is_gross else (WON, TO_COME)
    return (
        blocks.note("new_customers", say(won, **words)),
        blocks.kpi("customers_to_come", to_come, found.to_come, unit="money", period=period, source=source),
    )
