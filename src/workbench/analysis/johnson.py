"""Johnson's relative weights: a quick approximation to exact shares of R2.

The drivers are replaced by the orthogonal variables closest to them, Z = X R^-1/2; a driver gets
from each of these the share that it contributes to it:

    weight_j = sum over k of (R^1/2)_jk^2 * beta_k^2,    beta = R^-1/2 r

with R the drivers' correlations and r those with the outcome. The weights sum to R2 and are the
same as Genizi's. They are no average over orders: where drivers go closely together they differ
from the exact shares of ``importance``, which cost little up to 20 drivers and are the default.

References: Johnson 2000, Multivariate Behavioral Research 35:1-19. Genizi 1993, Statistica Sinica
3:407-420. Thomas, Zumbo, Kwan and Schweitzer 2014, on why they remain an approximation.
"""

import numpy as np

from workbench.analysis.moments import Floats


def johnson(correlations: Floats) -> Floats:
    """Johnson's weights from correlation matrices.

    Args:
        correlations: positive definite, outcome first, shape (..., 1 + p, 1 + p).

    Returns shape (..., p); they sum to R2.

    >>> johnson(np.array([[1.0, 0.6, 0.3], [0.6, 1.0, 0.0], [0.3, 0.0, 1.0]])).round(12).tolist()
    [0.36, 0.09]
    """
    values, vectors = np.linalg.eigh(correlations[..., 1:, 1:])
    root = (vectors * np.sqrt(values)[..., None, :]) @ vectors.swapaxes(-1, -2)
    beta = np.linalg.solve(root, correlations[..., 1:, :1])
    return np.asarray((root**2 @ beta**2)[..., 0])
