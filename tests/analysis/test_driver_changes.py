"""Changes of shares and effects between two windows: paired, few false alarms, and told where they are large."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from analysis.made_up_survey import survey

from workbench.analysis import driver_changes, importance, regression
from workbench.analysis.results import Withheld
from workbench.analysis.surveys import Survey

DRIVERS = ["quality: shop", "quality: phone"]


def compare(now: Survey, then: Survey) -> pd.DataFrame:
    found = driver_changes.compare(
        *(seen.moments("satisfaction", DRIVERS) for seen in (now, then)), "satisfaction", DRIVERS
    )
    assert isinstance(found, pd.DataFrame)
    return found


def led_by_phone(seed: int, n: int = 1200) -> Survey:
    """A window in which satisfaction follows the phone rather than the shop."""
    seen = survey(n, seed=seed, missing=0)
    scores = seen.scores.copy()
    scores[:, 9:12] += 1.2 * (seen.scores[:, [6]] - 68) - 0.3 * (seen.scores[:, [5]] - 68)
    return replace(seen, scores=scores)


def test_values_are_those_of_both_windows() -> None:
    now, then = survey(500, seed=1), survey(400, seed=2)
    frame = compare(now, then)
    shares = [
        importance.relative_importance(seen.moments("satisfaction", DRIVERS), "satisfaction", DRIVERS)
        for seen in (now, then)
    ]
    effects = [regression.fit(seen.moments("satisfaction", DRIVERS), "satisfaction", DRIVERS) for seen in (now, then)]
    assert frame["driver"].tolist() == DRIVERS
    assert frame["share"].tolist() == pytest.approx([each.share.value for each in shares[0].shares])
    assert frame["share_before"].tolist() == pytest.approx([each.share.value for each in shares[1].shares])
    assert frame["effect_before"].tolist() == pytest.approx([each.effect.value for each in effects[1].coefficients])
    assert frame["change"].tolist() == pytest.approx((frame["share"] - frame["share_before"]).tolist())
    assert frame["effect_change"].tolist() == pytest.approx((frame["effect"] - frame["effect_before"]).tolist())


def test_what_moved_is_told() -> None:
    frame = compare(led_by_phone(1), survey(1200, seed=2, missing=0))
    assert frame["told"].all() and frame["effect_told"].all()
    assert frame.set_index("driver").loc["quality: phone", "low"] > 0


def test_the_same_customers_with_the_same_answers_changed_nothing() -> None:
    seen = survey(500, seed=1)
    frame = compare(seen, seen)
    assert frame["change"].isna().all() and not frame["told"].any()


def test_customers_who_answered_twice_make_it_surer() -> None:
    then = survey(500, seed=1, missing=0)
    noise = np.random.default_rng(0).normal(0, 2, then.scores.shape)
    paired, others = (
        compare(replace(then, scores=then.scores + noise), then),
        compare(survey(500, seed=3, missing=0), then),
    )
    assert (paired["effect_detectable"] < 0.6 * others["effect_detectable"]).all()


def test_what_cannot_be_compared_has_a_sentence_or_is_a_mistake() -> None:
    enough, few = (survey(n).moments("satisfaction") for n in (500, 12))
    found = driver_changes.compare(enough, few, "satisfaction", DRIVERS)
    assert isinstance(found, Withheld)
    assert isinstance(
        driver_changes.compare(Withheld("there are no answers"), enough, "satisfaction", DRIVERS), Withheld
    )
    resampled = survey(200).moments("satisfaction", resamples=10)
    with pytest.raises(ValueError, match="not by resamples"):
        driver_changes.compare(resampled, enough, "satisfaction", DRIVERS)
