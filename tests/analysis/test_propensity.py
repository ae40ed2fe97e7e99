"""Chances to answer are recovered, weights make answerers look like everyone, and limits are said."""

import numpy as np
import pandas as pd
import pytest
from asked_customers import answering, chance, customers

from workbench.analysis import propensity
from workbench.analysis.propensity import Propensity, fifths
from workbench.analysis.results import Withheld


def fitted(who: pd.DataFrame) -> Propensity:
    found = propensity.fit(who, who["answered"])
    assert isinstance(found, Propensity), found
    return found


def test_chances_are_near_the_true_ones() -> None:
    who = answering(customers(20_000))
    found = fitted(who)
    assert np.abs(found.chance - chance(who)).mean() < 0.02
    assert found.chance.mean() == pytest.approx(who["answered"].mean(), abs=1e-6)
    assert found.out_of_reach < 0.01


def test_weighted_answerers_behave_like_everyone() -> None:
    who = answering(customers())
    weights = fitted(who).weights()
    did = who["answered"].to_numpy(dtype=bool)
    for trait in ("purchases_12m", "age", "tenure_days", "contribution_12m"):
        everyone, answered = who[trait].mean(), who.loc[did, trait]
        weighted = np.average(answered.fillna(everyone), weights=weights.values)
        error = who[trait].std() / np.sqrt(weights.worth.effective_n)
        assert abs(weighted - everyone) < 1.5 * error
    assert abs(who.loc[did, "purchases_12m"].mean() - who["purchases_12m"].mean()) > 0.4


def test_each_fifth_of_customers_has_its_weight() -> None:
    found = fitted(answering(customers()))
    weights = found.weights(largest=50)
    fifth = fifths(found.chance)
    shares = np.bincount(fifth[found.answered], weights.values) / weights.values.sum()
    assert shares == pytest.approx(np.bincount(fifth) / len(fifth), abs=1e-9)
    assert weights.missed < 1e-9 and weights.values.mean() == pytest.approx(1)


def test_large_weights_are_cut_and_counted() -> None:
    weights = fitted(answering(customers())).weights(largest=1.5)
    assert weights.values.max() <= 1.5 + 1e-9 and weights.cut > 0 and weights.missed > 0
    assert weights.values.mean() == pytest.approx(1)


def test_weights_that_answers_have_already_are_multiplied() -> None:
    found = fitted(answering(customers()))
    n = int(found.answered.sum())
    assert found.weights(start=np.full(n, 3.0)).values == pytest.approx(found.weights().values)
    start = np.tile([1.0, 2.0], n)[:n]
    ratio = found.weights(start=start, largest=50).values / found.weights(largest=50).values
    assert (ratio[1::2] > ratio[::2].max()).all()


def test_who_answers_by_chance_is_like_everyone() -> None:
    who = customers()
    alike = who.assign(answered=(np.random.default_rng(3).random(len(who)) < 0.4).astype(int))
    assert fitted(alike).likeness > 0.93 > fitted(answering(who)).likeness
    assert fitted(alike).weights().worth.design_effect < 1.03


@pytest.mark.parametrize(
    ("answered", "why"),
    [
        (lambda who: np.zeros(len(who)), "nobody answered"),
        (lambda who: np.ones(len(who)), "all 6,000 customers answered"),
        (lambda who: who.index < 40, "only 40 of 6,000 customers"),
        (lambda who: (who["state"] != "lost") & (who.index % 3 > 0), "nobody whose state is lost answered"),
        (lambda who: who["tenure_days"] > 700, "tells the two outcomes apart"),
    ],
)
def test_what_no_weight_can_do_is_said(answered, why) -> None:
    who = customers()
    found = propensity.fit(who, answered(who))
    assert isinstance(found, Withheld) and why in found.why


def test_customers_like_whom_nobody_answered_are_said() -> None:
    """The young hardly ever answer, the old nearly always."""
    who = customers()
    odds = (who["age"].fillna(50) - 70) / 3
    did = np.random.default_rng(0).random(len(who)) < 1 / (1 + np.exp(-odds))
    found = propensity.fit(who, did)
    assert isinstance(found, Withheld) and "were less likely to answer than anybody who did" in found.why


def test_a_fifth_of_customers_needs_answerers() -> None:
    """Of the forty newest customers one answered, of the next eighty one in eight, of the oldest one in three."""
    who = pd.DataFrame({"tenure_days": np.arange(200.0), "state": "active"})
    each = np.repeat([40, 8, 3], [40, 80, 80])
    found = propensity.fit(who, np.arange(200) % each == 0)
    assert isinstance(found, Withheld) and found.why.startswith("only 1 of the fifth of customers least likely")


def test_only_known_behaviour_is_used() -> None:
    who = answering(customers())[["customer_id", "state", "tenure_days", "answered"]]
    assert set(propensity.behaviour(who)) == {
        "tenure_days",
        *(f"state: {name}" for name in ("dormant", "expanding", "lost", "new")),
    }
