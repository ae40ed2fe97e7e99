"""What a churn model looks at: monotone, readable, and honest about gaps."""

import numpy as np
import pandas as pd
import pytest
from leaving_customers import features

from workbench.analysis import churn_features


def row(**columns: float) -> pd.DataFrame:
    return features(1, seed=1).assign(**columns)


@pytest.mark.parametrize(
    ("feature", "column"),
    [
        ("recency", "recency_days"),
        ("tenure", "age_days"),
        ("purchases", "purchases_12m"),
        ("spend", "revenue_12m"),
        ("complaints", "complaints_12m"),
        ("satisfaction", "last_satisfaction"),
    ],
)
def test_features_rise_with_their_column(feature: str, column: str) -> None:
    table = pd.concat([row(**{column: amount}) for amount in (1, 10, 50, 99)], ignore_index=True)
    assert churn_features.design(table)[feature].is_monotonic_increasing


def test_one_purchase_leaves_the_rhythm_unknown() -> None:
    assert np.isnan(churn_features.design(row(frequency=0, recency_days=30))["overdue"].iloc[0])


def test_overdue_is_recency_over_the_own_mean_gap() -> None:
    design = churn_features.design(row(frequency=10, recency_days=90, age_days=390))
    assert design["overdue"].iloc[0] == pytest.approx(np.log2(1 + 90 / 30))


def test_all_purchases_on_one_day_do_not_divide_by_nothing() -> None:
    assert np.isfinite(churn_features.design(row(frequency=1, recency_days=30, age_days=30))["overdue"]).all()


def test_a_contract_without_purchases_has_no_recency_and_no_spend() -> None:
    design = churn_features.design(row(recency_days=np.nan, purchases_12m=0, revenue_12m=120.0, active_contracts=1))
    assert np.isnan(design["recency"].iloc[0])
    assert design["spend"].iloc[0] == 0
    assert design["contract"].iloc[0] == 1


def test_returns_larger_than_purchases_are_negative_spend() -> None:
    assert churn_features.design(row(revenue_12m=-50.0, purchases_12m=2))["spend"].iloc[0] < 0


def test_every_term_reads_as_words() -> None:
    for name in churn_features.FEATURES:
        for term in (name, f"missing: {name}"):
            assert all(churn_features.label(term))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(KeyError, match="recency_days"):
        churn_features.design(features(3, seed=1).drop(columns="recency_days"))
