"""The kinds of arrays the generator works with."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]
Columns = dict[str, NDArray[Any]]
"""A table as it leaves the generator: labels as indices, times as days since the world's start."""
