"""Models of buying side by side on the same customers: how likely, how well fitted, and how right about the future.

Each is fitted to all that is known, and again to what was known at an earlier day, and then asked for the purchases
made since (`holdout`). The most likely of those that are not shut out, by Akaike's criterion, comes first.
"""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from workbench.analysis.purchase_models.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from workbench.analysis.purchase_models.holdout import Holdout, holdout
from workbench.analysis.purchase_models.negative_binomial import NegativeBinomial
from workbench.analysis.purchase_models.pareto import ParetoNBD
from workbench.analysis.purchase_models.purchase_model import PurchaseModel
from workbench.analysis.results import Estimate, Withheld, frame_of

OFFERED: tuple[PurchaseModel, ...] = (ParetoNBD(), BetaGeometric(), ModifiedBetaGeometric(), NegativeBinomial())
LONGEST = 365  # days held out: a year holds every season


def holdout_start(as_of: dt.date, data_from: dt.date) -> dt.date:
    """The first day held out: the last third of the time known, at most a year.

    >>> holdout_start(dt.date(2026, 10, 1), dt.date(2026, 7, 3))
    datetime.date(2026, 9, 1)
    """
    return as_of - dt.timedelta(days=min(LONGEST, (as_of - data_from).days // 3))


def compare(
    counts: pd.DataFrame, tested: pd.DataFrame, *, days: int, models: Sequence[PurchaseModel] = OFFERED
) -> pd.DataFrame:
    """A row per model, the most likely first and those that must not be used last.

    Args:
        counts: rows of `purchase_counts`.
        tested: rows of `purchase_holdout`.
        days: how many were held out.
        models: which; fresh ones of their kind are fitted.

    Columns: model, log_likelihood, parameters (a dict of name to value and standard error), akaike
    (log-likelihood less the number of parameters), iterations, gradient_norm, n, bias, low, high (expected over
    realised purchases less 1), why (not to be used).
    """
    rows = [_row(type(model)(), counts, tested, days) for model in models]
    rows.sort(key=_place)
    return frame_of(rows)


def _place(row: dict[str, Any]) -> tuple[bool, float]:
    return bool(row["why"]), math.inf if row["akaike"] is None else -row["akaike"]


def _row(model: PurchaseModel, counts: pd.DataFrame, tested: pd.DataFrame, days: int) -> dict[str, Any]:
    fitted = model.fit(counts, sample_weight=counts.customers)
    if fitted.withheld_ is not None:
        return _refused(fitted.title, fitted.withheld_)
    held = holdout(fitted, tested, horizon=days)
    bias = held.bias if isinstance(held, Holdout) else held
    refused = held.shut_out if isinstance(held, Holdout) else held
    return {
        "model": fitted.title,
        "log_likelihood": fitted.log_likelihood_,
        "parameters": {name: (fitted.params_[name], fitted.standard_errors_[name]) for name in fitted.parameters},
        "akaike": fitted.log_likelihood_ - len(fitted.parameters),
        "iterations": fitted.maximum_.iterations,
        "gradient_norm": fitted.maximum_.gradient_norm,
        "n": round(fitted.rows_.customers),
        "bias": bias.value if isinstance(bias, Estimate) else None,
        "low": bias.low if isinstance(bias, Estimate) else None,
        "high": bias.high if isinstance(bias, Estimate) else None,
        "why": refused.why if refused else "",
    }


def _refused(title: str, why: Withheld) -> dict[str, Any]:
    gaps = dict.fromkeys(
        ("log_likelihood", "parameters", "akaike", "iterations", "gradient_norm", "bias", "low", "high")
    )
    return {"model": title, **gaps, "n": why.n, "why": why.why}
