"""Purchases and spend together: what each customer without contract is expected to bring.

    expected contribution = expected purchases, discounted, times expected contribution of a purchase

Every model of purchases that is offered is fitted; those that fail, or that a holdout shuts out, say why. Of
the rest the most likely one is taken, by its log-likelihood less its number of parameters (Akaike). Spend is
the Gamma-Gamma's where its assumptions hold and the empirical-Bayes mean's otherwise. The cost to serve and to
retain is not in it. If the NBD is taken, nothing was seen of customers leaving: give a horizon.

References: Fader, Hardie and Lee 2005, RFM and CLV: using iso-value curves, J. Marketing Research 42:415-430.
Akaike 1974, IEEE Transactions on Automatic Control 19:716-723.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from workbench.analysis.purchase_models.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.gamma_gamma import GammaGamma
from workbench.analysis.purchase_models.holdout import Holdout
from workbench.analysis.purchase_models.mean_spend import EmpiricalBayesMean
from workbench.analysis.purchase_models.negative_binomial import NegativeBinomial
from workbench.analysis.purchase_models.pareto import ParetoNBD
from workbench.analysis.purchase_models.purchase_model import PurchaseModel
from workbench.analysis.results import Withheld
from workbench.phrase import N_, say

NO_MODEL = N_("no model of buying describes these {n} customers; the first says: {why}")
NONE_OFFERED = "at least one model of purchases must be offered"


@dataclass(frozen=True)
class FutureContribution:
    """Fitted models of purchases and of spend.

    Args:
        purchases: the model of purchases.
        spend: the model of a purchase's contribution.
        passed_over: title of each model that was not taken, and why, most preferred first.
    """

    purchases: PurchaseModel
    spend: GammaGamma | EmpiricalBayesMean
    passed_over: dict[str, str] = field(default_factory=dict)

    def predict(self, customers: pd.DataFrame, *, horizon: float = math.inf, rate: float = 0.0) -> Floats:
        """Expected contribution of each customer after the last day observed, in money.

        Args:
            customers: rows of `purchase_histories`: frequency, recency, age, purchases, total, squares.
            horizon, rate: as for the models of purchases, in the unit of the rows.
        """
        return self.purchases.predict(customers, horizon=horizon, rate=rate) * self.spend.predict(customers)


def learn(
    counts: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    models: Sequence[PurchaseModel] = (BetaGeometric(), ModifiedBetaGeometric(), ParetoNBD(), NegativeBinomial()),
    holdouts: Mapping[str, Holdout | Withheld] | None = None,
) -> FutureContribution | Withheld:
    """Fit the models offered and take the most likely.

    Args:
        counts: rows of `purchase_counts`: frequency, recency, age, customers.
        customers: rows of `purchase_histories`, for spend.
        models: the models of purchases offered.
        holdouts: what `holdout` found of each model, by its title; who is shut out is not taken.

    Withheld when no model of purchases, or none of spend, is left.
    """
    if not models:
        raise ValueError(NONE_OFFERED)
    fitted = [type(model)().fit(counts, sample_weight=counts.customers) for model in models]
    refused = {model.title: _refusal(model, holdouts or {}) for model in fitted}
    passed_over = {title: found.why for title, found in refused.items() if found is not None}
    left = [model for model in fitted if refused[model.title] is None]
    if not left:
        n = round(float(counts.customers.sum()))
        return Withheld(say(NO_MODEL, n=n, why=next(iter(passed_over.values()))), n)
    spend = GammaGamma().fit(customers)
    if spend.withheld_ is None:
        return FutureContribution(_most_likely(left), spend, passed_over)
    mean = EmpiricalBayesMean().fit(customers)
    if mean.withheld_ is not None:
        return Withheld(mean.withheld_.why, mean.withheld_.n)
    return FutureContribution(_most_likely(left), mean, passed_over | {spend.title: spend.withheld_.why})


def _most_likely(models: Sequence[PurchaseModel]) -> PurchaseModel:
    return max(models, key=lambda model: float(model.log_likelihood_) - len(model.parameters))


def _refusal(model: PurchaseModel, holdouts: Mapping[str, Holdout | Withheld]) -> Withheld | None:
    if model.withheld_ is not None:
        return Withheld(model.withheld_.why, model.withheld_.n)
    tested = holdouts.get(model.title)
    return tested.shut_out if isinstance(tested, Holdout) else tested
