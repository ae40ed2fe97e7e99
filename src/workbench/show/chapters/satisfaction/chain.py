"""The chain from expectation and quality to satisfaction and loyalty: its picture, and its proofs for the analyst.

The picture shows each path with its interval; the tables show what the constructs are made of and
whether they can be told apart. Paths that must not be believed are empty, with their reason.
"""

from itertools import combinations
from typing import Protocol

import pandas as pd

from workbench.phrase import N_, Phrase, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Field, Measured, Silent, Table
from workbench.show.chapters.satisfaction.shared import reasons, withheld
from workbench.show.charts.common import About

SOURCE = "path_model.fit.fit"

STRONGEST = N_("One point more {name} goes with {size} points more {outcome}, by all routes")
NO_ROUTE = N_("Nothing in the chain goes with {outcome} beyond chance")
NO_CHAIN = N_("The chain from quality to satisfaction cannot be drawn")
MAP = N_("What a point of each part of the chain goes with, and where it stands")
ITEMS = N_("How much each question counts in its construct, and what it has in common with it")
RELIABLE = N_("Whether the questions of a construct belong together")
APART = N_("Whether two constructs can be told apart (HTMT; above {limit} they cannot)")
DROPPED = N_(
    "With some customers left out, the model has no solution in {dropped} cases; they are left out of the intervals."
)
BUYS = N_("Points of {outcome} for one point more")

_PATHS = {
    "cause": Field("Leads from"),
    "effect": Field("Leads to"),
    "path": Field("Path, in standard deviations", "number"),
    "low": Field("Low", "number"),
    "high": Field("High", "number"),
    "total": Field("By all routes", "number"),
    "f2": Field("Effect size f²", "number"),
    "vif": Field("Variance inflation", "ratio"),
}
_STANDS = {"performance": Field("Index, 0 to 100", "points"), "headroom": Field("Room to 100", "points")}
_ITEMS = {
    "construct": Field("Construct"),
    "item": Field("Question"),
    "weight": Field("Weight", "number"),
    "weight_low": Field("Low", "number"),
    "weight_high": Field("High", "number"),
    "loading": Field("Loading", "number"),
    "loading_low": Field("Low", "number"),
    "loading_high": Field("High", "number"),
}
_RELIABLE = {
    "construct": Field("Construct"),
    "items": Field("Questions", "count"),
    "alpha": Field("Cronbach's alpha", "ratio"),
    "rho_a": Field("rhoA", "ratio"),
    "rho_c": Field("rhoC", "ratio"),
    "ave": Field("Average variance extracted", "ratio"),
    "r2": Field("Explained by its causes", "percent"),
}
_APART = {"first": Field("Construct"), "second": Field("And"), "htmt": Field("HTMT", "ratio")}


class Answers(Protocol):
    """The moments behind a model (``analysis.moments.Moments`` is one)."""

    @property
    def n(self) -> int: ...


class Chain(Protocol):
    """A fitted path model (``analysis.path_model.PathModel`` is one)."""

    @property
    def seen(self) -> Answers: ...
    @property
    def dropped(self) -> int: ...
    @property
    def htmt_limit(self) -> float: ...
    def r2(self, name: str) -> Measured | Silent: ...
    def effects(self) -> pd.DataFrame: ...
    def indices(self) -> pd.DataFrame: ...
    def items(self) -> pd.DataFrame: ...
    def constructs(self) -> pd.DataFrame: ...
    def htmt(self) -> pd.DataFrame: ...
    def map(self, effect: str) -> pd.DataFrame: ...


def chain_diagram(fitted: Chain | Silent, outcome: str, *, period: str) -> Block:
    """The constructs, their indices, and the paths between them with their intervals."""
    if isinstance(fitted, Silent):
        return withheld("chain", NO_CHAIN, fitted, "missing")
    found, stands = fitted.effects(), fitted.indices()
    levels = {row["construct"]: None if row["why"] else row["index"] for row in stands.to_dict("records")}
    about = About(n=fitted.seen.n, period=period, source=SOURCE)
    ends = {"cause": "cause", "effect": "effect", "value": "path", "low": "low", "high": "high"}
    columns = _PATHS | reasons(found)
    return charts.path_diagram("chain", _title(fitted, outcome), found, columns, **ends, levels=levels, **about)


def chain_proofs(fitted: Chain | Silent, outcome: str, *, period: str) -> list[Block]:
    """The tables behind the picture; nothing where there is no model."""
    if isinstance(fitted, Silent):
        return []
    found = fitted.map(outcome)
    buys = {"construct": Field("Construct"), "importance": Field(say(BUYS, outcome=outcome), "number")}
    buys |= {"low": Field("Low", "number"), "high": Field("High", "number"), **_STANDS, **reasons(found)}
    items, apart = fitted.items(), _pairs(fitted.htmt())
    title = say(APART, limit=format.value(fitted.htmt_limit, "ratio"))
    tables: list[Block] = [
        _table("chain_map", MAP, found, buys, fitted, period),
        _table("chain_items", ITEMS, items, _ITEMS | reasons(items), fitted, period),
        _table("chain_reliability", RELIABLE, fitted.constructs(), _RELIABLE, fitted, period),
        _table("chain_apart", title, apart, _APART, fitted, period),
    ]
    dropped = say(DROPPED, dropped=fitted.dropped)
    return [*tables, *([blocks.note("chain_dropped", dropped, level="warning")] if fitted.dropped else [])]


def _title(fitted: Chain, outcome: str) -> Phrase:
    found = fitted.map(outcome)
    told = found[found["low"] > 0]
    if told.empty:
        return say(NO_ROUTE, outcome=outcome)
    best = told.iloc[0]
    return say(STRONGEST, name=best["construct"], size=format.value(best["importance"], "ratio"), outcome=outcome)


def _table(name: str, title: str, frame: pd.DataFrame, columns: dict[str, Field], fitted: Chain, period: str) -> Table:
    return blocks.table(name, title, frame, columns, n=fitted.seen.n, period=period, source=SOURCE)


def _pairs(ratios: pd.DataFrame) -> pd.DataFrame:
    """A row per pair of constructs, closest first."""
    names = list(ratios.index)
    sizes = ratios.to_numpy(dtype=float)
    rows = [
        {"first": names[first], "second": names[second], "htmt": sizes[first, second]}
        for first, second in combinations(range(len(names)), 2)
    ]
    return pd.DataFrame(rows, columns=list(_APART)).sort_values("htmt", ascending=False, kind="stable")
