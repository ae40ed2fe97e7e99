"""Shift and stretch of the log odds on later customers (Cox 1958)."""

import numpy as np
import pytest
from scipy.special import expit

from workbench.analysis import calibration
from workbench.analysis.results import Withheld


def recalibrated(n: int, seed: int, intercept: float, slope: float) -> calibration.Recalibration:
    rng = np.random.default_rng(seed)
    odds = rng.normal(-1, 1.2, n)
    result = calibration.recalibrate(rng.random(n) < expit(intercept + slope * odds), odds)
    assert isinstance(result, calibration.Recalibration)
    return result


@pytest.mark.parametrize(("intercept", "slope"), [(0.0, 1.0), (0.7, 1.0), (-0.5, 0.6), (0.2, 1.4)])
def test_shift_and_stretch_are_recovered(intercept: float, slope: float) -> None:
    fitted = recalibrated(50_000, 1, intercept, slope)
    assert fitted.intercept == pytest.approx(intercept, abs=0.06)
    assert fitted.slope == pytest.approx(slope, abs=0.05)


def test_the_covariance_is_that_of_repeated_fits() -> None:
    fits = [recalibrated(2_000, seed, 0.2, 0.8) for seed in range(60)]
    observed = np.cov([(fit.intercept, fit.slope) for fit in fits], rowvar=False)
    np.testing.assert_allclose(fits[0].covariance, observed, rtol=0.5)


def test_the_mean_of_calibrated_probabilities_is_the_rate() -> None:
    rng = np.random.default_rng(2)
    odds = rng.normal(size=3_000)
    happened = rng.random(3_000) < expit(2 * odds + 1)
    fitted = calibration.recalibrate(happened, odds)
    assert isinstance(fitted, calibration.Recalibration)
    assert fitted.apply(odds).mean() == pytest.approx(happened.mean(), abs=1e-6)


def test_scores_that_run_the_wrong_way_are_withheld() -> None:
    rng = np.random.default_rng(3)
    odds = rng.normal(size=2_000)
    result = calibration.recalibrate(rng.random(2_000) < expit(-odds), odds)
    assert isinstance(result, Withheld)
    assert "ranking did not hold" in result.why


def test_one_outcome_is_withheld() -> None:
    assert isinstance(calibration.recalibrate(np.zeros(100), np.linspace(-1, 1, 100)), Withheld)
