"""Customers who never leave: the NBD, what the other models become where nothing tells of leaving.

A customer buys at random at a rate lambda for ever, and lambda ~ Gamma(r, alpha) across customers:

    L = Gamma(r + x) alpha^r / Gamma(r) * (alpha + T)^-(r + x)
    expected rate = (r + x) / (alpha + T)

Over a year in which hardly anybody is seen to leave, models that estimate leaving have no maximum; this one
has. What it promises beyond the time it was tested on is only as good as its assumption: give a horizon.

Reference: Ehrenberg 1959, The pattern of consumer purchases, Applied Statistics 8:26-41.
"""

import numpy as np
from scipy.special import digamma, gammaln

from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.histories import Histories
from workbench.analysis.purchase_models.purchase_model import PurchaseModel


class NegativeBinomial(PurchaseModel):
    """NBD: nobody leaves.

    >>> model = NegativeBinomial.of({"r": 1.0, "alpha": 10.0})
    >>> model.predict([[3, 25.0, 30.0]], horizon=20).tolist()
    [2.0]
    """

    title = "NBD"
    parameters = ("r", "alpha")
    with_unit = ("alpha",)

    def _starts(self, rows: Histories) -> list[Floats]:
        pace = float(rows.counts @ rows.frequency) / rows.customers
        return [np.log([r, r / pace]) for r in (0.5, 2.0, 0.1)]

    def _rows(self, params: Floats, rows: Histories) -> tuple[Floats, Floats]:
        r, alpha = params
        x, codes = rows.frequencies.values, rows.frequencies.codes
        log_age = np.log(alpha + rows.ages.values)[rows.ages.codes]
        known = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        by_r = (digamma(r + x) - digamma(r) + np.log(alpha))[codes] - log_age
        by_alpha = r / alpha - (r + rows.frequency) / (alpha + rows.age)
        return known[codes] - (r + rows.frequency) * log_age, np.array([r * by_r, alpha * by_alpha])

    def _alive(self, params: Floats, histories: Histories) -> Floats:
        return np.ones(len(histories.frequency))

    def _rate_ahead(self, params: Floats, frequency: Floats, age: Floats, ahead: Floats) -> Floats:
        r, alpha = params
        return np.broadcast_to((r + frequency) / (alpha + age), ahead.shape)

    def _scale(self, params: Floats, age: Floats) -> Floats:
        return np.asarray(params[1] + age)

    def _chance_of(self, params: Floats, purchases: Floats, horizon: float) -> Floats:
        r, alpha = params
        logs = gammaln(r + purchases) - gammaln(r) - gammaln(purchases + 1) - r * np.log1p(horizon / alpha)
        return np.asarray(np.exp(logs) * (horizon / (alpha + horizon)) ** purchases)
