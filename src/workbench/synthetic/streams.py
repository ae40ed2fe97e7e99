"""Random moments on the time line: the few operations every kind of event is made of."""

import numpy as np

from workbench.synthetic.arrays import Floats, Ints
from workbench.synthetic.recipe import YEAR


def poisson(start: Floats, end: Floats, yearly: Floats | float, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Moments of a Poisson process for each window ``[start, end)``; a window that ends early is empty.

    Args:
        start, end: days.
        yearly: rate a year of each window.

    Returns:
        The window of each moment, and the moment in days; in order of windows.

    >>> window, day = poisson(np.array([0.0, 5.0]), np.array([0.0, 365.0]), 12.0, np.random.default_rng(1))
    >>> set(window.tolist())
    {1}
    """
    length = np.maximum(end - start, 0)
    counts = rng.poisson(length * yearly / YEAR)
    window = np.repeat(np.arange(len(start)), counts)
    return window, start[window] + rng.random(len(window)) * length[window]


def clock(day: Floats, rng: np.random.Generator, opens: float = 7.5, closes: float = 21.5) -> Floats:
    """The same days at a time of day within opening hours, most often in the afternoon."""
    return np.floor(day) + rng.triangular(opens, 15.0, closes, len(day)) / 24


def pick(odds: Floats, rows: Ints, rng: np.random.Generator) -> Ints:
    """A choice for each row: ``odds`` has a line of chances for each kind of row.

    >>> pick(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1, 0, 1]), np.random.default_rng(1)).tolist()
    [1, 0, 1]
    """
    below = np.cumsum(odds, axis=1)[:, :-1]
    chosen: Ints = (rng.random(len(rows))[:, None] >= below[rows]).sum(axis=1)
    return chosen
