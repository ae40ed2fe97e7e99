"""Profiles: sums that agree with the base, satisfaction with its doubt, nothing about a few people."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis.profiles import differ, over_months, profile
from workbench.analysis.results import Withheld

SIZES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6)


def base(sizes: list[tuple[int, int]]) -> pd.DataFrame:
    """Groups of so many customers, of whom so many (at most all) answered the survey."""
    rng = np.random.default_rng(len(sizes))
    rows = [
        (f"g{group}", rng.gamma(2, 50), rng.normal(20, 40), rng.uniform(0, 100) if index < answered else np.nan)
        for group, (customers, answered) in enumerate(sizes)
        for index in range(customers)
    ]
    return pd.DataFrame(rows, columns=["segment", "revenue_12m", "contribution_12m", "satisfaction_12m"])


def profiled(frame: pd.DataFrame, minimum: int = 10) -> pd.DataFrame:
    found = profile(frame, "segment", minimum=minimum)
    assert not isinstance(found, Withheld)
    return found


@given(SIZES)
def test_the_groups_add_up_to_the_base(sizes: list[tuple[int, int]]) -> None:
    customers = base(sizes)
    found = profile(customers, "segment")
    if isinstance(found, Withheld):
        assert found.n == len(customers)
        return
    assert found["customers"].sum() == len(customers)
    assert found["share"].sum() == pytest.approx(1)
    assert found["contribution_12m"].sum() == pytest.approx(customers["contribution_12m"].sum())


@given(SIZES)
def test_no_satisfaction_rests_on_few_answers_or_can_be_had_by_subtraction(sizes: list[tuple[int, int]]) -> None:
    customers = base(sizes)
    found = profile(customers, "segment")
    if isinstance(found, Withheld):
        return
    shown = found["answered"].fillna(0)
    assert ((shown >= 10) | (shown == 0)).all()
    rest = customers["satisfaction_12m"].notna().sum() - shown.sum()
    assert rest == 0 or rest >= 10 or shown.sum() == 0
    assert found.loc[found["answered"].isna(), ["satisfaction", "low", "high"]].isna().all().all()


def test_satisfaction_is_the_mean_with_its_t_interval() -> None:
    customers = base([(40, 30), (60, 50)])
    answers = customers.query("segment == 'g0'")["satisfaction_12m"].dropna()
    low, high = stats.t.interval(0.95, 29, answers.mean(), stats.sem(answers))
    row = profiled(customers).set_index("segment").loc["g0"]
    assert row[["answered", "satisfaction", "low", "high"]].tolist() == pytest.approx([30, answers.mean(), low, high])


def test_the_rows_come_in_the_order_asked_for_with_the_pool_last() -> None:
    found = profile(base([(20, 0), (50, 0), (30, 0), (4, 0), (8, 0)]), "segment", order=("g0", "g1", "g2"))
    assert not isinstance(found, Withheld)
    assert found["segment"].tolist() == ["g0", "g1", "g2", "other"]


def test_without_profit_there_are_no_shares_of_it() -> None:
    found = profiled(base([(20, 0), (30, 0)]).assign(contribution_12m=-1.0))
    assert found["contribution_share"].isna().all()
    assert found["per_customer"].tolist() == [-1.0, -1.0]


def test_a_base_without_a_survey_has_a_profile_without_satisfaction() -> None:
    found = profiled(base([(20, 0), (30, 0)]))
    assert found["answered"].tolist() == [0, 0]
    assert found["satisfaction"].isna().all()


def test_a_base_of_small_groups_is_withheld() -> None:
    found = profile(base([(4, 0), (3, 0)]), "segment")
    assert isinstance(found, Withheld)
    assert found.why == "by segment, no group has 10 customers or more, so showing one would give away the others"


def test_welch_agrees_with_scipy_for_two_groups() -> None:
    rng = np.random.default_rng(8)
    one, two = rng.uniform(20, 90, 40), rng.uniform(40, 80, 70)
    customers = base([(40, 40), (70, 70)])
    customers["satisfaction_12m"] = np.concatenate([one, two])
    expected = stats.ttest_ind(one, two, equal_var=False).pvalue
    assert differ(profiled(customers)) == pytest.approx(expected)


def test_welch_agrees_with_the_published_formula_for_three_groups() -> None:
    # stats.f_oneway with equal_var=False is Welch's test in SciPy.
    rng = np.random.default_rng(9)
    answers = [rng.uniform(low, 90, n) for low, n in ((10, 30), (20, 50), (30, 90))]
    customers = base([(30, 30), (50, 50), (90, 90)])
    customers["satisfaction_12m"] = np.concatenate(answers)
    assert differ(profiled(customers)) == pytest.approx(stats.f_oneway(*answers, equal_var=False).pvalue)


def test_nothing_differs_when_fewer_than_two_groups_answered() -> None:
    assert differ(profiled(base([(30, 30), (40, 0)]))) is None


def test_months_are_laid_below_each_other_and_empty_ones_left_out() -> None:
    one, two = base([(20, 0), (30, 0)]), base([(25, 0), (40, 0), (3, 0)])
    months = {
        "2026-06": Withheld("too few"),
        "2026-07": pd.DataFrame({"customer_id": []}),
        "2026-08": one,
        "2026-09": two,
    }
    found = over_months(months, "segment")
    assert found["month"].tolist() == ["2026-08"] * 2 + ["2026-09"] * 2
    assert found.groupby("month")["customers"].sum().to_dict() == {"2026-08": 50, "2026-09": 68}


def test_customers_of_a_closed_month_without_a_segment_are_not_counted() -> None:
    closed = base([(20, 0), (30, 0)]).drop(columns="satisfaction_12m")
    closed.loc[:4, "segment"] = None
    assert over_months({"2026-08": closed}, "segment")["customers"].sum() == 45


def test_without_any_month_there_is_an_empty_frame_to_choose_from() -> None:
    assert over_months({"2026-09": Withheld("too few")}, "segment").columns.tolist() == ["month", "segment"]
