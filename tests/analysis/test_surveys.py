"""A survey: its parts, weights and variables, and the moments that every survey method starts from."""

import numpy as np
import pandas as pd
import pytest
from made_up_survey import ITEMS, frames, survey

from workbench.analysis.moments import Moments
from workbench.analysis.results import Withheld
from workbench.analysis.surveys import read
from workbench.errors import BadParameter


def test_answers_come_in_the_order_of_the_questions_and_the_rest_is_about_customers() -> None:
    rows, items = frames(50)
    seen = read(rows, items)
    assert list(seen.items["item"]) == list(ITEMS["item"])
    assert seen.scores.shape == (50, 14)
    assert seen.scores[:, 3] == pytest.approx(rows["q_1"].to_numpy(), nan_ok=True)
    assert "customer_id" in seen.about and not {"bucket", "weight", "q_1"} & set(seen.about)


def test_questions_nobody_was_asked_are_left_out() -> None:
    rows, items = frames(50)
    seen = read(rows.drop(columns="q_1"), items)
    assert "q_1" not in set(seen.items["item"])
    assert seen.scores.shape == (50, 13)


def test_a_customer_has_one_row() -> None:
    rows, items = frames(5)
    with pytest.raises(ValueError, match="'C00000' comes twice"):
        read(pd.concat([rows, rows.head(1)]), items)


def test_parts_are_the_customers_of_each_value_that_is_known() -> None:
    seen = survey(200)
    tiers = seen.by("value_tier")
    assert list(tiers) == ["bottom 30 %", "middle 50 %", "top 20 %"]
    assert sum(part.n for part in tiers.values()) == (seen.about["value_tier"] != "").sum()
    assert set(tiers["top 20 %"].about["value_tier"]) == {"top 20 %"}
    with pytest.raises(BadParameter, match="region"):
        seen.by("shoe size")


def test_weights_multiply_by_customer() -> None:
    seen = survey(4)
    factors = pd.Series([4.0, 3.0, 2.0, 1.0, 9.0], ["C00003", "C00002", "C00001", "C00000", "C99999"])
    assert seen.weighted(factors).weights.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([1.0, -1.0], "1 weights are negative or no number; a weight says for how many customers one stands"),
        ([1.0, np.nan], "1 weights are negative or no number; a weight says for how many customers one stands"),
        ([0.0, 0.0], "all answers have weight zero"),
        ([1.0], "no weight is known for 1 of 2 customers who answered"),
    ],
)
def test_impossible_weights_are_refused_with_a_sentence(values: list[float], why: str) -> None:
    refused = survey(2).weighted(pd.Series(values, ["C00000", "C00001"][: len(values)]))
    assert isinstance(refused, Withheld)
    assert refused.why == why


def test_variables_are_constructs_and_touchpoints_with_the_outcome_first() -> None:
    seen = survey(100)
    names, values = seen.variables("satisfaction")
    assert names == ["satisfaction", "quality", "quality: shop", "quality: phone", "value", "loyalty"]
    assert values[:, 0] == pytest.approx(np.nanmean(seen.scores[:, 9:12], axis=1))


def test_the_outcome_is_one_variable_wherever_it_was_asked() -> None:
    names, values = survey(100).variables("quality")
    assert names == ["quality", "value", "satisfaction", "loyalty"]
    assert values.shape == (100, 4)


def test_moments_have_a_row_for_everyone_and_for_each_bucket() -> None:
    seen = survey(30)
    found = seen.item_moments(["sat_1", "q_1"])
    assert isinstance(found, Moments)
    assert found.names == ("sat_1", "q_1")
    assert found.means.shape == (51, 2)
    empty = sorted(set(range(50)) - set(seen.groups.tolist()))
    assert found.covariances[1 + empty[0]] == pytest.approx(found.covariance)


def test_parts_of_a_survey_leave_the_same_bucket_out() -> None:
    seen = survey(400, missing=0)
    north = seen.by("region")["north"].item_moments(["sat_1"])
    assert isinstance(north, Moments)
    without = seen.of((seen.about["region"] == "north") & (seen.groups != 7))
    assert north.means[1 + 7, 0] == pytest.approx(without.scores[:, 9].mean())


def test_driver_moments_are_those_of_the_variables_wanted() -> None:
    found = survey(300).moments("satisfaction", ["quality: shop", "value", "never asked"])
    assert isinstance(found, Moments)
    assert found.names == ("satisfaction", "quality: shop", "value")


def test_resamples_draw_customers() -> None:
    found = survey(300).moments("satisfaction", ["value"], resamples=200)
    assert isinstance(found, Moments)
    assert found.resampled
    assert found.means.shape == (201, 2)


def test_a_survey_without_answers_has_no_moments() -> None:
    rows, items = frames(3)
    refused = read(rows.head(0), items).moments("satisfaction")
    assert isinstance(refused, Withheld)
    assert refused.why == "there are no answers"
