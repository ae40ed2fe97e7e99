"""Regression: against least squares on the rows, recovery of known effects, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from seen_answers import moments_of, moments_of_copies

from workbench.analysis import regression
from workbench.analysis.regression import Regression
from workbench.analysis.results import Estimate, Withheld

DRIVERS = ["quality: phone", "quality: shop", "quality: web"]
EFFECTS = np.array([0.1, 0.25, 0.5])


def survey(rows: int = 600, seed: int = 1) -> pd.DataFrame:
    """Correlated ratings of three touchpoints and a satisfaction with known effects."""
    random = np.random.default_rng(seed)
    common = random.normal(0, 6, rows)
    table = pd.DataFrame({driver: 65 + common + random.normal(0, 8, rows) for driver in DRIVERS})
    return table.assign(satisfaction=12 + table.to_numpy() @ EFFECTS + random.normal(0, 6, rows))


def fitted(table: pd.DataFrame, weights: np.ndarray | None = None) -> Regression:
    found = regression.fit(moments_of(table, weights), "satisfaction", DRIVERS)
    assert isinstance(found, Regression)
    return found


def effects(found: Regression) -> np.ndarray:
    return np.array([each.effect.value for each in found.coefficients if isinstance(each.effect, Estimate)])


def test_coefficients_are_those_of_weighted_least_squares_on_the_rows() -> None:
    table, weights = survey(), np.random.default_rng(2).uniform(0.2, 3, 600)
    design = np.column_stack([np.ones(600), table[DRIVERS]])
    root = np.sqrt(weights)
    expected, *_ = np.linalg.lstsq(design * root[:, None], table["satisfaction"].to_numpy() * root)
    found = fitted(table, weights)
    assert effects(found) == pytest.approx(expected[1:])
    assert found.intercept == pytest.approx(expected[0])
    left = table["satisfaction"].to_numpy() - design @ expected
    spread = np.average(
        (table["satisfaction"] - np.average(table["satisfaction"], weights=weights)) ** 2, weights=weights
    )
    assert isinstance(found.r2, Estimate)
    assert found.r2.value == pytest.approx(1 - np.average(left**2, weights=weights) / spread)


def test_standardised_coefficients_are_those_of_standardised_rows() -> None:
    table = survey()
    standard = (table - table.mean()) / table.std(ddof=0)
    expected, *_ = np.linalg.lstsq(standard[DRIVERS].to_numpy(), standard["satisfaction"].to_numpy())
    found = [each.standardised.value for each in fitted(table).coefficients if isinstance(each.standardised, Estimate)]
    assert found == pytest.approx(expected)


def test_variance_inflation_is_one_over_what_the_other_drivers_leave() -> None:
    table = survey()
    others = np.column_stack([np.ones(600), table[DRIVERS[1:]]])
    shop = table[DRIVERS[0]].to_numpy()
    fit, *_ = np.linalg.lstsq(others, shop)
    left = ((shop - others @ fit) ** 2).sum() / ((shop - shop.mean()) ** 2).sum()
    assert fitted(table).coefficients[0].vif == pytest.approx(1 / left)


def test_the_frame_has_the_strongest_driver_first() -> None:
    frame = fitted(survey()).frame()
    assert frame["driver"].tolist() == DRIVERS[::-1]
    assert list(frame.columns) == ["driver", "effect", "low", "high", "standardised", "mean", "vif"]
    assert (frame["low"] < frame["effect"]).all() and (frame["effect"] < frame["high"]).all()


def test_an_integer_weight_is_that_many_copies() -> None:
    table, copies = survey(400), np.arange(400) % 3 + 1
    copied = regression.fit(moments_of_copies(table, copies), "satisfaction", DRIVERS)
    assert isinstance(copied, Regression)
    pd.testing.assert_frame_equal(fitted(table, copies).frame(), copied.frame())


def test_answers_missing_at_random_leave_the_effects_where_they_were() -> None:
    table = survey(6000)
    holes = np.random.default_rng(3).random((6000, 3)) < 0.3
    table[DRIVERS] = table[DRIVERS].mask(holes)
    assert effects(fitted(table)) == pytest.approx(EFFECTS, abs=0.05)


def test_the_true_effects_lie_inside_their_intervals() -> None:
    """60 surveys of 300 answers: each effect held in at least 51 (95 % intervals fail that once in a thousand)."""
    held = np.zeros(3)
    for seed in range(60):
        frame = fitted(survey(300, seed)).frame().set_index("driver").loc[DRIVERS]
        held += (frame["low"] <= EFFECTS) & (frame["high"] >= EFFECTS)
    assert (held >= 51).all(), held


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (survey(29), "29 questionnaires; at least 30"),
        (survey().drop(columns="quality: web"), "nobody answered about 'quality: web'"),
        (survey().drop(columns="satisfaction"), "nobody answered about 'satisfaction'"),
        (survey().assign(satisfaction=80.0), "all answers to 'satisfaction' are the same"),
        (survey().assign(**{"quality: web": 50.0}), "all answers to 'quality: web' are the same"),
    ],
)
def test_answers_that_cannot_carry_a_regression_say_why(table: pd.DataFrame, why: str) -> None:
    refused = regression.fit(moments_of(table), "satisfaction", DRIVERS)
    assert isinstance(refused, Withheld)
    assert why in refused.why


def test_drivers_that_say_the_same_are_named() -> None:
    table = survey()
    table["quality: web"] = 2 * table["quality: shop"] - 30
    refused = regression.fit(moments_of(table), "satisfaction", DRIVERS)
    assert isinstance(refused, Withheld)
    assert "'quality: shop' and 'quality: web' say the same" in refused.why
    assert "phone" not in refused.why


def test_more_drivers_than_questionnaires_are_refused() -> None:
    random = np.random.default_rng(4)
    table = pd.DataFrame(random.normal(60, 10, (40, 45)), columns=[f"d{j}" for j in range(45)])
    seen = moments_of(table.assign(satisfaction=random.normal(60, 10, 40)))
    refused = regression.fit(seen, "satisfaction", list(table.columns))
    assert isinstance(refused, Withheld)
    assert "40 questionnaires; at least 450 are needed" in refused.why


def test_no_drivers_and_no_survey_are_sentences() -> None:
    nothing_asked = regression.fit(moments_of(survey()), "satisfaction", [])
    assert isinstance(nothing_asked, Withheld)
    assert "anything that could explain 'satisfaction'" in nothing_asked.why
    no_survey = Withheld("there are no answers")
    assert regression.fit(no_survey, "satisfaction", DRIVERS) is no_survey


def test_one_customer_who_alone_makes_a_driver_vary_gives_no_interval() -> None:
    table = survey(400)
    table["quality: web"] = np.where(np.arange(400) == 7, 20.0, 50.0)
    found = fitted(table)
    assert all(isinstance(each.effect, Withheld) for each in found.coefficients)
    assert isinstance(found.r2, Withheld)
    assert found.frame().empty


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["loyalty", "product", "quality", "quality: web", "satisfaction"], ["product", "quality: web"]),
        (["loyalty", "quality", "satisfaction", "value"], ["quality", "value"]),
        (["complaints: phone", "satisfaction", "satisfaction: shop"], ["satisfaction: shop"]),
        (["loyalty", "satisfaction"], []),
    ],
)
def test_drivers_are_particulars_first_and_never_consequences(names: list[str], chosen: list[str]) -> None:
    random = np.random.default_rng(5)
    seen = moments_of(pd.DataFrame(random.normal(60, 10, (60, len(names))), columns=names))
    assert regression.drivers_of(seen, "satisfaction") == chosen
    assert regression.drivers_of(seen, "satisfaction", wanted=" loyalty ,value") == ["loyalty", "value"]


def test_without_a_survey_there_is_nothing_to_choose_from() -> None:
    assert regression.drivers_of(Withheld("there are no answers"), "satisfaction") == []
