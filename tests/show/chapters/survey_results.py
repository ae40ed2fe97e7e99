"""Results of the satisfaction methods as the chapter gets them, with numbers to be chosen by each test."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from customer_results import Nothing, Number

SEPTEMBER = "September 2026"
WINDOW = "3 months to September 2026"


def plain(text: str) -> str:
    """A text with plain spaces and minus signs."""
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def spread(value: float | None, half: float, prefix: str = "") -> dict[str, float | None]:
    """The bounds of an interval, as cells of a row."""
    return {f"{prefix}low": value and value - half, f"{prefix}high": value and value + half}


def over_months(*values: float | None, told: tuple[int, ...] = ()) -> pd.DataFrame:
    """The index of successive months to September 2026; ``told`` are the places of believed changes."""
    last = len(values) - 1
    rows = [
        {"month": dt.date(2026, 9 - last + at, 1), "index": value, **spread(value, 1.0), "n": 400, "why": ""}
        | {"change": -2.0, "told": at in told}
        for at, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def compared(*moves: tuple[str, float | None, float], told: tuple[str, ...] = ()) -> pd.DataFrame:
    """Constructs or touchpoints: name, change and half the width of its interval."""
    columns = ["name", "index", "low", "high", "n", "change", "change_low", "change_high", "told", "detectable", "why"]
    rows = [
        {"name": name, "index": 70.0, "low": 69.0, "high": 71.0, "n": 120, "change": size, "told": name in told}
        | {"detectable": 1.5 * half, "why": "" if size is not None else "nobody answered then"}
        | spread(size, half, "change_")
        for name, size, half in moves
    ]
    return pd.DataFrame(rows, columns=columns)


def gaps(*found: tuple[str, float | None, float], channel: str = "") -> pd.DataFrame:
    """Touchpoints with their gap and half the width of its interval, widest first."""
    columns = ["touchpoint", "channel", "perception", "expectation", "gap", "low", "high", "n", "why"]
    rows = [
        {"touchpoint": name, "channel": channel, "perception": size and 70 + size, "expectation": size and 70.0}
        | {"gap": size, **spread(size, half), "n": 90, "why": "" if size is not None else "only 4 answers"}
        for name, size, half in found
    ]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class Lead:
    """The first driver against the second."""

    driver: str
    runner_up: str
    share: Number
    margin: Number


@dataclass(frozen=True)
class Drivers:
    """Drivers of an outcome, as `regression` and `importance` hand them over."""

    rows: pd.DataFrame
    leader: Lead | Nothing = field(default_factory=lambda: Nothing("one driver"))
    outcome: str = "satisfaction"
    n: int = 900
    r2: Number | Nothing = field(default_factory=lambda: Number(0.5, 0.45, 0.55))

    def frame(self) -> pd.DataFrame:
        return self.rows

    def lead(self) -> Lead | Nothing:
        return self.leader


def fitted(low: float = 0.2) -> Drivers:
    rows = [
        {"driver": "quality: call centre", "effect": 0.31, "low": low, "high": 0.42, "mean": 64.0, "vif": 1.4},
        {"driver": "product core", "effect": 0.12, "low": -0.02, "high": 0.26, "mean": 76.0, "vif": 1.9},
    ]
    return Drivers(pd.DataFrame(rows))


def ranked(margin: Number) -> Drivers:
    rows = [
        {"driver": "quality: call centre", "share": 0.6, "low": 0.5, "high": 0.7, "part": 0.3},
        {"driver": "product core", "share": 0.4, "low": 0.3, "high": 0.5, "part": 0.2},
    ]
    return Drivers(pd.DataFrame(rows), Lead("quality: call centre", "product core", Number(0.6, 0.5, 0.7), margin))


CLEAR, TIED = Number(0.2, 0.05, 0.35), Number(0.2, -0.05, 0.45)


def shifts(*told: str, size: float = 0.2) -> pd.DataFrame:
    """How the shares of two drivers moved; those named are believed."""
    rows = [
        {
            "driver": name,
            "n": 300,
            "share": 0.5 + size / 2,
            "share_before": 0.5 - size / 2,
            "change": size,
            "told": name in told,
        }
        | spread(size, 0.1)
        | {"detectable": 0.14}
        for name in ("quality: web", "quality: shop")
    ]
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Improvement:
    """What a rise of each driver goes with."""

    rows: pd.DataFrame
    outcome: str = "satisfaction"
    rise: float = 5.0
    k: int = 3
    n: int = 900


def improvement(first: float = 0.8, low: float = 0.5, k: int = 3) -> Improvement:
    """The call centre gains 1.4 points from five; ``first`` is the probability that it gains most."""
    rows = [
        {"driver": "quality: call centre", "importance": 0.28, "low": low / 5, "high": 0.46, "performance": 64.0}
        | {"headroom": 36.0, "rise": 5.0, "gain": 1.4, "gain_low": low, "gain_high": 2.3, "first": first}
        | {"among_first": 0.97},
        {"driver": "quality: web", "importance": 0.1, "low": -0.02, "high": 0.22, "performance": 71.0}
        | {"headroom": 29.0, "rise": 5.0, "gain": 0.5, "gain_low": -0.1, "gain_high": 1.1, "first": 1 - first}
        | {"among_first": 0.6},
    ]
    return Improvement(pd.DataFrame(rows), k=k)


@dataclass(frozen=True)
class Answers:
    n: int = 900


@dataclass(frozen=True)
class Chain:
    """A path model of quality, value and satisfaction; the path from value is withheld."""

    low: float = 0.4
    dropped: int = 0
    htmt_limit: float = 0.9
    seen: Answers = field(default_factory=Answers)

    def effects(self) -> pd.DataFrame:
        known = {"path": 0.5, "low": self.low, "high": 0.6, "total": 0.62, "f2": 0.3, "vif": 1.4, "why": ""}
        empty = {"path": np.nan, "low": np.nan, "high": np.nan, "total": 0.2, "f2": 0.1, "vif": 1.4, "why": "twins"}
        rows = [
            {"cause": "quality", "effect": "value", **known},
            {"cause": "quality", "effect": "satisfaction", **known},
            {"cause": "value", "effect": "satisfaction", **empty},
        ]
        return pd.DataFrame(rows)

    def indices(self) -> pd.DataFrame:
        rows = [
            ("quality", 72.0, 71.0, 73.0, ""),
            ("value", np.nan, np.nan, np.nan, "turned"),
            ("satisfaction", 70.0, 69.0, 71.0, ""),
        ]
        return pd.DataFrame(rows, columns=["construct", "index", "low", "high", "why"])

    def items(self) -> pd.DataFrame:
        row = {"construct": "quality", "item": "q1", "weight": 0.6, "loading": 0.8, "weight_why": "", "loading_why": ""}
        return pd.DataFrame([row | spread(0.6, 0.1, "weight_") | spread(0.8, 0.1, "loading_")])

    def constructs(self) -> pd.DataFrame:
        row = {"construct": "quality", "items": 2, "alpha": 0.8, "rho_a": 0.8, "rho_c": 0.9, "ave": 0.7, "r2": np.nan}
        return pd.DataFrame([row])

    def htmt(self) -> pd.DataFrame:
        names = ["quality", "value", "satisfaction"]
        return pd.DataFrame([[1.0, 0.7, 0.8], [0.7, 1.0, 0.95], [0.8, 0.95, 1.0]], names, names)

    def map(self, effect: str) -> pd.DataFrame:
        row = {"construct": "quality", "importance": 0.56, "low": self.low, "high": 0.7, "why": "", "performance": 72.0}
        return pd.DataFrame([row | {"headroom": 28.0}])


@dataclass(frozen=True)
class Differ:
    """Whether groups differ."""

    told: bool
    each: pd.DataFrame
    chance: float = 0.01
    n: int = 900
    left_out: Mapping[str, str] = field(default_factory=dict)


def differ(*, told: bool, number: str = "satisfaction") -> Differ:
    row = {"number": number, "lowest": "bottom 30%", "highest": "top 20%", "low_value": 0.1, "high_value": 6.1}
    return Differ(told, pd.DataFrame([row | {"gap": 6.0, "chance": 0.01, "told": told}]))


def groups(pooled: bool = True) -> pd.DataFrame:
    """Three groups; the last is too small to be shown."""
    columns = ["segment", "index", "low", "high", "n", "pooled", "pooled_low", "pooled_high", "why"]
    rows = [
        ("top 20%", 76.0, 74.0, 78.0, 200, 75.5, 73.8, 77.2, ""),
        ("bottom 30%", 70.0, 67.0, 73.0, 150, 70.6, 68.0, 73.2, ""),
    ]
    nothing = ("middle 50%", np.nan, np.nan, np.nan, 4, np.nan, np.nan, np.nan, "fewer than 10 customers")
    found = pd.DataFrame([*rows, nothing], columns=columns)
    return found if pooled else found.assign(pooled=np.nan, pooled_low=np.nan, pooled_high=np.nan)
