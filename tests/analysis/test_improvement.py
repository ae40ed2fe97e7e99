"""Where to improve first: gains are effects times a stated rise, and the order says how sure it is."""

import numpy as np
import pytest

from workbench.analysis import regression
from workbench.analysis.answers import moments
from workbench.analysis.improvement import Improvement, of
from workbench.analysis.moments import Moments
from workbench.analysis.results import Estimate, Withheld

NAMES = ("satisfaction", "web", "shop", "phone")
EFFECTS = np.array([0.4, 0.2, 0.0])


def seen(n: int = 2_000, means: tuple[float, ...] = (60.0, 80.0, 97.0), resamples: int = 0) -> Moments | Withheld:
    """Moments of a survey in which a point more for web, shop, phone goes with 0.4, 0.2, 0 points."""
    rng = np.random.default_rng(5)
    drivers = rng.normal(means, 10.0, (n, 3))
    outcome = 70 + (drivers - np.array(means)) @ EFFECTS + rng.normal(0, 6.0, n)
    groups = np.arange(n) % 50
    rows = np.column_stack([outcome, drivers])
    return moments(NAMES, rows, groups=groups) if not resamples else moments(NAMES, rows, resamples=resamples)


def found(**how: float) -> Improvement:
    result = of(seen(), "satisfaction", NAMES[1:], **how)
    assert isinstance(result, Improvement)
    return result


def test_the_gain_is_the_effect_times_the_rise() -> None:
    rows = found().rows.set_index("driver")
    assert rows.at["web", "gain"] == pytest.approx(5 * rows.at["web", "importance"])
    assert rows.at["web", "gain"] == pytest.approx(2.0, abs=0.3)
    assert rows.at["web", "gain_low"] < 2.0 < rows.at["web", "gain_high"]
    doubled = found(rise=10.0).rows.set_index("driver")
    assert doubled.at["web", "gain"] == pytest.approx(2 * rows.at["web", "gain"])


def test_effects_and_intervals_are_those_of_the_regression() -> None:
    fitted = regression.fit(seen(), "satisfaction", NAMES[1:])
    assert not isinstance(fitted, Withheld)
    web = fitted.coefficients[0].effect
    row = found().rows.set_index("driver").loc["web"]
    assert isinstance(web, Estimate)
    assert (row["importance"], row["low"], row["high"]) == pytest.approx((web.value, web.low, web.high))


def test_nothing_rises_above_100() -> None:
    phone = found().rows.set_index("driver").loc["phone"]
    assert phone["rise"] == pytest.approx(phone["headroom"]) and phone["headroom"] < 5
    assert phone["performance"] + phone["headroom"] == pytest.approx(100)


def test_rows_come_by_gain_and_probabilities_add_up() -> None:
    rows = found().rows
    assert rows["driver"].iloc[0] == "web"
    assert rows["first"].sum() == pytest.approx(1.0, abs=1e-9)
    assert rows["first"].iloc[0] > 0.99


def test_with_five_drivers_three_count_as_the_first() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(70, 10, (900, 6))
    rows[:, 0] += rows[:, 1:].sum(axis=1)
    names = ("satisfaction", *"abcde")
    result = of(moments(names, rows, groups=np.arange(900) % 50), "satisfaction", names[1:])
    assert isinstance(result, Improvement)
    assert result.k == 3
    assert result.rows["among_first"].sum() == pytest.approx(3.0)
    assert result.rows["first"].between(0, result.rows["among_first"]).all()


def test_resamples_are_draws_themselves() -> None:
    result = of(seen(resamples=200), "satisfaction", NAMES[1:])
    assert isinstance(result, Improvement)
    assert result.rows["first"].iloc[0] > 0.99
    assert (result.rows["first"] * 200 % 1).abs().max() == pytest.approx(0.0, abs=1e-9)


def test_it_is_withheld_like_the_regression() -> None:
    assert isinstance(of(Withheld("there are no answers"), "satisfaction", ["web"]), Withheld)
    unasked = of(seen(), "satisfaction", ["web", "mail"])
    assert isinstance(unasked, Withheld) and "mail" in unasked.why
