"""Weighted surveys come nearer to everyone, what that costs stands beside, and what cannot be is said."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from asked_customers import answering, customers
from made_up_survey import frames

from workbench.analysis import indices, surveys, weighting
from workbench.analysis.results import Withheld
from workbench.analysis.surveys import Survey
from workbench.errors import BadParameter
from workbench.phrase import Phrase

DRIVERS = ["quality: phone", "quality: shop", "value"]


def asked(n: int = 3000, seed: int = 0) -> tuple[pd.DataFrame, Survey, Survey]:
    """Who was asked, the survey of those who answered, and the survey as if all had; buyers are more satisfied."""
    who = answering(customers(n, seed), seed + 1)
    rows, items = frames(n, seed)
    felt = 8 * (np.log1p(who["purchases_12m"]) - np.log1p(who["purchases_12m"]).mean())
    for item in items.loc[items["construct"] == "satisfaction", "item"]:
        rows[item] = rows[item] + felt
    rows = rows.assign(customer_id=who["customer_id"], state=who["state"], value_tier=who["value_tier"])
    everyone = surveys.read(rows, items)
    return who, everyone.of(who["answered"] == 1), everyone


def index(survey: Survey) -> float:
    weights = indices.weights(Withheld("there is no model"), survey.items)
    return weighting.usual(weights, "satisfaction", DRIVERS)["index of satisfaction"](survey).value


def test_weights_bring_the_index_nearer_to_that_of_everyone() -> None:
    missed: dict[str, list[float]] = {kind: [] for kind in weighting.KINDS}
    for seed in range(8):
        who, answered, everyone = asked(seed=seed)
        for kind in weighting.KINDS:
            weighted = weighting.apply(answered, kind, who)
            assert isinstance(weighted, Survey)
            missed[kind].append(index(weighted) - index(everyone))
    bias = {kind: np.mean(each) for kind, each in missed.items()}
    assert bias["none"] > 1
    assert 0 < bias["raking"] < 0.7 * bias["none"]
    assert abs(bias["propensity"]) < 0.2 * bias["none"]


def test_known_totals_are_met() -> None:
    who, answered, _ = asked()
    weighted = weighting.apply(answered, "raking", who)
    for column in ("state", "region", "value_tier"):
        of = who.set_index("customer_id")[column].reindex(weighted.about["customer_id"]).to_numpy()
        shares = pd.Series(weighted.weights).groupby(of).sum() / weighted.weights.sum()
        assert shares.to_dict() == pytest.approx((who[column].value_counts() / len(who)).to_dict(), abs=0.01)


def test_weights_that_answers_have_already_stay_in_the_weights() -> None:
    who, answered, _ = asked()
    design = answered.weighted(pd.Series(np.tile([1.0, 3.0], answered.n)[: answered.n], answered.about["customer_id"]))
    for kind in ("raking", "propensity"):
        weighted = weighting.apply(design, kind, who)
        assert weighted.weights[1::2].mean() > 2.5 * weighted.weights[::2].mean()
        assert weighted.weights.mean() == pytest.approx(1)


def test_the_order_of_customers_does_not_matter() -> None:
    who, answered, _ = asked()
    turned = who.sample(frac=1, random_state=0)
    for kind in ("raking", "propensity"):
        want, found = (weighting.apply(answered, kind, each).weights for each in (who, turned))
        assert found == pytest.approx(want, rel=1e-5)


def test_all_stand_beside_each_other() -> None:
    who, answered, _ = asked()
    weights = indices.weights(Withheld("there is no model"), answered.items)
    found = weighting.beside(answered, who, weighting.usual(weights, "satisfaction", DRIVERS, "value"))
    assert found["weighting"].tolist() == list(weighting.KINDS) * 3
    assert found["statistic"].unique().tolist() == [
        "index of satisfaction",
        "net promoter score",
        "points of satisfaction for a point of value",
    ]
    numbers = found[found["why"] == ""].set_index(["statistic", "weighting"])
    index_rows = numbers.loc["index of satisfaction"]
    assert index_rows.loc["none", "design_effect"] == 1
    assert (index_rows.loc[["raking", "propensity"], "design_effect"] > 1).all()
    assert (index_rows["effective_n"] <= index_rows["n"]).all()
    assert (numbers["low"] < numbers["value"]).all() and (numbers["value"] < numbers["high"]).all()
    unasked = found[found["statistic"] == "net promoter score"]
    assert unasked["why"].str.contains("nobody was asked about 'recommendation'").all()
    assert all(isinstance(why, Phrase) for why in unasked["why"])


def test_an_answer_of_weight_zero_stands_for_nobody() -> None:
    who, answered, _ = asked()
    few = replace(answered, weights=np.where(np.arange(answered.n) < 50, 0.0, 1.0))
    for kind in ("raking", "propensity"):
        weighted = weighting.apply(few, kind, who)
        assert isinstance(weighted, Survey) and not weighted.weights[:50].any() and (weighted.weights[50:] > 0).all()
        nothing = weighting.apply(replace(answered, weights=np.zeros(answered.n)), kind, who)
        assert isinstance(nothing, Withheld) and "nobody answered" in nothing.why


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_impossible_weights_are_refused(wrong: float) -> None:
    who, answered, _ = asked()
    spoilt = replace(answered, weights=np.where(np.arange(answered.n) == 3, wrong, 1.0))
    for kind in ("raking", "propensity"):
        assert isinstance(weighting.apply(spoilt, kind, who), Withheld)


def test_values_hardly_anybody_answered_for_go_together() -> None:
    who, answered, _ = asked()
    did = who["answered"] == 1
    who.loc[did, "region"] = "south"
    who.loc[who.index[did][:4], "region"] = "islands"
    assert isinstance(weighting.apply(answered, "raking", who), Survey)


def test_what_cannot_be_weighted_is_said() -> None:
    who, answered, _ = asked()
    missing = who[who["customer_id"] != answered.about["customer_id"].iloc[0]]
    for kind in ("raking", "propensity"):
        found = weighting.apply(answered, kind, missing)
        assert isinstance(found, Withheld) and "1 of" in found.why
    rows = weighting.beside(answered, missing, {"index": lambda survey: Withheld("not today", survey.n)})
    assert rows["why"].iloc[0] == "not today" and "could have" in rows["why"].iloc[1]
    nobody = answered.of(np.zeros(answered.n, dtype=bool))
    assert "nobody answered" in weighting.apply(nobody, "raking", who).why
    assert "nobody answered" in weighting.apply(nobody, "propensity", who).why
    everybody = weighting.apply(answered, "propensity", who[who["answered"] == 1])
    assert isinstance(everybody, Withheld) and "answered" in everybody.why


def test_an_unknown_weighting_is_a_mistake() -> None:
    who, answered, _ = asked(300)
    with pytest.raises(BadParameter, match="choose one of none, raking, propensity"):
        weighting.apply(answered, "post", who)


def test_a_survey_that_cannot_be_weighted_stays_as_answered() -> None:
    _, answered, _ = asked(200)
    assert weighting.or_as_answered(Withheld("nobody like them answered"), answered) is answered
    weighted = answered.of(answered.weights > 0)
    assert weighting.or_as_answered(weighted, answered) is weighted
