import numpy as np
import pandas as pd
import pytest

from workbench import synthetic
from workbench.errors import BadParameter
from workbench.synthetic.forward import play_on
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.scene import scenes
from workbench.synthetic.value import annuity, latest_lives

WORLD = Recipe(customers=1_500, months=24, seed=21)
RATE = 0.10


def values(as_of="2026-10-01", rate=RATE):
    return synthetic.customer_values(WORLD, as_of, rate)


def test_the_formula_agrees_with_playing_the_future():
    scene = next(scenes(WORLD))
    known = values().set_index("customer_id")
    rows = latest_lives(scene.lives, WORLD.days).person
    played = np.array(
        [
            play_on(scene, WORLD.days, RATE, years=50, rng=np.random.default_rng(1_000 + turn))[rows]
            for turn in range(24)
        ]
    )
    for name, chosen in (("customers", known["here"]), ("those who left", ~known["here"])):
        totals = played[:, chosen.to_numpy()].sum(axis=1)
        error = totals.std(ddof=1) / np.sqrt(len(totals))
        off = totals.mean() - known.loc[chosen, "value"].sum()
        assert abs(off) < 4 * error, f"{name}: played less formula {off:,.0f}; limit {4 * error:,.0f}"


def test_every_customer_acquired_before_the_date_has_a_value(world):
    known = synthetic.customer_values(world.recipe, "2026-01-01", RATE)
    acquired = {row[0] for row in world.rows("SELECT customer_id FROM customers WHERE acquired_on < DATE '2026-01-01'")}
    assert set(known["customer_id"]) == acquired
    assert known["value"].notna().all()


def test_a_higher_discount_rate_lowers_the_total():
    assert values(rate=0.05)["value"].sum() > values()["value"].sum() > values(rate=0.20)["value"].sum()


def test_who_left_is_worth_little():
    mean = values().groupby("here")["value"].mean()
    assert mean[False] < 0.1 * mean[True], mean.to_dict()


def test_satisfied_customers_are_worth_more():
    known = values().merge(synthetic.customers(WORLD), on=["customer_id", "segment"])
    here = known[known["here"]]
    top = here["satisfaction"] > here["satisfaction"].median()
    ratio = here.loc[top, "value"].mean() / here.loc[~top, "value"].mean()
    assert ratio > 1.2, f"the satisfied half is worth {ratio:.2f} times the other; wanted above 1.2"


def test_an_annuity_is_the_sum_of_its_payments():
    steps = (np.arange(200_000) + 0.5) / 100_000
    assert float(annuity(0.3, 2.0)) == pytest.approx(np.exp(-0.3 * steps).sum() / 100_000, rel=1e-9)


@pytest.mark.parametrize(
    ("as_of", "rate", "where"),
    [("2020-01-01", 0.1, "as_of"), ("2030-01-01", 0.1, "as_of"), ("2026-10-01", 0.0, "discount_rate")],
)
def test_a_value_that_has_no_meaning_is_refused(as_of, rate, where):
    with pytest.raises(BadParameter) as error:
        values(as_of, rate)
    assert error.value.where == where


def test_values_of_parts_follow_each_other(monkeypatch):
    whole = values()
    monkeypatch.setattr("workbench.synthetic.scene.PART", 400)
    parts = values()
    assert isinstance(parts, pd.DataFrame)
    assert parts["customer_id"].is_unique
    assert 0.5 < parts["value"].sum() / whole["value"].sum() < 2
