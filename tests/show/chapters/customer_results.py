"""Results of lifecycle, churn and equity as the chapters get them, with numbers to be chosen by each test."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Number:
    """A number with its doubt, as an analysis hands it over."""

    value: float
    low: float
    high: float
    n: int = 900


@dataclass(frozen=True)
class Nothing:
    """A number withheld."""

    why: str
    n: int = 0


@dataclass(frozen=True)
class Move:
    now: Number | Nothing
    usual: Number | Nothing
    change: Number | Nothing
    is_news: bool = False


@dataclass(frozen=True)
class Range:
    """What the months before let expect."""

    low: float
    high: float
    months: int = 24


def months(**values: float) -> pd.DataFrame:
    """The months before: m2026_07=71.0 and so on; each with an interval of one to either side."""
    rows = [
        {"month": dt.date(int(name[1:5]), int(name[6:]), 1), "value": value, "low": value - 1, "high": value + 1}
        for name, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["month", "value", "low", "high"])


@dataclass(frozen=True)
class Before:
    """The months before and the changes since."""

    past: pd.DataFrame = field(default_factory=months)
    changes: Mapping[int, Number | Nothing] = field(default_factory=lambda: {1: Nothing("none"), 12: Nothing("none")})
    usual: Range | Nothing = Nothing("too few months")
    is_unusual: bool = False


@dataclass(frozen=True)
class When:
    test: dt.date = dt.date(2026, 7, 1)
    horizon_months: int = 3


@dataclass(frozen=True)
class Tested:
    area: Number | Nothing = Number(0.75, 0.73, 0.77)
    brier: Number | Nothing = Number(0.19, 0.18, 0.2)
    brier_base: float = 0.23
    expected: float = 1209.4
    observed: int = 1224
    calibration_error: float = 0.022
    by_chance: float = 0.018
    reliability: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {
                "group": [1, 2],
                "customers": [340, 339],
                "expected": [0.1, 0.6],
                "observed": [0.12, 0.57],
                "low": [0.09, 0.52],
                "high": [0.16, 0.62],
            }
        )
    )


def reasons(first: float = 0.25) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "reason": ["a running contract", "time since the last purchase"],
            "compares": ["yes rather than no", "twice as long"],
            "odds_ratio": [first, 1.5],
            "low": [first * 0.8, 1.3],
            "high": [first * 1.2, 1.7],
            "strength": [-1.1, 0.4],
        }
    )


@dataclass(frozen=True)
class Model:
    origins: When = When()
    test: Tested = field(default_factory=Tested)
    reasons: pd.DataFrame = field(default_factory=reasons)
    rates: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {
                "origin": [dt.date(2026, 1, 1), dt.date(2026, 4, 1), dt.date(2026, 7, 1)],
                "role": ["fitted", "calibrated", "tested"],
                "customers": [3062, 3298, 3397],
                "churned": [1121, 1195, 1224],
                "rate": [0.366, 0.362, 0.36],
                "low": [0.35, 0.346, 0.344],
                "high": [0.383, 0.379, 0.377],
            }
        )
    )


def matrix(value: float = 42_172.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value_tier": ["top 20%", "top 20%", "bottom 30%", "bottom 30%"],
            "band": ["under 10%", "25 to 50%", "under 10%", "25 to 50%"],
            "customers": [322.0, 248.0, None, 317.0],
            "churned": [11.0, 87.0, None, 127.0],
            "value": [5286.0, value, None, 5688.0],
        }
    )


@dataclass(frozen=True)
class Risk:
    churned: Number = Number(1290.8, 1217.0, 1364.0)
    value: Number = Number(170_424.0, 156_534.0, 184_315.0)
    matrix: pd.DataFrame = field(default_factory=matrix)


@dataclass(frozen=True)
class Span:
    opening: dt.date = dt.date(2026, 7, 1)
    months: int = 3
    window_months: int = 12
    horizon_months: int = 0


def by_tier(bottom: tuple[float, float, float] = (-20_461.0, -30_674.0, -10_248.0)) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": ["top 20%", "bottom 30%", "won in the period", "not yet or no longer customers"],
            "customers": [824, 1236, 535, 0],
            "opened": [634_522.0, 299_550.0, 0.0, 0.0],
            "cash": [95_553.0, 6_600.0, 9_202.0, -2_289.0],
            "closed": [570_656.0, 279_711.0, 215_436.0, 0.0],
            "value_created": [16_385.0, bottom[0], 224_638.0, -2_289.0],
            "low": [80.0, bottom[1], 195_623.0, -2_289.0],
            "high": [32_690.0, bottom[2], 253_653.0, -2_289.0],
            "roc": [0.05, -0.044, None, None],
            "roc_low": [0.023, -0.075, None, None],
            "roc_high": [0.077, -0.013, None, None],
        }
    )


def by_state() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "state": ["new", "active", "dormant", "dormant"],
            "tier": ["top 20%", "top 20%", "middle 50%", "bottom 30%"],
            "customers": [3, 685, 336, 438],
            "contribution": [75.5, 40.5, 1.2, -0.5],
            "value": [9_999.0, 798.4, 163.1, 134.2],
            "low": [9_000.0, 708.8, 139.0, 113.2],
            "high": [11_000.0, 887.9, 187.2, 155.3],
        }
    )


def values() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": ["top 20%", "lost", "all"],
            "customers": [200, 300, 500],
            "historical": [1000.0, 100.0, 1100.0],
            "current": [590.0, 10.0, 600.0],
            "expected": [2000.0, 50.0, 2050.0],
            "low": [1800.0, 20.0, 1840.0],
            "high": [2200.0, 90.0, 2260.0],
        }
    )


def beyond(cash: tuple[float, float, float], equity: tuple[float, float, float], burns: bool) -> pd.DataFrame:
    """Two segments: the top of these numbers, and the lost with nothing to be told."""
    names = ("cash", "cash_low", "cash_high"), ("equity", "equity_low", "equity_high")
    top = dict(zip(names[0], cash, strict=True)) | dict(zip(names[1], equity, strict=True))
    none = {name: place for numbers in names for name, place in zip(numbers, (1.0, -1.0, 3.0), strict=True)}
    rows = [("top 20%", 800, burns, top), ("lost", 400, False, none)]
    return pd.DataFrame([{"group": group, "customers": n, "burns": is_so, **part} for group, n, is_so, part in rows])


def ways(cohort: Number | Nothing = Number(0.017, 0.003, 0.032)) -> dict[str, Number | Nothing]:
    return {
        "frozen": Number(0.145, 0.126, 0.165),
        "refitted": Number(0.161, 0.078, 0.243),
        "without new customers": cohort,
    }


@dataclass(frozen=True)
class Returned:
    asked: Span = Span()
    period: Span = Span()
    rate: float = 0.0241
    closing_equity: Number | Nothing = Number(1_858_939.0, 1_636_733.0, 2_081_145.0)
    change: Number | Nothing = Number(122_193.0, -9_868.0, 254_254.0)
    value_created: Number | Nothing = Number(210_752.0, 180_040.0, 241_464.0)
    roc: dict[str, Number | Nothing] = field(default_factory=ways)
    by_tier: pd.DataFrame = field(default_factory=by_tier)
