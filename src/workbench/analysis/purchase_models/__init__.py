"""Models of future contribution: who will buy again, how often, and what it brings.

    learned = learn(seen.query("purchase_counts"), histories)     histories: query purchase_histories
    learned.predict(histories, rate=rate)                         money each customer is expected to bring

    model = BetaGeometric().fit(counts, sample_weight=counts.customers)
    model.predict(histories, horizon=365)                         or one model by itself

Every model is fitted and asked in scikit-learn's grammar and says in ``withheld_`` why it has no answer.

| module | what it holds |
|---|---|
| counted | rows with counts |
| histories, spending | what is known of customers' buying and of what it brought |
| maximum | the largest likelihood, from several starts, checked |
| likelihood_model | fit, doubt, resamples: shared by all models |
| ahead | the one integral of purchases still to come |
| purchase_model | the interface of models without contract |
| beta_geometric | BG/NBD and MBG/NBD |
| leaving | how leaving slows what is bought, for these two |
| pareto | Pareto/NBD |
| negative_binomial | NBD: nobody leaves |
| independence | does spend go with frequency? |
| gamma_gamma, mean_spend | what a purchase brings: always above zero, or any sign |
| holdout | was the model right about time it had not seen? |
| comparison | all models of purchases side by side |
| contribution | purchases and spend together, the models chosen |
| shifted_beta_geometric, contract_retention | contracts, by cohort |
"""

from workbench.analysis.purchase_models.ahead import continuous_rate
from workbench.analysis.purchase_models.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from workbench.analysis.purchase_models.comparison import compare, holdout_start
from workbench.analysis.purchase_models.contract_retention import retention_by_cohort
from workbench.analysis.purchase_models.contribution import FutureContribution, learn
from workbench.analysis.purchase_models.gamma_gamma import GammaGamma
from workbench.analysis.purchase_models.histories import Histories
from workbench.analysis.purchase_models.holdout import Holdout, holdout
from workbench.analysis.purchase_models.independence import independence
from workbench.analysis.purchase_models.mean_spend import EmpiricalBayesMean
from workbench.analysis.purchase_models.negative_binomial import NegativeBinomial
from workbench.analysis.purchase_models.pareto import ParetoNBD
from workbench.analysis.purchase_models.purchase_model import PurchaseModel
from workbench.analysis.purchase_models.shifted_beta_geometric import ShiftedBetaGeometric, by_cohort
from workbench.analysis.purchase_models.spending import Spending

__all__ = [
    "BetaGeometric",
    "EmpiricalBayesMean",
    "FutureContribution",
    "GammaGamma",
    "Histories",
    "Holdout",
    "ModifiedBetaGeometric",
    "NegativeBinomial",
    "ParetoNBD",
    "PurchaseModel",
    "ShiftedBetaGeometric",
    "Spending",
    "by_cohort",
    "compare",
    "continuous_rate",
    "holdout",
    "holdout_start",
    "independence",
    "learn",
    "retention_by_cohort",
]
