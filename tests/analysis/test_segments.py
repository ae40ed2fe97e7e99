"""Segments by behaviour: everyone in exactly one, ties alike, cut points that can be frozen."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from workbench.analysis.results import Withheld
from workbench.analysis.segments import (
    ASLEEP,
    GRID,
    NO_PURCHASE,
    SCORES,
    SEGMENTS,
    RfmSegments,
    for_memory,
    rfm,
    score_grid,
)
from workbench.analysis.small_cells import OTHER, pool_small

CUSTOMER = st.tuples(st.none() | st.integers(0, 2000), st.integers(0, 40), st.integers(-200, 5000))
BASES = st.lists(CUSTOMER, min_size=5, max_size=120).map(
    lambda rows: pd.DataFrame(rows, columns=["quiet_days", "purchases_12m", "contribution_12m"])
)


def world(n: int = 1000, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{index}" for index in range(n)],
            "quiet_days": rng.integers(0, 366, n).astype(float),
            "purchases_12m": rng.poisson(3, n),
            "contribution_12m": rng.normal(50, 80, n),
        }
    )
    frame.loc[frame.index % 20 == 0, "quiet_days"] = np.nan
    return frame


@given(BASES)
def test_every_customer_is_in_exactly_one_segment(base: pd.DataFrame) -> None:
    found = rfm(base)
    if isinstance(found, Withheld):
        assert (base["quiet_days"] <= 365).sum() < 5
        return
    assert len(found) == len(base)
    assert found["segment"].isin(SEGMENTS).all()
    assert ((found["segment"] == NO_PURCHASE) == base["quiet_days"].isna()).all()
    assert ((found["segment"] == ASLEEP) == (base["quiet_days"] > 365)).all()


def test_the_grid_names_each_cell_once_and_uses_every_name() -> None:
    assert sorted(GRID) == [1, 2, 3, 4, 5]
    assert all(len(row) == 5 for row in GRID.values())
    assert {name for row in GRID.values() for name in row} | {ASLEEP, NO_PURCHASE} == set(SEGMENTS)


@given(BASES)
def test_customers_who_are_alike_are_in_the_same_segment(base: pd.DataFrame) -> None:
    found = rfm(base)
    if not isinstance(found, Withheld):
        alike = found.groupby(["quiet_days", "purchases_12m", "contribution_12m"], dropna=False)["segment"]
        assert (alike.nunique() == 1).all()


@given(BASES, st.integers(0, 99))
def test_the_order_of_the_customers_does_not_matter(base: pd.DataFrame, seed: int) -> None:
    found, shuffled = rfm(base), rfm(base.sample(frac=1, random_state=seed))
    if not isinstance(found, Withheld):
        assert not isinstance(shuffled, Withheld)
        pd.testing.assert_frame_equal(found, shuffled.sort_index())


def test_the_scores_are_quintiles_of_those_who_bought_in_the_year() -> None:
    scores = RfmSegments().fit(world()).transform(world())
    bought = scores[scores["recency_score"] > 0]
    assert len(bought) == 950
    shares = bought["contribution_score"].value_counts(normalize=True)
    assert shares.to_dict() == pytest.approx(dict.fromkeys(range(1, 6), 0.2), abs=0.002)
    assert (scores[scores["recency_score"] == 0] == 0).all().all()


def test_a_recent_purchase_scores_high() -> None:
    base = world()
    scores = RfmSegments().fit(base).transform(base)
    recency = base["quiet_days"].groupby(scores["recency_score"]).mean()
    assert recency.drop(0).is_monotonic_decreasing


def test_frozen_cut_points_move_a_customer_only_if_the_customer_changed() -> None:
    opening = world()
    model = RfmSegments().fit(opening)
    closing = opening.copy()
    closing.loc[:499, "quiet_days"] += 100
    before, after = rfm(opening, model), rfm(closing, model)
    assert not isinstance(before, Withheld) and not isinstance(after, Withheld)
    assert (before["segment"].loc[500:] == after["segment"].loc[500:]).all()
    assert (before["segment"].loc[:499] != after["segment"].loc[:499]).any()


def test_a_frozen_model_scores_a_base_too_small_to_learn_from() -> None:
    found = rfm(world().iloc[:2], RfmSegments().fit(world()))
    assert not isinstance(found, Withheld)
    assert found["segment"].iloc[0] == NO_PURCHASE


def test_customers_whom_nothing_tells_apart_are_in_the_middle() -> None:
    base = pd.DataFrame({"quiet_days": [30.0] * 50, "purchases_12m": 2, "contribution_12m": 10.0})
    found = rfm(base)
    assert not isinstance(found, Withheld)
    assert set(found["segment"]) == {"cooling"}
    assert (found[list(SCORES)] == 3).all().all()


def test_segments_are_withheld_when_almost_nobody_has_bought() -> None:
    found = rfm(world().assign(quiet_days=np.nan))
    assert isinstance(found, Withheld)
    assert (found.why, found.n) == ("segments need five customers who bought in the last 12 months; there are 0", 1000)


def test_it_keeps_scikit_learns_grammar() -> None:
    with pytest.raises(NotFittedError):
        RfmSegments().predict(world())
    with pytest.raises(ValueError, match="no customer has bought"):
        RfmSegments().fit(world().assign(quiet_days=np.nan))
    fitted = RfmSegments().fit(world())
    assert (clone(fitted).fit(world()).predict(world()) == fitted.predict(world())).all()


@given(st.integers(20, 600), st.integers(1, 20))
def test_no_cell_of_the_grid_is_small_or_can_be_had_from_the_segments_totals(customers: int, minimum: int) -> None:
    scored = rfm(world(customers))
    assert not isinstance(scored, Withheld)
    cells = score_grid(scored, minimum=minimum)
    assert not isinstance(cells, Withheld)
    assert (cells["customers"].dropna() >= minimum).all()
    sizes = scored["segment"].value_counts().rename_axis("segment").reset_index(name="customers")
    totals = pool_small(sizes, "segment", "customers", minimum=minimum)
    if isinstance(totals, Withheld):
        return
    shown_as = cells["segment"].where(cells["segment"].isin(totals["segment"]), OTHER)
    for name, part in cells.groupby(shown_as):
        rest = totals.set_index("segment")["customers"][name] - part["customers"].sum()
        assert rest == 0 or rest >= minimum


def test_the_grid_adds_up_to_the_customers_who_bought() -> None:
    scored = rfm(world())
    assert not isinstance(scored, Withheld)
    cells = score_grid(scored, minimum=1)
    assert not isinstance(cells, Withheld)
    assert cells["customers"].sum() == 950
    total = scored.loc[scored["segment"] != NO_PURCHASE, "contribution_12m"].sum()
    assert (cells["customers"] * cells["per_customer"]).sum() == pytest.approx(total)


def test_the_memory_keeps_a_row_per_customer_with_scores_or_without() -> None:
    base = world().assign(value_tier="top 20%", revenue_12m=1.0)
    kept, nothing = for_memory(base, rfm(base)), for_memory(base, Withheld("too few"))
    assert len(kept) == len(nothing) == 1000
    assert list(kept.columns) == list(nothing.columns)
    assert kept["segment"].notna().all() and nothing["segment"].isna().all()
    assert nothing["value_tier"].notna().all()
    for remembered in (kept, nothing):  # next month adds these up
        assert {"revenue_12m", "contribution_12m", "satisfaction_12m"} <= set(remembered.select_dtypes("number"))
