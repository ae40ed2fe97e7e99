"""What a survey of everybody would show: exact moments of answers that are rounded to a scale.

An answer lies at y points before rounding, y normal within a segment. On the scale it becomes one of
K + 1 steps, g(y) = 100/K sum_k 1[y > b_k] with the boundaries b_k halfway between the steps. With the
boundaries standardised to t_k, the Hermite coefficients of g are

    c_0 = 100/K sum_k Phi(-t_k),     c_n = 100/K sum_k phi(t_k) He_{n-1}(t_k),

and two answers whose y correlate by rho have covariance sum_n c_n d_n rho^n / n! (Mehler's formula).
So means, covariances, and all regressions on answers are known to the precision of the series, with
what rounding and the ends of the scale do to them. Planted events, skipped and not-applicable
answers, and who answers at all are left out: this is the truth a correction for those aims at.
"""

from dataclasses import dataclass
from functools import cache
from math import factorial

import numpy as np
from numpy.polynomial.hermite_e import hermevander
from scipy.special import ndtr

from workbench.synthetic import experience
from workbench.synthetic.arrays import Floats
from workbench.synthetic.items import ITEMS, Item
from workbench.synthetic.people import use
from workbench.synthetic.segments import column

TERMS = 24


@dataclass(frozen=True)
class Seen:
    """Moments of the mean answer per questionnaire to each variable's items, in points of 0 to 100.

    Args:
        names: a construct, or 'construct: touchpoint'.
        means: of each variable.
        covariance: between variables.
        lasting: covariance of each variable with the customer's lasting satisfaction (in standard deviations).
    """

    names: tuple[str, ...]
    means: Floats
    covariance: Floats
    lasting: Floats


def stands_for(item: Item) -> bool:
    """Whether an item's answers are part of its variable: what is perceived, and the expectation of the whole.

    >>> [item.item for item in ITEMS if item.kind == "expectation" and stands_for(item)]
    ['expectation_1', 'expectation_2']
    """
    return item.latent != "" and (item.kind == "perception" or item.construct == "expectation")


def variable(item: Item) -> str:
    """The variable an item belongs to.

    >>> variable(next(item for item in ITEMS if item.touchpoint == "shop"))
    'quality: shop'
    """
    return f"{item.construct}: {item.touchpoint}" if item.touchpoint else item.construct


@cache
def seen() -> Seen:
    """The moments over the world: within segments and between them."""
    asked = [item for item in ITEMS if stands_for(item)]
    names = tuple(dict.fromkeys(variable(item) for item in asked))
    average = np.array([[float(variable(item) == name) for item in asked] for name in names])
    average /= average.sum(axis=1, keepdims=True)
    share = column("share")
    parts = [_within(asked, segment) for segment in range(len(share))]
    means = np.array([average @ mean for mean, _, _ in parts])
    apart = means - share @ means
    within = sum(weight * average @ cov @ average.T for weight, (_, cov, _) in zip(share, parts, strict=True))
    between = np.einsum("s,si,sj->ij", share, apart, apart)
    satisfaction = experience.moments().means[:, experience.LATENTS.index("satisfaction")]
    lasting = share @ np.array([average @ tie for _, _, tie in parts]) + (share * satisfaction) @ apart
    return Seen(names, share @ means, within + between, lasting)


def index_of(kind: str, touchpoint: str, construct: str = "quality") -> float:
    """The mean answer to the items of one kind about one touchpoint, of all who use it, in points."""
    asked = [item for item in ITEMS if (item.kind, item.touchpoint, item.construct) == (kind, touchpoint, construct)]
    users = column("share") * use(touchpoint)
    means = [_within(asked, segment)[0].mean() for segment in range(len(users))]
    return float(users @ np.array(means) / users.sum())


def _within(asked: list[Item], segment: int) -> tuple[Floats, Floats, Floats]:
    """Mean, covariance and tie to lasting satisfaction of single items within one segment."""
    moments = experience.moments()
    at = [experience.LATENTS.index(item.latent) for item in asked]
    mean, cov = moments.means[segment], moments.covariances[segment]
    pull = np.array([item.spread * item.loading for item in asked])
    noise = np.array([item.spread**2 * (1 - item.loading**2) for item in asked])
    tie = pull[:, None] * cov[np.ix_(at, at)] * pull
    spread = np.sqrt(np.diag(tie) + noise)
    centre = np.array([item.mean for item in asked]) + pull * mean[at]
    terms = np.array([_hermite(item, c, s) for item, c, s in zip(asked, centre, spread, strict=True)])
    rho = tie / np.outer(spread, spread)
    cov_seen = sum(np.outer(terms[:, n], terms[:, n]) * rho**n / factorial(n) for n in range(1, TERMS))
    alone = [_variance(item, c, s) for item, c, s in zip(asked, centre, spread, strict=True)]
    result = np.array(cov_seen)
    np.fill_diagonal(result, alone)
    trait = experience.LASTING * pull * cov[at, experience.LATENTS.index("satisfaction")]
    return terms[:, 0], result, terms[:, 1] * trait / spread


def _boundaries(item: Item, centre: float, spread: float) -> Floats:
    steps = round(item.scale_max - item.scale_min)
    return (100 * (np.arange(1, steps + 1) - 0.5) / steps - centre) / spread


def _hermite(item: Item, centre: float, spread: float) -> Floats:
    edges = _boundaries(item, centre, spread)
    density = np.exp(-(edges**2) / 2) / np.sqrt(2 * np.pi)
    waves = density @ hermevander(edges, TERMS - 2)
    return np.array([ndtr(-edges).sum(), *waves]) * 100 / len(edges)


def _variance(item: Item, centre: float, spread: float) -> float:
    edges = _boundaries(item, centre, spread)
    above = ndtr(-np.maximum.outer(edges, edges)).sum() - ndtr(-edges).sum() ** 2
    return float(above * (100 / len(edges)) ** 2)
