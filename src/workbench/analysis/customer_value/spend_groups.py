"""The groups of like spend in the model in use: does who spends more buy more often, and stay longer?

    purchases a year of a new customer        365.25 r / alpha_g
    share who leave within the first year     1 - (beta_g / (beta_g + 365.25))^s

Intervals come from the same resamples as those of the value.
"""

import numpy as np
import pandas as pd

from workbench.analysis.customer_value.lives import DAYS_A_YEAR
from workbench.analysis.customer_value.measure import Measured
from workbench.analysis.customer_value.returns import bounds
from workbench.analysis.intervals import bootstrap
from workbench.analysis.purchase_models.counted import Floats, Places


def by_spend(measured: Measured) -> pd.DataFrame:
    """A row per group, the least spend first.

    Columns: least, most (what a purchase brings; gaps without a limit), customers, purchases, purchases_low,
    purchases_high (a year, of a new customer), leave, leave_low, leave_high (within the first year).
    """
    model, lives = measured.closing, measured.after
    groups = len(model.life.alpha)
    customers = np.bincount(model.group(lives), minlength=groups)
    points = model.life.point + np.vstack([np.zeros(2 + 2 * groups), measured.of_closing.moves[:, : 2 + 2 * groups]])
    r, s = np.exp(points[:, 0]), np.exp(points[:, 1])
    alpha, beta = np.split(np.exp(points[:, 2:]), 2, axis=1)
    purchases = DAYS_A_YEAR * r[:, None] / alpha
    leave = 1 - (beta / (beta + DAYS_A_YEAR)) ** s[:, None]
    limits = [np.nan, *model.cuts.tolist(), np.nan]
    return pd.DataFrame(
        {
            "least": limits[:-1],
            "most": limits[1:],
            "customers": customers,
            **_told("purchases", purchases, customers),
            **_told("leave", leave, customers),
        }
    )


def _told(name: str, values: Floats, customers: Places) -> dict[str, list[float]]:
    found = [bounds(bootstrap(float(one[0]), one[1:], n=int(n))) for one, n in zip(values.T, customers, strict=True)]
    return {
        name: values[0].tolist(),
        f"{name}_low": [low for low, _ in found],
        f"{name}_high": [high for _, high in found],
    }
