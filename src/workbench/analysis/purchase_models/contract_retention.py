"""Contracts by cohort: how many renewals were taken up, and what the shifted-beta-geometric expects of the next.

Where contracts of a cohort do not differ in what they risk, the model has no best fit and says so; the share taken
up so far then tells all there is.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit, logit
from scipy.stats import norm

from workbench.analysis.intervals import wilson
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.shifted_beta_geometric import ShiftedBetaGeometric, by_cohort
from workbench.analysis.results import Withheld, frame_of

Z95 = float(norm.ppf(0.975))
EXPECTED = [f"{name}{end}" for name in ("next", "to_come") for end in ("", "_low", "_high")]


def retention_by_cohort(rows: pd.DataFrame, *, rate: float, horizon: int = 0) -> pd.DataFrame:
    """A row per cohort, the oldest first; no rows without contracts.

    Args:
        rows: the frame of `contract_renewals`: cohort, renewals, ended, contracts.
        rate: the continuous discount rate a period of the contracts.
        horizon: how many renewals ahead are counted; 0 for all, which a rate of 0 does not allow.

    Columns: cohort, contracts, running; due, renewed, renewed_low, renewed_high (renewals that came due, and the
    share of them taken up; gaps where none did); next, next_low, next_high (expected share of the running ones
    that take up their next); to_come, to_come_low, to_come_high (discounted renewals expected of one that runs);
    why (the last two are not there). The intervals of the first share are Wilson's, of the others through the
    fitted parameters, on the scale of log odds and of logarithms.
    """
    told = []
    for (cohort, part), model in zip(rows.groupby("cohort", sort=True), by_cohort(rows).values(), strict=True):
        runs = part[part.ended == 0]
        told.append(
            {
                "cohort": str(cohort),
                "contracts": int(part.contracts.sum()),
                "running": int(runs.contracts.sum()),
                **_so_far(part),
                **_expected(model, runs, rate, horizon or math.inf),
            }
        )
    return frame_of(told)


def _so_far(part: pd.DataFrame) -> dict[str, Any]:
    renewed, ended = (float((part[name] * part.contracts).sum()) for name in ("renewals", "ended"))
    share = wilson(renewed, renewed + ended)
    if isinstance(share, Withheld):
        return {"due": 0, "renewed": None, "renewed_low": None, "renewed_high": None}
    return {"due": round(renewed + ended), "renewed": share.value, "renewed_low": share.low, "renewed_high": share.high}


def _expected(
    model: ShiftedBetaGeometric | Withheld, runs: pd.DataFrame, rate: float, horizon: float
) -> dict[str, Any]:
    if isinstance(model, Withheld):
        return {**dict.fromkeys(EXPECTED), "why": model.why}
    renewals, counts = (runs[name].to_numpy(dtype=float) for name in ("renewals", "contracts"))
    if not counts.sum():
        return {**dict.fromkeys(EXPECTED), "why": ""}

    def taken_up(one: ShiftedBetaGeometric) -> Floats:
        return np.asarray(logit(np.average(one.retention(renewals), weights=counts)))

    def still_to_come(one: ShiftedBetaGeometric) -> Floats:
        return np.asarray(np.log(np.average(one.predict(renewals, horizon=horizon, rate=rate), weights=counts)))

    found = [*_with_interval(model, taken_up, expit), *_with_interval(model, still_to_come, np.exp)]
    return {**dict(zip(EXPECTED, found, strict=True)), "why": ""}


def _with_interval(
    model: ShiftedBetaGeometric,
    scaled: Callable[[ShiftedBetaGeometric], Floats],
    back: Callable[[ArrayLike], ArrayLike],
) -> list[float]:
    """What a model says, and its interval by the doubt in its parameters, on a scale without bounds."""
    slope, middle = model.slopes(scaled), float(scaled(model))
    half = Z95 * math.sqrt(float(slope @ model.maximum_.covariance @ slope))
    return [float(np.asarray(back(value))) for value in (middle, middle - half, middle + half)]
