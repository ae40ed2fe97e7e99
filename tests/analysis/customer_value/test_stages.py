"""What customers are worth at each stage, and what an event goes with."""

import numpy as np
import pandas as pd
import pytest
from made_up_lives import fitted, two_dates

from workbench.analysis.customer_value import Lives, Valuation, stages
from workbench.analysis.customer_value.resampling import Resampling

ORDER = ["few", "odd", "even", "nobody"]


@pytest.fixture(scope="module")
def resampling() -> Resampling:
    after = two_dates(1500)[2].after
    return Resampling.of(fitted(after), after)


@pytest.fixture(scope="module")
def named(resampling: Resampling) -> np.ndarray:
    number = resampling.seen.lives.number
    return np.where(number < 12, "few", np.where(number % 2, "odd", "even"))


def test_the_value_of_a_stage_is_the_mean_of_its_customers(resampling: Resampling, named: np.ndarray) -> None:
    frame = stages.values(resampling, named.tolist(), ORDER, minimum=5).set_index("stage")
    value = resampling.model.worth_of(resampling.seen).value
    assert list(frame.index) == ["few", "odd", "even"]
    for name in frame.index:
        told = frame.loc[name]
        assert told["value"] == pytest.approx(value[named == name].mean())
        assert told["low"] < told["value"] < told["high"]
    assert frame["total"].sum() == pytest.approx(value.sum())


def test_a_small_stage_cannot_be_had_by_subtraction(resampling: Resampling, named: np.ndarray) -> None:
    frame = stages.values(resampling, named.tolist(), ORDER, minimum=20).set_index("stage")
    assert "at least 20" in frame.loc["few", "why"]
    assert frame["value"].isna().sum() == 2  # the next smallest goes with it


def test_few_customers_are_known_less_well(resampling: Resampling, named: np.ndarray) -> None:
    frame = stages.values(resampling, named.tolist(), ORDER, minimum=5).set_index("stage")
    width = frame["high"] - frame["low"]
    assert width["few"] > 1.5 * width["odd"]


def test_ages_fall_into_years(resampling: Resampling) -> None:
    model: Valuation = resampling.model
    lives = Lives.bought([0] * 4, [0.0] * 4, age=[10.0, 400.0, 800.0, 9000.0], purchases=[1] * 4, total=[9.0] * 4)
    names = list(stages.AGES.values())
    assert stages.of_age(model, lives) == [names[0], names[1], names[2], names[4]]


@pytest.fixture(scope="module")
def year() -> tuple[pd.DataFrame, pd.DataFrame]:
    before, after, _ = two_dates(3000, contracts=False)
    first, last = (frame.assign(customer_id=_ids(frame), bucket=frame["number"] % 50) for frame in (before, after))
    return first, last


def test_an_event_that_brings_nothing_is_told_from_one_that_does(year: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    before, after = year
    model = fitted(Lives.read(after))
    here = after[(after["last_days"] > 0) & after["number"].isin(before["number"])]
    more = here["number"].to_numpy() % 6 == 0
    spent = after["number"].isin(here["number"][more])
    after = after.assign(
        repeats=after["repeats"] + 6 * spent, last_days=after["last_days"].where(~spent, after["age_days"] - 2)
    )
    events = pd.concat(
        [
            pd.DataFrame({"customer_id": _ids(here)[more], "kind": "mortgage"}),
            pd.DataFrame({"customer_id": _ids(after)[after["number"].to_numpy() % 11 == 1], "kind": "birthday"}),
            pd.DataFrame({"customer_id": _ids(here)[:5], "kind": "prize"}),
        ]
    )
    frame = stages.changes_with_events(model, before, after, events).set_index("event")
    assert frame.loc["mortgage", "low"] > 0
    assert "at least 50" in frame.loc["prize", "why"] and np.isnan(frame.loc["prize", "change"])
    assert np.isfinite(frame.loc["birthday", ["change", "low", "high", "before"]].astype(float)).all()


def test_without_events_there_is_nothing_to_tell(year: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    before, after = year
    none = pd.DataFrame({"customer_id": [], "kind": []})
    assert stages.changes_with_events(fitted(Lives.read(after)), before, after, none).empty


def _ids(frame: pd.DataFrame) -> pd.Series:
    return "c" + frame["number"].astype(str)
