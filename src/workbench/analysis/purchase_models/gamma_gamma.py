"""What a purchase brings, where it is always above zero and does not go with how often one buys: Gamma-Gamma.

The purchases of a customer vary as Gamma(p, nu), and nu varies between customers as Gamma(q, gamma). With n
purchases of mean z,

    L = Gamma(pn + q) / (Gamma(pn) Gamma(q)) * gamma^q z^(pn - 1) n^(pn) / (gamma + nz)^(pn + q)
    E[mean | n, z] = p (gamma + nz) / (pn + q - 1)

which draws who bought little to the mean of all, p gamma / (q - 1). It is withheld when its assumptions do
not hold: when a mean contribution is zero or below; when frequent buyers surely spend other sums than rare
ones (`independence`); and when q <= 1, for then the mean of all is infinite. `EmpiricalBayesMean` needs none
of this.

References: Fader and Hardie 2013, The Gamma-Gamma model of monetary value. Colombo and Jiang 1999,
J. Interactive Marketing 13(3):2-12.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.independence import dependence
from workbench.analysis.purchase_models.likelihood_model import LikelihoodModel
from workbench.analysis.purchase_models.maximum import Maximum
from workbench.analysis.purchase_models.spending import Spending
from workbench.analysis.results import Withheld
from workbench.phrase import N_, say

FEWEST_BUYERS = 20
FEW = N_("{buyers} customers have a purchase to learn spend from; {fewest} are needed")
BELOW_ZERO = N_("{below} of {n} customers brought nothing or less a purchase, which the Gamma-Gamma model rules out")
NO_MEAN = N_(
    "the Gamma-Gamma model fitted to {n} customers has no mean (q = {q}, which must be above 1): "
    "a few customers spend too much more than the rest"
)


class GammaGamma(LikelihoodModel[Spending]):
    """Contribution of a purchase, by customer: rows of purchases and total (see `spending`).

    >>> model = GammaGamma.of({"p": 6.25, "q": 3.74, "gamma": 15.44})
    >>> model.predict([[2, 44.70], [0, 0]]).round(2).tolist()
    [24.66, 35.22]
    """

    title = "Gamma-Gamma"
    parameters = ("p", "q", "gamma")
    with_unit = ("gamma",)

    def predict(self, X: ArrayLike) -> Floats:
        """The expected contribution of a further purchase, for each row."""
        p, q, gamma = np.exp(self.point)
        rows = Spending.read(X)
        return np.asarray(p * (gamma + rows.total) / (p * rows.purchases + q - 1))

    def _keep(self, rows: Spending, unit: float, end: Maximum | Withheld) -> None:
        super()._keep(rows, unit, end)
        if self.withheld_ is None and self.params_["q"] <= 1:
            n = round(rows.customers)
            self.withheld_ = Withheld(say(NO_MEAN, n=n, q=round(self.params_["q"], 2)), n)

    def _read(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> Spending:
        return Spending.read(X, sample_weight).buyers

    def _too_little(self, rows: Spending) -> Withheld | None:
        n = round(rows.customers)
        if n < FEWEST_BUYERS:
            return Withheld(say(FEW, buyers=n, fewest=FEWEST_BUYERS), n)
        below = round(float(rows.counts[rows.total <= 0].sum()))
        if below:
            return Withheld(say(BELOW_ZERO, below=below, n=n), n)
        return dependence(rows)

    def _unit(self, rows: Spending) -> float:
        return rows.typical

    def _starts(self, rows: Spending) -> list[Floats]:
        return [np.log([p, q, (q - 1) / p]) for p, q in ((5.0, 4.0), (1.0, 2.0), (20.0, 8.0))]

    def _rows(self, params: Floats, rows: Spending) -> tuple[Floats, Floats]:
        p, q, gamma = params
        n, codes = rows.numbers.values, rows.numbers.codes
        both = p * n + q
        log_total, log_sum = np.log(rows.total), np.log(gamma + rows.total)
        known = gammaln(both) - gammaln(p * n) - gammaln(q) + q * np.log(gamma)
        # z^(pn - 1) n^(pn) is (nz)^(pn) / z
        values = known[codes] + (p * n)[codes] * log_total - np.log(rows.mean) - both[codes] * log_sum
        by_p = rows.purchases * ((digamma(both) - digamma(p * n))[codes] + log_total - log_sum)
        by_q = (digamma(both) - digamma(q) + np.log(gamma))[codes] - log_sum
        by_gamma = q / gamma - both[codes] / (gamma + rows.total)
        return values, np.array([p * by_p, q * by_q, gamma * by_gamma])
