"""Sources of companies that nobody would wish for: no purchase twice, losses only, one customer who is all."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.memory import ingest

Tables = dict[str, pd.DataFrame]
START, MONTHS, CUSTOMERS = pd.Timestamp("2024-01-01"), 21, 300


def usual() -> Tables:
    """Customers won over the months who buy at a pace of their own until they leave, with costs of all kinds."""
    rng = np.random.default_rng(1)
    days = int(30.4 * MONTHS)
    won = np.sort(rng.integers(0, days - 5, CUSTOMERS))
    won[: CUSTOMERS // 3] = np.sort(rng.integers(0, 60, CUSTOMERS // 3))
    names = [f"C{place:04d}" for place in range(CUSTOMERS)]
    lines = [line for name, first in zip(names, won, strict=True) for line in _bought(rng, name, int(first), days)]
    on = pd.Series(START + pd.to_timedelta(won, unit="D"))
    spent = {"cost_id": [f"A{name}" for name in names], "customer_id": names, "occurred_on": on}
    return {
        "customers": pd.DataFrame({"customer_id": names, "acquired_on": on, "region": "north"}),
        "transactions": _transactions(lines),
        "activity_costs": pd.DataFrame({**spent, "kind": "acquisition", "amount": 12.0}),
    }


def _bought(rng: np.random.Generator, name: str, first: int, days: int) -> list[tuple[str, int, float]]:
    pace, stays, price = rng.gamma(1.5, 0.4) / 30, rng.exponential(900), 40 * np.exp(rng.normal(0, 0.4))
    again = first + np.cumsum(1 + rng.exponential(1 / pace, 80).astype(int))
    on = [first, *again[again < min(days, first + stays)]]
    return [(name, int(day), round(price * float(np.exp(rng.normal(0, 0.2))), 2)) for day in on]


def _transactions(lines: list[tuple[str, int, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=["customer_id", "day", "revenue"])
    at = START + pd.to_timedelta(frame["day"], unit="D") + pd.Timedelta(hours=10)
    frame = frame.assign(occurred_at=at, cost=(0.6 * frame["revenue"]).round(2)).drop(columns="day")
    return frame.assign(transaction_id=[f"T{place}" for place in range(len(frame))])


def _changed(**columns: Callable[[pd.DataFrame], object]) -> Callable[[Tables], Tables]:
    return lambda base: base | {"transactions": base["transactions"].assign(**columns)}


def bought_once(base: Tables) -> Tables:
    """Everybody bought on the day they were won, and never again."""
    return base | {"transactions": base["transactions"].drop_duplicates("customer_id")}


def nobody_bought(base: Tables) -> Tables:
    """Money was spent on people of whom nobody bought."""
    return {"customers": base["customers"].assign(acquired_on=None), "activity_costs": base["activity_costs"]}


def one_customer(base: Tables) -> Tables:
    """The one who bought most often."""
    who = base["transactions"]["customer_id"].value_counts().index[0]
    return {name: table[table["customer_id"] == who] for name, table in base.items()}


def one_day(base: Tables) -> Tables:
    """Everybody bought on one day long ago; only costs have come since."""
    day = START + pd.Timedelta(days=40)
    bought = base["transactions"].drop_duplicates("customer_id").assign(occurred_at=day)
    later = base["activity_costs"].assign(kind="service")
    later = later[later["occurred_on"] > day]
    return {"customers": base["customers"].assign(acquired_on=day), "transactions": bought, "activity_costs": later}


def refunds(base: Tables) -> Tables:
    """More is given back than was ever paid."""
    bought = base["transactions"]
    later = bought["occurred_at"] + pd.Timedelta(days=1)
    back = bought.assign(
        transaction_id="R" + bought["transaction_id"], occurred_at=later, revenue=-2 * bought["revenue"]
    )
    return base | {"transactions": pd.concat([bought, back.assign(cost=-bought["cost"])])}


def without_acquisition_costs(base: Tables) -> Tables:
    """Nobody wrote down what winning customers costs."""
    return {name: base[name] for name in ("customers", "transactions")}


def in_cents(base: Tables) -> Tables:
    """The same company, which counts in cents."""
    bought, spent = base["transactions"], base["activity_costs"]
    cents = {name: (100 * bought[name]).round() for name in ("revenue", "cost")}
    return base | {"transactions": bought.assign(**cents), "activity_costs": spent.assign(amount=100 * spent["amount"])}


def doubled(base: Tables) -> Tables:
    """As many again are won in the last whole month."""
    on = base["transactions"]["occurred_at"].max().normalize().replace(day=1) - pd.Timedelta(days=10)
    names = "N" + base["customers"]["customer_id"]
    new = pd.DataFrame({"customer_id": names, "acquired_on": on, "region": "south"})
    bought = pd.DataFrame({"transaction_id": names, "customer_id": names, "occurred_at": on, "revenue": 50, "cost": 30})
    return base | {
        "customers": pd.concat([base["customers"], new]),
        "transactions": pd.concat([base["transactions"], bought]),
    }


def one_outweighs(base: Tables) -> Tables:
    """One customer brings nine tenths of all."""
    bought = base["transactions"]
    big = bought["customer_id"] == bought["customer_id"].value_counts().index[0]
    times = np.where(big, 9 * bought["revenue"].sum() / bought.loc[big, "revenue"].sum(), 1.0)
    return base | {"transactions": bought.assign(**{name: (bought[name] * times).round(2) for name in MARGIN})}


def contracts_only(base: Tables) -> Tables:
    """Nobody buys; everybody had a contract, and half of them ended it."""
    who = base["customers"]
    ends = who["acquired_on"] + pd.to_timedelta(100 + 3 * np.arange(len(who)), unit="D")
    until = ends.where((np.arange(len(who)) % 2 == 0) & (ends < START + pd.DateOffset(months=MONTHS - 1)))
    told = {"contract_id": who["customer_id"], "customer_id": who["customer_id"], "started_on": who["acquired_on"]}
    return {
        "customers": who,
        "contracts": pd.DataFrame({**told, "ended_on": until, "monthly_revenue": 20, "monthly_cost": 8}),
    }


def two_months(base: Tables) -> Tables:
    """A company that began two months ago."""
    bought = base["transactions"]
    since = bought["occurred_at"].max() - pd.Timedelta(days=70)
    bought = bought[bought["occurred_at"] >= since]
    first = bought.groupby("customer_id")["occurred_at"].min().dt.normalize()
    return {"customers": first.rename("acquired_on").reset_index(), "transactions": bought}


MARGIN = ("revenue", "cost")
BASES: dict[str, Callable[[Tables], Tables]] = {
    "usual": dict,
    "bought once": bought_once,
    "nobody bought": nobody_bought,
    "one customer": one_customer,
    "one day": one_day,
    "refunds": refunds,
    "no margin": _changed(cost=lambda bought: bought["revenue"]),
    "losses": _changed(cost=lambda bought: 2 * bought["revenue"]),
    "no acquisition costs": without_acquisition_costs,
    "cents": in_cents,
    "doubled": doubled,
    "one outweighs": one_outweighs,
    "contracts only": contracts_only,
    "two months": two_months,
}


def store_of(name: str, folder: Path) -> Path:
    """A store loaded from CSV files of that base."""
    source, store = folder / "source", folder / "store"
    source.mkdir(parents=True)
    for table, rows in BASES[name](usual()).items():
        rows.to_csv(source / f"{table}.csv", index=False)
    ingest.load(source, store=store)
    return store
