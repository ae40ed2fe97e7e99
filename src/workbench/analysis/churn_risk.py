"""How many customers will churn and what they would have brought: sums over probabilities.

    expected to churn = sum p_i          money at risk = sum p_i c_i

with p the calibrated probability of churn over the horizon and c what the customer is expected to
bring in 12 months at the present pace of their lifecycle state and value tier; who costs more than
they bring counts against it. The interval of such a sum has three parts, added as variances:

- chance: each customer stays or goes, ``sum p (1 - p) c^2``;
- calibration: intercept and slope were estimated (delta method);
- drift: between two origins the rate has moved by more than chance before, and may again. The shift
  seen at the test origin, less what chance would make, stands for its size.

What a customer brings (c) and the model's own coefficients are taken as known.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.analysis import state_chain
from workbench.analysis.churn import ChurnModel
from workbench.analysis.results import Estimate, Withheld
from workbench.analysis.small_cells import hide_small
from workbench.analysis.states import TIERS, WITH_US
from workbench.phrase import N_

Floats = NDArray[np.float64]

BANDS = (N_("under 10%"), N_("10 to 25%"), N_("25 to 50%"), N_("over 50%"))
_EDGES = (0.10, 0.25, 0.50)


@dataclass(frozen=True)
class AtRisk:
    """Sums over the customers who are with us today.

    Args:
        churned: customers expected to churn over the horizon.
        value: what they would have brought in 12 months, in money.
        matrix: a row per value tier and band of probability: value_tier, band, customers, churned, value;
            numbers about too few customers are gaps.
    """

    churned: Estimate
    value: Estimate
    matrix: pd.DataFrame = field(repr=False)


def score(model: ChurnModel | Withheld, features: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """The probability of churn, for each customer who is with us.

    Args:
        model: a learned model, or why there is none; then nobody has a probability.
        features: the `customer_features` frame of today.
        states: the `customer_states` frame of today.

    Returns customer_id, state, value_tier, churn_probability, log_odds (before calibration).
    """
    with_us = states.loc[states.state.isin(WITH_US), ["customer_id", "state", "value_tier"]]
    if isinstance(model, Withheld):
        return with_us.assign(churn_probability=np.nan, log_odds=np.nan)
    cases = with_us.merge(features, on="customer_id")
    odds = model.log_odds(cases)
    return cases[list(with_us)].assign(churn_probability=model.calibrated.apply(odds), log_odds=odds)


def at_risk(
    model: ChurnModel | Withheld, scored: pd.DataFrame, steps: pd.DataFrame, *, minimum: int, level: float = 0.95
) -> AtRisk | Withheld:
    """Expected losses in customers and money.

    Args:
        model: the model that scored, or why there is none.
        scored: from `score`.
        steps: `state_steps` of the last 12 months, from which the pace of each state is counted.
        minimum: the fewest customers a cell of the matrix may stand for.
        level: coverage of the intervals.

    Withheld when there is no model, or nobody to score.
    """
    if isinstance(model, Withheld):
        return model
    if scored.empty:
        return Withheld(N_("no customer is with us today, so none can churn"))
    pace = state_chain.yearly_contribution(steps)
    cases = scored.merge(pace, on=["state", "value_tier"], how="left", validate="many_to_one")
    if cases.expected_12m.isna().any():
        raise ValueError("a customer is in a state that the steps do not know; are both of the same date?")
    return AtRisk(
        churned=_total(model, cases, np.ones(len(cases)), level),
        value=_total(model, cases, cases.expected_12m.to_numpy(dtype=float), level),
        matrix=_matrix(cases, minimum),
    )


def _total(model: ChurnModel, cases: pd.DataFrame, worth: Floats, level: float) -> Estimate:
    chance, odds = cases.churn_probability.to_numpy(), cases.log_odds.to_numpy()
    spread = chance * (1 - chance)
    slopes = np.array([(worth * spread).sum(), (worth * spread * odds).sum()])
    variance = (worth**2 * spread).sum() + slopes @ model.calibrated.covariance @ slopes
    variance += model.test.drift * slopes[0] ** 2
    half = float(stats.norm.ppf((1 + level) / 2) * np.sqrt(variance))
    value = float((worth * chance).sum())
    return Estimate(value, value - half, value + half, len(cases), level, "chance, calibration and drift")


def _matrix(cases: pd.DataFrame, minimum: int) -> pd.DataFrame:
    band = np.asarray(BANDS, dtype=object)[np.searchsorted(_EDGES, cases.churn_probability, side="right")]
    cells = cases.assign(
        band=pd.Categorical(band, BANDS),
        value_tier=pd.Categorical(cases.value_tier, TIERS),
        value=cases.churn_probability * cases.expected_12m,
    ).groupby(["value_tier", "band"], observed=False)
    table = cells.agg(customers=("customer_id", "size"), churned=("churn_probability", "sum"), value=("value", "sum"))
    table = table.reset_index().astype({"value_tier": str, "band": str})
    hidden = hide_small(table.customers, minimum=minimum)
    numbers = ["customers", "churned", "value"]
    table[numbers] = table[numbers].astype(float).mask(np.repeat(hidden[:, None], len(numbers), axis=1))
    return table
