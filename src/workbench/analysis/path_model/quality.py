"""Whether a construct's items belong together, and whether two constructs can be told apart.

From item correlations S and loadings l of a construct with m items:

    alpha  = m / (m - 1) * (1 - m / sum(S))                     Cronbach 1951, standardised
    rhoA   = see ``solution.reliability``                       Dijkstra and Henseler 2015
    rhoC   = (sum l)^2 / ((sum l)^2 + sum(1 - l^2))             Joereskog 1971
    AVE    = mean of l^2                                        Fornell and Larcker 1981
    HTMT   = mean |correlation| between two constructs' items over the geometric mean of the
             mean |correlation| within each                     Henseler, Ringle and Sarstedt 2015
    VIF    = 1 / (1 - R2 of a cause on the other causes of the same effect)
    f2     = (R2 with the cause - R2 without) / (1 - R2 with)   Cohen 1988

alpha and the rhos are shares of variance, 0..1, higher is better; HTMT near 1 means that two
names are given to one thing. A construct of one item has none of them.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.moments import Floats
from workbench.analysis.path_model.solution import Solution, reliability
from workbench.analysis.path_model.specification import Model


def constructs(model: Model, correlations: Floats, found: Solution) -> pd.DataFrame:
    """A row per construct: construct, items, alpha, rho_a, rho_c, ave, r2; empty where there is one item or no cause.

    Args:
        correlations: of the items, shape (items, items), as the first row of ``found``.
    """
    rho_a = reliability(model, correlations[None], found.weights[:1])[0]
    rows = []
    for place, (each, block) in enumerate(zip(model.constructs, model.blocks().T, strict=True)):
        row: dict[str, object] = {"construct": each.name, "items": len(each.items)}
        if len(each.items) > 1:
            loadings = found.loadings[0, block, place]
            row |= {"alpha": alpha(correlations[np.ix_(block, block)]), "rho_a": rho_a[place]}
            row |= {"rho_c": composite_reliability(loadings), "ave": float(np.square(loadings).mean())}
        row["r2"] = found.r2[0, place] if model.causes(each.name) else np.nan
        rows.append(row)
    columns = ["construct", "items", "alpha", "rho_a", "rho_c", "ave", "r2"]
    return pd.DataFrame(rows).reindex(columns=columns)


def alpha(correlations: Floats) -> float:
    """Cronbach's standardised alpha of items with these correlations.

    >>> round(alpha(np.array([[1.0, 0.5], [0.5, 1.0]])), 4)
    0.6667
    """
    items = len(correlations)
    return float(items / (items - 1) * (1 - items / correlations.sum()))


def composite_reliability(loadings: Floats) -> float:
    """Joereskog's rhoC from standardised loadings.

    >>> round(composite_reliability(np.array([0.8, 0.8])), 4)
    0.7805
    """
    common = loadings.sum() ** 2
    return float(common / (common + (1 - loadings**2).sum()))


def htmt(model: Model, correlations: Floats) -> Floats:
    """The heterotrait-monotrait ratio of each pair of constructs; 1 on the diagonal.

    A construct of one item counts as measured without error.
    """
    sizes = np.abs(correlations)
    blocks = model.blocks().astype(float)
    counts = blocks.sum(axis=0)
    sums = blocks.T @ sizes @ blocks
    pairs = counts * (counts - 1)
    within = np.divide(np.diag(sums) - counts, pairs, out=np.ones_like(counts), where=pairs > 0)
    ratio = sums / np.outer(counts, counts) / np.sqrt(np.outer(within, within))
    np.fill_diagonal(ratio, 1.0)
    return np.asarray(ratio)


def inflation(model: Model, scores: Floats) -> Floats:
    """VIF of each cause (row) among the causes of each effect (column); NaN where there is no path."""
    found = np.full(scores.shape, np.nan)
    for effect, causes in _into(model):
        found[causes, effect] = np.diag(np.linalg.inv(scores[np.ix_(causes, causes)]))
    return found


def effect_size(paths: Floats, r2: Floats, vif: Floats) -> Floats:
    """Cohen's f2 of each path: what R2 loses without the cause is path^2 / VIF.

    Args:
        paths: shape (constructs, constructs).
        r2: shape (constructs,).
        vif: as from ``inflation``; NaN where there is no path.
    """
    return np.asarray(paths**2 / vif / (1 - r2)[None, :])


def _into(model: Model) -> list[tuple[int, NDArray[np.int64]]]:
    """Each effect and its causes, by place."""
    arrows = model.arrows()
    return [(effect, np.flatnonzero(arrows[:, effect])) for effect in range(len(arrows)) if arrows[:, effect].any()]
