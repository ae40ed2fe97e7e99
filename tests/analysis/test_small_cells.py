"""No shown number is about too few customers, and none can be had by subtracting what is shown."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.results import Withheld
from workbench.analysis.small_cells import OTHER, blank_small, hide_small, pool_small, smallest_together

COUNTS = st.lists(st.integers(0, 60), max_size=12)
MINIMUM = st.integers(1, 25)


def table(counts: list[int]) -> pd.DataFrame:
    names = [f"g{index}" for index in range(len(counts))]
    return pd.DataFrame({"region": names, "customers": counts, "revenue": np.asarray(counts, dtype=float) * 3.5})


@given(COUNTS, MINIMUM)
def test_no_shown_row_is_under_the_minimum_and_nothing_is_lost(counts: list[int], minimum: int) -> None:
    shown = pool_small(table(counts), "region", "customers", minimum=minimum)
    if isinstance(shown, Withheld):
        return
    assert (shown["customers"] >= minimum).all()
    assert shown["customers"].sum() == sum(counts)
    assert shown["revenue"].sum() == pytest.approx(3.5 * sum(counts))


@given(COUNTS, MINIMUM)
def test_the_pool_always_mixes_two_groups_or_more(counts: list[int], minimum: int) -> None:
    shown = pool_small(table(counts), "region", "customers", minimum=minimum)
    if isinstance(shown, Withheld) or OTHER not in set(shown["region"]):
        return
    inside = set(table(counts).query("customers > 0")["region"]) - set(shown["region"])
    assert len(inside) >= 2
    assert shown.iloc[-1]["region"] == OTHER


@given(COUNTS, MINIMUM)
def test_withheld_only_when_one_shown_group_would_give_away_the_rest(counts: list[int], minimum: int) -> None:
    shown = pool_small(table(counts), "region", "customers", minimum=minimum)
    if isinstance(shown, Withheld):
        small = [count for count in counts if count < minimum]
        largest = max(counts, default=0)
        assert largest < minimum or (sum(small) > 0 and sum(counts) - largest < minimum)


@given(COUNTS, MINIMUM)
def test_pooling_twice_changes_nothing(counts: list[int], minimum: int) -> None:
    once = pool_small(table(counts), "region", "customers", minimum=minimum)
    if not isinstance(once, Withheld):
        again = pool_small(once, "region", "customers", minimum=minimum)
        assert not isinstance(again, Withheld)
        assert set(again["region"]) == set(once["region"])


@given(COUNTS, MINIMUM, st.integers(0, 99))
def test_the_order_of_the_rows_does_not_matter(counts: list[int], minimum: int, seed: int) -> None:
    frame = table(counts)
    shuffled = frame.sample(frac=1, random_state=seed)
    first = pool_small(frame, "region", "customers", minimum=minimum)
    second = pool_small(shuffled, "region", "customers", minimum=minimum)
    assert isinstance(first, Withheld) == isinstance(second, Withheld)
    if not isinstance(first, Withheld) and not isinstance(second, Withheld):
        assert list(first["region"]) == list(second["region"])


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abc")), max_size=15), MINIMUM)
def test_within_each_total_the_hidden_cells_hold_enough_or_are_all(cells: list[tuple[int, str]], minimum: int) -> None:
    counts, totals = [count for count, _ in cells], [total for _, total in cells]
    hidden = hide_small(counts, minimum=minimum, within=totals)
    for total in set(totals):
        part = [index for index, name in enumerate(totals) if name == total]
        inside = sum(counts[index] for index in part if hidden[index])
        assert inside == 0 or inside >= minimum or inside == sum(counts[index] for index in part)
        assert all(hidden[index] for index in part if 0 < counts[index] < minimum)


@given(COUNTS, MINIMUM)
def test_blanked_rows_keep_their_name_and_lose_their_numbers(counts: list[int], minimum: int) -> None:
    frame = table(counts)
    blanked = blank_small(frame, "region", "customers", minimum=minimum)
    hidden = hide_small(counts, minimum=minimum)
    assert list(blanked["region"]) == list(frame["region"])
    assert (blanked[["customers", "revenue"]].isna().all(axis=1) == hidden).all()
    assert (blanked["revenue"][~hidden] == frame["revenue"][~hidden]).all()


def test_a_small_group_takes_the_next_smallest_with_it() -> None:
    shown = pool_small(table([100, 40, 9]), "region", "customers", minimum=10)
    assert not isinstance(shown, Withheld)
    assert shown[["region", "customers"]].to_dict("list") == {"region": ["g0", OTHER], "customers": [100, 49]}


def test_large_groups_are_shown_as_they_are() -> None:
    shown = pool_small(table([10, 25]), "region", "customers", minimum=10)
    assert not isinstance(shown, Withheld)
    assert list(shown["region"]) == ["g1", "g0"]


def test_a_group_that_is_already_called_other_joins_the_pool() -> None:
    frame = table([100, 60, 50, 6, 5]).replace({"region": {"g1": OTHER}})
    shown = pool_small(frame, "region", "customers", minimum=10)
    assert not isinstance(shown, Withheld)
    assert shown[["region", "customers"]].to_dict("list") == {"region": ["g0", "g2", OTHER], "customers": [100, 50, 71]}


def test_a_group_without_a_name_is_shown_as_not_recorded() -> None:
    frame = table([30, 20]).replace({"region": {"g1": None}})
    shown = pool_small(frame, "region", "customers", minimum=10)
    assert not isinstance(shown, Withheld)
    assert list(shown["region"]) == ["g0", "not recorded"]


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([], "there are no customers to group by region"),
        ([3, 2], "no group has 10 customers or more"),
        ([50, 3], "only 1 of 2 groups has 10 customers or more"),
    ],
)
def test_the_reason_for_withholding_names_the_groups(counts: list[int], why: str) -> None:
    shown = pool_small(table(counts), "region", "customers", minimum=10)
    assert isinstance(shown, Withheld)
    assert why in shown.why
    assert shown.n == sum(counts)


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(ValueError, match="fewer than no customers: -1"):
        smallest_together([5, -1], minimum=10)
