"""Thresholds of talk: found where they are, not found where there is none."""

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.results import Withheld
from workbench.analysis.word_of_mouth import Threshold, of, shares, threshold

SCORES = np.arange(0, 101, 5)


def survey(share, seed: int = 0, n: int = 6000) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    counts = draw.multinomial(n, np.full(len(SCORES), 1 / len(SCORES)))
    return pd.DataFrame({"satisfaction": SCORES, "n": counts, "spoke": draw.binomial(counts, share(SCORES))})


def odds(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def complaint(s, at: float = 40.0):
    return odds(-3 + 0.08 * np.maximum(0, at - s))


def praise(s):
    return odds(-2.5 + 0.06 * np.maximum(0, s - 70))


def test_complaint_starts_below_its_threshold():
    found = threshold(survey(complaint), "below")
    assert isinstance(found, Threshold)
    assert found.at.low <= 40 <= found.at.high
    assert found.per_ten == pytest.approx(np.exp(0.8), rel=0.3)
    assert found.silent_share == pytest.approx(odds(-3), rel=0.2)


def test_praise_starts_above_its_threshold():
    found = threshold(survey(praise), "above")
    assert found.at.low <= 70 <= found.at.high


def test_a_steady_rise_is_no_threshold():
    alarms = sum(
        isinstance(
            threshold(survey(lambda s: odds(-2.5 + 0.02 * s), seed, 2000), "above", random_state=seed), Threshold
        )
        for seed in range(40)
    )
    assert alarms <= 6  # 5 of 100 are allowed; more than 6 of 40 come in 2 of 100 runs


def test_talk_that_goes_the_other_way_is_no_threshold():
    assert "does not rise" in threshold(survey(complaint), "above").why


def test_the_fitted_curve_is_flat_up_to_the_threshold_and_goes_through_what_was_counted():
    given = survey(complaint)
    found = threshold(given, "below")
    flat = found.fitted.loc[found.fitted["satisfaction"] >= 60, "share"]
    assert flat.max() == pytest.approx(flat.min())
    assert (found.fitted["share"] * given["n"]).sum() == pytest.approx(given["spoke"].sum(), rel=1e-6)


def test_both_sides_of_what_the_engine_counts():
    talk = survey(complaint).rename(columns={"spoke": "complained"})
    talk["praised"] = survey(praise, seed=1)["spoke"]
    found = of(talk)
    assert found.complaint.at.low <= 40 <= found.complaint.at.high
    assert found.praise.at.low <= 70 <= found.praise.at.high


def test_shares_of_few_customers_are_not_shown():
    talk = pd.DataFrame({"satisfaction": [10.0, 50.0, 60.0], "n": [3, 40, 60], "complained": [1, 10, 6], "praised": 0})
    shown = shares(talk)
    assert shown["complained"].isna().tolist() == [True, True, False]
    assert (shown["complained_low"] <= shown["complained"])[2] and shown["praised"][2] == 0
    assert shares(talk.head(0)).empty


def test_the_same_survey_gives_the_same_answer():
    first, second = (threshold(survey(complaint), "below", random_state=3) for _ in range(2))
    assert (first.at, first.chance) == (second.at, second.chance)


@pytest.mark.parametrize(
    ("talk", "why"),
    [
        (pd.DataFrame({"satisfaction": [0, 100], "n": [3, 4], "spoke": [1, 0]}), "at least 200"),
        (pd.DataFrame({"satisfaction": [0, 100], "n": [300, 400], "spoke": [1, 0]}), "must have spoken"),
        (pd.DataFrame({"satisfaction": [0, 100], "n": [300, 400], "spoke": [100, 20]}), "a kink needs 5"),
        (pd.DataFrame({"satisfaction": [], "n": [], "spoke": []}), "0 customers"),
        (pd.DataFrame({"satisfaction": SCORES, "n": 100, "spoke": 100}), "must have spoken"),
    ],
)
def test_what_cannot_be_told_is_said(talk, why):
    found = threshold(talk, "below")
    assert isinstance(found, Withheld)
    assert why in found.why
