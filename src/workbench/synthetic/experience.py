"""What customers expect, feel and think: the satisfaction model behind every answer.

The latent variables follow the European Customer Satisfaction Index (Tenenhaus et al. 2005, after
the ACSI of Fornell et al. 1996). Image and eight drivers are exogenous; then, in this order,

    expectation  = .50 image
    quality      = .15 expectation + sum over drivers of need x driver
    value        = .10 expectation + .60 quality
    satisfaction = .12 image + .05 expectation + .52 quality + .25 value
    complaints   = .50 satisfaction                (how well complaints are felt to be handled)
    loyalty      = .20 image + .50 satisfaction + .10 complaints

each plus a normal residual, sized so that every latent variable has variance 1 over the whole
world. Drivers are correlated and have different means in the segments; needs differ by segment, all
other paths are common. The model is linear, so its first and second moments are exact.

A customer's state at one moment is a lasting trait plus the mood of the occasion; both follow the
same equations, and the trait has the share ``LASTING`` of the variance within a segment.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from workbench.synthetic.arrays import Floats, Ints
from workbench.synthetic.segments import DRIVERS, SEGMENTS, column

EXOGENOUS = ("image", *DRIVERS)
ENDOGENOUS = ("expectation", "quality", "value", "satisfaction", "complaints", "loyalty")
LATENTS = (*EXOGENOUS, *ENDOGENOUS)
LASTING = 0.6

PATHS: dict[str, dict[str, float]] = {
    "expectation": {"image": 0.50},
    "quality": {"expectation": 0.15},
    "value": {"expectation": 0.10, "quality": 0.60},
    "satisfaction": {"image": 0.12, "expectation": 0.05, "quality": 0.52, "value": 0.25},
    "complaints": {"satisfaction": 0.50},
    "loyalty": {"image": 0.20, "satisfaction": 0.50, "complaints": 0.10},
}
"""Standardised path coefficients common to all segments; the drivers' paths to quality are the needs."""

_COMMON, _PRODUCT_TIE = 0.30, 0.15


@dataclass(frozen=True)
class Moments:
    """Exact moments of the latent variables, in the order of ``LATENTS``.

    Args:
        means: segments x latents.
        covariances: segments x latents x latents, within a segment.
        residuals: variance of the residual of each of ``ENDOGENOUS``.
    """

    means: Floats
    covariances: Floats
    residuals: Floats

    @property
    def mean(self) -> Floats:
        """Mean of each latent variable over the world."""
        return column("share") @ self.means

    @property
    def covariance(self) -> Floats:
        """Covariance over the world: within segments and between their means."""
        apart = self.means - self.mean
        within = np.einsum("s,sij->ij", column("share"), self.covariances)
        between = np.einsum("s,si,sj->ij", column("share"), apart, apart)
        return np.asarray(within + between)


def coefficients(target: str) -> Floats:
    """The paths into one endogenous variable: segments x latents.

    >>> coefficients("value")[0, LATENTS.index("quality")]
    np.float64(0.6)
    """
    paths = np.zeros((len(SEGMENTS), len(LATENTS)))
    for cause, weight in PATHS[target].items():
        paths[:, LATENTS.index(cause)] = weight
    if target == "quality":
        paths[:, 1 : 1 + len(DRIVERS)] = [segment.needs for segment in SEGMENTS]
    return paths


def within_exogenous() -> Floats:
    """Covariance of the exogenous variables within a segment: what their means leave of unit variance."""
    total = np.full((len(EXOGENOUS), len(EXOGENOUS)), _COMMON)
    total[-3:, -3:] += _PRODUCT_TIE
    np.fill_diagonal(total, 1.0)
    moods = np.array([segment.mood for segment in SEGMENTS])
    share = column("share")
    apart = moods - share @ moods
    return np.asarray(total - np.einsum("s,si,sj->ij", share, apart, apart))


@cache
def moments() -> Moments:
    """The exact moments, built up one endogenous variable at a time."""
    share, size, first = column("share"), len(LATENTS), len(EXOGENOUS)
    means, covariances = np.zeros((len(SEGMENTS), size)), np.zeros((len(SEGMENTS), size, size))
    means[:, :first] = [segment.mood for segment in SEGMENTS]
    means[:, :first] -= share @ means[:, :first]
    covariances[:, :first, :first] = within_exogenous()
    residuals = np.zeros(len(ENDOGENOUS))
    for step, target in enumerate(ENDOGENOUS):
        at, paths = first + step, coefficients(target)
        means[:, at] = np.einsum("si,si->s", paths, means)
        ties = np.einsum("sij,sj->si", covariances, paths)
        explained = np.einsum("si,si->s", paths, ties)
        spread = share @ (explained + means[:, at] ** 2) - (share @ means[:, at]) ** 2
        residuals[step] = 1 - spread
        covariances[:, at, :], covariances[:, :, at] = ties, ties
        covariances[:, at, at] = explained + residuals[step]
    return Moments(means, covariances, residuals)


def draw(count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Deviations from a segment's mean with the model's full variance.

    Returns:
        Exogenous deviations (count x 9) and endogenous residuals (count x 6), as 32-bit floats.
    """
    root = np.linalg.cholesky(within_exogenous()).astype(np.float32)
    exogenous = rng.standard_normal((count, len(EXOGENOUS)), dtype=np.float32) @ root.T
    scale = np.sqrt(moments().residuals).astype(np.float32)
    return exogenous, rng.standard_normal((count, len(ENDOGENOUS)), dtype=np.float32) * scale


def chain(segment: Ints, exogenous: Floats, residual: Floats) -> Floats:
    """The latent variables that follow from the exogenous ones: rows x latents, standard deviations.

    Args:
        segment: number of each row's segment.
        exogenous: values of ``EXOGENOUS``, the segment's mean included.
        residual: residuals of ``ENDOGENOUS``, with any shift added.
    """
    state = np.zeros((len(segment), len(LATENTS)), dtype=np.float32)
    state[:, : len(EXOGENOUS)] = exogenous
    for step, target in enumerate(ENDOGENOUS):
        at = len(EXOGENOUS) + step
        paths = coefficients(target).astype(np.float32)
        used = np.flatnonzero(paths.any(axis=0))
        state[:, at] = np.einsum("ni,ni->n", state[:, used], paths[segment][:, used]) + residual[:, step]
    return state


def segment_means() -> Floats:
    """Means of the exogenous variables, segments x 9, as 32-bit floats."""
    return moments().means[:, : len(EXOGENOUS)].astype(np.float32)
