"""Customers who may leave at any time: the Pareto/NBD.

While with us, a customer buys at random at a rate lambda and leaves at a rate mu. Across customers
lambda ~ Gamma(r, alpha) and mu ~ Gamma(s, beta), independent. With R = r + x,

    L = Gamma(R) alpha^r beta^s / Gamma(r) * alive * (1 + q)
    alive = (alpha + T)^-R (beta + T)^-s
    q     = s I / alive,   I = integral from t_x to T of (alpha + y)^-R (beta + y)^-(s + 1) dy
    P(alive) = 1 / (1 + q)

I is usually written as the difference of two hypergeometric functions, which cancels, overflows and has
no derivative by r and s. Here it is taken as what it is, the chance of having left at y: in v = log of
(min(alpha, beta) + y) the integrand is smooth, and 16 nodes of Gauss and Legendre are enough once the part
below e^-40 is cut off. Its derivatives are means under that density, such as -E[log(alpha + y)] by r.

Who is alive has lambda ~ Gamma(R, alpha + T), mu ~ Gamma(s, beta + T), and the discounted expected
residual purchases over a horizon H at a continuous rate d are (DERT, closed but for its last factor)

    R / (alpha + T) * integral from 0 to H of e^(-d u) ((beta + T) / (beta + T + u))^s du

whose integral for ever is (beta + T) U(1, 2 - s, d (beta + T)) with Tricomi's function U. It is computed as
the integral that defines U (`ahead`), because scipy's `hyperu` is wrong next to whole s.

References: Schmittlein, Morrison and Colombo 1987, Management Science 33:1-24. Fader and Hardie 2005, A note
on deriving the Pareto/NBD model. Fader, Hardie and Lee 2005, J. Marketing Research 42:415-430 (DERT).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import digamma, expit, gammaln, roots_legendre

from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.histories import Histories
from workbench.analysis.purchase_models.purchase_model import PurchaseModel

FADED = 40.0
AT_ONCE = 50_000  # rows, so that memory stays small
_NODES, _WEIGHTS = roots_legendre(16)
_NEWCOMER_NODES, _NEWCOMER_WEIGHTS = roots_legendre(200)


class _Gone(NamedTuple):
    """Having left between t_x and T, for each row.

    Args:
        log_odds: log q; minus infinity where t_x is T.
        log_alpha, log_beta: means of log(alpha + y) and log(beta + y) over the time y of leaving.
        per_alpha, per_beta: means of 1 / (alpha + y) and 1 / (beta + y).
    """

    log_odds: Floats
    log_alpha: Floats
    log_beta: Floats
    per_alpha: Floats
    per_beta: Floats


class ParetoNBD(PurchaseModel):
    """Pareto/NBD: customers may leave at any time.

    >>> model = ParetoNBD.of({"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669})
    >>> round(float(model.predict_alive([[26, 30.86, 31]])[0]), 4)
    0.9979
    """

    title = "Pareto/NBD"
    parameters = ("r", "alpha", "s", "beta")
    with_unit = ("alpha", "beta")

    def _starts(self, rows: Histories) -> list[Floats]:
        pace = float(rows.counts @ rows.frequency) / rows.customers
        shapes = ((0.5, 0.3, 0.6, 0.4), (1.0, 0.7, 1.0, 2.0), (0.3, 0.2, 0.3, 0.1))
        return [np.log([r, alpha / pace, s, beta]) for r, alpha, s, beta in shapes]

    def _rows(self, params: Floats, rows: Histories) -> tuple[Floats, Floats]:
        r, alpha, s, beta = params
        times, age = rows.frequencies, rows.ages
        x, bought = times.values, (r + times.values)[times.codes]
        gone = self._gone(params, rows)
        left = expit(gone.log_odds)
        log_alpha, log_beta = np.log(alpha + age.values)[age.codes], np.log(beta + age.values)[age.codes]
        known = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        values = known[times.codes] - bought * log_alpha - s * log_beta + np.logaddexp(0, gone.log_odds)
        per_alpha, per_beta = 1 / (alpha + age.values)[age.codes], 1 / (beta + age.values)[age.codes]
        more = (digamma(r + x) - digamma(r) + np.log(alpha))[times.codes]
        by_r = more - log_alpha - left * (gone.log_alpha - log_alpha)
        by_alpha = r / alpha - bought * (per_alpha + left * (gone.per_alpha - per_alpha))
        by_s = np.log(beta) - log_beta + left * (1 / s - gone.log_beta + log_beta)
        by_beta = s / beta - s * per_beta - left * ((s + 1) * gone.per_beta - s * per_beta)
        return values, np.array([r * by_r, alpha * by_alpha, s * by_s, beta * by_beta])

    def _gone(self, params: Floats, histories: Histories) -> _Gone:
        """All of `_Gone`."""
        parts = [_Leaving.of(params, histories, part).gone() for part in _parts(histories)]
        return _Gone(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _alive(self, params: Floats, histories: Histories) -> Floats:
        odds = [_Leaving.of(params, histories, part).log_odds for part in _parts(histories)]
        return np.asarray(expit(-np.concatenate(odds)))

    def _rate_ahead(self, params: Floats, frequency: Floats, age: Floats, ahead: Floats) -> Floats:
        r, alpha, s, beta = params
        return np.asarray((r + frequency) / (alpha + age) * (1 + ahead / (beta + age)) ** -s)

    def _scale(self, params: Floats, age: Floats) -> Floats:
        return np.asarray(params[3] + age)

    def _chance_of(self, params: Floats, purchases: Floats, horizon: float) -> Floats:
        """While alive for the horizon, and summed over when the customer left within it."""
        r, alpha, s, beta = params
        stays = (beta / (beta + horizon)) ** s
        left = (1 - stays) * (_NEWCOMER_NODES + 1) / 2
        ends = np.append(beta * np.expm1(-np.log1p(-left) / s), horizon)
        weights = np.append((1 - stays) * _NEWCOMER_WEIGHTS / 2, stays)
        counts = purchases[..., None]
        log_chances = gammaln(r + counts) - gammaln(r) - gammaln(counts + 1) - r * np.log1p(ends / alpha)
        share = np.log(np.maximum(ends, np.finfo(float).tiny)) - np.log(alpha + ends)
        return np.asarray(np.exp(log_chances + counts * share) @ weights)


class _Leaving(NamedTuple):
    """When some rows' customers may have left, at each node of the integral I.

    Args:
        density: of having left then, but for a factor, shape ``(n, nodes)``.
        mass: its sum, shape ``(n,)``.
        log_alpha, log_beta, in_alpha, in_beta: log and value of alpha + y and beta + y, shape ``(n, nodes)``.
        log_odds: log q, shape ``(n,)``.
    """

    density: Floats
    mass: Floats
    log_alpha: Floats
    log_beta: Floats
    in_alpha: Floats
    in_beta: Floats
    log_odds: Floats

    @classmethod
    def of(cls, params: Floats, histories: Histories, part: slice) -> "_Leaving":
        r, alpha, s, beta = params
        bought = (r + histories.frequency[part])[:, None]
        since, age = histories.recency[part][:, None], histories.age[part][:, None]
        near, far = min(alpha, beta), max(alpha, beta)
        # Beyond this the chance of having left only then is below e^-40 of that at t_x.
        last = (
            _faded_at(offset, since, power) for offset, power in ((alpha, bought), (beta, np.full_like(age, s + 1)))
        )
        start = np.log(near + since)
        stretch = np.maximum(np.log(near + np.minimum(age, np.minimum(*last))) - start, 0)
        log_near = start + stretch * ((_NODES + 1) / 2)
        in_near = np.exp(log_near)
        in_far = in_near + (far - near)
        log_far = np.log(in_far)
        places = (log_near, log_far, in_near, in_far) if alpha <= beta else (log_far, log_near, in_far, in_near)
        log_alpha, log_beta = places[:2]
        start_alpha, start_beta = np.log(alpha + since), np.log(beta + since)
        falls = bought * (log_alpha - start_alpha) + (s + 1) * (log_beta - start_beta)
        density = _WEIGHTS * np.exp(log_near - falls)
        mass = density.sum(axis=1)
        with np.errstate(divide="ignore"):  # nobody leaves in no time: log 0
            log_mass = np.log(mass * stretch[:, 0] / 2)
        silent = bought * (np.log(alpha + age) - start_alpha) + s * (np.log(beta + age) - start_beta) - start_beta
        return cls(density, mass, *places, np.log(s) + log_mass + silent[:, 0])

    def gone(self) -> _Gone:
        """The log odds, and the means under the density."""
        told = self.log_alpha, self.log_beta, 1 / self.in_alpha, 1 / self.in_beta
        return _Gone(self.log_odds, *(np.einsum("ij,ij->i", self.density, values) / self.mass for values in told))


def _parts(histories: Histories) -> Iterator[slice]:
    """The rows in parts, so that memory stays small."""
    return (slice(first, first + AT_ONCE) for first in range(0, len(histories.age), AT_ONCE))


def _faded_at(offset: float, since: Floats, power: Floats) -> Floats:
    """Where (offset + y)^-power has fallen by e^-40 since t_x."""
    return np.asarray((offset + since) * np.exp(np.minimum(FADED / power, 500.0)) - offset)
