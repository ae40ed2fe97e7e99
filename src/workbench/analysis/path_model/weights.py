"""Composite weights by partial least squares, for a whole batch of correlation matrices at once.

A construct's score is a weighted sum of its standardised items, with variance 1. Starting from
equal weights, two steps alternate until nothing moves (Wold 1982; Lohmoeller 1989):

    inside    each construct's proxy is the sum of its neighbours' scores, times
                centroid   the sign of their correlation
                factorial  their correlation
                path       causes: their regression coefficients; effects: their correlation
    outside   mode A: an item's weight is its covariance with its construct's proxy
              mode B: weights are the regression of the proxy on the items

Scores are never computed: with item correlations S and weights W, the scores' correlations are
W'SW and the items' covariances with them SW, so a resample costs a few small matrix products.
A construct's sign is not determined by the data; it is turned so that its loadings sum to more
than nothing.

Reference: Tenenhaus, Esposito Vinzi, Chatelin and Lauro 2005, Computational Statistics and Data
Analysis 48:159-205.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.moments import Floats
from workbench.analysis.path_model.specification import Model

Scheme = Literal["path", "centroid", "factorial"]
TOLERANCE = 1e-10  # largest change of a weight at which the iteration stops
MOST_ROUNDS = 300


class Weights(NamedTuple):
    """Outer weights of each matrix of a batch.

    Args:
        outer: standardised weights, shape (batch, items, constructs), 0 outside a construct's items.
        converged: whether the iteration came to rest, shape (batch,).
        rounds: how many steps the slowest took.
    """

    outer: Floats
    converged: NDArray[np.bool_]
    rounds: int


def solve(model: Model, correlations: Floats, scheme: Scheme = "path") -> Weights:
    """The weights for each item correlation matrix, shape (batch, items, items), in the order of ``model.items``.

    >>> from workbench.analysis.path_model.specification import construct, paths
    >>> pair = Model((construct("A", "a1", "a2"), construct("B", "b")), paths("A -> B"))
    >>> items = np.array([[[1, 0.5, 0.4], [0.5, 1, 0.4], [0.4, 0.4, 1]]])
    >>> solve(pair, items).outer[0, :, 0].round(4).tolist()
    [0.5774, 0.5774, 0.0]
    """
    blocks, step = model.blocks(), _STEPS[scheme](model)
    outside = _outside(model, correlations)
    weights = _scaled(np.broadcast_to(blocks.astype(float), (len(correlations), *blocks.shape)), correlations)
    moving = np.ones(len(correlations), dtype=bool)
    rounds = 0
    while moving.any() and rounds < MOST_ROUNDS:
        rounds += 1
        items, now = correlations[moving], weights[moving]
        across = items @ now
        proxies = across @ step(now.swapaxes(1, 2) @ across)
        found = _scaled(outside(proxies * blocks, moving), items)
        weights[moving] = found
        moving[moving] = ~(np.abs(found - now).max(axis=(1, 2)) < TOLERANCE)
    return Weights(_turned(weights, correlations, blocks), ~moving & np.isfinite(weights).all(axis=(1, 2)), rounds)


def coefficients(model: Model, scores: Floats) -> Floats:
    """Least squares of each construct on its causes, from score correlations.

    Args:
        scores: correlations of the constructs, shape (batch, constructs, constructs).

    Returns shape (batch, constructs, constructs), cause in the row, effect in the column.
    """
    found = np.zeros_like(scores)
    for effect, name in enumerate(model.names):
        causes = [model.names.index(cause) for cause in model.causes(name)]
        if causes:
            inside, across = scores[:, causes][:, :, causes], scores[:, causes, effect]
            found[:, causes, effect] = np.linalg.solve(inside, across[:, :, None])[:, :, 0]
    return found


Step = Callable[[Floats], Floats]


def _path(model: Model) -> Step:
    effects = model.arrows().T
    return lambda scores: coefficients(model, scores) + effects * scores


def _factorial(model: Model) -> Step:
    neighbours = model.arrows() | model.arrows().T
    return lambda scores: np.asarray(neighbours * scores)


def _centroid(model: Model) -> Step:
    neighbours = model.arrows() | model.arrows().T
    return lambda scores: np.asarray(neighbours * np.sign(scores))


_STEPS: dict[Scheme, Callable[[Model], Step]] = {"path": _path, "factorial": _factorial, "centroid": _centroid}


def _outside(model: Model, correlations: Floats) -> Callable[[Floats, NDArray[np.bool_]], Floats]:
    """The outside step: what items have in common with their proxies, solved for constructs of mode B."""
    blocks = model.blocks()
    formed = [np.flatnonzero(blocks[:, at]) for at, each in enumerate(model.constructs) if each.mode == "B"]
    places = [at for at, each in enumerate(model.constructs) if each.mode == "B"]
    inverses = [np.linalg.inv(correlations[:, items][:, :, items]) for items in formed]

    def weights(common: Floats, moving: NDArray[np.bool_]) -> Floats:
        for place, items, inverse in zip(places, formed, inverses, strict=True):
            common[:, items, place] = (inverse[moving] @ common[:, items, place][:, :, None])[:, :, 0]
        return common

    return weights


def _scaled(weights: Floats, correlations: Floats) -> Floats:
    """Weights that give each score a variance of 1."""
    variances = np.einsum("bik,bij,bjk->bk", weights, correlations, weights, optimize=True)
    return np.asarray(weights / np.sqrt(variances)[:, None, :])


def _turned(weights: Floats, correlations: Floats, blocks: NDArray[np.bool_]) -> Floats:
    loadings = ((correlations @ weights) * blocks).sum(axis=1)
    return np.asarray(weights * np.where(loadings < 0, -1.0, 1.0)[:, None, :])
