"""An integer weight is that many copies of the customer, in every estimate that a survey gives.

Delivered value is asked about in no question of the made-up survey; its means are held to the same by
`test_delivered_value`. What counts answers (n, Kish's effective n, bounds made from it) is not compared:
two copies are two answers, a weight of two is one.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made_up_survey import survey
from survey_methods import METHODS, numbers, sentences

from workbench.analysis import advocacy
from workbench.analysis.results import Estimate
from workbench.analysis.surveys import Survey

N = 260


def copied(seen: Survey, copies: np.ndarray) -> Survey:
    """Each customer so many times, in the same bucket."""
    rows = np.repeat(np.arange(seen.n), copies)
    about = seen.about.iloc[rows].reset_index(drop=True)
    return Survey(seen.items, seen.scores[rows], np.ones(len(rows)), seen.groups[rows], about)


def weighted(seen: Survey, copies: np.ndarray) -> Survey:
    """The same customers, each with that weight; those with none leave, as they have no copy."""
    kept = seen.of(copies > 0)
    return Survey(kept.items, kept.scores, copies[copies > 0].astype(float), kept.groups, kept.about)


def values(result: object) -> list[float]:
    """Estimates without the bounds that rest on how many answers there are."""
    if isinstance(result, advocacy.Advocacy):
        return [each.value for each in vars(result).values() if isinstance(each, Estimate)]
    return numbers(result)


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(seed=st.integers(0, 10_000), missing=st.sampled_from([0.0, 0.1]))
def test_an_integer_weight_is_that_many_copies(name: str, seed: int, missing: float) -> None:
    seen = survey(N, seed, missing)
    copies = np.random.default_rng(seed).choice([0, 1, 2, 3], N, p=[0.1, 0.6, 0.2, 0.1])
    one, other = METHODS[name](weighted(seen, copies)), METHODS[name](copied(seen, copies))
    assert len(sentences(one)) == len(sentences(other))
    np.testing.assert_allclose(values(one), values(other), rtol=1e-3, atol=1e-4)
