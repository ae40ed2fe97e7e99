import dataclasses
import json

import numpy as np
import pytest

from workbench import synthetic
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.segments import DRIVERS
from workbench.synthetic.truth import structure

TRUTH = synthetic.truth(Recipe())


def test_the_truth_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        TRUTH.index = {}


def test_it_can_be_saved_read_by_others_and_loaded(tmp_path):
    TRUTH.save(tmp_path / "truth.json")
    assert json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))["latent"]["paths"]
    assert synthetic.load(tmp_path / "truth.json") == TRUTH


def test_latent_paths_are_those_put_in():
    assert TRUTH.latent.paths["quality -> satisfaction"] == 0.52
    assert TRUTH.latent.paths["satisfaction -> loyalty"] == 0.5


def test_measurement_error_weakens_the_paths():
    latent, answered = TRUTH.latent.paths, TRUTH.answered.paths
    assert answered["quality -> satisfaction"] < latent["quality -> satisfaction"]
    assert TRUTH.answered.explained < TRUTH.latent.explained


@pytest.mark.parametrize("effects", [TRUTH.latent, TRUTH.answered])
def test_importance_adds_up(effects):
    assert tuple(effects.importance) == DRIVERS
    assert abs(sum(effects.importance.values()) - 1) < 1e-5


def test_importance_of_equal_independent_causes_is_equal():
    names = ("satisfaction", *DRIVERS, "expectation", "quality", "value", "image", "complaints", "loyalty")
    covariance = np.eye(len(names))
    covariance[0, 1 : 1 + len(DRIVERS)] = covariance[1 : 1 + len(DRIVERS), 0] = 0.2
    found = structure(names, covariance).importance
    assert np.allclose(list(found.values()), 1 / len(DRIVERS), atol=1e-6)


def test_slopes_are_told_in_points():
    assert -0.06 < TRUTH.leaving_per_point < -0.02, f"{TRUTH.leaving_per_point:.4f} of leaving a point"
    assert 0.005 < TRUTH.spend_per_point < 0.02, f"{TRUTH.spend_per_point:.4f} of spend a point"
    assert 0.4 < TRUTH.measured_share < 0.7, f"a measured point says {TRUTH.measured_share:.2f} of a lasting one"


def test_perception_falls_short_of_expectation():
    assert max(TRUTH.gaps.values()) < 0
    assert min(TRUTH.gaps, key=lambda name: TRUTH.gaps[name]) == "call centre"


def test_what_customers_get_moves_satisfaction_more_than_what_it_costs():
    found = TRUTH.delivered
    assert found.pull_of_value > 0.3 > -found.pull_of_cost > 0.15, found
    assert 20 < found.value - found.cost < 50, f"delivered value {found.value - found.cost:.1f} points"


def test_a_premium_goes_with_satisfaction_more_than_price_tolerance_does():
    outcomes = TRUTH.per_point_of_satisfaction
    assert 0 < outcomes["price tolerance"] < outcomes["price premium"] < 1


def test_known_customers_are_those_in_the_tables(world):
    known = synthetic.customers(world.recipe)
    assert set(known["customer_id"]) == {row[0] for row in world.rows("SELECT customer_id FROM customers")}
    starts = synthetic.lives(world.recipe).query("order == 0").set_index("customer_id")["started_on"]
    recorded = dict(world.rows("SELECT customer_id, acquired_on FROM customers WHERE acquired_on IS NOT NULL"))
    assert {name: day.date() for name, day in starts.items()} == recorded
