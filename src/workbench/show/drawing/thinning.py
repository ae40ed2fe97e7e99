"""Fewer points where more cannot be seen.

A line of many points is cut into stretches, each about a pixel wide, and of each its first,
last, lowest and highest point are kept: what is drawn is what all of them would draw (the M4
aggregation of Jugel, Jerzak, Hackenbroich and Markl 2014).
"""

import numpy as np
import pandas as pd

MOST = 2000  # points of a line; a page is rarely wider than 700 pixels
KEPT = 4


def thinned(rows: pd.DataFrame, value: str, most: int = MOST) -> pd.DataFrame:
    """Rows in the order of the line, at most ``most`` of them; all where there are no more.

    >>> wave = pd.DataFrame({"y": np.sin(np.arange(10_000))})
    >>> len(thinned(wave, "y")), float(thinned(wave, "y")["y"].max() - wave["y"].max())
    (1930, 0.0)
    """
    if len(rows) <= most:
        return rows
    places = np.arange(len(rows))
    stretch = pd.Series(places * (most // KEPT) // len(rows))
    numbers = pd.Series(rows[value].to_numpy(dtype=float))
    low, high = numbers.fillna(np.inf), numbers.fillna(-np.inf)
    ends = [places[stretch.diff().fillna(1) > 0], places[stretch.diff(-1).fillna(-1) < 0]]
    extremes = [low.groupby(stretch).idxmin(), high.groupby(stretch).idxmax()]
    return rows.iloc[np.unique(np.concatenate([*ends, *extremes]))]
