"""EM as the books have it, customer by customer and from the start: what the quick way is held against."""

import numpy as np


def likeliest(x: np.ndarray, w: np.ndarray, rounds: int = 3000) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of largest likelihood (Little and Rubin 2019, 11.2)."""
    x, w = x[w > 0], w[w > 0]
    mean, covariance = np.nanmean(x, axis=0), np.diag(np.nanvar(x, axis=0))
    patterns, of = np.unique(np.isfinite(x), axis=0, return_inverse=True)
    for _ in range(rounds):
        filled, doubt = x.copy(), np.zeros_like(covariance)
        for place, o in enumerate(patterns):
            u, members = ~o, np.flatnonzero(of == place)
            slope = covariance[np.ix_(u, o)] @ np.linalg.inv(covariance[np.ix_(o, o)])
            filled[np.ix_(members, u)] = mean[u] + (x[np.ix_(members, o)] - mean[o]) @ slope.T
            doubt[np.ix_(u, u)] += w[members].sum() * (covariance[np.ix_(u, u)] - slope @ covariance[np.ix_(o, u)])
        before, mean = covariance, w @ filled / w.sum()
        apart = filled - mean
        covariance = ((apart * w[:, None]).T @ apart + doubt) / w.sum()
        if np.abs(covariance - before).max() < 1e-12:
            break
    return mean, covariance
