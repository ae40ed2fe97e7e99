"""Every number of the ECSI model as published, from its moment matrix alone."""

import numpy as np
import pytest
from analysis.path_model.ecsi import MODEL, PUBLISHED, answers, published_moments

from workbench.analysis.answers import moments
from workbench.analysis.path_model import fit

FITTED = fit(MODEL, published_moments())
SATISFACTION = MODEL.names.index("Satisfaction")


def at(name):
    return MODEL.names.index(name)


@pytest.mark.parametrize("path", PUBLISHED["paths"])
def test_path(path):
    cause, effect = path.split("->")
    assert FITTED.found.paths[0, at(cause), at(effect)] == pytest.approx(PUBLISHED["paths"][path], abs=1e-6)


@pytest.mark.parametrize("name", PUBLISHED["r2"])
def test_r2(name):
    assert FITTED.found.r2[0, at(name)] == pytest.approx(PUBLISHED["r2"][name], abs=1e-6)


def test_loadings():
    own = (FITTED.found.loadings[0] * MODEL.blocks()).sum(axis=1)
    published = [loading for loadings in PUBLISHED["loadings"].values() for loading in loadings]
    order = ["IMAG", "CUEX", "PERQ", "PERV", "CUSA", "CUSCO", "CUSL"]
    assert list(PUBLISHED["loadings"]) == order
    assert own == pytest.approx(published, abs=1e-6)


@pytest.mark.parametrize("name", PUBLISHED["total_effects_on_satisfaction"])
def test_total_effect(name):
    published = PUBLISHED["total_effects_on_satisfaction"][name]
    assert FITTED.found.totals[0, at(name), SATISFACTION] == pytest.approx(published, abs=1e-6)


@pytest.mark.parametrize("name", PUBLISHED["reliability"])
def test_reliability(name):
    row = FITTED.constructs().set_index("construct").loc[name]
    published = PUBLISHED["reliability"][name]
    assert row[["alpha", "rho_a", "rho_c", "ave"]].tolist() == pytest.approx(list(published.values()), abs=1e-6)


@pytest.mark.parametrize("name", MODEL.names)
def test_index(name):
    published = PUBLISHED["index_0_100_unstandardised_weights"][name]
    assert FITTED.found.index[0, at(name)] == pytest.approx(published, abs=1e-6)


@pytest.mark.parametrize("name", PUBLISHED["ipma_on_satisfaction"]["importance"])
def test_importance_is_the_unstandardised_total_effect(name):
    published = PUBLISHED["ipma_on_satisfaction"]["importance"][name]
    assert FITTED.found.points[0, at(name), SATISFACTION] == pytest.approx(published, abs=1e-6)


@pytest.mark.parametrize("path", PUBLISHED["bootstrap_se_1000"])
def test_bootstrap_errors_are_those_published(path):
    """Published errors come from the raw answers, ours from normal ones with their moments: alike, not equal."""
    cause, effect = path.split("->")
    drawn = fit(MODEL, moments(MODEL.items, answers(), resamples=1000, random_state=1))
    error = drawn.found.paths[1:, at(cause), at(effect)].std()
    assert error == pytest.approx(PUBLISHED["bootstrap_se_1000"][path], rel=0.3)


def test_without_replicates_there_is_no_interval():
    assert "an interval needs" in FITTED.index("Satisfaction").why
    assert np.isfinite(FITTED.found.index[0]).all()
