"""Who will churn: one logistic regression, calibrated and tested out of time.

The regression is fitted at the first of four origins, its log odds are shifted and stretched
(intercept and slope) at the second, it is judged at the third where nothing was tuned, and used at
the last (see `origins`). Customers are those who are with us at the origin; the outcome is 1 when
they churned over the horizon: bought nothing in it and hold no contract at its end, as the query
`churn_outcomes` says. No class weights and no
resampling: both ruin probabilities, and money at risk is a sum over probabilities.

Withheld, with the sentence, when history is too short, when too few customers churned or stayed,
under separation, or when the ranking did not hold at the next origin.

References: Van Calster et al. 2019, BMC Medicine 17:230 (calibration). Ascarza and Hardie 2013,
Marketing Science 32:570-590.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis import calibration, churn_features, logistic, probability_scores
from workbench.analysis.intervals import wilson
from workbench.analysis.origins import Origins
from workbench.analysis.results import Estimate, Result, Withheld
from workbench.phrase import N_, say

NOT_ENOUGH = N_("{n} customers were with us a horizon ago; {fewest} are needed")
FEW_CHURNED = N_(
    "of {customers} customers on {day}, {churned} churned within {months} months; "
    "a model needs at least {fewest} who churned and {fewest} who stayed"
)
FEWEST_EVENTS = 20  # at the origins that calibrate and test; the fit has a rule of its own

Frames = Mapping[dt.date, pd.DataFrame]


@dataclass(frozen=True)
class ChurnModel:
    """A calibrated model, and how it did on customers and months it had not seen.

    Args:
        origins: the four dates.
        regression: the fit at the first.
        calibrated: intercept and slope at the second.
        rates: a row per labelled origin: origin, role, customers, churned, rate, low, high.
        test: how it did at the third.
    """

    origins: Origins
    regression: logistic.Logistic
    calibrated: calibration.Recalibration
    rates: pd.DataFrame = field(repr=False)
    test: probability_scores.Test

    def log_odds(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """The model's log odds before calibration, for rows of `customer_features`."""
        return self.regression.log_odds(churn_features.design(features))

    def probabilities(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """Calibrated probabilities of churn over the horizon, for rows of `customer_features`."""
        return self.calibrated.apply(self.log_odds(features))

    @property
    def reasons(self) -> pd.DataFrame:
        """What goes with churn, the strongest first: reason, compares, odds_ratio, low, high, strength.

        An odds ratio of 2 says: for two customers alike in all else, who differ as `compares` says,
        the odds of churn are twice as high. It is an association, not a lever.
        """
        terms = self.regression.coefficients
        table = pd.DataFrame([churn_features.label(term) for term in terms.term], columns=["reason", "compares"])
        table["odds_ratio"] = np.exp(terms.coefficient)
        table[["low", "high"]] = np.exp(terms[["low", "high"]].to_numpy())
        table["strength"] = terms.strength
        return table.sort_values("strength", key=abs, ascending=False, ignore_index=True)


def observed_rate(outcomes: pd.DataFrame, *, minimum: int = 1) -> Result:
    """The share of customers who churned over a horizon that has passed, with Wilson's interval.

    Args:
        outcomes: a row per customer who was with us at the origin, with churned (0 or 1).
        minimum: the fewest customers a rate may be about.

    >>> observed_rate(pd.DataFrame({"churned": [0, 0, 1, 0]})).value
    0.25
    """
    if len(outcomes) < max(minimum, 1):
        return Withheld(say(NOT_ENOUGH, n=len(outcomes), fewest=max(minimum, 1)))
    return wilson(float(outcomes.churned.sum()), len(outcomes))


def learn(features: Frames, outcomes: Frames, origins: Origins, *, data_from: dt.date) -> ChurnModel | Withheld:
    """Fit, calibrate and test.

    Args:
        features: the `customer_features` frame at each labelled origin.
        outcomes: the `churn_outcomes` frame at each labelled origin.
        origins: the dates.
        data_from: the first day of which the store knows anything.
    """
    if short := origins.too_short(data_from):
        return short
    cases = [outcomes[day].merge(features[day], on="customer_id") for day in origins.labelled]
    if few := _too_few(cases, origins):
        return few
    fitted, later, last = cases
    regression = logistic.fit(churn_features.design(fitted), fitted.churned, called=_in_words)
    if isinstance(regression, Withheld):
        return regression
    calibrated = calibration.recalibrate(later.churned, regression.log_odds(churn_features.design(later)))
    if isinstance(calibrated, Withheld):
        return calibrated
    chance = calibrated.apply(regression.log_odds(churn_features.design(last)))
    test = probability_scores.judge(last.churned, chance, known_rate=float(later.churned.mean()))
    return ChurnModel(origins, regression, calibrated, _rates(cases, origins), test)


def _rates(cases: list[pd.DataFrame], origins: Origins) -> pd.DataFrame:
    rows = []
    for day, role, table in zip(origins.labelled, ("fitted", "calibrated", "tested"), cases, strict=True):
        rate = observed_rate(table)
        if isinstance(rate, Estimate):
            rows.append((day, role, rate.n, int(table.churned.sum()), rate.value, rate.low, rate.high))
    return pd.DataFrame(rows, columns=["origin", "role", "customers", "churned", "rate", "low", "high"])


def _too_few(cases: list[pd.DataFrame], origins: Origins) -> Withheld | None:
    for day, table in zip(origins.labelled, cases, strict=True):
        churned, customers = int(table.churned.sum()), len(table)
        if min(churned, customers - churned) < FEWEST_EVENTS:
            told = {"customers": customers, "churned": churned, "fewest": FEWEST_EVENTS}
            return Withheld(say(FEW_CHURNED, day=day, months=origins.horizon_months, **told), customers)
    return None


def _in_words(term: str) -> str:
    """What a term of the regression is called."""
    return churn_features.label(term)[0]
