"""The mean over chances to leave: the library's function and the integral agree where both have a value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import hyp2f1

from workbench.analysis.purchase_models import ModifiedBetaGeometric
from workbench.analysis.purchase_models.leaving import _integrated, mean_power


@given(a=st.floats(0.05, 20), b=st.floats(0.1, 300), n=st.floats(1.1, 60), v=st.floats(0.001, 8))
def test_the_integral_is_the_mean_that_is_used(a, b, n, v):
    integral = _integrated(np.array([v]), np.array([n]), a, np.array([b]))
    assert mean_power(np.array([v]), np.array([n]), a, np.array([b])) == pytest.approx(integral, rel=1e-6)


@pytest.mark.parametrize(("a", "b", "n", "v"), [(1.0, 100.0, 100.0, 19.0), (2.0, 255.0, 254.0, 19.0)])
def test_where_the_library_has_no_value_there_is_one(a, b, n, v):
    assert not np.isfinite(hyp2f1(a + b - n, a, a + b, v / (1 + v)))
    beside = mean_power(np.array([v]), np.array([n + 1e-7]), a, np.array([b]))
    assert 0 < mean_power(np.array([v]), np.array([n]), a, np.array([b]))[0] < 1
    assert mean_power(np.array([v]), np.array([n]), a, np.array([b])) == pytest.approx(beside, rel=1e-5)


def test_a_grocer_whose_customers_hardly_leave_has_a_value():
    model = ModifiedBetaGeometric.of({"r": 1.42, "alpha": 9.77, "a": 0.161, "b": 216.0})
    often = [[bought, 360.0, 360.0] for bought in (0.0, 5.0, 80.0, 250.0, 330.0)]
    rows = np.array(often) * [[1, bought > 0, 1] for bought, *_ in often]
    worth = model.predict(rows, rate=0.00026)
    assert np.isfinite(worth).all()
    assert (np.diff(worth) > 0).all()
