"""Importance: published numbers, a computation from the definition, and the identities of LMG."""

import json
import time
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seen_answers import moments_of, moments_of_copies

from workbench.analysis import importance, shapley
from workbench.analysis.importance import Importance, Lead
from workbench.analysis.results import Estimate, Withheld

REFERENCE = Path(__file__).parent.parent / "reference"
PUBLISHED = json.loads((REFERENCE / "importance.json").read_text())


def by_definition(correlation: np.ndarray) -> np.ndarray:
    """LMG as the average over all orders of entry, a regression a step: slow and plainly right."""
    p = len(correlation) - 1
    orders = list(permutations(range(1, p + 1)))
    added = np.zeros(p)
    for order in orders:
        before = 0.0
        for k in range(1, p + 1):
            inside, across = correlation[np.ix_(order[:k], order[:k])], correlation[list(order[:k]), 0]
            r2 = across @ np.linalg.solve(inside, across)
            added[order[k - 1] - 1] += r2 - before
            before = r2
    return added / len(orders)


def correlation(drivers: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    mixed = random.normal(size=(200, drivers + 1)) @ random.normal(size=(drivers + 1, drivers + 1))
    return np.corrcoef(mixed.T)


def test_swiss_fertility_as_published() -> None:
    data = pd.read_csv(REFERENCE / "swiss.csv", comment="#").drop(columns="Province")
    found = shapley.lmg(data.corr().to_numpy())
    assert dict(zip(data.columns[1:], found, strict=True)) == pytest.approx(PUBLISHED["swiss"]["lmg"], abs=1e-9)
    assert found.sum() == pytest.approx(PUBLISHED["swiss"]["r2"], abs=1e-9)


def test_quality_items_of_the_ecsi_survey_as_published() -> None:
    found = shapley.lmg(np.array(PUBLISHED["ecsi"]["correlations"]))
    assert found == pytest.approx(PUBLISHED["ecsi"]["lmg"], abs=1e-9)
    assert found.sum() == pytest.approx(PUBLISHED["ecsi"]["r2"], abs=1e-9)


@pytest.mark.parametrize("drivers", [1, 2, 3, 5])
def test_the_doubling_equals_the_definition(drivers: int) -> None:
    given_matrix = correlation(drivers, seed=drivers)
    assert shapley.lmg(given_matrix) == pytest.approx(by_definition(given_matrix), abs=1e-12)


def test_each_subset_leaves_what_its_regression_leaves() -> None:
    matrix = correlation(4, seed=9)
    left = shapley.unexplained(matrix[None])[0]
    drivers = [1, 3]  # bits 0 and 2 of position 5
    r2 = matrix[0, drivers] @ np.linalg.solve(matrix[np.ix_(drivers, drivers)], matrix[drivers, 0])
    assert (left[0], left[5]) == pytest.approx((1, 1 - r2))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 7), st.integers(0, 10_000))
def test_shares_sum_to_r2_and_ignore_scale_and_order(drivers: int, seed: int) -> None:
    matrix = correlation(drivers, seed)
    found = shapley.lmg(matrix)
    r2 = 1 - 1 / np.linalg.inv(matrix)[0, 0]
    assert found.sum() == pytest.approx(r2, abs=1e-9)
    assert (found > -1e-9).all()
    random = np.random.default_rng(seed)
    scale = np.concatenate([[1], random.uniform(0.01, 100, drivers)])
    assert shapley.lmg(matrix * np.outer(scale, scale)) == pytest.approx(found, abs=1e-8)
    order = random.permutation(drivers)
    moved = np.concatenate([[0], 1 + order])
    assert shapley.lmg(matrix[np.ix_(moved, moved)]) == pytest.approx(found[order], abs=1e-8)


def test_a_batch_gives_what_each_matrix_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = np.stack([correlation(3, seed) for seed in range(7)])
    one_by_one = [shapley.lmg(matrix) for matrix in batch]
    monkeypatch.setattr(shapley, "_SUBSETS_AT_ONCE", 16)  # two matrices at a time
    assert shapley.lmg(batch) == pytest.approx(np.stack(one_by_one))


def test_fifteen_drivers_take_well_under_a_second() -> None:
    matrix = correlation(15, seed=1)
    start = time.perf_counter()
    found = shapley.lmg(matrix)
    assert time.perf_counter() - start < 0.5
    assert found.shape == (15,)


def survey(rows: int = 800, seed: int = 1, effects: tuple[float, ...] = (0.6, 0.2, 0.0)) -> pd.DataFrame:
    """Correlated driver ratings and an outcome with known effects."""
    random = np.random.default_rng(seed)
    common = random.normal(0, 6, rows)
    table = pd.DataFrame({f"quality: {j}": 65 + common + random.normal(0, 8, rows) for j in range(len(effects))})
    return table.assign(satisfaction=20 + table.to_numpy() @ np.array(effects) + random.normal(0, 6, rows))


DRIVERS = ["quality: 0", "quality: 1", "quality: 2"]


def measured(table: pd.DataFrame, drivers: list[str] = DRIVERS) -> Importance:
    found = importance.relative_importance(moments_of(table), "satisfaction", drivers)
    assert isinstance(found, Importance)
    return found


def test_importance_of_a_survey_is_a_share_of_what_is_explained() -> None:
    found = measured(survey())
    frame = found.frame()
    assert list(frame["driver"]) == DRIVERS
    assert frame["share"].sum() == pytest.approx(1)
    assert isinstance(found.r2, Estimate)
    assert frame["part"].sum() == pytest.approx(found.r2.value)
    assert (frame["low"] <= frame["share"]).all() and (frame["share"] <= frame["high"]).all()
    assert frame["low"].min() >= 0
    assert found.n == 800


def test_a_clear_lead_is_told_from_chance() -> None:
    lead = measured(survey()).lead()
    assert isinstance(lead, Lead)
    assert (lead.driver, lead.runner_up) == ("quality: 0", "quality: 1")
    assert lead.margin.low > 0


def test_equal_drivers_have_no_clear_lead() -> None:
    lead = measured(survey(effects=(0.3, 0.3, 0.3))).lead()
    assert isinstance(lead, Lead)
    assert lead.margin.low < 0 < lead.margin.high


def test_a_single_driver_has_all_the_share_and_no_lead() -> None:
    found = measured(survey(), ["quality: 0"])
    assert found.frame()["share"].tolist() == [1]
    assert isinstance(found.lead(), Withheld)


def test_an_integer_weight_is_that_many_copies() -> None:
    table, copies = survey(400), np.arange(400) % 3 + 1
    weighted = importance.relative_importance(moments_of(table, copies), "satisfaction", DRIVERS)
    copied = importance.relative_importance(moments_of_copies(table, copies), "satisfaction", DRIVERS)
    assert isinstance(weighted, Importance) and isinstance(copied, Importance)
    pd.testing.assert_frame_equal(weighted.frame(), copied.frame())


def test_what_cannot_be_explained_is_withheld() -> None:
    table = survey()
    doubled = table.assign(**{"quality: 2": table["quality: 0"]})
    seen = moments_of(doubled)
    refused = importance.relative_importance(seen, "satisfaction", DRIVERS)
    assert isinstance(refused, Withheld)
    assert "'quality: 0' and 'quality: 2' say the same" in refused.why


def test_too_many_drivers_are_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importance, "MOST_DRIVERS", 2)
    refused = importance.relative_importance(moments_of(survey()), "satisfaction", DRIVERS)
    assert isinstance(refused, Withheld)
    assert "at most 2" in refused.why


def test_an_outcome_that_goes_with_nothing_has_no_shares() -> None:
    half = np.tile([10.0, 20, 10, 20], 100)
    table = pd.DataFrame({"quality: 0": np.repeat([1.0, 2], 200), "satisfaction": half})
    refused = importance.relative_importance(moments_of(table), "satisfaction", ["quality: 0"])
    assert isinstance(refused, Withheld)
    assert "explain nothing" in refused.why


def true_shares(effects: np.ndarray, common: float, own: float, noise: float) -> np.ndarray:
    """Population LMG shares of R2 for `survey`."""
    inside = np.full((len(effects), len(effects)), common**2) + np.diag(np.full(len(effects), own**2))
    across = inside @ effects
    whole = np.block([[effects @ across + noise**2, across], [across[:, None], inside]])
    parts = shapley.lmg(whole)
    return parts / parts.sum()


def test_the_true_shares_lie_inside_their_intervals() -> None:
    """60 surveys of 600 answers: each share held in at least 51 (95 % intervals fail that once in a thousand)."""
    effects = (0.6, 0.3, 0.15)
    truth = true_shares(np.array(effects), 6, 8, 6)
    held = np.zeros(3)
    for seed in range(60):
        frame = measured(survey(600, seed, effects)).frame().set_index("driver").loc[DRIVERS]
        held += (frame["low"] <= truth) & (frame["high"] >= truth)
    assert (held >= 51).all(), held
