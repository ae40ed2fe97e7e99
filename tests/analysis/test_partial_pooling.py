"""Pooled cells are nearer to the truth than unpooled ones, their intervals hold it, and small ones stay hidden."""

import numpy as np
import pandas as pd
import pytest

from workbench.analysis import partial_pooling
from workbench.analysis.partial_pooling import COLUMNS, pool
from workbench.phrase import Phrase

NUMBERS = COLUMNS[1:-1]


def drawn(rng: np.random.Generator, between: float, cells: int = 8) -> tuple[np.ndarray, pd.DataFrame]:
    """True values of cells, and what small and large samples of customers say of them."""
    truth = rng.normal(70, between, cells)
    n = rng.integers(10, 200, cells)
    answers = [rng.normal(true, 18, size) for true, size in zip(truth, n, strict=True)]
    means, errors = zip(*((each.mean(), each.std(ddof=1) / np.sqrt(len(each))) for each in answers), strict=True)
    return truth, pool([f"cell {i}" for i in range(cells)], means, errors, n, fewest=10)


@pytest.mark.parametrize(("between", "gain", "covers"), [(0.0, 0.3, (0.95, 1.0)), (3.0, 0.65, (0.925, 0.965))])
def test_pooled_values_err_less_and_their_intervals_hold_the_truth(between, gain, covers) -> None:
    rng = np.random.default_rng(5)
    seen = [drawn(rng, between) for _ in range(300)]
    miss = {name: np.mean([np.square(found[name] - truth).mean() for truth, found in seen]) for name in NUMBERS}
    held = [((found["pooled_low"] <= truth) & (found["pooled_high"] >= truth)).mean() for truth, found in seen]
    assert miss["pooled"] < gain * miss["value"]
    assert covers[0] <= np.mean(held) <= covers[1]


def test_the_noisier_a_cell_the_further_it_is_drawn() -> None:
    found = pool(["a", "b", "c", "d"], [60, 80, 60, 80], [4, 4, 1, 1], [25, 25, 400, 400], fewest=10)
    far = (found["pooled"] - found["value"]).abs()
    assert far[:2].min() > far[2:].max()
    assert found["pooled"].between(60, 80).all()


def test_cells_that_differ_far_beyond_their_noise_stay_where_they_are() -> None:
    found = pool(["a", "b", "c", "d"], [10, 40, 60, 90], [1, 1, 1, 1], [400] * 4, fewest=10)
    assert (found["pooled"] - found["value"]).abs().max() < 0.2


def test_the_order_of_cells_does_not_matter() -> None:
    names, values, errors, n = ["a", "b", "c"], [60.0, 70.0, 75.0], [3.0, 2.0, 1.0], [30, 60, 200]
    found = pool(names, values, errors, n, fewest=10).set_index("segment")
    turned = pool(names[::-1], values[::-1], errors[::-1], n[::-1], fewest=10).set_index("segment")
    pd.testing.assert_frame_equal(found, turned.loc[names])


def test_small_cells_have_no_numbers_take_no_part_and_cannot_be_told_by_subtraction() -> None:
    names, values, errors, n = ["a", "b", "c", "d", "e"], [60, 70, 75, 71, 5], [1, 2, 1, 3, 9], [300, 90, 200, 40, 4]
    found = pool(names, values, errors, n, fewest=10)
    assert found.loc[found["segment"].isin(["d", "e"]), NUMBERS].isna().all(axis=None)
    assert found["why"].tolist()[:3] == ["", "", ""]
    assert found["why"].iloc[4] == "fewer than 10 customers"
    assert found["why"].iloc[3].startswith("left out so that")
    assert isinstance(found["why"].iloc[3], Phrase)
    alone = pool(names[:3], values[:3], errors[:3], n[:3], fewest=10)
    pd.testing.assert_frame_equal(found.head(3), alone)


def test_intervals_stop_at_the_ends_of_the_scale() -> None:
    found = pool(["a", "b", "c"], [99, 98, 1], [3, 3, 3], [50, 50, 50], fewest=10, low=0, high=100)
    assert found[["low", "pooled_low"]].min(axis=None) == 0
    assert found[["high", "pooled_high"]].max(axis=None) == 100


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_cell_without_a_value_says_so(value) -> None:
    found = pool(["a", "b", "c", "d"], [60, 70, 75, value], [1, 2, 1, 1], [300, 90, 200, 40], fewest=10)
    assert found["why"].iloc[3] == "it cannot be computed from so few answers"
    assert found["pooled"].notna().tolist() == [True, True, True, False]


def test_two_cells_are_not_pooled() -> None:
    found = pool(["a", "b"], [60, 70], [1, 2], [300, 90], fewest=10)
    assert found["pooled"].isna().all() and found["value"].notna().all()
    assert "2 segments are too few" in found["why"].iloc[0]


def test_no_cells_make_an_empty_table() -> None:
    assert pool([], [], [], [], fewest=10).columns.tolist() == COLUMNS


def test_arguments_of_different_lengths_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="2 segments, 1 values"):
        pool(["a", "b"], [1.0], [1.0, 1.0], [40, 40], fewest=10)


def test_more_cells_say_more_about_how_much_cells_differ() -> None:
    few = partial_pooling.shrunk(np.array([68.0, 70.0, 72.0]), np.full(3, 3.0))[1][1]
    many = partial_pooling.shrunk(np.tile([68.0, 70.0, 72.0], 5), np.full(15, 3.0))[1][1]
    assert many < few
