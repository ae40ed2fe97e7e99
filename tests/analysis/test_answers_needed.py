"""How many answers a change takes is itself known only so far, and its interval says how far."""

import numpy as np
import pandas as pd
from scipy import stats

from workbench.analysis import detectable

N, GROUPS, SPREAD = 500, 50, 20.0


def needed(rng: np.random.Generator):
    """From a change between two months of which each group of customers has its own part."""
    parts = rng.normal(0, SPREAD / np.sqrt(N / GROUPS), GROUPS)
    left_out = (parts.sum() - parts) / (GROUPS - 1)
    smallest = detectable.smallest(np.r_[parts.mean(), left_out])
    frame = pd.DataFrame({"name": ["satisfaction"], "n": [N], "detectable": [smallest]})
    return detectable.answers_needed(frame, "satisfaction")


def test_the_interval_holds_the_number_truly_needed_in_nineteen_of_twenty() -> None:
    rng = np.random.default_rng(0)
    multiple = stats.t.ppf(0.975, GROUPS - 1) + stats.t.ppf(0.8, GROUPS - 1)
    truth = (multiple * SPREAD) ** 2
    found = [needed(rng) for _ in range(1000)]
    assert 0.93 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.97
    assert 0.95 <= np.mean([one.value for one in found]) / truth <= 1.05
