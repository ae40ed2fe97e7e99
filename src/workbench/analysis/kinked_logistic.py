"""Shares that are flat up to a kink and rise beyond it, on the log-odds scale; many surveys at once.

    log odds(x) = base + slope * max(0, x - kink)

With the kink given this is a logistic regression on one regressor, solved by Newton's method for every
survey and every kink tried together; the kink of largest likelihood is taken (see `word_of_mouth`).
"""

from dataclasses import dataclass

import numpy as np

from workbench.analysis.moments import Floats

_STEPS = 25  # of Newton's method; a fit that has not come to rest has no interior maximum
_STEEPEST = 30.0  # log odds beyond which a share is 0 or 1


@dataclass(frozen=True, eq=False)
class Kinks:
    """The best kink of each survey: log likelihood, threshold, coefficients, fitted shares."""

    fit: Floats
    at: Floats
    base: Floats
    slope: Floats
    share: Floats


@dataclass(frozen=True, eq=False)
class Fits:
    """A logistic line per survey and regressor: log likelihood and coefficients (surveys, tried), shares."""

    fit: Floats
    base: Floats
    slope: Floats
    share: Floats


def candidates(distance: Floats, n: Floats) -> Floats:
    """Thresholds between the scores, with at least a twentieth of the customers on either side."""
    below = np.cumsum(n) if distance[0] < distance[-1] else np.cumsum(n[::-1])
    places = np.sort(distance)
    share = below / n.sum()
    middle = np.unique(np.concatenate([places, (places[1:] + places[:-1]) / 2]))
    inside = (middle >= places[np.searchsorted(share, 0.05)]) & (middle <= places[np.searchsorted(share, 0.95)])
    return np.asarray(middle[inside])


def best_kinks(distance: Floats, n: Floats, spoke: Floats, places: Floats) -> Kinks:
    """The kink of largest likelihood of each survey, shape (surveys,).

    Args:
        distance: how far each score lies in the direction of talk, shape (scores,).
        n: customers with each score, shape (scores,).
        spoke: of them, in each survey, shape (surveys, scores).
        places: where the kink is tried.
    """
    fits = lines(np.maximum(0.0, distance[None] - places[:, None]), n, spoke)
    best = fits.fit.argmax(axis=1)
    rows = np.arange(len(spoke))
    return Kinks(
        fits.fit[rows, best], places[best], fits.base[rows, best], fits.slope[rows, best], fits.share[rows, best]
    )


def lines(x: Floats, n: Floats, spoke: Floats) -> Fits:
    """Logistic regressions of every survey (surveys, scores) on every regressor (tried, scores), by Newton's method."""
    base = np.repeat(np.log((spoke.sum(axis=1) + 0.5) / (n.sum() - spoke.sum(axis=1) + 0.5))[:, None], len(x), axis=1)
    slope = np.zeros_like(base)
    unit = np.maximum(x.max(axis=1) - x.min(axis=1), 1e-9)
    z = x / unit[:, None]
    for _ in range(_STEPS):
        share = _share(base, slope, z)
        left, spread = spoke[:, None] - n * share, n * share * (1 - share)
        g0, g1 = left.sum(axis=2), (left * z).sum(axis=2)
        h00, h01, h11 = spread.sum(axis=2), (spread * z).sum(axis=2), (spread * z**2).sum(axis=2)
        size = np.maximum(h00 * h11 - h01**2, 1e-9 * np.maximum(h00 * h11, 1e-12))
        base = base + np.clip((h11 * g0 - h01 * g1) / size, -3, 3)
        slope = slope + np.clip((h00 * g1 - h01 * g0) / size, -3, 3)
    share = _share(base, slope, z)
    kept = np.clip(share, 1e-12, 1 - 1e-12)
    fit = (spoke[:, None] * np.log(kept) + (n - spoke[:, None]) * np.log(1 - kept)).sum(axis=2)
    return Fits(fit, base, slope / unit, share)


def _share(base: Floats, slope: Floats, z: Floats) -> Floats:
    odds = np.clip(base[:, :, None] + slope[:, :, None] * z, -_STEEPEST, _STEEPEST)
    return np.asarray(1 / (1 + np.exp(-odds)))
