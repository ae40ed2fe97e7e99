"""Customers who may leave right after a purchase: BG/NBD and its modification.

While with us, a customer buys at random at a rate lambda; after a purchase they leave with a chance p.
Across customers lambda ~ Gamma(r, alpha) and p ~ Beta(a, b), independent. In the BG/NBD nobody leaves
before the first repeat purchase, so who bought once is alive for sure; in the modified one (MBG/NBD)
the first purchase can be the last. With k = x (BG/NBD) or x + 1 (MBG/NBD) purchases after which the
customer could have left and T the age,

    L = Gamma(r + x) alpha^r / Gamma(r) * B(a, b + k) / B(a, b) * (alpha + T)^-(r + x) * (1 + q)
    q = a / (b + k - 1) * ((alpha + T) / (alpha + t_x))^(r + x),  0 where k = 0
    P(alive) = 1 / (1 + q)

and q is only ever used in logarithms, so that a thousand purchases do no harm. Who is alive has lambda ~
Gamma(r + x, alpha + T) and p ~ Beta(a, b + k) and is expected to buy, at u = (alpha + T) v from now, at a rate

    (r + x) / (alpha + T) * E[(1 + v p)^-(r + x + 1)]

(see `leaving`).

References: Fader, Hardie and Lee 2005, Marketing Science 24:275-284. Batislam, Denizel and Filiztekin 2007,
International Journal of Research in Marketing 24:201-209.
"""

import numpy as np
from scipy.special import betainc, betaln, digamma, expit, gammaln

from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.histories import Histories
from workbench.analysis.purchase_models.leaving import mean_power
from workbench.analysis.purchase_models.purchase_model import PurchaseModel


class BetaGeometric(PurchaseModel):
    """BG/NBD: customers may leave after any repeat purchase.

    >>> model = BetaGeometric.of({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})
    >>> round(float(model.predict([[2, 30.43, 38.86]], horizon=39)[0]), 3)
    1.226
    """

    title = "BG/NBD"
    parameters = ("r", "alpha", "a", "b")
    with_unit = ("alpha",)
    leaves_at_first = False  # whether the first purchase can be the last

    def _starts(self, rows: Histories) -> list[Floats]:
        pace = float(rows.counts @ rows.frequency) / rows.customers
        shapes = ((0.5, 0.5, 0.5, 2.0), (1.0, 1.0, 1.0, 4.0), (0.2, 0.1, 0.2, 1.0))
        return [np.log([r, alpha / pace, a, b]) for r, alpha, a, b in shapes]

    def _flips(self, frequency: Floats) -> Floats:
        """After how many purchases the customer could have left and did not."""
        return frequency + 1 if self.leaves_at_first else frequency

    def _rows(self, params: Floats, rows: Histories) -> tuple[Floats, Floats]:
        r, alpha, a, b = params
        times, age, recency = rows.frequencies, rows.ages, rows.recencies
        x, k = times.values, self._flips(times.values)
        log_gone = self._log_gone(params, rows)
        gone = expit(log_gone)
        known = gammaln(r + x) - gammaln(r) + betaln(a, b + k) - betaln(a, b) + r * np.log(alpha)
        log_age, log_recency = np.log(alpha + age.values)[age.codes], np.log(alpha + recency.values)[recency.codes]
        bought = (r + x)[times.codes]
        values = known[times.codes] - bought * log_age + np.logaddexp(0, log_gone)
        until, since = (1 / (alpha + part.values) for part in (age, recency))
        both = digamma(a + b) - digamma(a + b + k)
        by_r = (digamma(r + x) - digamma(r) + np.log(alpha))[times.codes] - log_age + gone * (log_age - log_recency)
        by_alpha = r / alpha + bought * (gone * (until[age.codes] - since[recency.codes]) - until[age.codes])
        by_a = both[times.codes] + gone / a
        by_b = (both + digamma(b + k) - digamma(b))[times.codes] - gone * (1 / np.maximum(b + k - 1, b))[times.codes]
        return values, np.array([r * by_r, alpha * by_alpha, a * by_a, b * by_b])

    def _log_gone(self, params: Floats, histories: Histories) -> Floats:
        """log q: the log odds that the customer has left; minus infinity where that cannot be."""
        r, alpha, a, b = params
        times, age, recency = histories.frequencies, histories.ages, histories.recencies
        k = self._flips(times.values)
        left = np.where(k > 0, np.log(a) - np.log(np.maximum(b + k - 1, b)), -np.inf)
        silent = np.log(alpha + age.values)[age.codes] - np.log(alpha + recency.values)[recency.codes]
        return np.asarray(left[times.codes] + (r + times.values)[times.codes] * silent)

    def _alive(self, params: Floats, histories: Histories) -> Floats:
        return np.asarray(expit(-self._log_gone(params, histories)))

    def _rate_ahead(self, params: Floats, frequency: Floats, age: Floats, ahead: Floats) -> Floats:
        r, alpha, a, b = params
        v = ahead / (alpha + age)
        slower = mean_power(v, r + frequency + 1, a, b + self._flips(frequency))
        return np.asarray((r + frequency) / (alpha + age) * slower)

    def _scale(self, params: Floats, age: Floats) -> Floats:
        return np.asarray(params[1] + age)

    def _chance_of(self, params: Floats, purchases: Floats, horizon: float) -> Floats:
        r, alpha, a, b = params
        share, k = horizon / (alpha + horizon), self._flips(purchases)
        log_counts = gammaln(r + purchases) - gammaln(r) - gammaln(purchases + 1) - r * np.log1p(horizon / alpha)
        exactly = np.exp(log_counts + np.where(purchases > 0, purchases * np.log(share), 0.0))
        at_least = np.where(purchases > 0, betainc(np.maximum(purchases, 1), r, share), 1.0)
        stays = np.exp(betaln(a, b + k) - betaln(a, b))
        leaves = np.where(k > 0, a / np.maximum(b + k - 1, b), 0.0) * stays
        return np.asarray(stays * exactly + leaves * at_least)


class ModifiedBetaGeometric(BetaGeometric):
    """MBG/NBD: the first purchase can be the last, too."""

    title = "MBG/NBD"
    leaves_at_first = True
