"""Differences between who answered and who did not are found, told rarely without one, and never about a few."""

import numpy as np
import pandas as pd
import pytest
from asked_customers import answering, customers
from scipy import stats

from workbench.analysis.respondents import compare
from workbench.analysis.results import Withheld
from workbench.phrase import Phrase


def table(who: pd.DataFrame, minimum: int = 10) -> pd.DataFrame:
    found = compare(who, minimum=minimum)
    assert isinstance(found, pd.DataFrame), found
    return found.set_index("trait")


def test_who_answers_buys_more_and_is_older() -> None:
    found = table(answering(customers()))
    assert found.loc["purchases in twelve months", "difference"] > 0.4
    assert found["told"][["purchases in twelve months", "age in years", "share in the state: lost"]].all()
    assert found.loc["share in the state: lost", "difference"] < 0
    assert not found["told"]["share in the region: north"]
    assert found.loc["age in years", "n"] < found.loc["days as a customer", "n"] == 6000


def test_traits_can_be_said_in_another_language() -> None:
    found = compare(answering(customers(800)), minimum=10)
    assert all(isinstance(trait, Phrase) for trait in found["trait"])


def test_it_is_the_test_of_welch() -> None:
    who = answering(customers(800))
    did = who["answered"] == 1
    want = stats.ttest_ind(who.loc[did, "tenure_days"], who.loc[~did, "tenure_days"], equal_var=False)
    row = table(who).loc["days as a customer"]
    assert row["chance"] == pytest.approx(want.pvalue)
    assert (row["low"], row["high"]) == pytest.approx(tuple(want.confidence_interval()))


def test_where_answering_is_chance_little_is_told() -> None:
    who, told = customers(1500).drop(columns=["state", "value_tier", "region"]), []
    for seed in range(100):
        did = np.random.default_rng(seed).random(len(who)) < 0.3
        told.append(table(who.assign(answered=did.astype(int)))["told"].any())
    assert np.mean(told) <= 0.1


def test_rare_values_go_together() -> None:
    who = answering(customers(1000)).assign(region="north")
    who.loc[who.index[:30], "region"] = "islands"
    who.loc[who.index[30:66], "region"] = "coast"
    who.loc[who.index[66:400], "region"] = "south"
    found = table(who)
    shown = [trait for trait in found.index if "region" in trait]
    assert shown == [f"share in the region: {name}" for name in ("north", "south", "other")]
    assert found.loc[shown, "answered"].sum() == pytest.approx(1)


def test_a_trait_known_of_few_or_alike_for_all_is_left_out() -> None:
    who = answering(customers(500)).assign(region="north")
    who.loc[who.index[8:], "age"] = np.nan
    found = table(who)
    assert "age in years" not in found.index
    assert not found.index.str.contains("region").any()


@pytest.mark.parametrize(
    ("answered", "why"),
    [
        ([0] * 60, "nobody answered"),
        ([1] * 60, "everybody answered"),
        ([1] * 5 + [0] * 55, "only 5 customers answered"),
        ([1] * 55 + [0] * 5, "only 5 customers did not answer"),
    ],
)
def test_too_few_to_compare_are_said(answered, why) -> None:
    found = compare(customers(60).assign(answered=answered), minimum=10)
    assert isinstance(found, Withheld) and why in found.why


def test_no_customers_are_said() -> None:
    assert isinstance(compare(customers(0), minimum=10), Withheld)


def test_a_trait_that_no_one_differs_in_has_no_chance() -> None:
    found = table(answering(customers(500)).assign(complaints_12m=0))
    row = found.loc["complaints in twelve months"]
    assert row["difference"] == 0 and np.isnan(row["chance"]) and not row["told"]
