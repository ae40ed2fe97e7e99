"""How often customers buy and how soon they leave, where both go with something known of them: a covariate x.

    leaving  mu ~ Gamma(s, beta) e^(g x)        purchases  lambda ~ Gamma(r, alpha) e^(b x)

A Pareto/NBD whose scales are alpha e^(-b x) and beta e^(-g x). Nobody says goodbye: leaving is told from
silence, as long as each customer's own pace makes it. The prior of s is that of `posterior`.

Reference: Fader and Hardie 2007, Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD models.
"""

import numpy as np

from workbench.analysis.customer_value.grouped import Grouped
from workbench.analysis.customer_value.posterior import PRIOR_SPREAD
from workbench.analysis.purchase_models import Histories, ParetoNBD
from workbench.analysis.purchase_models.counted import Floats
from workbench.analysis.purchase_models.maximum import Likelihood, maximise
from workbench.analysis.results import Withheld


def fit(histories: Histories, x: Floats, *, band: float) -> tuple[Floats, Floats] | Withheld:
    """The slopes of leaving and of buying, and what one more of each customer does to them.

    Args:
        histories: a row a customer, in days from when the covariate was seen.
        x: the covariate, about 0, shape ``(n,)``.
        band: customers whose covariates fall into one band of this width share its mean.

    Returns leaving and buying, shape ``(2,)``, and the influence on them, shape ``(n, 2)``; withheld when the
    histories carry no model.
    """
    bands, of = np.unique(np.round(x / band), return_inverse=True)
    means = np.bincount(of, x) / np.bincount(of)
    data = Grouped.read(histories, of, len(bands))
    scaled = data.in_units_of(data.mean_age)
    names = ("r", "s", "alpha", "beta", "slope of buying", "slope of leaving")

    def posterior(params: Floats, part: Grouped) -> tuple[Floats, Floats]:
        values, slopes = _rows(params, part, means)
        shape = np.log(params[1]) / PRIOR_SPREAD
        slopes[1] -= shape / PRIOR_SPREAD / part.customers
        return values - 0.5 * shape**2 / part.customers, slopes

    found = maximise(Likelihood("Pareto/NBD", names, posterior), scaled, _starts(scaled))
    if isinstance(found, Withheld):
        return found
    scores = _rows(np.exp(found.point), scaled, means)[1].T @ found.covariance
    return found.point[[5, 4]], scores[scaled.rows_of][:, [5, 4]]


def _rows(params: Floats, data: Grouped, x: Floats) -> tuple[Floats, Floats]:
    """Log-likelihood of each row, and derivatives by log r, log s, log alpha, log beta, b and g."""
    r, s, alpha, beta = params[:4]
    buying, leaving = np.log(params[4:])
    values, slopes = np.empty(len(data.counts)), np.zeros((6, len(data.counts)))
    model, edges = ParetoNBD(), data.edges
    for place, part in enumerate(data.parts):
        own, at = slice(edges[place], edges[place + 1]), x[place]
        scales = np.array([r, alpha * np.exp(-buying * at), s, beta * np.exp(-leaving * at)])
        values[own], (by_r, by_alpha, by_s, by_beta) = model._rows(scales, part)
        slopes[:, own] = by_r, by_s, by_alpha, by_beta, -at * by_alpha, -at * by_beta
    return values, slopes


def _starts(data: Grouped) -> list[Floats]:
    pace = sum(float(part.counts @ part.frequency) for part in data.parts) / data.customers
    shapes = ((0.5, 0.3, 0.6, 0.4), (1.0, 0.7, 1.0, 2.0), (1.5, 1.0, 4.0, 8.0))
    # The slopes start from none.
    return [np.array([*np.log([r, s, alpha / max(pace, 1e-3), beta]), 0.0, 0.0]) for r, alpha, s, beta in shapes]
