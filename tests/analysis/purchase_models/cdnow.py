"""The CDNOW sample as papers condense it: one purchase a customer and day, weeks of seven days."""

import functools
import importlib.util
import json
from pathlib import Path

import numpy as np
import pandas as pd

PUBLISHED = json.loads((Path(__file__).parents[2] / "reference" / "customer_value.json").read_text())
WEEK_39, WEEK_78 = "1997-09-30", "1998-06-30"


def published(model: str) -> dict[str, float]:
    """The published parameters of a model, by name."""
    names = {"bgnbd_cdnow": ("r", "alpha", "a", "b"), "paretonbd_cdnow": ("r", "alpha", "s", "beta")}
    return dict(zip(names[model], PUBLISHED[model]["params_P"], strict=True))


@functools.cache
def purchases(until: str) -> pd.DataFrame:
    """Customer, day and sales of each purchase day up to a day."""
    spec = importlib.util.find_spec("lifetimes")
    assert spec is not None and spec.submodule_search_locations is not None
    path = Path(spec.submodule_search_locations[0]) / "datasets" / "CDNOW_sample.txt"
    lines = pd.read_csv(path, sep=r"\s+", header=None, names=["master", "customer", "day", "units", "sales"])
    lines["day"] = pd.to_datetime(lines.day.astype(str))
    return lines[lines.day <= until].groupby(["customer", "day"], as_index=False).sales.sum()


@functools.cache
def histories(until: str = WEEK_39, unit_days: float = 7.0) -> pd.DataFrame:
    """Frequency, recency and age of each customer."""
    days = purchases(until).groupby("customer").day.agg(["min", "max", "size"])
    return pd.DataFrame(
        {
            "frequency": days["size"] - 1,
            "recency": (days["max"] - days["min"]).dt.days / unit_days,
            "age": (pd.Timestamp(until) - days["min"]).dt.days / unit_days,
        }
    )


@functools.cache
def distinct(until: str = WEEK_39, unit_days: float = 7.0) -> pd.DataFrame:
    """The same as distinct rows, with customers."""
    columns = ["frequency", "recency", "age"]
    return histories(until, unit_days).groupby(columns, as_index=False).size().rename(columns={"size": "customers"})


@functools.cache
def spending(until: str = WEEK_39) -> pd.DataFrame:
    """Purchases, total and squares of each customer's repeat purchase days."""
    days = purchases(until)
    repeat = days[days.day > days.groupby("customer").day.transform("min")]
    sales = repeat.assign(squares=repeat.sales**2).groupby("customer")
    table = sales.agg(purchases=("sales", "size"), total=("sales", "sum"), squares=("squares", "sum"))
    return table.reindex(histories(until).index, fill_value=0).astype(np.float64)
