"""All numbers of a path model that follow from item moments, for a whole batch at once.

With standardised weights W, item correlations S and score correlations R = W'SW:

    loading   = correlation of an item with its construct's score: SW
    path      = least squares of each construct on its causes, from R
    R2        = sum over causes of path times correlation
    total     = (I - paths)^-1 - I: what one standard deviation of a cause changes by all routes
    index     = sum(w mean) / sum(w) over the items on 0-100, with w = standardised weight / sd
                (Fornell et al. 1996; on a 1-10 scale (sum w mean - sum w) / (9 sum w) * 100)
    spread    = standard deviation of that 0-100 score

The unstandardised total effect, total * spread(effect) / spread(cause), says how many index
points of the effect go with one index point of the cause.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.moments import Floats, Moments
from workbench.analysis.path_model.specification import Model
from workbench.analysis.path_model.weights import Scheme, coefficients, solve

SINGULAR = 1e-8  # smallest eigenvalue of the items' correlations that is told from zero


@dataclass(frozen=True, eq=False)
class Solution:
    """What a model gives for each row of the moments: everyone first, then each replicate.

    Args:
        solved: whether the row has a solution, shape (rows,); the other arrays are NaN where not.
        weights, loadings: shape (rows, items, constructs); loadings with every construct.
        scores: correlations of the constructs, shape (rows, constructs, constructs).
        paths, totals: standardised, cause in the row, effect in the column, shape as ``scores``.
        r2: share of each construct's variance that goes with its causes, shape (rows, constructs).
        index: 0-100, shape (rows, constructs).
        spread: standard deviation of the 0-100 score, shape (rows, constructs).
    """

    solved: NDArray[np.bool_]
    weights: Floats
    loadings: Floats
    scores: Floats
    paths: Floats
    totals: Floats
    r2: Floats
    index: Floats
    spread: Floats

    @property
    def indirect(self) -> Floats:
        """Total effects less the direct paths."""
        return self.totals - self.paths

    @property
    def points(self) -> Floats:
        """Unstandardised total effects: index points of the effect for a point of the cause."""
        return np.asarray(self.totals * self.spread[:, None, :] / self.spread[:, :, None])


def compute(model: Model, seen: Moments, *, scheme: Scheme = "path", consistent: bool = False) -> Solution:
    """Solve a model for every row of moments, which hold ``model.items`` in that order.

    Args:
        scheme: how neighbours count inside the model.
        consistent: correct correlations of scores for the items' unreliability (PLSc; Dijkstra
            and Henseler 2015). Weights, loadings and indices stay as they are.

    Rows whose items do not vary or cannot be told apart are not solved.
    """
    rows = _regular(seen)
    weights = solve(model, seen.correlations[rows], scheme)
    rows = rows[weights.converged]
    outer = weights.outer[weights.converged]
    loadings = seen.correlations[rows] @ outer
    scores = outer.swapaxes(1, 2) @ loadings
    inner = corrected(model, seen.correlations[rows], outer, scores) if consistent else scores
    paths = coefficients(model, inner)
    whole = np.eye(len(model.names))
    raw = outer / np.sqrt(np.diagonal(seen.covariances[rows], axis1=1, axis2=2))[:, :, None]
    raw = raw / raw.sum(axis=1, keepdims=True)
    found = {
        "weights": outer,
        "loadings": loadings,
        "scores": scores,
        "paths": paths,
        "totals": np.linalg.inv(whole - paths) - whole,
        "r2": (paths * inner).sum(axis=1),
        "index": (raw * seen.means[rows][:, :, None]).sum(axis=1),
        "spread": np.sqrt(np.einsum("bik,bij,bjk->bk", raw, seen.covariances[rows], raw, optimize=True)),
    }
    solved = np.zeros(len(seen.means), dtype=bool)
    solved[rows] = True
    return Solution(solved, **{name: _spread_out(values, solved) for name, values in found.items()})


def reliability(model: Model, correlations: Floats, outer: Floats) -> Floats:
    """Dijkstra and Henseler's rhoA of each construct, shape (batch, constructs); 1 for a single item and for mode B.

    rhoA = (w'w)^2 * w'(S - diag S)w / w'(ww' - diag ww')w, with S the items' correlations.
    """
    found = np.ones((len(correlations), len(model.constructs)))
    for place, (each, block) in enumerate(zip(model.constructs, model.blocks().T, strict=True)):
        if len(each.items) > 1 and each.mode == "A":
            w, items = outer[:, block, place], correlations[:, block][:, :, block]
            squares = (w**2).sum(axis=1)
            common = np.einsum("bi,bij,bj->b", w, items, w) - squares
            found[:, place] = squares**2 * common / (squares**2 - (w**4).sum(axis=1))
    return found


def corrected(model: Model, correlations: Floats, outer: Floats, scores: Floats) -> Floats:
    """Score correlations as they would be without the items' errors."""
    root = np.sqrt(reliability(model, correlations, outer))
    whole = np.asarray(scores / (root[:, :, None] * root[:, None, :]))
    each = np.arange(scores.shape[1])
    whole[:, each, each] = 1.0
    return whole


def _regular(seen: Moments) -> NDArray[np.int64]:
    """The rows whose correlations exist and could come from complete answers."""
    finite = np.flatnonzero(np.isfinite(seen.correlations).all(axis=(1, 2)))
    smallest = np.asarray(np.linalg.eigvalsh(seen.correlations[finite])[:, 0])
    return np.asarray(finite[smallest > SINGULAR])


def _spread_out(values: Floats, solved: NDArray[np.bool_]) -> Floats:
    """The values of the solved rows in their places, NaN elsewhere."""
    whole = np.full((len(solved), *values.shape[1:]), np.nan)
    whole[solved] = values
    return whole
